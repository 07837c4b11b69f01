import type { TicketDraft } from '../model/change.ts';
import { DeskError } from '../errors.ts';
import { addressesIn, isMailAddress, personOf } from '../model/address.ts';
import { normalName } from '../model/name.ts';
import { channels, priorities, sides } from '../model/ticket.ts';
import type { Prompt } from '../around/world.ts';
import { command, type Flag } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';
import { textFlags, messageFrom } from './texts.ts';
import { category, language, parseSettable, subjectOf } from './values.ts';

function namedField(word: string): string {
  if (word.indexOf('=') <= 0) throw new DeskError('usage', `"${word}" is not name=value`, { hint: 'as in --field plan=pro' });
  return `field.${word.replace(/^field\./, '')}`;
}

const ownFields: Flag<Readonly<Record<string, string>>> = {
  says: 'a field of your own',
  value: 'name=value',
  wants: 'text',
  many: true,
  parse: (words, at) => (parseSettable(words.map(namedField), at).fields ?? {}) as Readonly<Record<string, string>>,
};

const categoryFlag: Flag<string | null | undefined> = {
  ...flag.text('what kind of customer', 'category'),
  parse: ([word], at) => (word === undefined ? undefined : category(word, at)),
};
const languageFlag: Flag<string | null | undefined> = {
  ...flag.text("the requester's language", 'language'),
  parse: ([word]) => (word === undefined ? undefined : language(word)),
};

/** Leaves out what was not given. */
const given = <T extends object>(values: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** Subject and requester; a person who gave neither is asked for both. Throws `usage` without a subject. */
async function asked(
  values: { readonly subject: string | undefined; readonly requester: string | undefined },
  prompt: Prompt,
): Promise<{ readonly subject: string; readonly requester: string | undefined }> {
  const subject = values.subject ?? (prompt.able ? await prompt.text('What is it about?') : '');
  if (subject.trim() === '') throw new DeskError('usage', 'a ticket needs a subject', { hint: 'say it with --subject' });
  if (values.subject !== undefined || values.requester !== undefined) return { subject, requester: values.requester };
  return { subject, requester: await prompt.text('Whom is it from? (a mail address; empty: from nobody)') };
}

export default command({
  name: 'create',
  summary: 'Open a ticket',
  details: [
    'Prints the number of the new ticket. The text comes from --body or --body-file, or from your editor; --no-body opens a ticket without one.',
  ],
  group: 'day',
  args: {},
  flags: {
    subject: flag.text('what it is about, in five to seven words'),
    requester: flag.text('whom it is from, such as ana@firma.example or "Ana Nova <ana@firma.example>"', 'address'),
    cc: flag.texts('a copy to this address', 'address'),
    queue: flag.name('the department', 'queue', 'queue'),
    priority: flag.choice('how pressing it is', priorities, 'priority'),
    tag: flag.texts('a tag', 'tag', 'tag'),
    channel: flag.choice('how it came in', channels, 'channel'),
    category: categoryFlag,
    side: flag.choice('whose side the fault is on', sides, 'side'),
    place: flag.text('where on the site', 'place'),
    language: languageFlag,
    field: ownFields,
    ...textFlags,
    'no-body': flag.yes('without a text'),
  },
  needs: ['act', 'text', 'world', 'backend'],
  changes: true,
  output: { ...outcomes, standard: (values) => (values['dry-run'] ? {} : { template: '{ticket}' }) },
  examples: [
    {
      run: 'desk create --subject "Mail bounces with 550" --requester ana@firma.example --body "Since yesterday …"',
      says: 'prints its number',
    },
  ],
  async *run(values, { act, text, world, backend, signal, say }) {
    const { subject, requester } = await asked(values, await world.prompt());
    const { queue, priority, channel, side, place } = values;
    const from = requester === undefined || requester.trim() === '' ? undefined : personOf(requester);
    if (from && backend.can.mail && !isMailAddress(from.address))
      say(`"${from.address}" is no mail address: nobody will be told of this ticket`);
    const ticket: TicketDraft = {
      subject: subjectOf(subject),
      cc: values.cc.flatMap(addressesIn),
      tags: values.tag
        .flatMap((tag) => tag.split(','))
        .map(normalName)
        .filter((tag) => tag !== ''),
      fields: values.field,
      ...given({
        requester: from && (from.address || null),
        requesterName: from?.name ?? undefined,
        queue,
        priority,
        channel,
        side,
        place,
        category: values.category,
        language: values.language,
      }),
    };
    const message = values['no-body'] ? undefined : await messageFrom({ ...values, cc: backend.can.copies ? values.cc : [] }, text, '');
    const author = from?.address || (await backend.whoami(signal)).name;
    const change = { kind: 'create', ticket, ...(message && { message: { ...message, author } }) } as const;
    yield (await act.one({ ref: 'new', change })).row;
  },
});
