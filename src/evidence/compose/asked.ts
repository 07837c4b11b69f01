import type { ReferenceKind } from '../../model/reference.ts';
import { sentences } from './own-words.ts';
import { folded, phrases } from './phrases.ts';

/** Something that a reply may ask for. */
export interface Wanted {
  /** "the order number". */
  readonly what: string;
  /** References that answer it; none for a picture. */
  readonly kinds: readonly ReferenceKind[];
  readonly named: RegExp;
}

/** What replies ask for, by the words of our six languages. */
const wanted: readonly Wanted[] = [
  {
    what: 'the order number',
    kinds: ['order'],
    named: phrases(
      'order number, order id, number of your order, number of the order, číslo objednávky, broj narudžbe, broj porudžbine, номер заказа, numero ng order, order no',
    ),
  },
  {
    what: 'the invoice number',
    kinds: ['invoice'],
    named: phrases(
      'invoice number, number of the invoice, číslo faktúry, číslo predfaktúry, broj fakture, broj predračuna, broj ponude, номер инвойса, numero ng invoice',
    ),
  },
  {
    what: 'the variable symbol',
    kinds: ['variable-symbol'],
    named: phrases('variable symbol, variabilný symbol, variabilného symbolu, poziv na broj'),
  },
  {
    what: 'the payment reference',
    kinds: ['payment'],
    named: phrases(
      'payment id, transaction id, transaction number, číslo transakcie, id transakcie, broj transakcije, номер транзакции, transaction reference',
    ),
  },
  {
    what: 'the e-mail address',
    kinds: ['address'],
    named: phrases(
      'email address, e mail address, from which address, which mailbox, e mailovú adresu, emailovú adresu, z ktorej adresy, ktorá schránka, ktorej schránky, email adresu, e mail adresu, e pošte adresu, s koje adrese, адрес электронной почты, с какого адреса, адрес почты, mejl adresu, imejl adresu',
    ),
  },
  {
    what: 'the phone number',
    kinds: ['phone'],
    named: phrases('phone number, telefónne číslo, broj telefona, номер телефона, numero ng telepono, cellphone number'),
  },
  {
    what: 'the error message',
    kinds: ['error', 'enhanced-status', 'smtp-status', 'http-status'],
    named: phrases(
      'error message, exact error, error text, text of the error, what error, which error, chybová hláška, chybovú hlášku, chybovej hlášky, znenie chyby, aká chyba, akú chybu, poruku o grešci, tekst greške, koja greška, koju grešku, какая ошибка, какую ошибку, текст ошибки, сообщение об ошибке, anong error, error na lumalabas',
    ),
  },
  {
    what: 'when it began',
    kinds: ['time'],
    named: phrases(
      'since when, when did it start, when did it begin, when did it happen, when did it stop, when did this, odkedy, kedy to začalo, kedy to prestalo, kedy sa to stalo, od kada, kad je počelo, kada je počelo, kada se dogodilo, kad se desilo, с какого времени, когда это началось, когда это случилось, когда это произошло, kailan nagsimula, kailan nangyari, kailan po nagsimula',
    ),
  },
  { what: 'the IBAN', kinds: ['iban'], named: phrases('iban, account number, číslo účtu, номер счёта, номер счета, numero ng account') },
  {
    what: 'the last digits of the card',
    kinds: ['card'],
    named: phrases(
      'last four digits, last 4 digits, posledné štyri, posledné 4, zadnje četiri, posljednje četiri, poslednje četiri, последние четыре, последние 4, huling apat',
    ),
  },
  {
    what: 'the amount',
    kinds: ['amount'],
    named: phrases(
      'what amount, which amount, exact amount, how much was, akú sumu, aká suma, presnú sumu, koji iznos, točan iznos, tačan iznos, какую сумму, какая сумма, точную сумму, magkano, eksaktong halaga',
    ),
  },
  { what: 'the IP address', kinds: ['ip'], named: phrases('ip address, your ip, ip adresu, ip adresa, ip адрес') },
  {
    what: 'a screenshot',
    kinds: [],
    named: phrases(
      'screenshot*, screen shot, snímku obrazovky, snímka obrazovky, snímok obrazovky, snimku zaslona, sliku zaslona, snimak ekrana, скриншот*',
    ),
  },
];

/** Verbs of somebody who wants to be told. */
const asks = phrases(
  [
    'please send, please tell, please give, please provide, please share, please write, send us, send me, tell us, tell me, let us know, let me know, provide us, give us, we need, we will need, we would need, we also need',
    'pošlite, napíšte, uveďte, doplňte, zašlite, dajte vedieť, potrebujeme, potrebujem, potrebovali by sme',
    'pošaljite, navedite, dostavite, javite, napišite, trebamo, treba nam, treba mi, trebat će nam, potreban nam je, potrebno nam je',
    'пришлите, укажите, сообщите, напишите, нам нужен, нам нужна, нам нужны, нам понадобится, уточните, подскажите',
    'pakisend, pakisabi, pakibigay, pakipadala, paki send, paki bigay, ipadala, kailangan namin, kailangan po namin',
  ].join(','),
);

/** It is said that it is not wanted, or that another one is. */
const otherwise = phrases(
  [
    'another, other, older, different, else, no need, do not need, don t need, needn t, not necessary, never send, do not send, don t send',
    'iný, inú, iného, iná, ďalší, ďalšiu, netreba, nemusíte, neposielajte, nepotrebujeme',
    'drugi, drugu, drugom, druge, ne treba, ne trebate, ne trebamo, nemojte slati, ne šaljite',
    'другой, другую, другого, другая, не нужно, не надо, не присылайте, не требуется',
    'ibang, iba pang, hindi na kailangan, huwag',
  ].join(','),
);

/** What a text asks for, each once. A list under "please send us:" is asked for as well. */
export function askedFor(text: string): readonly Wanted[] {
  const found = new Set<Wanted>();
  let listing = false;
  for (const sentence of sentences(text)) {
    const words = folded(sentence);
    const item = /^[-*•–]|^\d+[.)]/.test(sentence);
    listing = asks.test(words) ? /[:：]$/.test(sentence) : listing && item;
    const asked = sentence.endsWith('?') || asks.test(words) || (listing && item);
    if (asked && !otherwise.test(words)) for (const each of wanted) if (each.named.test(words)) found.add(each);
  }
  return [...found];
}
