import { normalName } from '../model/name.ts';
import { nearest } from '../model/nearest.ts';
import type { Asked, Stretch } from './asked.ts';
import { fault, typed } from './cursor.ts';
import type { QueryField } from './fields.ts';
import type { Condition, Typed } from './query.ts';

/** Whether a name in normal form stands for the agent who asks. */
export const meansMe = (name: string, { names }: QueryField): boolean => names === 'agent' && name === 'me';

/** `queue:billing`, `tag:vip*`, `owner:me`, `status:open`, `requester:@acme.com`. */
export function nameIs(value: Typed, { field, me }: Asked): Condition {
  const name = normalName(value.text);
  if (field.values) return { kind: 'is', field: field.name, values: [oneOf(value, field, field.values)] };
  if (name.includes('*')) return starred(name, value, field);
  if (field.names === 'address') return addressIs(name, field);
  return { kind: 'is', field: field.name, values: [meansMe(name, field) ? me : name] };
}

/** `place:checkout`: a text has the value somewhere in it. */
export function textHas(value: Typed, { field }: Asked): Condition {
  const text = normalName(value.text);
  return text.includes('*') ? starred(text, value, field) : { kind: 'part', field: field.name, at: 'anywhere', text };
}

/** Where a ranked value stands among the field's values. */
export function rankOf(value: Typed, { field }: Asked): Stretch {
  const values = field.values ?? [];
  const rank = values.indexOf(oneOf(value, field, values));
  return { from: rank, to: rank + 1 };
}

function oneOf(value: Typed, { name }: QueryField, values: readonly string[]): string {
  const found = normalName(value.text);
  if (values.includes(found)) return found;
  const near = nearest(found, values);
  throw fault(value.mark, `"${typed(value.mark)}" is no ${name}`, `${near ? `did you mean ${near}? ` : ''}one of ${values.join(', ')}`);
}

/** A whole address is that address; `@acme.com` is everybody there; anything else is part of an address (or of a phone number, or a name). */
function addressIs(name: string, { name: field }: QueryField): Condition {
  if (name.startsWith('@')) return { kind: 'part', field, at: 'end', text: name };
  return /^[^@]+@[^@]+$/.test(name) ? { kind: 'is', field, values: [name] } : { kind: 'part', field, at: 'anywhere', text: name };
}

/** `vip*`, `*vip`, `*vip*` */
function starred(name: string, { mark }: Typed, { name: field }: QueryField): Condition {
  const ahead = name.startsWith('*');
  const behind = name.endsWith('*');
  const text = name.slice(ahead ? 1 : 0, behind ? -1 : undefined);
  if (text === '' || text === '*')
    throw fault(mark, `there is nothing beside the * to look for`, `tickets that have any ${field}: -${field}:none`);
  if (text.includes('*')) throw fault(mark, 'a * may stand only at the beginning or at the end of a value');
  return { kind: 'part', field, at: ahead && behind ? 'anywhere' : behind ? 'start' : 'end', text };
}
