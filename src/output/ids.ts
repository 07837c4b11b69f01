import { DeskError } from '../errors.ts';
import { type Fieldset, fieldNamed } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import { machineText } from './cell.ts';
import type { Format } from './format.ts';
import { safe } from './safe.ts';

/**
 * The id of each row, one a line: what goes through a pipe into the next command. It is the field `id`, `ticket` of rows
 * that tell about tickets, or `name` of what has names; rows without one give no line. Throws `usage` where rows have neither.
 */
export function idsFormat<Row>(set: Fieldset<Row>, now: Instant): Format<Row> {
  const field = ['id', 'ticket', 'name'].map((name) => fieldNamed(set, name)).find((each) => each !== undefined);
  if (!field) throw new DeskError('usage', 'these rows have no ids', { hint: 'another --format shows them' });
  const id = (row: Row): string => safe(machineText(field.of(row, now), field.type), { lines: false });
  return {
    head: '',
    row: (row) => {
      const text = id(row);
      return text && `${text}\n`;
    },
  };
}
