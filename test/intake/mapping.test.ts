import { describe, expect, it } from 'vitest';
import { entriesOf, found, ticketOf, troubleOf } from './reading.ts';
import type { OpenOptions } from '../../src/intake/open.ts';
import type { TicketDraft } from '../../src/model/change.ts';

const draftsOf = async (csv: string, options?: OpenOptions): Promise<TicketDraft[]> =>
  (await entriesOf('a.csv', csv, options)).map((entry) => ticketOf(entry).ticket);

describe('columns that say by their names what they are', () => {
  it('become fields of a ticket where their values bear them out', async () => {
    const csv = [
      'Ticket ID,Short_Description,Description,Customer Email,Priority,incident_state,Assignment Group,Opened At,State,Contact type,Labels',
      '17,No refund,"Where is it?","Ann Lee <Ann@Example.com>",3 - Moderate,Awaiting User Info,Billing Team,2026-01-03T10:00:00+01:00,TX,Phone,"VIP, older customer"',
    ].join('\n');
    const [entry] = await entriesOf('a.csv', csv);
    expect(ticketOf(entry)).toEqual({
      kind: 'ticket',
      ticket: {
        subject: 'No refund',
        requester: 'ann@example.com',
        requesterName: 'Ann Lee',
        priority: 'normal',
        status: 'pending',
        queue: 'billing team',
        channel: 'phone',
        tags: ['vip', 'older-customer'],
        fields: { 'ticket-id': '17', state: 'TX' },
      },
      messages: [{ key: '1', kind: 'request', message: { body: 'Where is it?', author: 'ann@example.com', authorName: 'Ann Lee' } }],
      created: '2026-01-03T09:00:00.000Z',
      updates: [],
    });
  });

  it('stay custom fields where their values do not', async () => {
    expect(await draftsOf('subject,status,created\nx,TX,soon\ny,CA,later\n')).toEqual([
      { subject: 'x', fields: { status: 'TX', created: 'soon' } },
      { subject: 'y', fields: { status: 'CA', created: 'later' } },
    ]);
  });

  it('keep a word that says more than ours', async () => {
    expect(await draftsOf('subject,status\nx,Closed with explanation\ny,Resolved\nz,No idea\n')).toEqual([
      { subject: 'x', status: 'closed', fields: { status: 'Closed with explanation' } },
      { subject: 'y', status: 'solved' },
      { subject: 'z', fields: { status: 'No idea' } },
    ]);
  });

  it('take no topic for the category of a customer', async () => {
    expect(await draftsOf('text,category\nhello,user\n')).toEqual([{ subject: 'hello', fields: { category: 'user' } }]);
  });
});

describe('what nobody mapped', () => {
  it('is kept under the normal form of its column, each under its own', async () => {
    expect(await draftsOf('subject,Timely response?,Timely  Response,ZIP code\nx,Yes,No,1\n')).toEqual([
      { subject: 'x', fields: { 'timely-response': 'Yes', 'timely-response-2': 'No', 'zip-code': '1' } },
    ]);
  });

  it('is left out where it says nothing', async () => {
    expect(await draftsOf(String.raw`subject,a,b,c,d,e` + '\n' + String.raw`x,,?,NULL,\N,none` + '\n')).toEqual([
      { subject: 'x', fields: { e: 'none' } },
    ]);
  });
});

describe('a subject', () => {
  it.each([
    ['is the first words of the text', 'I cannot log in to my account any more since Monday', 'I cannot log in to my account…'],
    ['is a short text whole', 'I cannot log in!', 'I cannot log in!'],
    ['is cut within a word that never ends', 'x'.repeat(200), `${'x'.repeat(80)}…`],
    ['begins at the first line with a word', '"---\n\n  Hello there"', 'Hello there'],
  ])('%s', async (_, text, subject) => {
    expect((await draftsOf(`text,n\n${text},1\n`))[0]?.subject).toBe(subject);
  });

  it('is cut where it is longer than a line of a mail can be, and whole in the text', async () => {
    const [entry] = await entriesOf('a.csv', `subject,n\n${'long '.repeat(300)},1\n`);
    expect([ticketOf(entry).ticket.subject.length, ticketOf(entry).messages[0]?.message.body.length]).toEqual([1001, 1499]);
    const [other] = await entriesOf('a.csv', `subject,text\n${'long '.repeat(300)},hello\n`);
    expect(ticketOf(other).messages[0]?.message.body).toBe('hello');
  });

  it('is the number where there is no text, and the row is refused without either', async () => {
    const entries = await entriesOf('a.csv', 'number,subject,body,x\n7,,,a\n,,,b\n8,s,,\n');
    expect([ticketOf(entries[0]).ticket.subject, entries[1], ticketOf(entries[2]).ticket.subject]).toEqual([
      '7',
      { at: 'row 3', refused: 'nothing says what it is about: no subject, no text' },
      's',
    ]);
  });
});

describe('--map', () => {
  it('says what a column is, whatever its name', async () => {
    const map = ['subject=B', 'field.plan=c', 'category=d', 'text=a'];
    const [entry] = await entriesOf('a.csv', 'a,b,c,d\nhello,About,Pro,Model\n', { map });
    expect(ticketOf(entry).ticket).toEqual({ subject: 'About', category: 'model', fields: { plan: 'Pro' } });
    expect(ticketOf(entry).messages[0]?.message.body).toBe('hello');
  });

  it('refuses a row with a word that nobody told, where another would only be kept', async () => {
    const entries = await entriesOf('a.csv', 'subject,x\na,odd\nb,open\n', { map: ['status=x'] });
    expect(entries[0]).toEqual({ at: 'row 2', refused: 'x: "odd" is no status that we know: --value "status:odd=…" says what it is' });
    expect(ticketOf(entries[1]).ticket.status).toBe('open');
  });

  it.each([
    ['subjct=a', 'no field is called "subjct"', 'did you mean subject?'],
    ['subject=descriptoin', 'no column is called "descriptoin"', 'did you mean "description"?'],
    ['subject', '--map subject: a field, then =, then a column', 'like --map subject=Issue'],
  ])('%s is a mistake that is pointed out', async (typed, message, hint) => {
    const trouble = await troubleOf(entriesOf('a.csv', 'a,description\n1,2\n', { map: [typed] }));
    expect(trouble).toMatchObject({ kind: 'usage', message, hint: expect.stringContaining(hint) });
  });

  it('maps a field once', async () => {
    expect(await troubleOf(entriesOf('a.csv', 'a,b\n1,2\n', { map: ['subject=a', 'subject=b'] }))).toMatchObject({
      kind: 'usage',
      message: 'subject is mapped twice: "a" and "b"',
    });
  });
});

describe('--value', () => {
  it('says what a word of theirs is, in fields with few words and in others', async () => {
    const values = ['status:in limbo=hold', 'queue:grp 1=billing', 'priority:3 - Moderate=high'];
    expect(await draftsOf('subject,status,group,priority\nx,In Limbo,GRP 1,3 - moderate\n', { values })).toEqual([
      { subject: 'x', status: 'hold', queue: 'billing', priority: 'high' },
    ]);
  });

  it.each([
    ['status:x=opn', '"opn" is no status', 'did you mean open?'],
    ['stats:x=open', 'no field is called "stats"', 'did you mean status?'],
    ['status=open', '--value status=open: field:theirs=ours', 'like --value'],
  ])('%s is a mistake that is pointed out', async (typed, message, hint) => {
    expect(await troubleOf(entriesOf('a.csv', 'subject\nx\n', { values: [typed] }))).toMatchObject({
      kind: 'usage',
      message,
      hint: expect.stringContaining(hint),
    });
  });
});

describe('dates', () => {
  const created = async (cells: readonly string[], dates?: string): Promise<unknown[]> => {
    const entries = await entriesOf(
      'a.csv',
      ['subject;created', ...cells.map((cell) => `x;${cell}`)].join('\n'),
      dates === undefined ? {} : { dates },
    );
    return entries.map((entry) => ('refused' in entry ? entry.refused : ticketOf(entry).created));
  };

  it.each([
    [
      ['2026-01-03', '2026-01-03 14:02', '2026-01-03T14:02:03.5+02:00'],
      ['2026-01-03T00:00:00.000Z', '2026-01-03T14:02:00.000Z', '2026-01-03T12:02:03.500Z'],
    ],
    [
      ['Tue, 10 May 2005 15:27:03 -0500', '10 May 2005'],
      ['2005-05-10T20:27:03.000Z', '2005-05-10T00:00:00.000Z'],
    ],
    [
      ['1767441600', '1767441600000'],
      ['2026-01-03T12:00:00.000Z', '2026-01-03T12:00:00.000Z'],
    ],
    [
      ['3/4/2026', '3/19/2026'],
      ['2026-03-04T00:00:00.000Z', '2026-03-19T00:00:00.000Z'],
    ],
    [
      ['3-4-2026 8:05', '19-3-2026'],
      ['2026-04-03T08:05:00.000Z', '2026-03-19T00:00:00.000Z'],
    ],
    [['3.4.2026'], ['2026-04-03T00:00:00.000Z']],
  ])('reads %j', async (cells, instants) => {
    expect(await created(cells)).toEqual(instants);
  });

  it('refuses to guess which is the day', async () => {
    expect(await troubleOf(created(['3/4/2026', '5/6/2026']))).toMatchObject({
      kind: 'usage',
      message: 'the dates in "created" can be read in two ways (3/4/2026)',
      hint: 'say which: --dates dd/mm/yyyy or --dates mm/dd/yyyy',
    });
  });

  it('takes the word of --dates, and refuses the rows that are not so', async () => {
    expect(await created(['3/4/2026', '13/4/2026', '4/13/2026'], 'dd/mm/yyyy')).toEqual([
      '2026-04-03T00:00:00.000Z',
      '2026-04-13T00:00:00.000Z',
      'created: "4/13/2026" is no date that can be read',
    ]);
  });

  it('knows a pattern of a date from other words', async () => {
    expect(await troubleOf(created(['3/4/2026'], 'day first'))).toMatchObject({
      kind: 'usage',
      message: '--dates day first: no pattern of a date',
    });
  });

  it('gives an end only to what has ended', async () => {
    const drafts = await draftsOf('subject,status,closed\nx,open,2026-01-04\ny,closed,2026-01-04\n');
    expect(drafts).toEqual([
      { subject: 'x', status: 'open' },
      { subject: 'y', status: 'closed', closed: '2026-01-04T00:00:00.000Z' },
    ]);
  });
});

describe('the key of a row', () => {
  const keys = async (csv: string, options?: OpenOptions): Promise<string[]> =>
    (await entriesOf('a.csv', csv, options)).map((entry) => found(entry).key);

  it('is that of its number and date, whatever else changed, and however it is mapped', async () => {
    const before = await keys('id,created,subject,status\n1,2026-01-03,x,open\n');
    expect(await keys('id,created,subject,status\n1,2026-01-03,y,closed\n', { map: ['subject=status'] })).toEqual(before);
    expect(await keys('id,created,subject,status\n1,2026-01-04,x,open\n')).not.toEqual(before);
  });

  it('is that of all it says, and of how many like it came before, without them', async () => {
    const [first, second, third] = await keys('subject,n\nhello,1\nhello,1\nhello,2\n');
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await keys('subject,n\nhello,2\nhello,1\nhello,1\n')).toEqual([third, first, second]);
  });

  it('is nobody else’s: rows with one number that say different things are refused', async () => {
    const entries = await entriesOf('a.csv', 'id,created,subject\n1,2026-01-03,x\n1,2026-01-03,x\n1,2026-01-03,y\n');
    expect(entries.map((entry) => 'refused' in entry)).toEqual([false, false, true]);
    expect(entries[2]).toMatchObject({ refused: expect.stringContaining('--group "id"') });
  });
});

it('needs a column that says what a ticket is about', async () => {
  expect(await troubleOf(entriesOf('a.csv', 'colour,size\nred,1\n'))).toMatchObject({
    kind: 'usage',
    message: 'no column says what a ticket is about',
    hint: expect.stringContaining('colour, size'),
  });
});

it('says what of a text did not come through', async () => {
  const [entry] = await entriesOf('a.csv', Buffer.from('subject,body\nx,caf\xe9 and\0 more\n', 'latin1'));
  expect(ticketOf(entry).messages[0]?.message.body).toBe('caf\uFFFD and more');
  expect(found(entry).notes).toEqual(['some characters could not be read and stand as \uFFFD', 'NUL characters were left out']);
});

it('reads an export of ours in CSV without what follows from the rest', async () => {
  const csv =
    'id,subject,status,requester,category,version,messages,updated,waiting,field.plan\n7,Refund,open,ann@example.com,model,3,2,2026-01-03T00:00:00.000Z,60,Pro\n';
  expect(await draftsOf(csv)).toEqual([
    { subject: 'Refund', status: 'open', requester: 'ann@example.com', category: 'model', fields: { plan: 'Pro' } },
  ]);
});
