import { describe, expect, it } from 'vitest';
import { referencesIn } from '../../../src/evidence/references/references-in.ts';
import type { ReferenceKind } from '../../../src/model/reference.ts';

const at = '2026-11-20T15:30:00.000Z';

/** What of these kinds a text names. */
const named = (text: string, kinds: readonly ReferenceKind[], language: string | null = null): readonly string[] =>
  referencesIn([{ foundIn: 'message 1', text, at, language }])
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ value }) => value);

/** Every kind that a text names. */
const kindsIn = (text: string, language: string | null = null): readonly string[] =>
  referencesIn([{ foundIn: 'message 1', text, at, language }]).map(({ kind, value }) => `${kind} ${value}`);

describe('addresses', () => {
  it.each([
    ['Píšem z Eva.Nova@Firma.SK.', 'eva.nova@firma.sk'],
    ['<mailto:eva@firma.sk>', 'eva@firma.sk'],
    ["'eva@firma.sk'", 'eva@firma.sk'],
    ['to=<eva@firma.sk>, relay', 'eva@firma.sk'],
    ['email=eva@firma.sk', 'eva@firma.sk'],
    ['(eva+web@mail.firma.co.uk)', 'eva+web@mail.firma.co.uk'],
    ['пишите на поддержка@почта.рф', 'поддержка@почта.рф'],
    ['root@mail.lan', 'root@mail.lan'],
    ['"eva nova"@firma.sk', '"eva nova"@firma.sk'],
    ['info@firma.sk.Ďakujem', 'info@firma.sk'],
    ['a@xn--d1acufc.xn--p1ai', 'a@xn--d1acufc.xn--p1ai'],
  ])('%s', (text, value) => {
    expect(named(text, ['address'])).toEqual([value]);
  });

  it.each(['[email protected]', 'eva@', '@firma.sk', 'eva@firma', 'a @ b.sk', 'eva..nova@firma.sk', '20 ks @ 5.00', 'user@10.0.0.1'])(
    'none in %s',
    (text) => {
      expect(named(text, ['address'])).toEqual([]);
    },
  );
});

describe('addresses that touch', () => {
  it('are not one in the other', () => {
    expect(named('a@b.sk@c.sk', ['address'])).toEqual(['a@b.sk']);
  });
});

describe('Message-IDs', () => {
  it.each([
    ['Message-ID: <CAF=abc@mail.gmail.com>', 'CAF=abc@mail.gmail.com'],
    ['In-Reply-To: <1@firma.sk>', '1@firma.sk'],
    ['message-id=<20261120153000.4F2A81234@mx1.firma.sk>', '20261120153000.4F2A81234@mx1.firma.sk'],
    ['see <20261120153000.4F2A81234@mx1.firma.sk>', '20261120153000.4F2A81234@mx1.firma.sk'],
  ])('%s', (text, value) => {
    expect(kindsIn(text).filter((kind) => kind.startsWith('message-id'))).toEqual([`message-id ${value}`]);
    expect(named(text, ['address'])).toEqual([]);
  });

  it.each(['Eva Nová <eva@firma.sk>', 'From: <eva.nova.oddelenie@firma.sk>', '<mailto:objednavky2026112011@firma.sk>'])(
    'none in %s',
    (text) => {
      expect(named(text, ['message-id'])).toEqual([]);
    },
  );
});

describe('domains and URLs', () => {
  it.each([
    ['web firma.sk nejde', ['domain firma.sk']],
    ['Firma.SK', ['domain firma.sk']],
    ['www.firma.example', ['domain www.firma.example']],
    ['na example.co.uk a na почта.рф', ['domain example.co.uk', 'domain почта.рф']],
    ['EntertainmentGazette.com.ee', ['domain entertainmentgazette.com.ee']],
    ['https://Shop.firma.sk/x?y=1).', ['url https://Shop.firma.sk/x?y=1', 'domain shop.firma.sk']],
    ['(see https://en.wikipedia.org/wiki/Mail_(letter))', ['url https://en.wikipedia.org/wiki/Mail_(letter)', 'domain en.wikipedia.org']],
    ['http://[2001:db8::1]:8080/', ['url http://[2001:db8::1]:8080/', 'ip 2001:db8::1']],
    ['ftp://user:pw@203.0.113.5/a', ['url ftp://user:pw@203.0.113.5/a', 'ip 203.0.113.5']],
    ['http://intranet/x', ['url http://intranet/x']],
    ['hotovo na firma.sk.Ďakujem', ['domain firma.sk']],
  ])('%s', (text, found) => {
    expect(kindsIn(text)).toEqual(found);
  });

  it.each([
    'README.md',
    'backup.zip',
    'index.php',
    'a.b',
    'napr. tak',
    'e.g. this',
    'hotovo.Ahoj',
    'www.',
    'http://',
    'co.uk',
    'setup.sh',
    'je to tak.Na webe',
    'foo.notasuffix',
  ])('none in %s', (text) => {
    expect(named(text, ['domain', 'url'])).toEqual([]);
  });
});

describe('IPs', () => {
  it.each([
    ['from 203.0.113.25.', '203.0.113.25'],
    ['[203.0.113.25]:25', '203.0.113.25'],
    ['192.168.1.0/24', '192.168.1.0'],
    ['2001:DB8::1.', '2001:db8::1'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s', (text, value) => {
    expect(named(text, ['ip'])).toEqual([value]);
  });

  it.each([
    '256.1.1.1',
    '1.2.3',
    'version 1.2.3.4',
    'verzia 10.0.0.1',
    'верзија 1.2.3.4',
    'Chrome/120.0.0.1',
    'C::D',
    'std::string',
    '12:30:45',
    'aa:bb:cc:dd:ee:ff',
    '::',
    '1.2.3.4.5',
    '01.02.03.04',
  ])('none in %s', (text) => {
    expect(named(text, ['ip'])).toEqual([]);
  });
});

describe('phone numbers', () => {
  it.each([
    ['sk', 'tel. 0905 123 456', '+421905123456'],
    ['sk', '+421 905 123 456', '+421905123456'],
    ['sk', '00421 2 5555 1234', '+421255551234'],
    ['sk', 'Číslo na spätné volanie 555-0117', '5550117'],
    ['cs', 'zavolejte na 601 123 456', '+420601123456'],
    ['hr', 'mobitel 091 234 5678', '+385912345678'],
    ['hr', 'Broj za povratni poziv 555-0174', '5550174'],
    ['sr', 'телефон: 064 123 4567', '+381641234567'],
    ['ru', 'тел. 8 (495) 123-45-67', '+74951234567'],
    ['ru', '+7 495 123-45-67', '+74951234567'],
    ['fil', 'tawagan nyo ako sa 0917 123 4567', '+639171234567'],
    ['en', '(415) 555-0132', '+14155550132'],
    ['en', 'call me at 555-0132', '5550132'],
  ])('%s: %s', (language, text, value) => {
    expect(named(text, ['phone'], language)).toEqual([value]);
  });

  it.each([
    ['en', 'order 20261120153000'],
    ['en', 'the years 2024 2025 2026'],
    ['sk', '19.11.2026 14:00'],
    ['en', '203.0.113.25'],
    ['en', '12345 items, 1 000 000 rows'],
    ['en', '4111 1111 1111 1111'],
    ['sk', 'VS 2026110043'],
    ['en', 'id 0905123456789012345'],
  ])('%s: none in %s', (language, text) => {
    expect(named(text, ['phone'], language)).toEqual([]);
  });
});

describe('codes of mail and web servers', () => {
  it.each([
    ['550 5.7.1 Relay access denied', ['smtp-status 550', 'enhanced-status 5.7.1']],
    ['host mx.firma.sk[203.0.113.1] said: 451 4.7.650 try later', ['smtp-status 451', 'enhanced-status 4.7.650']],
    ['550-5.1.1 unknown', ['smtp-status 550', 'enhanced-status 5.1.1']],
    ['dsn=5.4.4, status=bounced', ['enhanced-status 5.4.4']],
    ['Status: 5.0.0', ['enhanced-status 5.0.0']],
    ['mail sa vrátil s chybou 550', ['smtp-status 550']],
    ['javlja grešku 554', ['smtp-status 554']],
    ['почта вернулась с ошибкой 550', ['smtp-status 550']],
    ['бивам са грешком 552', ['smtp-status 552']],
    ['may error 553 sa email', ['smtp-status 553']],
    ['HTTP/1.1 503', ['http-status 503']],
    ['404 Not Found', ['http-status 404']],
    ['stránka hlási chybu 500', ['http-status 500']],
    ['web stranica vraća grešku 502', ['http-status 502']],
    ['страница „Грешка 504“', ['http-status 504']],
    ['сайт выдаёт ошибку 503', ['http-status 503']],
    ['error 403 ang site', ['http-status 403']],
    ['smtp error 421', ['smtp-status 421']],
  ])('%s', (text, found) => {
    expect(kindsIn(text).filter((kind) => /^\S+-status/.test(kind))).toEqual(found);
  });

  it.each([
    'room 404',
    'I paid 550 EUR',
    '500 ks',
    '$550',
    'PHP 5.6.40',
    'MySQL 5.7.1',
    'verzia 4.2.0',
    'in 2.4.1 of the contract',
    '550 people',
    'route 500 of them',
    'tel. 421 905',
    '5.7.2026',
    'HTTP 200',
  ])('none in %s', (text) => {
    expect(named(text, ['smtp-status', 'enhanced-status', 'http-status'])).toEqual([]);
  });
});

describe('error texts', () => {
  it.each([
    ['píše mi „Nesprávne heslo“', 'Nesprávne heslo'],
    ['dobijem "Relay access denied"', 'Relay access denied'],
    ['на экране «нет данных за сегодня», ошибка «Доступ запрещён»', 'Доступ запрещён'],
    ['јавља „Везиа је прекинута“', 'Везиа је прекинута'],
    ['ang mensahe ay "Hindi ma-load ang pahina"', 'Hindi ma-load ang pahina'],
    ['it says “Your session has expired”', 'Your session has expired'],
    ['550 5.7.1 <a@firma.sk>: Relay access denied (in reply to RCPT TO command)', 'Relay access denied'],
    [
      '550 5.7.1 Service unavailable; client [203.0.113.25] blocked using bl.popis.example',
      'Service unavailable; client [203.0.113.25] blocked using bl.popis.example',
    ],
    [
      'PHP Fatal error:  Uncaught Error: Call to undefined function x() in /a.php:14',
      'PHP Fatal error: Uncaught Error: Call to undefined function x() in /a.php:14',
    ],
    ['browser: ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_REFUSED'],
    ['SQLSTATE[HY000] [2002] Connection refused', 'SQLSTATE[HY000] [2002] Connection refused'],
    ['`ssl3_get_record: wrong version number error`', 'ssl3_get_record: wrong version number error'],
  ])('%s', (text, value) => {
    expect(named(text, ['error'])).toContain(value);
  });

  it.each([
    'the plan "Basic plus" is fine',
    'hra „Modrý vták“ sa mi páči',
    'Конкурент показывает цену «по карте» и обычную',
    '{"error": "none"}',
    'he said "hello there"',
    'Eva "Evička" Nová',
    '550 people were there',
    'since 550 5.7.1 started yesterday',
    "it's what I don't like, isn't it",
  ])('none in %s', (text) => {
    expect(named(text, ['error'])).toEqual([]);
  });
});

describe('queue ids', () => {
  it.each([
    ['postfix/smtp[123]: 4F2A81234: to=<a@b.sk>', '4F2A81234'],
    ['postfix/qmgr[9]: 4CXKSw1zdgz22xZY: removed', '4CXKSw1zdgz22xZY'],
    ['250 2.0.0 Ok: queued as 3Pt2mN2VXxznjll', '3Pt2mN2VXxznjll'],
    ['mám len 3Pt2mN2VXxznjll', '3Pt2mN2VXxznjll'],
    ['exim 1XsaNd-0006Vx-TV a nič', '1XsaNd-0006Vx-TV'],
    ['1oFBqy-00000000Tgk-2Aqr <= a@b.sk', '1oFBqy-00000000Tgk-2Aqr'],
    ['with ESMTP id w2C305EV007094', 'w2C305EV007094'],
    ['sendmail[77]: w2C305EV007094: from=<a@b.sk>', 'w2C305EV007094'],
    ['queue id 9B7D2C0041', '9B7D2C0041'],
    ['X-Postfix-Queue-ID: 4dJF1p1qt4z20PyL', '4dJF1p1qt4z20PyL'],
  ])('%s', (text, value) => {
    expect(named(text, ['queue-id'])).toEqual([value]);
  });

  it.each([
    'ABCDEF',
    'queued as expected',
    'with ESMTP id something',
    'model X1234567',
    '0a1b2c3d4e5f',
    'twelve-letter-wo',
    'a1B2c3D4e5F6',
  ])('none in %s', (text) => {
    expect(named(text, ['queue-id'])).toEqual([]);
  });
});
