import { DeskError, type Mark } from '../errors.ts';
import { foldWords } from '../model/fold.ts';
import { normalName } from '../model/name.ts';
import { unfinished } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import { all, any, depthOf, fieldsOf, leavesOf, opposite, sizeOf } from './condition.ts';
import { fault, typed } from './cursor.ts';
import { maxDepth, maxTerms } from './limits.ts';
import { parse } from './parse.ts';
import type { Condition, Query, Resolved, Saved, Text } from './query.ts';
import { rangeMeans, termMeans } from './compare.ts';
import { spell } from './spelling.ts';

/** What a query depends on: who asks, when, and what the saved names stand for. */
export interface Asking {
  readonly me: string;
  readonly now: Instant;
  /** The text of a saved query by its name in normal form. */
  readonly saved: (name: string) => string | undefined;
}

interface Walk extends Asking {
  /** The saved queries that are being read, the outermost first. */
  readonly path: readonly string[];
  /** Terms that the whole may still have. */
  readonly room: { terms: number };
}

/**
 * What a typed query means now to whoever asks. Throws `usage`, with the stretch at fault, at values that a field cannot have, at a
 * comparison of what has no order, at words without a letter, and at saved names that are unknown or lead back to themselves.
 */
export function resolve(query: Query, asking: Asking): Resolved {
  const walk: Walk = { ...asking, me: normalName(asking.me), path: [], room: { terms: maxTerms } };
  const condition = means(query, walk);
  // What was typed in one piece is never so deep: `parse` saw to it.
  if (depthOf(condition) > 2 * maxDepth + 2) throw new DeskError('usage', 'with its saved queries put in, this query is nested too deep');
  return resolved(condition);
}

/** A condition with what can be told from it. */
export const resolved = (condition: Condition): Resolved => ({
  condition,
  searches: [...leavesOf(condition)].some(({ leaf, negated }) => leaf.kind === 'words' && !negated),
  namesStatus: fieldsOf(condition).has('status'),
});

/** For `list` and `next`: a query that says nothing of the status means the tickets on which work is left. */
export function withDefault(query: Resolved): Resolved {
  if (query.namesStatus) return query;
  return { ...query, condition: all([{ kind: 'is', field: 'status', values: unfinished }, query.condition]) };
}

function means(query: Query, walk: Walk): Condition {
  switch (query.kind) {
    case 'and':
      return all(query.of.map((part) => means(part, walk)));
    case 'or':
      return any(query.of.map((part) => means(part, walk)));
    case 'not':
      return opposite(means(query.of, walk));
    case 'saved':
      return savedMeans(query, walk);
    case 'text':
      return counted(textMeans(query), query.mark, walk);
    case 'term':
      return counted(termMeans(query, walk), query.mark, walk);
    case 'range':
      return counted(rangeMeans(query, walk), query.mark, walk);
  }
}

/** Saved queries can grow beyond all bounds in few steps. */
function counted(condition: Condition, mark: Mark, { room, path }: Walk): Condition {
  room.terms -= Math.max(1, sizeOf(condition)); // what comes to nothing was walked, too
  if (room.terms >= 0) return condition;
  throw fault(mark, `A query may have ${maxTerms} terms at most${path.length > 0 ? ', its saved queries put in' : ''}.`);
}

function textMeans({ within, text, prefix, mark }: Text): Condition {
  const words = foldWords(text);
  if (words.length > 0) return spell({ kind: 'words', within, words, prefix }, text);
  throw fault(mark, `there is no word in ${typed(mark)} to look for`, 'words are made of letters and digits');
}

function savedMeans({ name, mark }: Saved, walk: Walk): Condition {
  const text = walk.saved(name);
  if (text === undefined) throw fault(mark, `there is no saved query "${name}"`, 'desk query list shows them');
  const path = [...walk.path, name];
  if (walk.path.includes(name))
    throw fault(mark, `the saved query "${name}" leads back to itself: ${path.map((each) => `@${each}`).join(' → ')}`);
  if (path.length > maxDepth) throw fault(mark, `saved queries may be nested ${maxDepth} deep at most`);
  if (text.trim() === '') throw fault(mark, `the saved query "${name}" is empty`);
  return inside(name, text, () => means(parse(text), { ...walk, path }));
}

/** Says in which saved query the fault is. */
function inside(name: string, text: string, read: () => Condition): Condition {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof DeskError) || (thrown.mark && thrown.mark.text !== text)) throw thrown;
    const { kind, message, mark, hint } = thrown;
    throw new DeskError(kind, `in the saved query "${name}": ${message}`, {
      ...(hint ? { hint } : {}),
      ...(mark ? { mark } : {}),
      cause: thrown,
    });
  }
}
