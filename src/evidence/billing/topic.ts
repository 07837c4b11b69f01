import { foldText } from '../../model/fold.ts';
import type { Topic } from './center.ts';

/** Beginnings of folded words that say what a payer wants, in the languages of the desk; the graver wish counts. */
const words: readonly (readonly [Topic, RegExp])[] = [
  ['complaint', /(?:^| )(?:complain|staznos|sudu|reklamac|zhalob|reklamo|prituzb|zalb)/],
  ['refund', /(?:^| )(?:refund|money back|vratit|vrate|vratk|povrat|povrac|vozvrat|vernut|refundac|ibalik|isauli|chargeback)/],
  ['cancel', /(?:^| )(?:cancel|unsubscrib|zrus|vypoved|otkaz|otkaz|otmen|otpis|ukinu|kanselahin|ikansela|ihinto|stop paying)/],
];

/** What a requester seems to want of a billing center; about a charge unless they say more. */
export function topicOf(texts: readonly string[]): Topic {
  const folded = texts.map((text) => foldText(text.slice(0, 20_000)));
  return words.find(([, pattern]) => folded.some((text) => pattern.test(text)))?.[0] ?? 'charge';
}
