import { DeskError } from '../errors.ts';
import type { ShownLine } from '../evidence/logs/show.ts';
import type { Masked } from '../evidence/redact/redactor.ts';
import { fieldset } from '../model/field.ts';
import { toInstant } from '../model/time.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { askedByHand, askedByTicket, excerptFor, readTicket, sourcesFor } from './logs-asking.ts';
import { whereSeen } from './where-seen.ts';

const logFields = fieldset<ShownLine>('log line', [
  { name: 'n', type: 'number', says: 'its number, for `desk reply --with log:1-3`', of: ({ n }) => n, tone: () => 'id' },
  {
    name: 'time',
    type: 'time',
    seconds: true,
    says: 'when it was logged',
    of: ({ record: { at } }) => (at === undefined ? null : toInstant(at)),
  },
  { name: 'source', type: 'word', says: 'the source in the settings', of: ({ record }) => record.source, tone: () => 'quiet' },
  { name: 'host', type: 'word', says: 'the machine', from: 'stranger', of: ({ host }) => host },
  { name: 'program', type: 'word', says: 'what wrote it', from: 'stranger', of: ({ program }) => program },
  {
    name: 'text',
    type: 'text',
    says: 'what it says, with the lines that belong to it',
    from: 'stranger',
    of: ({ text }) => text,
    flexible: true,
    wraps: true,
  },
  { name: 'masked', type: 'number', says: 'how many values of others were masked in it', of: ({ masked }) => masked },
  {
    name: 'id',
    type: 'word',
    says: 'the id that its lines share, such as that of a mail in its queue',
    from: 'stranger',
    of: ({ id }) => id,
  },
  {
    name: 'mail',
    type: 'rows',
    says: 'of a line of Postfix: from, to, relay, dsn, status, what was said, and more',
    from: 'stranger',
    of: ({ mail }) => (mail ? [{ ...mail }] : []),
  },
  { name: 'format', type: 'word', says: 'how the line was understood', of: ({ record }) => record.format },
  { name: 'file', type: 'text', says: 'the file that it stands in', of: ({ record }) => record.path ?? null },
]);

/** The note that says who saw what. */
async function seen(lines: readonly ShownLine[], masked: readonly Masked[]): Promise<string> {
  const { maskedWords } = await import('../evidence/redact/report.ts');
  const sources = [...new Set(lines.map(({ record }) => record.source))].join(', ');
  return `desk logs --reveal: ${lines.length} ${lines.length === 1 ? 'line' : 'lines'} of ${sources} seen as they are, with ${maskedWords(masked)}.`;
}

export default command({
  name: 'logs',
  summary: 'Show what the logs say about a ticket',
  details: [
    'What to look for comes from the ticket: its addresses, IPs, ids of mails, orders and payments, around the times that it names, else in the three days before it came. --match looks for something else instead, as it stands, or /as an expression/ of RE2.',
    'Lines of one mail come together, from its first to the one with which it left the queue; so do the lines of a trace. They are numbered: desk reply 12 --with log:1-3 puts them into the reply, as long as they stand in the log as they were shown.',
    "Other people's addresses, IPs, numbers, passwords and tokens are masked. --reveal shows them, and a note on the ticket says so.",
    'Where logs are is a setting, a list: "logs": [{ "name": "mail", "kind": "file", "paths": ["/var/log/mail.log*"], "zone": "Europe/Bratislava" }, { "name": "units", "kind": "journal", "unit": "nginx" }, { "name": "mx", "kind": "command", "run": ["ssh", "mx1", "mailgrep", "{since}", "{until}", "{terms}"], "timeoutMs": 20000 }]. * and ? stand for parts of a name; rotated and packed files (gzip, bzip2, xz, zstd) are read in the order of time. zone is that of times that name none, format the one of its lines, host the machine where they do not say. A command gets only terms of letters, digits and @ . _ : + = / -, so that no shell runs what a stranger wrote.',
  ],
  group: 'evidence',
  args: { ticket: arg.maybe(arg.ticket('whose addresses, ids and times to look for')) },
  flags: {
    source: flag.texts('only this source, as it is called in the settings', 'name'),
    since: flag.text('from then on', 'time', 'time'),
    until: flag.text('up to then', 'time', 'time'),
    match: flag.texts('look for this instead; given several times: any of them', 'text'),
    context: flag.int('so many lines before and behind each', 0),
    limit: flag.int('at most this many', 50),
    reveal: flag.yes('show what is masked otherwise; recorded as a note on the ticket'),
  },
  needs: ['later', 'desk', 'state', 'world'],
  output: {
    kind: 'rows',
    fields: logFields,
    columns: ['n', 'time', 'source', 'host', 'program', 'text', 'masked'],
    standard: whereSeen('n,time,source,text'),
    none: 'the logs say nothing about this',
  },
  examples: [
    { run: 'desk logs 12', says: 'what happened to the mail that they speak of' },
    { run: 'desk logs 12 --since 14:00 --until 15:00 --source mail', says: 'within an hour, in one source' },
    { run: "desk logs --match '/status=(bounced|deferred)/' --since 1h", says: 'whatever the ticket' },
  ],
  async *run({ ticket: id, source, limit, context, reveal, ...values }, { later, desk, state, world, ...base }) {
    if (limit < 1) throw new DeskError('usage', '--limit is at least 1');
    if (reveal && id === undefined) throw new DeskError('usage', '--reveal needs a ticket', { hint: 'who saw what is recorded on it' });
    const sources = await sourcesFor(source, base.settings);
    const opened = id === undefined ? undefined : await later();
    const asked = opened && id !== undefined ? await readTicket(opened.backend, id, base) : undefined;
    const asking = asked ? await askedByTicket(values, asked, base) : await askedByHand(values, base);
    const excerpt = await excerptFor(asking, sources, { limit, context, home: world.home }, base);
    if (base.signal.aborted) return; // half an excerpt would pass for a whole one
    const { partly, shown } = await import('../evidence/logs/show.ts');
    const { ownOf } = await import('../evidence/logs/own.ts');
    const { lines, masked } = shown(excerpt.records, asked ? ownOf(asked.ticket, asked.thread) : [], reveal);
    if (asked && lines.length > 0) {
      if (reveal) await opened?.act.one({ ref: asked.ticket.id, change: { kind: 'note', message: { body: await seen(lines, masked) } } });
      (await import('../evidence/logs/kept.ts')).keep(state, desk(), asked.ticket.id, excerpt.records);
    }
    yield* lines;
    if (excerpt.more) base.say(`first ${lines.length}, more match (--limit)`);
    for (const { source: name, says } of excerpt.troubles) base.say(`${name}: ${says}`);
    if (!reveal && masked.length > 0) base.say((await import('../evidence/redact/report.ts')).maskedNote(masked));
    const trouble = partly(sources.length, excerpt.failed, excerpt.troubles);
    if (trouble) throw trouble;
  },
});
