import * as v from 'valibot';
import { DeskError } from '../errors.ts';
import type { Route } from '../backend/wire/routes.ts';

/** What a request brings, by where it stands. */
export interface Brought {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A schema of what goes into a call. */
type Schema = v.GenericSchema & { readonly entries: v.ObjectEntries };

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const typeOf = (schema: v.GenericSchema | undefined): string | undefined =>
  schema && 'wrapped' in schema ? typeOf(schema.wrapped as v.GenericSchema) : schema?.type;

/** Texts of a path or a query are read as what the schema wants in their place. */
function read(value: unknown, schema: v.GenericSchema | undefined): unknown {
  if (typeof value !== 'string') return value;
  const type = typeOf(schema);
  if (type === 'number' && /^\d{1,16}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

const whereOf = (issue: v.BaseIssue<unknown>): string => v.getDotPath(issue)?.slice(0, 200) ?? 'what was sent';

/** Deeper than any condition can be that a query means, and shallow enough for whoever goes through it step by step. */
const mostDepth = 240;

function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostDepth) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

/** What goes into a call, from wherever it stands in the request; nothing may be said twice, and nothing that the call does not know. Throws `usage`. */
export function inputOf<S extends Schema>({ method }: Route, schema: S, { params, query, body }: Brought): v.InferOutput<S> {
  const inBody = method === 'POST' || method === 'PUT';
  if (inBody && entriesOf(query).length > 0) throw new DeskError('usage', `a ${method} takes nothing in its address`);
  if (inBody && body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
    throw new DeskError('usage', 'the body is no JSON object');
  if (isTooDeep(body)) throw new DeskError('usage', 'the body is nested too deep');
  const [placed, said] = [entriesOf(params), entriesOf(inBody ? body : query)];
  const twice = said.find(([name]) => placed.some(([other]) => other === name));
  if (twice) throw new DeskError('usage', `${twice[0]} stands in the path already`);
  const texts = inBody ? placed : [...placed, ...said];
  const whole = Object.fromEntries([
    ...texts.map(([name, value]) => [name, read(value, schema.entries[name] as never)]),
    ...(inBody ? said : []),
  ]);
  const result = v.safeParse(schema, whole, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new DeskError('usage', `${whereOf(issue)}: ${issue.message.slice(0, 300)}`);
}
