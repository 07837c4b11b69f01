import { expect, it } from 'vitest';
import { collect } from '../../src/model/stream.ts';
import type { IssuedToken } from '../../src/model/token.ts';
import { type Instant, later } from '../../src/model/time.ts';
import { never, noon, served } from './served.ts';

const [soon, late] = [later(noon, 60_000), later(noon, 120_000)];

it.each<[string, string, Instant | null, Instant | null, Instant | null]>([
  ['never ends', 'ben', soon, null, soon],
  ['ends later', 'ben', soon, late, soon],
  ['ends sooner', 'ben', late, soon, soon],
  ['ends, by one that does not', 'ben', null, late, late],
  ['never ends, by one that does not', 'ben', null, null, null],
  ['never ends, of who looks after the desk', 'ana', soon, null, null],
])('makes no token that outlives the one that is shown: one that %s', async (_, agent, own, asked, expires) => {
  await using desk = await served();
  const { text } = await desk.desk.keeper.tokens.issue({ agent, name: '', expires: own }, never);
  const answer = await fetch(`${desk.url}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agent, name: 'for ever', expires: asked }),
  });
  expect(((await answer.json()) as IssuedToken).token).toMatchObject({ agent, expires });
});

it('says with which token one was made over the wire, whatever the caller says', async () => {
  await using desk = await served();
  const { text, token } = await desk.desk.keeper.tokens.issue({ agent: 'ben', name: 'first', expires: null }, never);
  const post = (body: object) =>
    fetch(`${desk.url}/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await post({ agent: 'ben', name: 'forged', expires: null, maker: 99 })).status).toBe(400);
  expect((await post({ agent: 'ben', name: 'second', expires: null })).status).toBe(200);
  const tokens = await collect(desk.desk.keeper.tokens.list('ben', never));
  expect(tokens.map(({ name, maker }) => [name, maker])).toEqual([
    ['first', null],
    ['second', token.id],
  ]);
});
