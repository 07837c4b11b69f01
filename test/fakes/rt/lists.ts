import type { Lab, User } from './lab.ts';
import type { Json } from './json.ts';
import type { File } from './say.ts';
import { type Columns, reader } from './sql.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const refusal = (status: number, message: string): Answer => ({ status, body: { message } });

/** One request with what belongs to it. */
export interface Call {
  readonly lab: Lab;
  readonly base: string;
  readonly me: User;
  readonly url: URL;
  readonly json: unknown;
  readonly files: readonly File[];
}

/** One page of rows, as each list is cut. `counted`: RT tells how many there are in all. */
export function page({ url, json }: Call, rows: readonly Json[], counted: boolean): Answer {
  const query = asked(url, json);
  const size = Math.min(100, Number(query.get('per_page') ?? 20) || 20);
  const number = Number(query.get('page') ?? 1);
  const items = rows.slice((number - 1) * size, number * size);
  const total = counted ? rows.length : null;
  return ok({ items, total, pages: counted ? Math.ceil(rows.length / size) : null, count: items.length, page: number, per_page: size });
}

/** What is asked stands in the address, and in a form for long searches. */
export function asked(url: URL, json: unknown): URLSearchParams {
  const all = new URLSearchParams(url.searchParams);
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    for (const [name, value] of Object.entries(json)) if (!all.has(name)) all.set(name, String(value));
  return all;
}

export const fieldsOf = (query: URLSearchParams): readonly string[] => (query.get('fields') ?? '').split(',').filter((name) => name !== '');
export const within =
  (query: URLSearchParams) =>
  (field: string): readonly string[] =>
    (query.get(`fields[${field}]`) ?? '').split(',').filter((name) => name !== '');

function sorted<Row>(rows: readonly Row[], query: URLSearchParams, columns: Columns<Row>): readonly Row[] {
  const keys = query.getAll('orderby').map((field, at) => ({ field, down: query.getAll('order')[at]?.toUpperCase() === 'DESC' }));
  const of = (row: Row, field: string): string => columns(row, field)?.[0] ?? '';
  const compare = (a: string, b: string): number =>
    /^-?\d+$/.test(a) && /^-?\d+$/.test(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
  return rows.toSorted(
    (a, b) => keys.map(({ field, down }) => compare(of(a, field), of(b, field)) * (down ? -1 : 1)).find((way) => way !== 0) ?? 0,
  );
}

export function found<Row>(rows: readonly Row[], query: URLSearchParams, columns: Columns<Row>): readonly Row[] {
  return sorted(rows.filter(reader(query.get('query') ?? '', columns)), query, columns);
}

/** The lists that take conditions as JSON: those on one field stand as alternatives. */
export function where<Row>(rows: readonly Row[], query: URLSearchParams, of: (row: Row, field: string) => string): readonly Row[] {
  const conditions = JSON.parse(query.get('query') ?? '[]') as readonly {
    readonly field: string;
    readonly operator?: string;
    readonly value: unknown;
  }[];
  const holds: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
    '=': (value, wanted) => value === wanted,
    '>': (value, wanted) => Number(value) > Number(wanted),
    LIKE: (value, wanted) => value.includes(wanted),
    STARTSWITH: (value, wanted) => value.startsWith(wanted),
  };
  const byField = grouped(conditions);
  if (conditions.length === 0) return [];
  return rows.filter((row) =>
    [...byField.values()].every((some) =>
      some.some(
        ({ field, operator = '=', value }) => holds[operator]?.(of(row, field).toLowerCase(), String(value).toLowerCase()) ?? false,
      ),
    ),
  );
}

function grouped<T extends { readonly field: string }>(conditions: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of conditions) groups.set(each.field, [...(groups.get(each.field) ?? []), each]);
  return groups;
}
