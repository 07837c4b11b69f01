import { normalName } from '../model/name.ts';
import { fieldOf } from './fields.ts';
import { meansMe } from './names.ts';
import { parse } from './parse.ts';
import type { Query } from './query.ts';

/** Texts of saved queries by name. */
type Saved = (name: string) => string | undefined;

/** Whether what a query means depends on who asks, its saved queries put in. What is wrong with those is for `resolve` to say. */
export const asksMe = (query: Query, saved: Saved): boolean => within(query, saved, new Set());

function within(query: Query, saved: Saved, read: Set<string>): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.some((part) => within(part, saved, read));
    case 'not':
      return within(query.of, saved, read);
    case 'term':
      return query.values.some(({ text }) => meansMe(normalName(text), fieldOf(query.field)));
    case 'saved': {
      const named = read.has(query.name) ? undefined : readable(saved(query.name));
      read.add(query.name);
      return named !== undefined && within(named, saved, read);
    }
    case 'range':
    case 'text':
      return false;
  }
}

function readable(text: string | undefined): Query | undefined {
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    return undefined;
  }
}
