import type { Answers } from './asked.ts';

/** Agents, their tokens, who is on file, the sites that make tickets, and the mail that tells requesters. */
export const peopleAnswers: Pick<
  Answers,
  | 'addAgent'
  | 'removeAgent'
  | 'sites'
  | 'addSite'
  | 'removeSite'
  | 'tokens'
  | 'issueToken'
  | 'revokeToken'
  | 'mailings'
  | 'lapses'
  | 'retryMailing'
  | 'addContact'
  | 'changeContact'
  | 'contactNumbered'
  | 'removeContact'
  | 'contacts'
  | 'contact'
> = {
  addAgent: ({ name, role, queues }, { keeper, signal }) => keeper.addAgent({ name, role, queues }, signal),
  removeAgent: ({ name }, { keeper, signal }) => keeper.removeAgent(name, signal),
  sites: (_, { keeper, signal }) => keeper.sites.list(signal),
  addSite: (draft, { keeper, signal }) => keeper.sites.add(draft, signal),
  removeSite: ({ name }, { keeper, signal }) => keeper.sites.remove(name, signal),
  tokens: ({ agent }, { keeper, signal }) => keeper.tokens.list(agent, signal),
  issueToken: (draft, { keeper, signal }) => keeper.tokens.issue(draft, signal),
  revokeToken: ({ token }, { keeper, signal }) => keeper.tokens.revoke(token, signal),
  addContact: (draft, { keeper, signal }) => keeper.contacts.add(draft, signal),
  changeContact: ({ contact, change }, { keeper, signal }) => keeper.contacts.change(contact, change, signal),
  removeContact: ({ contact }, { keeper, signal }) => keeper.contacts.remove(contact, signal),
  contacts: ({ text }, { keeper, signal }) => keeper.contacts.list(text, signal),
  contact: async ({ way }, { keeper, signal }) => (await keeper.contacts.whose(way, signal)) ?? null,
  contactNumbered: async ({ contact }, { keeper, signal }) => (await keeper.contacts.get(contact, signal)) ?? null,
  mailings: (which, { keeper, signal }) => keeper.outbox.list(which, signal),
  lapses: ({ since }, { keeper, signal }) => keeper.outbox.audit(since, signal),
  retryMailing: ({ mail }, { keeper, signal }) => keeper.outbox.retry(mail, signal),
};
