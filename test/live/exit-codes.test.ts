import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, stage } from '../program.ts';
import { deskOf, type Lab, perl, theLab } from './lab.ts';
import { create, make, never } from '../contract/desk.ts';
import type { Backend } from '../../src/backend/backend.ts';

/**
 * Every case in which RT's own `rt` ends with 0, or 255, whatever came about: here each has its exit code and a sentence, whichever language RT speaks to its
 * user.
 */
const lab: Lab = theLab();
const tokenOf = (name: string): string => lab.users.find((user) => user.name === name)?.token ?? '';

/** Sets the language in which RT writes its sentences. */
const speaks = (name: string, language: string): string =>
  perl(lab.dir, [
    '-I/usr/share/request-tracker5/lib',
    '-e',
    `use RT -init; my $u = RT::User->new(RT->SystemUser); $u->Load('${name}'); $u->SetLang('${language}'); print $u->Lang`,
  ]);

interface Case {
  readonly says: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly stderr: RegExp;
  readonly as?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const missing = '987654';

describe.each(['en', 'de'])('exit codes, with RT speaking %s', (language) => {
  let place: Stage;
  let ana: Backend;
  let ids: Record<'mine' | 'bobs' | 'free' | 'waits' | 'blocker', number>;
  beforeAll(async () => {
    for (const name of ['ana', 'erin']) speaks(name, language);
    place = await stage();
    ana = await deskOf(lab, 'ana', () => new Date().toISOString());
    ids = {
      mine: await create(ana),
      bobs: await create(ana),
      free: await create(ana),
      waits: await create(ana),
      blocker: await create(ana),
    };
    await make(ana, ids.mine, { kind: 'claim', steal: false });
    await make(ana, ids.bobs, { kind: 'assign', to: 'bob' });
    await make(ana, ids.blocker, { kind: 'link', relation: 'blocks', to: ids.waits });
  });
  afterAll(async () => {
    await ana[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
    for (const name of ['ana', 'erin']) speaks(name, 'en');
  });

  const cases = (): readonly Case[] => [
    {
      says: 'a wrong token',
      args: ['show', '1'],
      code: 3,
      stderr: /not valid/,
      env: { DESK_TOKEN: '1-42-00000000000000000000000000000000' },
    },
    { says: 'connection refused', args: ['show', '1'], code: 9, stderr: /cannot be reached/, env: { DESK_URL: 'http://127.0.0.1:9' } },
    { says: 'show of a missing ticket', args: ['show', missing], code: 5, stderr: /there is no ticket 987654/ },
    { says: 'prioritize of a missing ticket', args: ['prioritize', 'high', missing], code: 5, stderr: /there is no ticket/ },
    { says: 'claim of a missing ticket', args: ['claim', missing], code: 5, stderr: /there is no ticket/ },
    { says: 'a note on a missing ticket', args: ['note', missing, '--body', 'x'], code: 5, stderr: /there is no ticket/ },
    { says: 'close of a missing ticket', args: ['close', missing], code: 5, stderr: /there is no ticket/ },
    { says: 'a status that is none', args: ['set', 'status=bogus', `${ids.free}`], code: 2, stderr: /bogus/ },
    { says: 'a status that RT has not', args: ['set', 'status=hold', `${ids.free}`], code: 10, stderr: /cannot put a ticket on hold/ },
    { says: 'a priority that is none', args: ['prioritize', 'abc', `${ids.free}`], code: 2, stderr: /abc/ },
    { says: 'a number that is none', args: ['set', 'field.rt-priority=abc', `${ids.free}`], code: 2, stderr: /no number/ },
    { says: 'a field that is none', args: ['set', 'bogusfield=1', `${ids.free}`], code: 2, stderr: /bogusfield/ },
    { says: 'a custom field that is none', args: ['set', 'field.bogus=1', `${ids.free}`], code: 7, stderr: /bogus/ },
    { says: 'an owner that is none', args: ['assign', 'ghost', `${ids.free}`], code: 5, stderr: /there is no agent ghost/ },
    { says: 'a queue that is none', args: ['route', 'nope', `${ids.free}`], code: 5, stderr: /there is no queue nope/ },
    { says: 'no right to change', args: ['prioritize', 'high', `${ids.free}`], code: 4, stderr: /may not change/, as: 'erin' },
    { says: 'no right to reply', args: ['reply', `${ids.free}`, '--body', 'x'], code: 4, stderr: /may not reply/, as: 'erin' },
    { says: 'no right to own', args: ['claim', `${ids.free}`], code: 4, stderr: /may not own/, as: 'erin' },
    { says: "claim of somebody else's", args: ['claim', `${ids.bobs}`], code: 6, stderr: /belongs to bob/ },
    { says: 'claim of my own', args: ['claim', `${ids.mine}`], code: 0, stderr: /^$/ },
    {
      says: 'a reply with a status that is none',
      args: ['reply', `${ids.free}`, '--body', 'x', '--status', 'bogus'],
      code: 2,
      stderr: /bogus/,
    },
    { says: 'close of what waits for another', args: ['close', `${ids.waits}`], code: 7, stderr: new RegExp(`depends on ${ids.blocker}`) },
    {
      says: 'a reply that closes what waits for another',
      args: ['reply', `${ids.waits}`, '--body', 'x', '--close'],
      code: 7,
      stderr: /nothing was sent/,
    },
    { says: 'a link to a missing ticket', args: ['link', `${ids.free}`, 'related', missing], code: 5, stderr: /there is no ticket 987654/ },
    { says: 'a link that RT has not', args: ['link', `${ids.free}`, 'duplicates', `${ids.mine}`], code: 10, stderr: /cannot link/ },
    { says: 'copies of one message', args: ['reply', `${ids.free}`, '--body', 'x', '--cc', 'a@b.example'], code: 10, stderr: /copies/ },
    { says: 'a query that cannot be read', args: ['list', 'status:'], code: 2, stderr: /./ },
    { says: 'no result', args: ['list', 'id:987654', '--format', 'ids'], code: 0, stderr: /^$/ },
    {
      says: 'create in a queue that is none',
      args: ['create', '--subject', 'x', '--queue', 'nope', '--no-body'],
      code: 5,
      stderr: /no queue nope/,
    },
    {
      says: 'create where I may not',
      args: ['create', '--subject', 'x', '--queue', 'support', '--no-body'],
      code: 4,
      stderr: /may not open/,
      as: 'erin',
    },
    {
      says: 'some of many',
      args: ['claim', `${ids.mine}`, missing],
      code: 8,
      stderr: /1 of 2 failed/,
    },
  ];

  it('each ends as what it is', { timeout: 180_000 }, async () => {
    const before = await ana.get(ids.free, never);
    const told: string[] = [];
    for (const { says, args, code, stderr, as = 'ana', env = {} } of cases()) {
      const ended = await place.run(args, { env: { DESK_URL: lab.url, DESK_TOKEN: tokenOf(as), ...env } });
      if (ended.code !== code || !stderr.test(ended.stderr.trim())) told.push(`${says}: ${ended.code} ${ended.stderr}`);
    }
    expect(told).toEqual([]);
    expect(await ana.get(ids.free, never)).toEqual(before);
  });
});
