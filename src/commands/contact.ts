import { DeskError } from '../errors.ts';
import type { Contacts } from '../backend/contacts.ts';
import type { ListChange } from '../model/change.ts';
import { type Contact, type OtherContact, phoneOf, wayOf } from '../model/contact.ts';
import { fieldset } from '../model/field.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Base } from './needs.ts';
import { flag } from './flag.ts';

const named = (others: readonly OtherContact[]): readonly string[] => others.map(({ way, name }) => way ?? name);

const contactFields = fieldset<Contact>('contact', [
  { name: 'id', type: 'number', says: 'number of the contact', of: (row) => row.id, tone: () => 'id' },
  { name: 'name', type: 'text', says: 'what they are called', from: 'stranger', of: (row) => row.name },
  { name: 'addresses', type: 'list', says: 'mail addresses by which they are known', from: 'stranger', of: (row) => row.addresses },
  { name: 'phones', type: 'list', says: 'phones by which they are known', from: 'stranger', of: (row) => row.phones },
  { name: 'acts-for', type: 'list', says: 'for whom they may act', from: 'stranger', of: (row) => named(row.actsFor) },
  { name: 'acted-for-by', type: 'list', says: 'who may act for them', from: 'stranger', of: (row) => named(row.actedForBy) },
]);
const output = {
  kind: 'rows',
  fields: contactFields,
  columns: ['id', 'name', 'addresses', 'phones', 'acts-for', 'acted-for-by'],
  none: 'nobody is on file: desk contact add',
} as const;

const ways = {
  address: flag.texts('a mail address of theirs', 'address'),
  phone: flag.texts('a phone of theirs, with its country, such as "+421 905 123 456"', 'phone'),
  'acts-for': flag.texts('somebody on file for whom they may act, by address or phone', 'address'),
};

/** Somebody on file, by number, address or phone. Throws `not-found`. */
async function onFile(contacts: Contacts, who: string, { signal }: Pick<Base, 'signal'>): Promise<Contact> {
  const found = /^\d{1,15}$/.test(who) ? await contacts.get(Number(who), signal) : await contacts.whose(who, signal);
  if (found) return found;
  throw new DeskError('not-found', `nobody on file is ${who}`, { hint: 'desk contact list shows who is' });
}

export const add = command({
  name: 'contact add',
  summary: 'Put somebody on file: by what they are known, and for whom they may act',
  details: [
    'Each message shows whether it is from a contact on file of its requester: on file (and the way it came proved it), unproven (it names an address on file, which anybody can write), authenticated (proved, and not on file), or a stranger.',
  ],
  group: 'desk',
  args: { name: arg.word('what they are called', 'text') },
  flags: ways,
  needs: ['keeper'],
  changes: true,
  output,
  examples: [{ run: 'desk contact add "Eva Nova" --address eva@firma.example --phone "+421 905 123 456"', says: 'a customer' }],
  async *run({ name, address, phone, 'acts-for': actsFor }, { keeper, signal, dryRun, say }) {
    if (address.length + phone.length === 0)
      throw new DeskError('usage', 'somebody on file has an address or a phone', { hint: 'say it with --address or --phone' });
    if (dryRun) return say(`would put ${name} on file`);
    yield await keeper.contacts.add({ name, addresses: address, phones: phone, actsFor }, signal);
  },
});

export const change = command({
  name: 'contact change',
  summary: 'Change what is on file of somebody',
  group: 'desk',
  args: { who: arg.word('an address or a phone of theirs, or their number', 'text') },
  flags: {
    name: flag.text('what they are called from now on', 'name'),
    ...ways,
    without: flag.texts('an address or a phone that is not theirs any more, or of somebody for whom they act no more', 'address'),
  },
  needs: ['keeper'],
  changes: true,
  output,
  examples: [{ run: 'desk contact change eva@firma.example --address eva.nova@firma.example', says: 'another address' }],
  async *run({ who, name, address, phone, 'acts-for': actsFor, without }, { keeper, signal, dryRun, say }) {
    if (name === undefined && [address, phone, actsFor, without].every(({ length }) => length === 0))
      throw new DeskError('usage', 'say what is to change on file', { hint: '--name, --address, --phone, --acts-for, --without' });
    const { id, addresses, phones, name: called } = await onFile(keeper.contacts, who, { signal });
    if (dryRun) return say(`would change what is on file of ${called}`);
    const own = new Set([...addresses, ...phones]);
    const lists = (comes: readonly string[], goes: (way: string) => boolean): ListChange => ({
      add: comes,
      remove: without.map(wayOf).filter(goes),
    });
    yield await keeper.contacts.change(
      id,
      {
        ...(name !== undefined && { name }),
        addresses: lists(address, (way) => own.has(way) && phoneOf(way) === undefined),
        phones: lists(phone, (way) => own.has(way) && phoneOf(way) !== undefined),
        actsFor: lists(actsFor, (way) => !own.has(way)),
      },
      signal,
    );
  },
});

export const list = command({
  name: 'contact list',
  summary: 'List who is on file',
  group: 'desk',
  args: { text: arg.maybe(arg.word('part of an address or a phone, or the beginning of a name', 'text')) },
  flags: {},
  needs: ['keeper'],
  output,
  examples: [{ run: 'desk contact list', says: 'everybody' }],
  async *run({ text }, { keeper, signal }) {
    yield* keeper.contacts.list(text, signal);
  },
});

export const remove = command({
  name: 'contact remove',
  summary: 'Take somebody off the file',
  group: 'desk',
  args: { who: arg.word('an address or a phone of theirs, or their number', 'text') },
  flags: {},
  needs: ['keeper'],
  changes: true,
  output,
  examples: [{ run: 'desk contact remove eva@firma.example', says: 'nothing is left of them on file' }],
  async *run({ who }, { keeper, signal, dryRun, say }) {
    const { id, name } = await onFile(keeper.contacts, who, { signal });
    if (dryRun) return say(`would take ${name} off the file`);
    yield await keeper.contacts.remove(id, signal);
  },
});
