import { type Center, type Contact, isTrusted, type Topic, type Way } from './center.ts';

/** Which way is offered first: one that a payer can go alone. */
const order: readonly Way[] = ['portal', 'mail', 'phone', 'chat', 'page'];

/** For the topic itself before for everything; a way for another topic is none. */
const rank = ({ topics, way }: Contact, topic: Topic): number => (topics?.includes(topic) ? 0 : 10) + order.indexOf(way);

/**
 * How to reach a center for a topic, the best way first. What is not the center's own is left out, and what is for another topic: nobody is
 * sent to the sales desk with a charge.
 */
export function contactsFor({ contacts }: Center, topic: Topic): readonly Contact[] {
  const open = contacts.filter((contact) => isTrusted(contact) && (contact.topics === undefined || contact.topics.includes(topic)));
  return open.toSorted((one, other) => rank(one, topic) - rank(other, topic));
}

const extra = ({ region, hours }: Contact): string => [region, hours].filter((text) => text !== undefined).join('; ');

/** `+1-800-893-8871 (US, toll free)`. */
export const contactText = (contact: Contact): string => (extra(contact) === '' ? contact.value : `${contact.value} (${extra(contact)})`);

/** The two best ways as one text; empty if there is none. */
export const contactLine = (center: Center, topic: Topic): string => {
  const found = contactsFor(center, topic);
  const [best] = found;
  const other = found.find(({ way }) => way !== best?.way && way !== 'page');
  return [best, other].flatMap((contact) => (contact ? [contactText(contact)] : [])).join(' or ');
};
