import { describe, expect, it } from 'vitest';
import { changing } from './changing.ts';
import type { Subject } from './desk.ts';
import { filing } from './filing.ts';
import { finding } from './finding.ts';
import { following } from './following.ts';
import { reading } from './reading.ts';
import { safety } from './safety.ts';

/**
 * Everything that a backend owes whoever uses the port: reading, finding, changing, once, conflict, failing, closing. What it says it can do happens and
 * means the right thing; what it cannot do is refused with nothing changed. Resolves once its tests are known.
 */
export async function contract(subject: Subject): Promise<void> {
  await using desk = await subject.open();
  const { can } = await desk.as('ana');
  describe(`the contract of a backend: ${subject.name}`, () => {
    describe('reading', () => {
      reading(subject, can);
    });
    describe('finding', () => {
      finding(subject, can);
    });
    describe('following', () => {
      following(subject);
    });
    describe('who is on file', () => {
      filing(subject);
    });
    describe('changing', () => {
      changing(subject, can);
    });
    describe('safety', () => {
      safety(subject, can);
    });
    describe('failing', () => {
      it.each(subject.failing)('$says is told as $kind', async ({ kind, attempt }) => {
        await expect(attempt()).rejects.toMatchObject({ name: 'DeskError', kind });
      });
    });
  });
}
