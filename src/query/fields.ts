import { type Field, type FieldType, fieldNamed } from '../model/field.ts';
import { normalName } from '../model/name.ts';
import { nearest } from '../model/nearest.ts';
import type { TicketSlice } from '../model/ticket.ts';
import { type AnyFieldName, fieldNames, ticketFields } from '../model/ticket-fields.ts';

/** A field that a query can ask of: in a list, no field of a ticket holds rows. */
export interface QueryField extends Field<TicketSlice> {
  readonly name: AnyFieldName;
  readonly type: Exclude<FieldType, 'rows' | 'record'>;
}

/** One tag is what a query mostly asks for. */
const short: Readonly<Record<string, AnyFieldName>> = { tag: 'tags' };

/** The field that a query calls by this name, in any case; undefined if there is none. */
export function queryField(name: string): QueryField | undefined {
  const normal = normalName(name);
  return known(Object.hasOwn(short, normal) ? (short[normal] ?? normal) : normal);
}

const known = (name: string): QueryField | undefined => fieldNamed(ticketFields, name) as QueryField | undefined;

/** The field of a tree that was made by `parse` or `resolve`, where names are known to be right. Throws `bug` otherwise. */
export function fieldOf(name: AnyFieldName): QueryField {
  const found = known(name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

/** The field that was probably meant by a name that is none. */
export const nearestField = (name: string): string | undefined => nearest(name, [...fieldNames, ...Object.keys(short)]);
