import { describe, expect, it } from 'vitest';
import { follow, type Followed, patiently } from '../../src/backend/follow.ts';
import { DeskError, type Kind } from '../../src/errors.ts';
import type { Event } from '../../src/model/event.ts';
import { collect } from '../../src/model/stream.ts';

const event = (id: number): Event => ({
  cursor: String(id),
  ticket: 1,
  at: '2026-11-21T12:00:00.000Z',
  by: 'ana',
  kind: 'note',
  operation: 'op',
  before: {},
  after: {},
  message: null,
  other: null,
  moved: null,
});

/** What is asked of a desk, one after the other: so many events, or an error that comes after them. */
type Answer = { readonly events: readonly number[]; readonly error?: Kind };

/** A desk that answers so, and then ends whoever follows it. */
function desk(answers: readonly Answer[]): {
  readonly followed: Followed;
  readonly asked: (string | undefined)[];
  readonly signal: AbortSignal;
} {
  const control = new AbortController();
  const asked: (string | undefined)[] = [];
  const left = [...answers];
  const followed: Followed = {
    async *events(after) {
      asked.push(after);
      const { events, error } = left.shift() ?? { events: [] };
      yield* events.map(event);
      if (error) throw new DeskError(error, `it is ${error}`);
      if (left.length === 0) control.abort();
    },
    last: async () => '7',
    news: async () => {},
  };
  return { followed, asked, signal: control.signal };
}

const cursorsOf = async (events: AsyncIterable<Event>): Promise<readonly string[]> => (await collect(events)).map(({ cursor }) => cursor);

describe('who follows a desk', () => {
  it('begins with what happens from now on, or after a cursor', async () => {
    const [now, since] = [desk([{ events: [8] }]), desk([{ events: [4] }])];
    expect(await cursorsOf(follow(now.followed, undefined, now.signal))).toEqual(['8']);
    expect(await cursorsOf(follow(since.followed, '3', since.signal))).toEqual(['4']);
    expect([now.asked, since.asked]).toEqual([['7'], ['3']]);
  });

  it('is told each event once, also when the desk goes away in the middle', async () => {
    const { followed, asked, signal } = desk([{ events: [1, 2] }, { events: [3], error: 'unreachable' }, { events: [4] }, { events: [] }]);
    expect(await cursorsOf(follow(followed, '0', signal))).toEqual(['1', '2', '3', '4']);
    expect(asked).toEqual(['0', '2', '3', '4']);
  });

  it('hears once that a desk is away, and again the next time', async () => {
    const away: string[] = [];
    const gone: Answer = { events: [], error: 'unreachable' };
    const { followed, signal } = desk([gone, gone, { events: [1] }, gone, { events: [2] }]);
    expect(await cursorsOf(follow(followed, '0', signal, ({ message }) => away.push(message)))).toEqual(['1', '2']);
    expect(away).toEqual(['it is unreachable', 'it is unreachable']);
  });

  it('is told what waiting does not mend', async () => {
    const { followed, signal } = desk([{ events: [1], error: 'signed-out' }]);
    await expect(collect(follow(followed, '0', signal))).rejects.toMatchObject({ kind: 'signed-out' });
  });
});

describe('patience', () => {
  it('asks until the desk can be reached, and not when something else is wrong', async () => {
    let tries = 0;
    const ask = async (): Promise<string> => {
      tries += 1;
      if (tries < 2) throw new DeskError('unreachable', 'gone');
      return 'there';
    };
    const { signal } = new AbortController();
    expect(await patiently(ask, signal)).toBe('there');
    await expect(patiently(() => Promise.reject(new DeskError('denied', 'no')), signal)).rejects.toMatchObject({ kind: 'denied' });
  });

  it('ends with whoever asks', async () => {
    const control = new AbortController();
    const asked = patiently(() => Promise.reject(new DeskError('unreachable', 'gone')), control.signal);
    control.abort();
    expect(await asked).toBeUndefined();
  });
});
