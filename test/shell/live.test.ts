import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, Plan, Want } from '../../src/backend/backend.ts';
import type { Status } from '../../src/model/ticket.ts';
import { match } from '../../src/query/match.ts';
import { readSettings } from '../../src/around/settings.ts';
import { places } from '../../src/around/places.ts';
import { answers } from '../../src/shell/answers.ts';
import { idsBegun, ticketsOn } from '../../src/shell/desk-answers.ts';
import { type Scene, runIn, testWorld } from '../world.ts';
import { asBuilt, canType, typeInto } from './typing.ts';

const home = mkdtempSync(join(tmpdir(), 'desk-live-'));
const scene: Scene = { home };
const world = testWorld(scene);

async function desk(...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await runIn(scene, ...argv);
  if (code !== 0) throw new Error(`desk ${argv.join(' ')}: ${stderr}`);
}

/** A desk with a dozen tickets, one of them by somebody who means harm. */
async function fill(): Promise<void> {
  for (let number = 1; number <= 10; number += 1) {
    await desk(
      'create',
      '--no-body',
      '--subject',
      `Trouble ${number}`,
      '--requester',
      `user${number}@firma.example`,
      '--queue',
      number > 6 ? 'billing' : 'support',
    );
  }
  await desk(
    'create',
    '--no-body',
    '--subject',
    '\u001b[2JGive me\u202e root\n:files',
    '--tag',
    'vip,refund',
    '--requester',
    '$(reboot)@evil.example',
  );
  await desk(
    'create',
    '--no-body',
    '--subject',
    `A subject that is far too long to stand beside a number in a list`,
    '--priority',
    'urgent',
    '--tag',
    'vip',
  );
  await desk('claim', '3');
  await desk('close', '4');
  await desk('agent', 'add', 'marko');
  await desk('query', 'save', 'mine', 'owner:me');
}

const lines = async (...line: readonly string[]): Promise<readonly string[]> => answers(line, world, readSettings(places(world).settings));
const words = async (...line: readonly string[]): Promise<readonly string[]> =>
  (await lines(...line)).map((each) => each.split('\t')[0] ?? '');

describe('completion from a desk', () => {
  beforeAll(fill, 60_000);
  afterAll(() => rmSync(home, { recursive: true }));

  it('offers unfinished tickets, the most pressing first, with how they stand and what they are about', async () => {
    const found = await lines('show', '');
    expect(found.slice(0, 3)).toEqual(['12\tnew urgent: A subject that is far too long to sta…', '1\tnew: Trouble 1', '2\tnew: Trouble 2']);
    expect(await words('show', '')).not.toContain('4');
    expect(found).toContain('3\topen: Trouble 3');
  });

  it('makes what strangers wrote harmless', async () => {
    expect((await lines('show', '11'))[0]).toBe('11\tnew: ␛[2JGive me\\u{202e} root :files');
  });

  it('narrows tickets by what was typed, and goes on after a comma', async () => {
    expect(await words('show', '1')).toEqual(['12', '1', '10', '11']);
    expect(await words('claim', '1,12,1')).toEqual(['1,12,10', '1,12,11']);
    expect(await words('reply', '2', '1')).toContain('12');
    expect(await words('show', '99')).toEqual([]);
    expect(await words('show', 'x')).toEqual([]);
  });

  it('offers the tickets that a command is meant for, and any other that was begun', async () => {
    expect(await words('reopen', '')).toEqual(['4']);
    expect(await words('claim', '')).not.toContain('3');
    expect(await words('show', '4')).toEqual(['4']);
    expect(await words('merge', '2', '--into', '3')).toEqual(['3']);
  });

  it('offers agents, queues, tags and people', async () => {
    expect(await lines('assign', '')).toEqual(['ana\tadmin', 'marko\tagent']);
    expect(await words('route', '')).toEqual(['support', 'billing']);
    expect(await words('tag', 're')).toEqual(['refund']);
    expect(await words('tag', 'refund,-v')).toEqual(['refund,-vip']);
    expect(await words('create', '--tag', 'v')).toEqual(['vip']);
    expect(await words('list', 'queue:support,b')).toEqual(['queue:support,billing']);
    expect(await words('list', 'tag:')).toEqual(['tag:vip', 'tag:refund', 'tag:none']);
    expect(await words('list', 'owner:m')).toEqual(['owner:me', 'owner:marko']);
    expect(await words('list', 'requester:user1')).toEqual(['requester:user10@firma.example', 'requester:user1@firma.example']);
    expect(await words('set', 'queue=b')).toEqual(['queue=billing']);
  });

  it('offers agents who are held to queues nothing of others', async () => {
    await desk('agent', 'add', 'karla', '--queue', 'billing');
    const hers = testWorld({ home, env: { DESK_AGENT: 'karla' } });
    const offered = async (...line: readonly string[]): Promise<readonly string[]> =>
      (await answers(line, hers, readSettings(places(hers).settings))).map((each) => each.split('\t')[0] ?? '');
    expect(await offered('show', '')).toEqual(['7', '8', '9', '10']);
    expect(await offered('show', '1')).toEqual(['10']);
    expect(await offered('route', '')).toEqual(['billing']);
    expect(await offered('list', 'tag:')).toEqual(['tag:none']);
  });

  it('offers saved queries', async () => {
    expect(await lines('list', '@')).toEqual(['@mine\towner:me']);
  });

  it('offers drafts', async () => {
    await runIn({ home }, 'reply', '999', '--body', 'A text that found no ticket');
    const [draft = ''] = await lines('drafts', 'resume', '');
    expect(draft).toMatch(/^\w+\tdesk reply 999/);
  });

  it('says nothing of a desk that is damaged, and goes on with the rest', async () => {
    const file = join(home, 'damaged.db');
    writeFileSync(file, 'no desk at all');
    const other = testWorld({ home, env: { DESK_STORE: file } });
    expect(await answers(['show', ''], other, readSettings(places(other).settings))).toEqual([]);
    expect(await answers(['list', 'status:ne'], other, readSettings(places(other).settings))).toEqual(['status:new']);
  });
});

describe('tickets of a large desk', () => {
  const ticket = (id: number, status: Status = 'new') => ({ id, version: 1, subject: `No. ${id}`, status, priority: 'normal' as const });
  const tickets = [ticket(60_000), ticket(12_009), ticket(12_001, 'closed'), ticket(12_000), ticket(1_200), ticket(12)];
  /** Finds by the meaning of the query, the newest first; it knows no other order. */
  const backend = {
    plan: (query: Plan['query']) => ({ query }),
    async *find({ query: { condition } }: Plan, { order, limit = Infinity }: Want) {
      if (order !== 'newest') throw new Error('looks through all of a large desk');
      yield* tickets.filter((each) => match(condition, each, { subject: [], text: [] })).slice(0, limit);
    },
  } as unknown as Backend;
  const asking = { me: 'ana', now: '2026-11-21T12:00:00.000Z', signal: new AbortController().signal };

  it('come by their numbers, the longest first, without looking for the most pressing', async () => {
    const found: string[] = [];
    for await (const { word, says } of ticketsOn(backend, asking, { query: 'status:new,open', order: 'pressing' }, '12'))
      found.push(`${word} ${says}`);
    expect(found).toEqual(['12009 new: No. 12009', '12000 new: No. 12000', '1200 new: No. 1200', '12 new: No. 12']);
  });
});

describe('numbers that begin with digits', () => {
  it('names them all up to nine digits', () => {
    expect(idsBegun('1234567')).toEqual(['1234567', '12345670..12345679', '123456700..123456799']);
    expect(idsBegun('123456789')).toEqual(['123456789']);
    expect(idsBegun('1234567890')).toEqual(['1234567890']);
  });
});

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  const able = canType(shell);
  if (!able) console.warn(`\n  SKIPPED: the program behind completion in ${shell}, because ${shell} (or script) is not installed\n`);

  it.skipIf(!able)(`the program itself completes in ${shell}`, { timeout: 30_000 }, async () => {
    const typing = await typeInto(shell, asBuilt);
    expect(await typing.type('desk prioritize urg\t12 --dry\t\r', [], 'ran')).toEqual([
      ['asked', 'prioritize', 'urg'],
      ['asked', 'prioritize', 'urgent', '12', '--dry'],
      ['ran', 'prioritize', 'urgent', '12', '--dry-run'],
    ]);
    await typing.close();
  });
}
