import { expect, it } from 'vitest';
import { served, type ServedDesk } from './served.ts';

const probe = (desk: ServedDesk, path: string): Promise<number> => fetch(desk.url + path).then(({ status }) => status);

/** The desk answers as it is told to when it is asked what happened last; tells how often it was. */
function answering(desk: ServedDesk, latest: () => Promise<undefined>): () => number {
  let asked = 0;
  Object.assign(desk.desk, { latest: () => ((asked += 1), latest()) });
  return () => asked;
}

it('is alive, and ready as long as its desk answers', async () => {
  await using desk = await served();
  expect([await probe(desk, '/healthz'), await probe(desk, '/readyz')]).toEqual([200, 200]);
  answering(desk, () => Promise.reject(new Error('no database')));
  expect([await probe(desk, '/healthz'), await probe(desk, '/readyz')]).toEqual([200, 500]);
});

it('is not ready when its desk hangs, which is not asked for each who asks, and ready again afterwards', async () => {
  await using desk = await served({ limits: { readyMs: 100 } });
  const asked = answering(desk, () => new Promise(() => {}));
  const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${desk.url}/readyz`)));
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
  expect(await answers[0]?.json()).toMatchObject({ error: { kind: 'unreachable' } });
  expect(asked()).toBe(1);
  answering(desk, async () => undefined);
  expect(await probe(desk, '/readyz')).toBe(200);
});

it('is asked for ever by nobody, and every second by whoever watches, whatever else comes from there', async () => {
  await using desk = await served({ limits: { probes: 3, withoutToken: 1 } });
  expect([await probe(desk, '/v1'), await probe(desk, '/v1')]).toEqual([200, 429]);
  const statuses: number[] = [];
  for (let nth = 0; nth < 5; nth += 1) statuses.push(await probe(desk, '/readyz'));
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
});
