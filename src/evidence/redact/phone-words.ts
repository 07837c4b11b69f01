import { letters } from './label.ts';

/** Words for phones and calling, in the languages of those who write to us. */
const words =
  'phones?|tel(?:ef[oó]n\\S{0,3}|ephone|\\.)?|mob(?:ile?\\S{0,3}|\\.)?|cell(?:ular)?|fax|gsm|sms|msisdn|call(?:ed|er)?|dial(?:ed)?|ring|whats ?app|viber|' +
  'number|contact|hotline|office|desk|home|work|answering|reach|text(?:ed)?|čísl\\S{0,2}|broj\\S{0,2}|kontakt\\S{0,2}|zavola\\S{0,4}|volejte|volajte|nazov\\S{0,4}|pozov\\S{0,4}|zov\\S{0,3}|' +
  'тел(?:ефон\\S{0,3}|\\.)?|моб(?:ил\\S{0,6}|\\.)?|номер\\S{0,2}|број\\S{0,2}|позвон\\S{0,4}|звон\\S{0,4}|зво[нв]\\S{0,4}|позов\\S{0,4}|tawag\\S{0,3}|tumawag|numero|selpon';
/** Words for other numbers: of orders, sizes, programs. */
const others =
  'orders?|invoices?|tickets?|cases?|ref(?:erence)?|transaction|tracking|booking|receipt|serial|sequence|position|rows?|records?|blocks?|pages?|version|licen[cs]e|account|card|vs|ks|ss|ico|ičo|dič|oib|pib|инн|jmbg|zip|psč|postal|' +
  'sessions?|id|uid|pid|gid|tid|size|bytes|ports?|line|error|code|status|amount|price|total|sum|variab\\S{0,6}|fakt\\S{0,4}|objedn\\S{0,6}|rač\\S{0,3}|narudžb\\S{0,2}|поруџбин\\S{0,2}|рач\\S{0,3}|заказ\\S{0,2}|' +
  'сч[её]т\\S{0,2}|uplat\\S{0,3}|plateb\\S{0,3}|платеж\\S{0,3}|poziv na|позив на|iznos|износ|сумма|suma';
/** The word that says what a number is, on its line or the one before; the one that stands nearer. */
export const before = new RegExp(
  `(?<![${letters}])(?:(${words})|(${others}))(?![${letters}])[^\\d${letters}]{0,12}(?:[${letters}]{1,10}[^\\d${letters}]{1,3}){0,3}$`,
  'i',
);
export const after = new RegExp(`^[ \\t(,-]{0,3}(?:${words})(?![${letters}])`, 'i');

/** A link that calls, and the names that gateways give to the two ends. */
export const callLink = /(?:wa\.me\/|\bt\.me\/\+|tel:|(?:phone|tel|mobile|msisdn|number|caller|callee)=)\+?$/i;
