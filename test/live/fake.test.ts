import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { play } from '../fakes/rt/play.ts';
import { theLab } from './lab.ts';

const recorded = join(import.meta.dirname, '../fakes/rt/recorded.json');

it('the fake Request Tracker was made after what a real one answers', { timeout: 120_000 }, async () => {
  const { url, users } = theLab();
  const heard = await play({ url, tokenOf: (name) => users.find((user) => user.name === name)?.token ?? '' });
  if (process.env['UPDATE'] === '1') writeFileSync(recorded, `${JSON.stringify(heard, undefined, 1)}\n`);
  expect(JSON.parse(readFileSync(recorded, 'utf8'))).toEqual(heard);
});
