import { describe, expect, it } from 'vitest';
import { scriptOf } from '../../../src/evidence/compose/script.ts';
import { inLatin } from '../../../src/evidence/compose/serbian.ts';

describe('the script of a text', () => {
  it.each([
    ['Dobrý deň, nejde nám pošta', 'Latin'],
    ['Здравствуйте, не работает почта', 'Cyrillic'],
    ['Καλημέρα σας, δεν λειτουργεί', 'Greek'],
    ['メールが送れませんのでお願いします', 'Kana'],
    ['邮件无法发送请帮助我们谢谢', 'Han'],
    ['메일이 보내지지 않습니다', 'Hangul'],
    ['البريد لا يعمل منذ الصباح', 'Arabic'],
    ['Поштовани, сервер mail.example не ради од јутрос', 'Cyrillic'],
  ])('%s: %s', (text, script) => expect(scriptOf(text)).toBe(script));

  it.each([
    ['too few letters', '550 Eva'],
    ['two scripts alike', 'почта mail почта mail'],
    ['no letters', '2026-11-21 12:00'],
  ])('is unknown of %s', (_, text) => expect(scriptOf(text)).toBeUndefined());
});

describe('Serbian in Latin letters', () => {
  it('has a letter for each, or two', () => {
    expect(inLatin('Љубав, њој, џеп, Ђорђе, чаша, ћао, шљива, жаба')).toBe('Ljubav, njoj, džep, Đorđe, čaša, ćao, šljiva, žaba');
  });

  it('keeps what is none of its letters', () => {
    expect(inLatin('mail №5 – ы')).toBe('mail №5 – ы');
  });
});
