import { fieldNames } from '../../model/ticket-fields.ts';
import type { Abilities } from '../backend.ts';
import type { Answer } from './shapes.ts';

type Table = Answer<'about'>['can'];

/** What stands for custom fields in a table. */
const custom = 'field.*';
const inTable = (field: string): string => (field.startsWith('field.') ? custom : field);
const fields = [...fieldNames, 'field.any'] as const;

/** What a desk can do as a table, which can be written down. A page in the browser is nothing that a desk of our own has. */
export function tableOf(can: Abilities): Table {
  const { page: _, siteFields: __, term, sort, rules, ...plain } = can;
  return {
    ...plain,
    rules: rules ?? null,
    term: Object.fromEntries([...fields, 'words' as const].map((field) => [inTable(field), term(field)])),
    sort: fields.filter(sort).map(inTable),
  };
}

/** What a table says that a desk can do. */
export function abilitiesFrom({ term, sort, rules, ...plain }: Table): Abilities {
  return {
    ...plain,
    change: plain.change as Abilities['change'],
    rules: rules ?? undefined,
    term: (field) => term[inTable(field)] ?? 'no',
    sort: (field) => sort.includes(inTable(field)),
    page: undefined,
  };
}
