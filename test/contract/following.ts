import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import type { Event } from '../../src/model/event.ts';
import { collect } from '../../src/model/stream.ts';
import { after, create, letItBe, make, never, noon, type Premises, type Subject } from './desk.ts';

/** What somebody hears who follows a desk. */
interface Listener {
  readonly heard: readonly Event[];
  /** Resolves when as much was heard; rejects when following failed. */
  readonly until: (count: number) => Promise<void>;
  /** Ends following; resolves when it has ended. */
  readonly end: () => Promise<void>;
}

function listen(backend: Backend, since?: string): Listener {
  const control = new AbortController();
  const heard: Event[] = [];
  let tell = (): void => undefined;
  const running = (async () => {
    for await (const event of backend.follow(since, control.signal)) {
      heard.push(event);
      tell();
    }
  })();
  const until = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      tell = () => void (heard.length >= count && resolve());
      tell();
      running.then(() => reject(new Error('following ended')), reject);
    });
  return { heard, until, end: async () => (control.abort(), running) };
}

const told = (events: readonly Event[]) => events.map(({ ticket, kind, by }) => [ticket, kind, by]);

/** Whoever follows a desk hears all that happens, once, in its order. */
export function following(subject: Subject): void {
  let desk: Premises;
  let ana: Backend;
  let ben: Backend;
  beforeAll(async () => {
    desk = await subject.open();
    [ana, ben] = [await desk.as('ana'), await desk.as('ben')];
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  it('tells what happens from a cursor on, and goes on, in the order of the cursors', { timeout: 60_000 }, async () => {
    await create(ana);
    const since = await ana.latest(never);
    const id = await create(ana);
    await using listener = disposable(listen(ben, since));
    await listener.until(1);
    await make(ben, id, { kind: 'claim', steal: false });
    await listener.until(2);
    await make(ana, id, { kind: 'prioritize', to: 'urgent' });
    await make(ana, id, { kind: 'note', message: { body: 'Look' } });
    await listener.until(4);
    expect(told(listener.heard)).toEqual([
      [id, 'create', 'ana'],
      [id, 'claim', 'ben'],
      [id, 'prioritize', 'ana'],
      [id, 'note', 'ana'],
    ]);
    const cursors = listener.heard.map(({ cursor }) => cursor);
    expect(cursors).toEqual((await collect(ana.events(since, never))).map(({ cursor }) => cursor));
    expect(await ana.latest(never)).toBe(cursors.at(-1));
  });

  it('goes on from the cursor of an event without it', { timeout: 60_000 }, async () => {
    const since = await ana.latest(never);
    const id = await create(ana);
    await make(ana, id, { kind: 'prioritize', to: 'high' });
    const [first] = await collect(ana.events(since, never));
    await using listener = disposable(listen(ana, first?.cursor));
    await listener.until(1);
    expect(told(listener.heard)).toEqual([[id, 'prioritize', 'ana']]);
  });

  it('knows the cursor of the last thing before a moment', async () => {
    await letItBe(desk, after(5));
    const before = await ana.latest(never);
    await letItBe(desk, after(6));
    const id = await create(ana);
    await make(ana, id, { kind: 'prioritize', to: 'low' });
    const events = await collect(ana.events(before, never));
    const moment = events[0]?.at ?? noon;
    expect(await ana.latest(never, moment)).toBe(before);
    expect(await collect(ana.events(await ana.latest(never, after(1_000_000)), never))).toEqual([]);
    expect(await collect(ana.events(await ana.latest(never, '2001-01-01T00:00:00.000Z'), never))).toEqual(
      await collect(ana.events(undefined, never)),
    );
  });

  it('ends when it is not wanted any more, and refuses what is no cursor', async () => {
    const listener = listen(ana);
    await listener.end();
    await expect(collect(ana.follow('yesterday', never))).rejects.toMatchObject({ kind: 'usage' });
    await expect(collect(ana.follow('999999999', never))).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('was it restored') as string,
    });
  });
}

const disposable = (listener: Listener): Listener & AsyncDisposable => ({ ...listener, [Symbol.asyncDispose]: listener.end });
