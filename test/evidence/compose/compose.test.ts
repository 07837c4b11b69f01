import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backend/backend.ts';
import { DeskError } from '../../../src/errors.ts';
import { compose, type ComposeTools } from '../../../src/evidence/compose/compose.ts';
import { partName } from '../../../src/evidence/compose/part-name.ts';
import type { Message } from '../../../src/model/message.ts';

const request: Message = {
  id: 1,
  ticket: 12,
  kind: 'request',
  author: 'eva@firma.example',
  authorName: null,
  at: '2026-11-20T12:00:00.000Z',
  body: 'Dobrý deň, nejde nám pošta, prosím o pomoc.',
  cc: [],
  bcc: [],
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments: [],
};

const backend = {
  get: async () => ({ id: 12, subject: 'Mail \u001b[31m', requester: 'eva@firma.example', language: null, created: request.at }),
  thread: async function* () {
    yield request;
  },
  whoami: async () => ({ name: 'ana', role: 'agent', queues: [] }),
  people: async function* () {
    yield { address: 'eva@firma.example.org', name: 'Somebody else' };
    yield { address: 'eva@firma.example', name: 'Eva\nNová' };
  },
} as unknown as Backend;

const tools: ComposeTools = {
  backend,
  folder: '/nowhere',
  language: 'en',
  maker: async (kind) => async (argument) => {
    if (argument === 'gone') throw new DeskError('refused', 'it changed');
    return { name: `${kind}:${argument}`, text: `[${kind} ${argument}]`, ...(kind === 'log' && { unmasked: `<${argument}>` }) };
  },
  signal: new AbortController().signal,
};

const composed = (body: string, ...parts: readonly string[]) => compose(12, body, parts.map(partName), tools);

describe('a reply put together', () => {
  it('is the text, then the parts in the order given', async () => {
    expect(await composed('Text.', 'log:1-2', 'kb:a', 'billing')).toEqual({
      body: 'Text.\n\n[log 1-2]\n\n[kb a]\n\n[billing ]',
      parts: ['[log 1-2]', '[kb a]', '[billing ]'],
      unmasked: '<1-2>',
      writes: 'Slovak, in Latin letters',
    });
    expect((await composed('Text.', 'kb:a', 'log:1-2')).body).toBe('Text.\n\n[kb a]\n\n[log 1-2]');
  });

  it('has a template around the text and the parts after it, in the language of the requester', async () => {
    expect((await composed('Text.', 'log:1', 'tpl:greeting', 'log:2')).body).toBe(
      '[log 1]\n\nDobrý deň,\n\nText.\n\n[log 2]\n\nS pozdravom\nAna',
    );
  });

  it('may have templates within templates', async () => {
    const { body, parts } = await composed('Text.', 'tpl:greeting', 'tpl:billing-handover', 'billing');
    expect(body).toMatch(/^Dobrý deň,\n\nText\.\n\nTúto platbu[^]*priamo naň:\n\n\[billing \]\n\nKeď tam[^]*\n\nS pozdravom\nAna$/);
    expect(parts).toEqual(['[billing ]']);
  });

  it('has the text once, and none where nothing was typed', async () => {
    expect((await composed('Text.', 'tpl:greeting', 'tpl:greeting')).body.match(/Text\./g)).toHaveLength(1);
    expect((await composed('', 'tpl:outage')).body).toMatch(/^Ďakujeme/);
  });

  it('says what keeps a part from being made', async () => {
    await expect(composed('Text.', 'kb:gone')).rejects.toMatchObject({ kind: 'refused', message: 'it changed' });
    await expect(composed('Text.', 'tpl:none')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('shows names of strangers on one line and without what steers a terminal', async () => {
    const body = (
      await compose(12, '', [partName('tpl:greeting')], {
        ...tools,
        language: 'en',
        backend: { ...backend, thread: async function* () {} } as Backend,
      })
    ).body;
    expect(body).toMatch(/^Hello Eva Nová,/);
  });
});
