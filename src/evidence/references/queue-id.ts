import { before, type Found, type Recogniser } from './recogniser.ts';

/** Words after which a queue id stands: in log lines, in Received, in what servers answer, in what people write. */
const labelled =
  /(?:queued as|queued mail for delivery|queue[ -]?id|queueid|mail queue|x-postfix-queue-id|qid|message id in queue|\bE?SMTPS?A? id|\bLMTPS? id|\bESMTPSA? id|with local id|id frontu|identifikátor fronty|id reda|ID очереди|ид очереди|id sa queue)[ \t]{0,2}[:=#]?[ \t]{0,2}[<("']?(?=([0-9A-Za-z]{6,25}|[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4})(?![0-9A-Za-z_-]))/gi;
/** `postfix/smtp[123]: 4F2A81234: `. */
const postfix = /postfix\S{0,60}\[\d{1,10}\]: (?=([0-9A-F]{6,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{12,20}): )/g;
/** What tells a line of Postfix without its program. */
const postfixBare =
  /(?<![\w\u00c0-\u1fff])(?=([0-9A-F]{6,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{12,20}): (?:to=|from=|client=|uid=|message-id=|removed\b|host |reject:|milter-|warning: |sender |hold: |enabling PIX))/g;
const notification = /(?:delivery (?:status )?notification): (?=([0-9A-F]{6,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{12,20})(?![\w-]))/g;
/** With long ids switched on: six or more digits to base 52 for the second, four for the part of it, z, the number of the file. */
const postfixLong =
  /(?<![\w\u00c0-\u1fff./+-])[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]{10}z[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]{3,9}(?![\w\u00c0-\u1fff/+=-])/g;
/** To base 62: six, six and two, since Exim 4.97 six, eleven and four. */
const exim =
  /(?<![\w\u00c0-\u1fff-])[0-2][0-9A-Za-z]{5}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})(?![0-9A-Za-z_-])/g;
/** Year, month, day, hour, minute and second in a letter or digit each, the number of the envelope, the number of the process. */
const sendmail = /(?<![\w\u00c0-\u1fff-])[0-9A-Za-x][0-9AB][1-9A-V][0-9A-N][0-9A-Za-x]{4}\d{5,7}(?![\w\u00c0-\u1fff-])/g;
const sendmailBefore = /(?:sendmail\S{0,20}: |sm-mta\S{0,20}: |\bid |msgid=.{0,80}|\bas )$/;

/** Upper case, lower case and digits: no word, and no number. */
const isMixed = (text: string): boolean => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);
const isCoded = (text: string): boolean =>
  /\d/.test(text) && (/[A-Z]/.test(text) || /^\d{6,}$/.test(text) || isMixed(text) || text.includes('-'));

const at = (value: string, from: number): Found => ({ kind: 'queue-id', value, from, to: from + value.length });

function* inContext(text: string): Iterable<Found> {
  for (const { 0: lead, 1: id = '', index } of text.matchAll(labelled)) if (isCoded(id)) yield at(id, index + lead.length);
  for (const pattern of [postfix, postfixBare, notification]) {
    for (const { 0: lead, 1: id = '', index } of text.matchAll(pattern)) if (/\d/.test(id)) yield at(id, index + lead.length);
  }
  for (const { 0: id, index } of text.matchAll(sendmail))
    if (sendmailBefore.test(before(text, index, 100)) && /[A-Za-z]/.test(id)) yield at(id, index);
}

function* byShape(text: string): Iterable<Found> {
  for (const { 0: id, index } of text.matchAll(postfixLong)) if (isMixed(id)) yield at(id, index);
  for (const { 0: id, index } of text.matchAll(exim)) if (isMixed(id)) yield at(id, index);
}

/** Ids of mails in the queues of Postfix, Exim and sendmail. */
export const queueIds: Recogniser = function* (text) {
  const known = new Set<number>();
  for (const found of [...byShape(text), ...inContext(text)]) {
    if (known.has(found.from)) continue;
    known.add(found.from);
    yield found;
  }
};
