import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saidIn } from '../../../src/intake/quotes/said.ts';
import { hasRealData, realFiles, realText } from '../../real-data.ts';

const lines = (...all: readonly string[]): string => all.join('\n');

describe('what was answered is left out', () => {
  it.each([
    ['en', 'On Mon, Feb 5, 2024 at 10:00 AM Help <help@desk.example> wrote:', '> Try again.'],
    ['en, wrapped', 'On Mon, Feb 5, 2024 at 10:00 AM Help\n<help@desk.example> wrote:', '> Try again.'],
    ['sk, Gmail', 'po 5. 2. 2024 o 10:00 Podpora <help@desk.example> napísal(a):', '> Skúste to.'],
    ['sk, not quoted', 'Dňa 5. februára 2024 o 10:00 používateľ Podpora <help@desk.example> napísal:', 'Skúste to.'],
    [
      'sk, Outlook',
      'Od: Podpora <help@desk.example>\nOdoslané: pondelok 5. februára 2024 10:00\nKomu: jan@x.example\nPredmet: RE: Nejde',
      'Skúste to.',
    ],
    ['hr, Gmail', 'pon, 5. velj 2024. u 10:00 Podrška <help@desk.example> napisao je:', '> Pokušajte.'],
    [
      'hr, Outlook',
      'Od: Podrška <help@desk.example>\nPoslano: ponedjeljak, 5. veljače 2024. 10:00\nPrima: ana@x.example\nPredmet: RE: Ne radi',
      'Pokušajte.',
    ],
    ['sr, Gmail', 'пон, 5. феб 2024. у 10:00 Подршка <help@desk.example> је написао/ла:', '> Пробајте.'],
    [
      'sr, Outlook',
      'Од: Подршка <help@desk.example>\nПослато: понедељак, 5. фебруар 2024. 10:00\nЗа: ana@x.example\nТема: RE: Не ради',
      'Пробајте.',
    ],
    ['sr in Latin letters', 'pon, 5. feb 2024. u 10:00 Podrška <help@desk.example> je napisao/la:', '> Probajte.'],
    ['ru, Gmail', 'пн, 5 февр. 2024 г. в 10:00, Поддержка <help@desk.example>:', '> Попробуйте.'],
    ['ru, mail.ru', 'Понедельник, 5 февраля 2024, 10:00 +03:00 от Поддержка <help@desk.example>:', '> Попробуйте.'],
    ['ru, Yandex', '05.02.2024, 10:00, "Поддержка" <help@desk.example>:', 'Попробуйте.'],
    [
      'ru, Outlook',
      'От: Поддержка <help@desk.example>\nОтправлено: 5 февраля 2024 г. 10:00\nКому: ivan@x.example\nТема: Re: Не работает',
      'Попробуйте.',
    ],
    ['fil, Gmail', 'Noong Lun, Peb 5, 2024 nang 10:00 AM, sinulat ni Suporta <help@desk.example>:', '> Subukan po.'],
    [
      'fil, Outlook',
      'Mula kay: Suporta <help@desk.example>\nIpinadala: Lunes, Pebrero 5, 2024 10:00\nPara kay: juan@x.example\nPaksa: RE: Hindi gumagana',
      'Subukan po.',
    ],
    ['between dashes', '-----Original Message-----', 'Try again.'],
    ['between dashes, sk', '-----Pôvodná správa-----', 'Skúste to.'],
    ['nothing above it', '', '> Try again.'],
  ])('%s', (_, above, quoted) => {
    expect(saidIn(lines('Stále to nejde.', '', above, '', quoted, ''))).toEqual({ text: 'Stále to nejde.', cut: true });
  });
});

describe('what belongs to the answer stays', () => {
  it.each([
    [
      'answers between what was asked',
      lines('On Feb 5, 2024, at 10:00, Help <help@desk.example> wrote:', '> Which browser?', 'Firefox.', '> Since when?', 'Monday.'),
      lines('> Which browser?', 'Firefox.', '> Since when?', 'Monday.'),
    ],
    ['an answer below', lines('On Feb 5, 2024, at 10:00, Help <help@desk.example> wrote:', '> Which browser?', '', 'Firefox.'), 'Firefox.'],
    [
      'what was handed on',
      lines(
        'See below.',
        '',
        '---------- Forwarded message ---------',
        'From: Bob <bob@example.com>',
        'Date: Mon, Feb 5, 2024',
        'Subject: Hi',
        'To: Ann',
        '',
        'Hello',
      ),
      undefined,
    ],
    [
      'a head that somebody shows',
      lines(
        'What is this?',
        '',
        'Received: from x by y',
        'From: bad@example.com',
        'To: me@example.com',
        'Subject: buy',
        'Date: Mon',
        '',
        'Is it bad?',
      ),
      undefined,
    ],
    ['lines of a log', lines('It says:', '2024-02-05 10:00:11 error for <bob@example.com>:', '550 5.1.1 unknown', 'What now?'), undefined],
    ['all, where all is quoted', '> only this', undefined],
    ['a list with dashes', lines('Because of:', '-- the first', '-- the second', '', 'Thanks!'), undefined],
    ['a sentence about a phone', lines('It fails.', '', 'Sent from my desk, is much easier.'), undefined],
  ])('%s', (_, text, said = text) => {
    expect(saidIn(text).text).toBe(said);
  });
});

describe('signatures are left out', () => {
  it.each([
    ['behind two dashes', lines('It fails.', '', '-- ', 'Ann Lee', '+421 900 123 456'), 'It fails.'],
    ['of a phone', lines('It fails.', '', 'Sent from my iPhone'), 'It fails.'],
    ['of a phone, sk', lines('Nejde to.', '', 'Odoslané z iPhonu'), 'Nejde to.'],
    ['of a phone, ru', lines('Не работает.', '', 'Отправлено из Почты Mail'), 'Не работает.'],
    [
      'below a name',
      lines('Da li je to u redu?', '', 'S poštovanjem,', 'Ana Nová', 'Direktor', 'Firma d.o.o.', '+381 11 123 456'),
      lines('Da li je to u redu?', '', 'S poštovanjem,', 'Ana Nová'),
    ],
    [
      'not a question after the name',
      lines('It fails.', '', 'Thanks,', 'Ann', 'P.S. Does it work for others?'),
      lines('It fails.', '', 'Thanks,', 'Ann', 'P.S. Does it work for others?'),
    ],
  ])('%s', (_, text, said) => {
    expect(saidIn(text).text).toBe(said);
  });
});

describe.skipIf(!hasRealData)('real answers', () => {
  const plain = (text: string): string =>
    text
      .replaceAll('\r\n', '\n')
      .replaceAll(/[ \t]+$/gm, '')
      .replaceAll(/\n{2,}/g, '\n\n')
      .trim();

  it('are cut where their collector expects it (28 of 29; of libraries: 14, 13, 11)', () => {
    const folder = 'data/mail/replies/discourse';
    const names = realFiles(folder).flatMap((path) => /emails__(.*)$/.exec(path)?.[1] ?? []);
    const wrong = names.filter(
      (name) => plain(saidIn(realText(`${folder}/emails__${name}`)).text) !== plain(realText(`${folder}/trimmed__${name}`)),
    );
    // What was handed on is what its sender wants us to see.
    expect([names.length, wrong]).toEqual([29, ['forwarded_message.txt']]);
  });

  it('in more than ten languages, are cut below what their writer wrote (23 of 23)', () => {
    const texts = realFiles('data/mail/replies/crisp')
      .map((path) => realText(path).replaceAll('\r\n', '\n'))
      .filter((text) => text.startsWith('Fusce bibendum'));
    const own = (text: string): string => text.slice(0, text.indexOf('nec nibh.') + 'nec nibh.'.length);
    expect(texts.filter((text) => saidIn(text).text !== own(text))).toEqual([]);
    expect(texts).toHaveLength(23);
  });
});

it('nothing is made up, and nothing becomes empty', () => {
  const part = fc.constantFrom(
    'It fails.',
    '> quoted',
    '',
    '-- ',
    'On Feb 5, 2024, Ann <a@b.example> wrote:',
    'Thanks,',
    'Ann',
    '-----Original Message-----',
    'From: a@b.example',
    'Sent: Monday',
    'To: c@d.example',
    'Subject: x',
    '____',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }), (all) => {
      const whole = lines(...all).replaceAll(/\r\n?/g, '\n');
      const { text, cut } = saidIn(whole);
      const known = new Set(whole.split('\n').map((line) => line.trim()));
      expect(text.split('\n').every((line) => known.has(line.trim()))).toBe(true);
      expect(text === '').toBe(whole.trim() === '');
      expect(cut).toBe(text !== whole.trim());
    }),
  );
});
