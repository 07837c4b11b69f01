import type { Block } from '../model/page.ts';
import { examples, syntax } from '../query/manual.ts';
import { heading, list, text } from './blocks.ts';
import type { Said } from './reference.ts';

/** How queries are written, as names and what they mean. */
export const querySyntax: readonly Said[] = syntax.map(({ write, says }) => ({ name: write, says }));

/** Queries to learn from, as names and what they find. */
export const queryExamples: readonly Said[] = examples.map(({ query, says }) => ({ name: query, says }));

/** What has to be known beside the syntax. */
export const queryRules: readonly string[] = [
  'Terms stand one after the other, and all of them must hold. Only desk list and desk next leave out solved and closed tickets, as long as the query says nothing of the status; all other commands mean every ticket.',
  "To a shell < > ( ) * and \" mean something else: put a query that has them into single quotes, as in desk list 'age>2d (refund or chargeback)'. priority:high.. and age:2d.. need none.",
];

/** The manual of the query language. */
export const queryBlocks = (): readonly Block[] => [
  ...queryRules.map(text),
  heading('Examples'),
  list(queryExamples),
  heading('What is written, and what it means'),
  list(querySyntax),
];
