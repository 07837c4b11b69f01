import type { Agent } from '../model/person.ts';
import { all } from './condition.ts';
import type { Condition } from './query.ts';

/** The same, of the tickets in the queues that an agent is held to. */
export const seenBy = ({ queues }: Pick<Agent, 'queues'>, condition: Condition): Condition =>
  queues.length === 0 ? condition : all([{ kind: 'is', field: 'queue', values: queues }, condition]);
