import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { told } from '../../src/notice/shipped/shipped.ts';
import { type Mailbox, mailbox } from '../fakes/mailbox.ts';
import { arrivalsAt, rita } from './sender.ts';
import { writers } from './writers.ts';

let box: Mailbox;
const desk = arrivalsAt(() => box);
beforeAll(async () => {
  box = await mailbox();
});
afterAll(() => box[Symbol.asyncDispose]());

describe('a receipt', () => {
  const lure = 'Your parcel waits: https://evil.example/pay';
  const name = 'Click https://evil.example';
  const ask = (author: string, proof?: 'agent') =>
    ({
      kind: 'create',
      ticket: { subject: lure, requester: rita, requesterName: name },
      message: { author: rita, authorName: name, body: author, ...(proof && { proof }) },
    }) as const;

  it.each(writers)('brings to an address that anybody may have written nothing that they wrote: %s', async (language, body) => {
    await using one = await desk();
    await one.desk.do('new', ask(body));
    const [receipt] = await one.arrived();
    expect(receipt?.subject).toBe(`[#1] ${language === 'sr-latn' ? 'Primili smo vašu poruku' : await told('received-subject', language)}`);
    expect(receipt?.text).toContain('1');
    for (const part of [receipt?.subject, receipt?.text, receipt?.html, receipt?.whole])
      expect(part).not.toMatch(/evil|parcel|click|“”|„”|„“|«»/i);
    expect(receipt?.head.of('to')).toBe(rita);
  });

  it('to whom the channel proved says what it is about', async () => {
    await using one = await desk();
    await one.desk.do('new', ask('please', 'agent'));
    const [receipt] = await one.arrived();
    expect(receipt?.subject).toBe(`[#1] ${lure}`);
    expect(receipt?.text).toContain(`“${lure}”`);
    expect(receipt?.head.of('to')).toContain('evil.example');
  });

  it("in one's own words has no more of it", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-mail-'));
    mkdirSync(join(folder, 'mail'));
    writeFileSync(join(folder, 'mail', 'received.md'), '<{{ requester.name }}{{ ticket.subject }}> {{ ticket.id }}');
    writeFileSync(join(folder, 'mail', 'received-subject.md'), 'Got it{{ ticket.subject }}');
    await using one = await desk({ raw: { templates: { folder } } });
    await one.desk.do('new', ask('please'));
    const [receipt] = await one.arrived();
    rmSync(folder, { recursive: true });
    expect([receipt?.subject, receipt?.text]).toEqual(['[#1] Got it', '<> 1']);
  });
});
