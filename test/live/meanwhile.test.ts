import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { type Between, between } from '../fakes/between.ts';
import { create, get, make, thread } from '../contract/desk.ts';
import { asked, letAgents, newToken, revoke } from './breaking.ts';
import { deskOf, emptied, mailsWith, theLab } from './lab.ts';
import { expectOnce, operationIn, outcomesIn, signedIn, timesDone, tokenOf } from './scene.ts';

/** Something changes at RT between the look at a ticket and the change of it: a token, a right, a ticket that is merged. */
const lab = theLab();
const many = 12;
let way: Between;
let ben: Backend;
let ids: readonly number[];

const open = (subject: string): Promise<number> => create(ben, { subject, requester: 'rita@customer.test' });

beforeAll(async () => {
  emptied(lab);
  way = await between(lab.url);
  ben = await deskOf(lab, 'ben', () => new Date().toISOString());
  const opened: number[] = [];
  for (let nth = 0; nth < many; nth += 1) opened.push(await open(`Ticket ${nth}`));
  ids = opened;
}, 120_000);
afterAll(async () => {
  await ben[Symbol.asyncDispose]();
  await way[Symbol.asyncDispose]();
});
beforeEach(() => way.mend());

const replied = "type = 'Correspond'";
const prioritized = "field = 'Priority'";
const range = (): string => `${ids[0]}-${ids.at(-1)}`;
const unpressing = (): Promise<unknown> => asked(lab, `DELETE FROM transactions WHERE ${prioritized}; UPDATE tickets SET priority = 0`);

describe('a token that is taken back meanwhile', () => {
  it('before a reply: signed out, its text is kept, and goes out once with another token', async () => {
    const token = await newToken(lab, 'ana');
    await using place = await signedIn(way.url, token);
    const ticket = await open('One');
    const body = `Signed out of ${ticket} in between.`;
    way.let({ meanwhile: () => revoke(lab, token) }, /^POST .*correspond/);
    const told = await place.desk('reply', `${ticket}`, '--body', body);
    expect(told).toMatchObject({ code: 3, stderr: expect.stringContaining('desk auth login') });
    expect(mailsWith(lab, body)).toEqual([]);
    await place.signIn(tokenOf(lab, 'ana'));
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    await expectOnce(lab, replied, [ticket]);
    expect(mailsWith(lab, body)).toHaveLength(1);
  });

  it('in the middle of many changes: signed out, and gone on with, each is made once', async () => {
    const token = await newToken(lab, 'ana');
    await using place = await signedIn(way.url, token);
    await unpressing();
    way.let({ meanwhile: () => revoke(lab, token) }, /^PUT .*bulk/, 1, 2);
    const first = await place.desk('prioritize', 'high', range(), '--yes');
    expect(first).toMatchObject({ code: 3 });
    await place.signIn(tokenOf(lab, 'ana'));
    const done = (await asked(lab, `SELECT id FROM tickets WHERE priority = 100 AND id IN (${ids.join(',')})`)).length;
    expect(done).toBeLessThan(many);
    const second = await place.desk('prioritize', 'high', range(), '--yes', '--resume', operationIn(first));
    expect(second).toMatchObject({ code: 0 });
    expect(outcomesIn(second)).toEqual({ done: many - done, unchanged: done });
    await expectOnce(lab, prioritized, ids);
  });
});

describe('a right that is taken away meanwhile', () => {
  it.each([
    ['reply', 'ReplyToTicket', replied],
    ['note', 'CommentOnTicket', "type = 'Comment'"],
  ])('before a %s (%s): denied, and its text is kept', async (what, right, counted) => {
    await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
    const ticket = await open('Two');
    const body = `A ${what} to ${ticket} without ${right}.`;
    const rights = [right, 'ModifyTicket']; // which is enough for RT
    way.let({ meanwhile: () => letAgents(lab, rights, false) }, /^POST .*(correspond|comment)/);
    const told = await place.desk(what, `${ticket}`, '--body', body);
    await letAgents(lab, rights, true);
    expect(told).toMatchObject({ code: 4, stderr: expect.stringContaining('your text is kept') });
    expect(mailsWith(lab, body)).toEqual([]);
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    await expectOnce(lab, counted, [ticket]);
  });

  it('before a reply that RT takes all the same, and does not show: uncertain, and it goes out once', async () => {
    await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
    const ticket = await open('Three');
    const body = `A reply to ${ticket}, which cannot be seen.`;
    way.let({ meanwhile: () => letAgents(lab, ['ShowTicket'], false) }, /^POST .*correspond/);
    const told = await place.desk('reply', `${ticket}`, '--body', body);
    await letAgents(lab, ['ShowTicket'], true);
    expect(told).toMatchObject({ code: 12, stderr: expect.stringContaining('your text is kept') });
    const [draft = ''] = await place.drafts();
    expect(await place.desk('drafts', 'resume', draft)).toMatchObject({ code: 0 });
    expect(mailsWith(lab, body)).toHaveLength(1);
    await expectOnce(lab, replied, [ticket]);
  });

  it.each(['ModifyTicket', 'ShowTicket'])(
    'in the middle of many changes (%s): denied, and gone on with, each is made once',
    async (right) => {
      await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
      await unpressing();
      way.let({ meanwhile: () => letAgents(lab, [right], false) }, /^PUT .*bulk/, 1, 2);
      const first = await place.desk('prioritize', 'high', range(), '--yes');
      await letAgents(lab, [right], true);
      expect(first).toMatchObject({ code: 4 });
      const done = [...(await timesDone(lab, prioritized, ids)).values()].filter((times) => times > 0).length;
      const second = await place.desk('prioritize', 'high', range(), '--yes', '--resume', operationIn(first));
      expect(second).toMatchObject({ code: 0 });
      expect(outcomesIn(second)).toEqual({ done: many - done, unchanged: done });
      await expectOnce(lab, prioritized, ids);
    },
  );
});

describe('a ticket that is merged meanwhile', () => {
  const merging = async (): Promise<{ readonly ticket: number; readonly into: number; readonly meanwhile: () => Promise<unknown> }> => {
    const [ticket, into] = [await open('Goes'), await open('Stays')];
    return { ticket, into, meanwhile: () => make(ben, ticket, { kind: 'merge', into }) };
  };

  it.each([
    ['reply', /^POST .*correspond/],
    ['note', /^POST .*comment/],
  ])('a %s arrives on its survivor, once', async (what, looks) => {
    await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
    const { ticket, into, meanwhile } = await merging();
    way.let({ meanwhile }, looks);
    expect(await place.desk(what, `${ticket}`, '--body', `Said while ${ticket} went.`)).toMatchObject({ code: 0 });
    expect((await thread(ben, into)).filter(({ body }) => body.includes(`Said while ${ticket} went.`))).toHaveLength(1);
    expect(await place.drafts()).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['claim', ['claim'], /^PUT .*take/],
    ['change', ['prioritize', 'high'], /^PUT .*ticket/],
    ['closing', ['close'], /^PUT .*ticket/],
  ])('a %s is a conflict that names the survivor', async (_, words, looks) => {
    await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
    const { ticket, into, meanwhile } = await merging();
    way.let({ meanwhile }, looks);
    const told = await place.desk(...words, `${ticket}`);
    expect(told).toMatchObject({ code: 6, stderr: expect.stringContaining(`${ticket} was merged into ${into} meanwhile`) });
    expect((await get(ben, ticket)).mergedInto).toBe(into);
  });

  it('what is to be done to one that is merged already is refused, and names the survivor', async () => {
    await using place = await signedIn(way.url, tokenOf(lab, 'ana'));
    const { ticket, into, meanwhile } = await merging();
    await meanwhile();
    const told = await place.desk('reply', `${ticket}`, '--body', `Too late for ${ticket}.`);
    expect(told).toMatchObject({ code: 7, stderr: expect.stringContaining(`merged into ${into}`) });
    expect(mailsWith(lab, `Too late for ${ticket}.`)).toEqual([]);
  });
});
