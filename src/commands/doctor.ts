import type { Finding } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { command } from './command.ts';

const findingFields = fieldset<Finding>('finding', [
  { name: 'what', type: 'word', says: 'what was looked at', of: (row) => row.what },
  {
    name: 'well',
    type: 'word',
    says: 'yes or no',
    values: ['yes', 'no'],
    of: (row) => (row.well ? 'yes' : 'no'),
    tone: (value) => (value === 'yes' ? 'good' : 'alarm'),
  },
  { name: 'says', type: 'text', says: 'what was found', of: (row) => row.says, flexible: true },
]);

export default command({
  name: 'doctor',
  summary: 'Look whether everything is well: settings, places, the desk itself',
  details: ['Changes nothing. The exit code is 8 when something is not well.'],
  group: 'desk',
  args: {},
  flags: {},
  needs: ['examine'],
  output: { kind: 'rows', fields: findingFields, columns: ['what', 'well', 'says'] },
  examples: [{ run: 'desk doctor', says: 'before asking for help' }],
  async *run(_, { examine, signal }) {
    let ill = 0;
    for await (const finding of examine(signal)) {
      if (!finding.well) ill += 1;
      yield finding;
    }
    if (ill > 0) throw new DeskError('partial', `${ill} ${ill === 1 ? 'thing is' : 'things are'} not well`);
  },
});
