// TicketSQL and TransactionSQL, as far as they are asked here.

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly text: string };

/** What a row has in a field: several for people and custom fields, none for what is not set. Undefined for a field that there is not. */
export type Columns<Row> = (row: Row, field: string) => readonly string[] | undefined;

export class BadQuery extends Error {}

function tokens(query: string): readonly Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:'((?:[^'\\]|\\.)*)'|([()])|(>=|<=|!=|[=<>])|((?:CF\.\{[^}]*\})|[\w.:-]+))/gsuy;
  let at = 0;
  for (const match of query.matchAll(pattern)) {
    const [all, text, bracket, sign, word] = match;
    at = match.index + all.length;
    if (text !== undefined) found.push({ kind: 'text', text: text.replaceAll(/\\(.)/g, '$1') });
    else if (bracket ?? sign) found.push({ kind: 'sign', text: bracket ?? sign ?? '' });
    else found.push({ kind: 'word', text: word ?? '' });
  }
  if (query.slice(at).trim() !== '') throw new BadQuery('Incomplete query, last element is not close paren or value');
  return found;
}

const folded = (text: string): string => text.toLowerCase();
const asTime = (text: string): number => Date.parse(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);

function ordered(left: string, right: string): number {
  if (/^-?\d+$/.test(left) && /^-?\d+$/.test(right)) return Number(left) - Number(right);
  return asTime(left) - asTime(right);
}

const compare: Readonly<Record<string, (values: readonly string[], wanted: string) => boolean>> = {
  '=': (values, wanted) => values.some((value) => folded(value) === folded(wanted)),
  '!=': (values, wanted) => !values.some((value) => folded(value) === folded(wanted)),
  '>': (values, wanted) => values.some((value) => ordered(value, wanted) > 0),
  '<': (values, wanted) => values.some((value) => ordered(value, wanted) < 0),
  '>=': (values, wanted) => values.some((value) => ordered(value, wanted) >= 0),
  '<=': (values, wanted) => values.some((value) => ordered(value, wanted) <= 0),
  LIKE: (values, wanted) => values.some((value) => folded(value).includes(folded(wanted))),
  STARTSWITH: (values, wanted) => values.some((value) => folded(value).startsWith(folded(wanted))),
  ENDSWITH: (values, wanted) => values.some((value) => folded(value).endsWith(folded(wanted))),
};

/** What a query means: whether a row is one of those it finds. Throws BadQuery. */
export function reader<Row>(query: string, columns: Columns<Row>): (row: Row) => boolean {
  const all = tokens(query);
  let at = 0;
  const next = (): Token => {
    const token = all[at];
    if (!token) throw new BadQuery('Incomplete query');
    at += 1;
    return token;
  };
  const is = (word: string): boolean => all[at]?.kind !== 'text' && all[at]?.text.toUpperCase() === word;
  const term = (): ((row: Row) => boolean) => {
    if (is('(')) {
      at += 1;
      const inner = either();
      if (next().text !== ')') throw new BadQuery('Incomplete query, missing ")"');
      return inner;
    }
    const field = next().text;
    const operator = next().text.toUpperCase();
    const valuesOf = (row: Row): readonly string[] => {
      const values = columns(row, field);
      if (!values) throw new BadQuery(`Unknown field: ${field}`);
      return values;
    };
    if (operator === 'IS') {
      const negated = is('NOT');
      if (negated) at += 1;
      if (next().text.toUpperCase() !== 'NULL') throw new BadQuery('Incomplete query');
      return (row) => valuesOf(row).length > 0 === negated;
    }
    const how = compare[operator];
    if (!how) throw new BadQuery(`Unknown operator: ${operator}`);
    const wanted = next().text;
    return (row) => how(valuesOf(row), wanted);
  };
  const both = (): ((row: Row) => boolean) => {
    const parts = [term()];
    while (is('AND')) {
      at += 1;
      parts.push(term());
    }
    return (row) => parts.every((part) => part(row));
  };
  const either = (): ((row: Row) => boolean) => {
    const parts = [both()];
    while (is('OR')) {
      at += 1;
      parts.push(both());
    }
    return (row) => parts.some((part) => part(row));
  };
  const meant = either();
  if (at < all.length) throw new BadQuery(`Unexpected: ${all[at]?.text}`);
  return meant;
}
