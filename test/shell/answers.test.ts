import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { entries } from '../../src/commands/all.ts';
import { flagsOf } from '../../src/commands/bind.ts';
import { fieldNames } from '../../src/model/ticket-fields.ts';
import { places } from '../../src/around/places.ts';
import { type Settings, readSettings } from '../../src/around/settings.ts';
import { answers } from '../../src/shell/answers.ts';
import { testWorld } from '../world.ts';

const home = mkdtempSync(join(tmpdir(), 'desk-answers-'));
afterAll(() => rmSync(home, { recursive: true }));
const world = testWorld({ home });
const settings: Settings = {
  ...readSettings(places(world).settings),
  queries: { mine: 'owner:me', vips: 'tag:vip' },
  profiles: { home: { backend: 'embedded', path: '/desks/home.db' } },
};

/** The words offered for a line, and what comes beside them; the last word is half-typed. */
const lines = (line: readonly string[]): Promise<readonly string[]> => answers(line, world, settings);
const words = async (...line: readonly string[]): Promise<readonly string[]> =>
  (await lines(line)).map((each) => each.split('\t')[0] ?? '');

describe('completion without a desk', () => {
  it('offers commands with what they do, each first word once', async () => {
    const found = await lines(['']);
    expect(found).toContain('list\tList the tickets that match a query');
    expect(found.filter((line) => line.startsWith('query'))).toHaveLength(1);
    expect(await words('cl')).toEqual(['claim', 'close']);
    expect(await words('complet')).toEqual(['completion']);
    expect(await words('nonsense', '')).toEqual([]);
  });

  it('offers the second words of commands', async () => {
    expect(await words('query', '')).toEqual(['save', 'list', 'remove']);
    expect(await words('query', 's')).toEqual(['save']);
    expect(await words('drafts', 're')).toEqual(['resume', 'remove']);
    expect(await words('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('knows every flag of every command', async () => {
    for (const { name, load } of entries) {
      const command = await load();
      const found = await words(...name.split(' '), '--');
      expect({ name, flags: found }).toEqual({ name, flags: Object.keys(flagsOf(command)).map((flag) => `--${flag}`) });
    }
  });

  it('says what flags do, and offers those that were given only if they may be given again', async () => {
    expect(await lines(['list', '--li'])).toEqual(['--limit\tat most this many (50 unless told otherwise)']);
    expect(await words('list', '--all', '--')).not.toContain('--all');
    expect(await words('list', '-q', '--qu')).toEqual([]);
    expect(await words('create', '--tag', 'vip', '--ta')).toEqual(['--tag']);
    expect(await words('list', '--', '--li')).toEqual([]);
  });

  it('finds the command behind flags that stand before it', async () => {
    expect(await words('--profile', 'home', 'cou')).toEqual(['count']);
    expect(await words('--yes', '--format=json', 'query', 'l')).toEqual(['list']);
    expect(await words('--prof')).toEqual(['--profile']);
  });

  it('offers the parts of a reply: those without a name, templates, and kinds that want one', async () => {
    expect(await words('reply', '12', '--with', '')).toEqual(
      expect.arrayContaining(['log:', 'billing', 'kb:', 'tpl:greeting', 'tpl:outage']),
    );
    expect(await words('reply', '12', '--with', 'tpl:s')).toEqual(['tpl:solved']);
    expect(await words('reply', '12', '--with=tpl:so')).toEqual(['--with=tpl:solved']);
    expect(await lines(['reply', '12', '--with', 'lo'])).toEqual([':nospace', 'log:\tlines that desk logs showed, as in log:1-3']);
  });

  it('offers the values of flags, also behind =', async () => {
    expect(await words('list', '--format', 'c')).toEqual(['csv']);
    expect(await words('list', '--format=t')).toEqual(['--format=table', '--format=tsv', '--format=template']);
    expect(await words('reply', '12', '--status', 'pe')).toEqual(['pending']);
    expect(await lines(['--profile', ''])).toEqual(['home\t/desks/home.db', 'embedded\tthe desk of your own']);
    expect(await words('auth', 'switch', 'e')).toEqual(['embedded']);
    expect(await words('--format', 'ids', 'list', '--profile=h')).toEqual(['--profile=home']);
    expect(await words('list', '--limit', '')).toEqual([]);
  });

  it('offers fields after a comma, without those that are there already', async () => {
    expect(await words('list', '--columns', 'id,su')).toEqual(['id,subject']);
    expect(await words('list', '--json=id,stat')).toEqual(['--json=id,status']);
    expect(await words('list', '--sort', '-cre')).toEqual(['-created']);
    expect(await words('list', '--columns', 'id,')).not.toContain('id,id');
    expect(await words('claim', '12', '--columns', '')).toEqual(['ticket', 'did', 'outcome', 'message']);
    expect(await words('count', '--by', 'que')).toEqual(['queue']);
  });

  it('offers choices of arguments in their place only', async () => {
    expect(await words('prioritize', 'h')).toEqual(['high']);
    expect(await words('prioritize', 'high', 'h')).toEqual([]);
    expect(await words('link', '12', 'dup')).toEqual(['duplicates', 'duplicated-by']);
  });

  it('offers fields to set, then their values', async () => {
    expect(await words('set', 'sta')).toEqual([':nospace', 'status=']);
    expect(await words('set', 'due=2d', 'status=so')).toEqual(['status=solved']);
    expect(await words('set', 'due=2d', '12', 'side=')).toEqual(['side=requester', 'side=provider']);
  });

  it('completes queries within a word', async () => {
    expect(await words('list', 'sta')).toEqual([':nospace', 'status:']);
    expect(await words('list', 'status:new,pe')).toEqual(['status:new,pending']);
    expect(await words('list', '-sta')).toEqual([':nospace', '-status:']);
    expect(await words('list', '-status:so')).toEqual(['-status:solved']);
    expect(await words('list', 'status:new', 'priority>=h')).toEqual(['priority>=high']);
    expect(await words('list', 'priority:low..n')).toEqual(['priority:low..normal']);
    expect(await words('list', 'status:new (tag:vip or -prio')).toEqual([':nospace', 'status:new (tag:vip or -priority:']);
    expect(await words('count', 'subject:"sta')).toEqual([]);
    expect(await words('claim', '--where', 'status:new side:p')).toEqual(['status:new side:provider']);
    expect(await words('list', 'owner:')).toEqual(['owner:me', 'owner:none']);
    const all = await words('list', '');
    for (const name of fieldNames) expect(all).toContain(`${name}:`);
  });

  it('offers saved queries', async () => {
    expect(await lines(['list', '@'])).toEqual(['@mine\towner:me', '@vips\ttag:vip']);
    expect(await words('list', 'status:new -@v')).toEqual(['status:new -@vips']);
    expect(await words('query', 'remove', '')).toEqual(['mine', 'vips']);
  });

  it('leaves files and folders to the shell', async () => {
    expect(await words('reply', '12', '--attach', '')).toEqual([':files']);
    expect(await words('reply', '12', '--attach=a')).toEqual([':files']);
  });

  it('offers topics and commands to help', async () => {
    expect(await words('help', 'exi')).toEqual(['exit-codes']);
    expect(await words('help', 'que')).toEqual(['query']);
    expect(await words('help', 'query', 's')).toEqual(['save']);
  });

  it('is silent, makes no desk and offers no tickets where there is no desk', async () => {
    expect(await words('show', '')).toEqual([]);
    expect(await words('assign', '')).toEqual([]);
    expect(await words('list', 'queue:')).toEqual(['queue:none']);
    expect(existsSync(places(world).desk)).toBe(false);
    expect(existsSync(dirname(places(world).desk))).toBe(false);
  });

  it('answers what it can where the desk is damaged', async () => {
    const other = testWorld({ home: join(home, 'damaged') });
    const { desk } = places(other);
    mkdirSync(dirname(desk), { recursive: true });
    writeFileSync(desk, 'this is no desk');
    expect(await answers(['show', ''], other, settings)).toEqual([]);
    expect(await answers(['list', 'status:ne'], other, settings)).toEqual(['status:new']);
    expect(await answers(['--profile', 'gone', 'show', ''], other, settings)).toEqual([]);
  });
});
