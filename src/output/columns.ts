import { DeskError, type Mark } from '../errors.ts';
import { type Field, type Fieldset, fieldNamed } from '../model/field.ts';
import { didYouMean } from '../model/nearest.ts';

/** The fields of those names, in that order, each once. Throws `usage`, pointing at the first name that is none. */
export function columnsNamed<Row>(set: Fieldset<Row>, names: readonly string[]): readonly Field<Row>[] {
  return [...new Set(names)].map((name) => fieldNamed(set, name) ?? unknownField(set, name, markOf(names, name)));
}

/** The name within the names as they were typed. */
function markOf(names: readonly string[], name: string): Mark {
  const from = names.slice(0, names.indexOf(name)).reduce((length, before) => length + before.length + 1, 0);
  return { text: names.join(','), from, to: from + name.length };
}

/** Throws the error for a name that is no field: `usage`, with the one probably meant, or all that there are. */
export function unknownField<Row>(set: Fieldset<Row>, name: string, mark: Mark): never {
  const names = set.fields.map((field) => field.name);
  const hint = didYouMean(name, names, `there are: ${names.join(' ')}`);
  throw new DeskError('usage', `no field is called "${name}" here`, { hint, mark });
}
