import { describe, expect, it } from 'vitest';
import * as rules from './rules.ts';
import { read } from './source.ts';

const said = (rule: rules.Rule, path: string, text: string): readonly string[] => rule(read(path, text));

describe('the arrows between rooms', () => {
  it.each([
    ['model/fold.ts', "import { parse } from '../query/parse.ts';"],
    ['query/parse.ts', "import { render } from '../output/render.ts';"],
    ['query/parse.ts', "import type { World } from '../commands/list.ts';"],
    ['model/fold.ts', "export { parse } from '../query/parse.ts';"],
    ['model/fold.ts', "export * from '../query/parse.ts';"],
    ['action/act.ts', "const { main } = await import('../main.ts');"],
    ['backend/http.ts', "type A = import('../action/act.ts').Act;"],
    ['intake/plan.ts', "import '../action/act.ts';"],
    ['demo/tour.ts', "import { main } from '../main.ts';"],
    ['model/time.ts', "import { places } from '../around/places.ts';"],
  ])('%s: %s', (path, text) => {
    expect(said(rules.arrows, path, text)).toHaveLength(1);
  });

  it('lead left', () => {
    const text =
      "import { a } from '../model/fold.ts'; import type { W } from '../around/world.ts'; import { b } from './print.ts'; import { DeskError } from '../errors.ts';";
    expect(said(rules.arrows, 'query/parse.ts', text)).toEqual([]);
    expect(said(rules.arrows, 'main.ts', "import { a } from './shell/help.ts'; import { b } from './run/run.ts';")).toEqual([]);
  });

  it('know every room', () => {
    expect(said(rules.arrows, 'cellar/wine.ts', '')).toEqual(['cellar/ is a room that the order does not know']);
  });

  it('leave the reading of places to what starts a command', () => {
    expect(said(rules.handedIn, 'action/act.ts', "import { places } from '../around/places.ts';")).toEqual([
      'imports around/places.ts itself',
    ]);
    expect(said(rules.handedIn, 'commands/day.ts', "import type { Places } from '../around/places.ts';")).toEqual([]);
    expect(said(rules.handedIn, 'run/run.ts', "import { places } from '../around/places.ts';")).toEqual([]);
  });
});

describe('adapters', () => {
  it('are opened by one file', () => {
    const text = "const { openEmbedded } = await import('../backend/sql/embedded.ts');";
    expect(said(rules.adapters, 'run/context.ts', text)).toEqual(['imports backend/sql/embedded.ts past backend/open.ts']);
    expect(said(rules.adapters, 'backend/open.ts', "await import('./sql/embedded.ts');")).toEqual([]);
  });

  it('are not known to what stands before them, which is none', () => {
    expect(said(rules.adapters, 'server/server.ts', "import { within } from '../backend/held/held.ts';")).toEqual([]);
    expect(said(rules.adapters, 'backend/held/held.ts', "import { find } from '../sql/find.ts';")).toHaveLength(1);
  });

  it('do not know each other', () => {
    expect(said(rules.adapters, 'backend/rt/query.ts', "import { where } from '../sql/where.ts';")).toHaveLength(1);
    expect(
      said(rules.adapters, 'backend/sql/find.ts', "import { where } from './where.ts'; import type { Plan } from '../backend.ts';"),
    ).toEqual([]);
  });
});

describe('commands', () => {
  it.each([
    "import { render } from '../output/render.ts';",
    "import chalk from 'chalk';",
    "import { Command } from 'commander';",
    "import { readFile } from 'node:fs/promises';",
    'console.log(1);',
    'export const at = () => process.env;',
    'use(process);',
  ])('never do this: %s', (text) => {
    expect(said(rules.commands, 'commands/list.ts', text)).toHaveLength(1);
  });

  it('may name formats, and bind.ts may know commander', () => {
    expect(said(rules.commands, 'commands/list.ts', "import { formatNames } from '../output/format.ts';")).toEqual([]);
    expect(said(rules.commands, 'commands/bind.ts', "import { Command } from 'commander';")).toEqual([]);
    expect(said(rules.names, 'output/format.ts', "import { x } from './table.ts';")).toEqual([
      'imports ./table.ts'.replace('./', 'output/'),
    ]);
  });

  it('are the only default exports, in a file called by their word', () => {
    expect(said(rules.standards, 'model/fold.ts', 'export default 3;')).toEqual(['has a default export that is no command']);
    expect(said(rules.standards, 'commands/list.ts', 'export default { a: 1 };')).toEqual(['has a default export that is no command']);
    expect(said(rules.standards, 'commands/list.ts', "export default command({ name: 'count' });")).toEqual([
      'its command is not called list',
    ]);
    expect(said(rules.standards, 'commands/list.ts', "export default command({ name: 'list' });")).toEqual([]);
  });
});

describe('every file', () => {
  it('prints nothing by itself', () => {
    expect(said(rules.quiet, 'backend/http.ts', 'console.warn("slow");')).toEqual(['uses console']);
    expect(said(rules.quiet, 'backend/http.ts', '// console.warn\nconst a = { console: 1 };')).toEqual([]);
  });

  it('of the model and the query language is pure', () => {
    expect(said(rules.pure, 'model/zone.ts', "import { join } from 'node:path'; process.exit();")).toEqual([
      'imports node:path',
      'uses process',
    ]);
    expect(said(rules.pure, 'output/table.ts', "import width from 'fast-string-width';")).toEqual([]);
  });

  it('has at most 300 lines', () => {
    expect(said(rules.sizes, 'model/fold.ts', 'a;\n'.repeat(301))).toEqual(['has 301 lines, more than 300']);
    expect(said(rules.sizes, 'model/fold.ts', 'a;\n'.repeat(300))).toEqual([]);
  });

  it.each(['model/utils.ts', 'types/field.ts', 'query/index.ts', 'output/table-helpers.ts', 'backend/sqlStore.ts', 'model/Fold.ts'])(
    'is not called %s',
    (path) => {
      expect(said(rules.fileNames, path, '')).toHaveLength(1);
    },
  );

  it('is called in kebab-case', () => {
    expect(said(rules.fileNames, 'commands/saved-query.ts', '')).toEqual([]);
  });

  it('has neither any nor assertions', () => {
    expect(said(rules.types, 'model/fold.ts', 'const a: any = b!;')).toEqual(['has an any', 'has a ! that asserts']);
    expect(said(rules.types, 'commands/command.ts', 'type A = Command<any>;')).toEqual([]);
    expect(said(rules.types, 'model/fold.ts', '// any\nconst any = !b; const s = "a: any";')).toEqual([]);
  });

  it('leaves nothing for later, and names no machine', () => {
    expect(rules.finished(`// ${'TO'}${'DO'}: later`)).toEqual([`says ${'TO'}${'DO'}`]);
    expect(rules.finished(`// see /${'work'}/main`)).toEqual([`names the path /${'work'}/main`]);
    expect(rules.finished('a hackney todo list at https://a.example/works')).toEqual([]);
  });

  it('of the tests is run', () => {
    expect(rules.tested('describe.only("x")')).toEqual(['has a test that is "only"']);
    expect(rules.tested('it.skip("x")')).toEqual(['has a test that is "skip"']);
    expect(rules.tested('describe.skipIf(!hasRealData)("x")')).toEqual([]);
  });
});
