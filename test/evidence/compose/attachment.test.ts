import { describe, expect, it } from 'vitest';
import { speaksOfAttachment } from '../../../src/evidence/compose/attachment.ts';

describe('speaking of an attachment', () => {
  it.each([
    'Please find the log attached.',
    'I have attached the invoice.',
    'Attached is your invoice.',
    "We've attached a guide.",
    'See the attachment for details.',
    'Výpis nájdete v prílohe.',
    'Prikladám kópiu faktúry.',
    'Kopii přikládáme v příloze.',
    'U prilogu vam šaljemo račun.',
    'Račun vam šaljem u privitku.',
    'У прилогу вам шаљемо рачун.',
    'Prilažem izvod iz loga.',
    'Акт во вложении.',
    'Прилагаю выписку из журнала.',
    'Nakalakip po ang resibo ninyo.',
    'Naka-attach po ang invoice.',
  ])('%s', (text) => expect(speaksOfAttachment(text)).toBe(text));

  it.each([
    'Thank you for the log that you attached.',
    'Please attach a screenshot.',
    'Could you send it as an image? If attaching fails, use a link.',
    'The card is attached to your profile.',
    'I could not open your attachment.',
    'Nedoručenku, ktorú ste poslali v prílohe, sme si pozreli.',
    'Priložte, prosím, snímku obrazovky.',
    'Vzor žiadosti prikladám nižšie.',
    'Izvod koji ste poslali u prilogu smo vidjeli.',
    'Molimo pošaljite račun u prilogu.',
    'Файл, который вы прислали во вложении, открыть не удалось.',
    'Пришлите, пожалуйста, скриншот во вложении.',
    'Natanggap namin ang larawan na nakalakip.',
    'The case is closed.',
    '',
  ])('not: %s', (text) => expect(speaksOfAttachment(text)).toBeUndefined());

  it('says in which sentence', () => {
    expect(speaksOfAttachment('We looked into it. The log is attached. Bye.')).toBe('The log is attached.');
  });
});
