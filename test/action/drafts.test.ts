import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Draft, draftsIn } from '../../src/action/drafts.ts';

const draft: Draft = { id: 'abc', at: '2026-11-21T12:00:00.000Z', command: ['note', '1'], body: 'Call me.', operation: 'op' };

describe('drafts', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'desk-drafts-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are files for their user alone', async () => {
    const drafts = draftsIn(join(folder, 'in'));
    await drafts.keep(draft);
    expect(await drafts.list()).toEqual([draft]);
    expect(statSync(join(folder, 'in')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'in', 'abc.json')).mode & 0o777).toBe(0o600);
  });

  it('that cannot be kept leave nothing of the text behind', async () => {
    mkdirSync(join(folder, 'abc.json'));
    await expect(draftsIn(folder).keep(draft)).rejects.toMatchObject({ kind: 'settings' });
    expect(readdirSync(folder)).toEqual(['abc.json']);
  });
});
