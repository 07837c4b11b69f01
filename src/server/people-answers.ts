import type { Answers } from './asked.ts';

/** Agents, their tokens, and the mail that tells requesters. */
export const peopleAnswers: Pick<
  Answers,
  'addAgent' | 'removeAgent' | 'tokens' | 'issueToken' | 'revokeToken' | 'mailings' | 'lapses' | 'retryMailing'
> = {
  addAgent: ({ name, role, queues }, { keeper, signal }) => keeper.addAgent({ name, role, queues }, signal),
  removeAgent: ({ name }, { keeper, signal }) => keeper.removeAgent(name, signal),
  tokens: ({ agent }, { keeper, signal }) => keeper.tokens.list(agent, signal),
  issueToken: (draft, { keeper, signal }) => keeper.tokens.issue(draft, signal),
  revokeToken: ({ token }, { keeper, signal }) => keeper.tokens.revoke(token, signal),
  mailings: (which, { keeper, signal }) => keeper.outbox.list(which, signal),
  lapses: ({ since }, { keeper, signal }) => keeper.outbox.audit(since, signal),
  retryMailing: ({ mail }, { keeper, signal }) => keeper.outbox.retry(mail, signal),
};
