import type { Target } from '../action/action.ts';
import { savedQuery } from '../around/settings.ts';
import type { Backend } from '../backend/backend.ts';
import type { Base, Needs } from '../commands/needs.ts';
import { asksMe } from '../query/asks-me.ts';
import type { Query } from '../query/query.ts';
import { resolve, withDefault } from '../query/resolve.ts';

/** Cuts queries for a desk. What it says of how it answers them is said once. */
export function planner(backend: Backend, { say, now, signal, settings }: Base): Needs['plan'] {
  const said = new Set<string>();
  return async (query, { unfinished = false, now: asked = now } = {}) => {
    const saved = (name: string): string | undefined => savedQuery(settings, name);
    const me = asksMe(query, saved) ? (await backend.whoami(signal)).name : ''; // a server is not asked for nothing
    const resolved = resolve(query, { me, now: asked, saved });
    const made = backend.plan(unfinished ? withDefault(resolved) : resolved);
    if (made.notice && !said.has(made.notice)) say(made.notice);
    if (made.notice) said.add(made.notice);
    return made;
  };
}

/** The tickets that match, by their ids. */
export const finder =
  (backend: Backend, plan: Needs['plan'], signal: AbortSignal) =>
  async (query: Query): Promise<readonly Target[]> => {
    const found: Target[] = [];
    const order = [{ field: 'id', descending: false }] as const;
    for await (const { id, version } of backend.find(await plan(query), { fields: [], order, signal })) found.push({ ticket: id, version });
    return found;
  };
