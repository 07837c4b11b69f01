import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testDesk, type TestDesk } from './desk.ts';

const found = async ({ engine }: TestDesk, word: string): Promise<readonly unknown[]> =>
  (await engine.all(engine.dialect.found({ within: 'all', words: [word], prefix: false }))).map((row) => row['ticket']);

/** All bytes that the desk has on the disk. */
function bytes({ path }: TestDesk): string {
  const folder = dirname(path);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

describe('delete', () => {
  test('takes a ticket out of the lists and out of reach, and keeps its texts', async () => {
    await using desk = await testDesk();
    const id = await desk.make({ subject: 'Refund' }, 'please');
    const { did, ticket } = await desk.do(id, { kind: 'delete', as: 'spam' });
    expect({ did, gone: ticket.gone, version: ticket.version, subject: ticket.subject }).toEqual({
      did: 'done',
      gone: 'spam',
      version: 2,
      subject: 'Refund',
    });
    expect(await desk.rows(`SELECT active, gone FROM ticket`)).toEqual([{ active: 0, gone: 'spam' }]);
    expect(await desk.rows(`SELECT kind, before, after FROM event WHERE kind = 'delete'`)).toEqual([
      { kind: 'delete', before: '{"gone":null}', after: '{"gone":"spam"}' },
    ]);
    expect((await desk.refused(id, { kind: 'claim', steal: false })).kind).toBe('not-found');
    expect((await desk.refused(id, { kind: 'delete', as: 'deleted' })).kind).toBe('not-found');
    expect((await desk.do(id, { kind: 'delete', as: 'spam' })).did).toBe('unchanged');
  });
});

test('a ticket that is deleted is no longer linked, which the others tell', async () => {
  await using desk = await testDesk();
  for (let id = 1; id <= 3; id++) await desk.make();
  await desk.do(1, { kind: 'link', relation: 'parent', to: 2 });
  await desk.do(1, { kind: 'link', relation: 'related', to: 2 });
  await desk.do(2, { kind: 'link', relation: 'blocks', to: 3 });
  const { ticket } = await desk.do(1, { kind: 'delete', as: 'deleted' });
  expect([ticket.links, (await desk.get(1)).links, (await desk.get(2)).links, (await desk.get(3)).links]).toEqual([0, 0, 1, 1]);
  expect(await desk.rows('SELECT * FROM link ORDER BY ticket')).toEqual([
    { ticket: 2, relation: 'blocks', other: 3 },
    { ticket: 3, relation: 'blocked-by', other: 2 },
  ]);
  expect(await desk.rows(`SELECT ticket, other FROM event WHERE kind = 'unlink' ORDER BY id`)).toEqual([
    { ticket: 2, other: 'child:1' },
    { ticket: 2, other: 'related:1' },
  ]);
});

describe('erase', () => {
  const secrets = [
    'Zweieinhalb',
    'kaltblau',
    'quittengelb',
    'wasserfest',
    'Rita',
    'rita@acme',
    'boss@acme',
    'bcc@acme',
    'vip-tag',
    'hinten',
    'platin',
  ];

  async function withSecrets(desk: TestDesk): Promise<number> {
    const id = await desk.make(
      {
        subject: 'Zweieinhalb',
        requesterName: 'Rita Meyer',
        cc: ['boss@acme.com'],
        tags: ['vip-tag'],
        place: 'hinten',
        fields: { plan: 'platin' },
      },
      'kaltblau gestreift',
    );
    const file = { name: 'quittengelb.txt', type: 'text/plain', content: Buffer.from('wasserfest und dicht') };
    await desk.do(id, { kind: 'reply', message: { body: 'kaltblau?', attachments: [file], bcc: ['bcc@acme.com'] } });
    await desk.do(id, {
      kind: 'receive',
      message: { author: 'rita@acme.com', authorName: 'Rita M.', body: 'ja', messageId: 'abc@acme.com' },
    });
    await desk.do(id, { kind: 'set', values: { subject: 'anders' } });
    return id;
  }

  test('takes texts and people away for good, and leaves what happened when by which agent', async () => {
    await using desk = await testDesk();
    const id = await withSecrets(desk);
    expect(secrets.filter((word) => bytes(desk).includes(word)).length).toBeGreaterThan(5);

    await desk.do(id, { kind: 'delete', as: 'erased' });

    expect(await desk.get(id)).toMatchObject({
      subject: '',
      requester: null,
      cc: [],
      tags: [],
      place: null,
      fields: {},
      gone: 'erased',
      messages: 3,
      version: 5,
    });
    expect(await desk.rows('SELECT kind, author, author_name, body, cc, bcc, message_id FROM message ORDER BY id')).toEqual([
      { kind: 'request', author: '', author_name: null, body: '', cc: '[]', bcc: '[]', message_id: null },
      { kind: 'reply', author: 'ann', author_name: null, body: '', cc: '[]', bcc: '[]', message_id: null },
      { kind: 'request', author: '', author_name: null, body: '', cc: '[]', bcc: '[]', message_id: null },
    ]);
    expect(await desk.rows('SELECT kind, by, before, after FROM event ORDER BY id')).toEqual([
      { kind: 'create', by: 'ann', before: '{}', after: '{}' },
      { kind: 'reply', by: 'ann', before: '{}', after: '{}' },
      { kind: 'receive', by: 'ann', before: '{}', after: '{}' },
      { kind: 'set', by: 'ann', before: '{}', after: '{}' },
      { kind: 'delete', by: 'ann', before: '{"gone":null}', after: '{"gone":"erased"}' },
    ]);
    for (const table of ['attribute', 'attachment', 'blob', 'person']) expect(await desk.rows(`SELECT * FROM ${table}`)).toEqual([]);
    for (const word of ['zweieinhalb', 'kaltblau', 'anders']) expect(await found(desk, word)).toEqual([]);
  });

  test.each([
    { index: 'grown', before: async () => undefined },
    { index: 'in one piece', before: (desk: TestDesk) => desk.engine.scrub() },
  ])('leaves nothing of them in the files of the desk, its index $index', async ({ before }) => {
    await using desk = await testDesk();
    const id = await withSecrets(desk);
    await desk.make({ subject: 'another', requester: 'tom@ex.com' }, 'which stays', 'tom@ex.com');
    await before(desk);
    await desk.do(id, { kind: 'delete', as: 'erased' });
    const left = bytes(desk).toLowerCase();
    expect(secrets.filter((word) => left.includes(word.toLowerCase()))).toEqual([]);
    expect(await desk.rows('SELECT address FROM person')).toEqual([{ address: 'tom@ex.com' }]);
    expect(await found(desk, 'stays')).toEqual([2]);
  });

  test('leaves a file and a person that another ticket has too', async () => {
    await using desk = await testDesk();
    const attachments = [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('both have it') }];
    const [first, second] = [await desk.make(), await desk.make()];
    for (const id of [first, second]) await desk.do(id, { kind: 'note', message: { body: 'see file', attachments } });
    await desk.do(first, { kind: 'delete', as: 'erased' });
    expect(await desk.rows('SELECT CAST(content AS TEXT) AS content FROM blob')).toEqual([{ content: 'both have it' }]);
    expect(await desk.rows('SELECT address FROM person')).toEqual([{ address: 'rita@acme.com' }]);
    await desk.do(second, { kind: 'delete', as: 'erased' });
    expect(await desk.rows('SELECT * FROM blob')).toEqual([]);
    expect(await desk.rows('SELECT * FROM person')).toEqual([]);
  });

  test('is still possible when the ticket was deleted before', async () => {
    await using desk = await testDesk();
    const id = await desk.make({ subject: 'kaltblau' });
    await desk.do(id, { kind: 'delete', as: 'deleted' });
    expect(await desk.do(id, { kind: 'delete', as: 'erased' })).toMatchObject({ did: 'done', ticket: { gone: 'erased', subject: '' } });
    expect((await desk.do(id, { kind: 'delete', as: 'erased' })).did).toBe('unchanged');
    expect((await desk.refused(id, { kind: 'delete', as: 'deleted' })).kind).toBe('not-found');
  });
});
