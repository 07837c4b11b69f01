import type { AnyCommand, Group } from './command.ts';

/** Enough of a command to list it without loading it. `test/house.test.ts` holds it against the command itself. */
export interface Entry {
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** Not for people: left out of help, completion and manual. */
  readonly hidden?: true;
  readonly load: () => Promise<AnyCommand>;
}

const entry = (group: Group, name: string, summary: string, load: () => Promise<{ readonly default: AnyCommand }>): Entry => ({
  name,
  group,
  summary,
  load: async () => (await load()).default,
});
const part = (group: Group, name: string, summary: string, load: () => Promise<AnyCommand>): Entry => ({ name, group, summary, load });

/** Every command, in the order of help. */
export const entries: readonly Entry[] = [
  entry('day', 'day', 'My day: mine by deadline, unowned and most pressing, waiting for the requester', () => import('./day.ts')),
  entry('day', 'demo', 'A guided tour on a throw-away desk', () => import('./demo.ts')),
  entry('day', 'list', 'List the tickets that match a query', () => import('./list.ts')),
  entry('day', 'count', 'Count the tickets that match a query', () => import('./count.ts')),
  entry('day', 'show', 'Show all of a ticket: fields, people, links, the thread', () => import('./show.ts')),
  entry('day', 'next', 'Claim the most pressing ticket that nobody owns, and show it', () => import('./next.ts')),
  entry('day', 'watch', 'Show what happens, as it happens', () => import('./watch.ts')),
  entry('day', 'create', 'Open a ticket', () => import('./create.ts')),
  entry('day', 'reply', 'Answer the requester', () => import('./reply.ts')),
  part('tickets', 'claim', 'Make tickets mine', async () => (await import('./simple.ts')).claim),
  part('tickets', 'release', "Make tickets nobody's again", async () => (await import('./simple.ts')).release),
  part('tickets', 'assign', 'Give tickets to an agent', async () => (await import('./simple.ts')).assign),
  part('tickets', 'prioritize', 'Say how pressing tickets are', async () => (await import('./simple.ts')).prioritize),
  part('tickets', 'route', 'Hand tickets to another department', async () => (await import('./simple.ts')).route),
  part('tickets', 'tag', 'Add tags and take them away', async () => (await import('./simple.ts')).tag),
  entry('tickets', 'set', 'Change any other field of tickets', () => import('./set.ts')),
  entry('tickets', 'note', 'Write something for agents only', () => import('./note.ts')),
  part('tickets', 'link', 'Link a ticket to others', async () => (await import('./link.ts')).link),
  part('tickets', 'unlink', 'Take links away', async () => (await import('./link.ts')).unlink),
  entry('tickets', 'merge', 'Merge tickets into one', () => import('./merge.ts')),
  entry('tickets', 'wait', 'Let tickets rest until the requester answers, or a time comes', () => import('./wait.ts')),
  entry('tickets', 'close', 'Solve or close tickets', () => import('./close.ts')),
  part('tickets', 'reopen', 'Open tickets again that were solved or closed', async () => (await import('./simple.ts')).reopen),
  entry('tickets', 'delete', 'Take tickets out of every list', () => import('./delete.ts')),
  part(
    'tickets',
    'notices',
    'Show what requesters were told of their tickets, with the proof',
    async () => (await import('./notices.ts')).list,
  ),
  part(
    'tickets',
    'notices audit',
    'Find requesters who were not told, told twice, or whose mail was refused',
    async () => (await import('./notices.ts')).audit,
  ),
  entry('tickets', 'attachments', "List a ticket's attachments, and save them", () => import('./attachments.ts')),
  part('tickets', 'drafts', 'List texts that were typed and have not arrived', async () => (await import('./drafts.ts')).list),
  part(
    'tickets',
    'drafts resume',
    'Go on with a draft: the same command again, with its text',
    async () => (await import('./drafts.ts')).resume,
  ),
  part('tickets', 'drafts remove', 'Throw a draft away', async () => (await import('./drafts.ts')).remove),
  entry('evidence', 'refs', 'List what a ticket names: addresses, codes, numbers, amounts, times', () => import('./refs.ts')),
  entry('evidence', 'logs', 'Show what the logs say about a ticket', () => import('./logs.ts')),
  part(
    'evidence',
    'billing resolve',
    'Say whose billing center took the money of payments',
    async () => (await import('./billing.ts')).resolve,
  ),
  part(
    'evidence',
    'billing show',
    'Say whose billing center took the money that a ticket is about',
    async () => (await import('./billing.ts')).show,
  ),
  part(
    'evidence',
    'billing centers',
    'List billing centers and how to reach them',
    async () => (await import('./billing-centers.ts')).centers,
  ),
  part('evidence', 'kb search', 'Find articles by words, in any script', async () => (await import('./kb.ts')).search),
  part('evidence', 'kb suggest', 'Suggest articles for a ticket', async () => (await import('./kb.ts')).suggest),
  part('evidence', 'kb explain', "Find an error's article by its text or its codes", async () => (await import('./kb.ts')).explain),
  part('evidence', 'kb show', 'Show an article', async () => (await import('./kb.ts')).show),
  part('evidence', 'kb list', 'List the articles', async () => (await import('./kb.ts')).list),
  part('evidence', 'kb add', 'Write an article', async () => (await import('./kb-writing.ts')).add),
  part('evidence', 'kb sync', 'Bring the articles of a folder into the desk', async () => (await import('./kb-writing.ts')).sync),
  entry('many', 'triage', 'Make many changes from a text, checked as a whole first', () => import('./triage.ts')),
  entry('many', 'export', 'Write out everything that matches, however much it is', () => import('./export.ts')),
  entry('many', 'import', 'Import tickets and mails: CSV, NDJSON, mbox, .eml', () => import('./import.ts')),
  part('many', 'query save', 'Save a query under a name', async () => (await import('./saved-query.ts')).save),
  part('many', 'query list', 'List the saved queries', async () => (await import('./saved-query.ts')).list),
  part('many', 'query remove', 'Remove a saved query', async () => (await import('./saved-query.ts')).remove),
  entry('desk', 'intake', 'Take in one mail from standard input, as a mail server hands it over', () => import('./intake.ts')),
  part('desk', 'agent add', 'Add somebody who works this desk, or change their role', async () => (await import('./agent.ts')).add),
  part('desk', 'agent list', 'List who works this desk', async () => (await import('./agent.ts')).list),
  part(
    'desk',
    'agent remove',
    'Take somebody off this desk; their tickets keep their name',
    async () => (await import('./agent.ts')).remove,
  ),
  part(
    'desk',
    'agent token',
    'Make an access token for somebody who works this desk, list them, take them back',
    async () => (await import('./agent-token.ts')).token,
  ),
  part('desk', 'site add', 'Let a site make tickets by its form or report button', async () => (await import('./site.ts')).add),
  part('desk', 'site list', 'List the sites that make tickets', async () => (await import('./site.ts')).list),
  part('desk', 'site remove', 'Take no more tickets from a site; those that it made stay', async () => (await import('./site.ts')).remove),
  part(
    'desk',
    'contact add',
    'Put somebody on file: by what they are known, and for whom they may act',
    async () => (await import('./contact.ts')).add,
  ),
  part('desk', 'contact change', 'Change what is on file of somebody', async () => (await import('./contact.ts')).change),
  part('desk', 'contact list', 'List who is on file', async () => (await import('./contact.ts')).list),
  part('desk', 'contact remove', 'Take somebody off the file', async () => (await import('./contact.ts')).remove),
  part('desk', 'auth login', 'Sign in at a help desk on a server', async () => (await import('./auth.ts')).login),
  part(
    'desk',
    'auth status',
    'Say which desk you work with, who you are there, and what it can do',
    async () => (await import('./auth.ts')).status,
  ),
  part('desk', 'auth logout', 'Forget what you signed in with', async () => (await import('./auth.ts')).logout),
  part('desk', 'auth switch', 'Choose the desk that you work with', async () => (await import('./auth.ts')).change),
  part('desk', 'auth token', 'Print the token of a desk, for scripts', async () => (await import('./auth.ts')).token),
  entry('desk', 'serve', 'Serve this desk to a team over HTTP', () => import('./serve.ts')),
  part('desk', 'outbox list', 'List the mail that has not gone out yet, and what kept it', async () => (await import('./outbox.ts')).list),
  part(
    'desk',
    'outbox send',
    'Send the mail that is due, where no server of the desk does it',
    async () => (await import('./outbox.ts')).send,
  ),
  part(
    'desk',
    'outbox retry',
    'Let mail go out again that failed, or that may not have arrived',
    async () => (await import('./outbox-retry.ts')).retry,
  ),
  part('desk', 'backup', 'Write the whole desk to a file, while it is in use', async () => (await import('./backup.ts')).backup),
  part('desk', 'restore', 'Bring a desk back from a backup', async () => (await import('./backup.ts')).restore),
  part(
    'desk',
    'completion',
    'Print the script that completes desk in your shell',
    async () => (await import('./completion.ts')).completion,
  ),
  {
    ...part(
      'desk',
      'completion answers',
      'Say how a half-typed command line may go on',
      async () => (await import('./completion.ts')).answers,
    ),
    hidden: true,
  },
  entry('desk', 'help', 'Explain a command or a topic', () => import('./help.ts')),
  entry('desk', 'doctor', 'Look whether everything is well: settings, places, the desk itself', () => import('./doctor.ts')),
];
