import { expect, it } from 'vitest';
import type { Backend, Outcome, Work } from '../../src/backend/backend.ts';
import type { TicketId } from '../../src/model/ticket.ts';
import { outcomesOf, terms } from '../contract/desk.ts';
import { deskOf, theLab } from './lab.ts';
import { readTicketsOf } from './owners.ts';

const agents = ['racer1', 'racer2', 'racer3', 'racer4', 'racer5', 'racer6'];
const tickets = 50;
const rounds = Number(process.env['DESK_RACE_ROUNDS'] ?? 2);

const shuffled = (ids: readonly TicketId[], by: number): readonly TicketId[] =>
  ids.map((_, at) => ids[(at * 7 + by * 11) % ids.length] ?? 0);

it(
  `${agents.length} agents race for ${tickets} tickets: each has one winner, and every loser is told who`,
  { timeout: 600_000 },
  async () => {
    const lab = theLab();
    const now = (): string => new Date().toISOString();
    await using first = await deskOf(lab, 'ana', now);
    const ids = (
      await outcomesOf(
        first,
        Array.from({ length: tickets }, (_, at): Work => ({
          ref: 'new',
          change: { kind: 'create', ticket: { subject: `Race ${at}` } },
          terms: terms(),
        })),
      )
    ).map((outcome) => (outcome.did === 'failed' ? 0 : outcome.ticket.id));
    const desks: readonly Backend[] = await Promise.all(agents.map((name) => deskOf(lab, name, now)));
    for (let round = 0; round < rounds; round += 1) {
      const all = await Promise.all(
        desks.map((desk, at) =>
          outcomesOf(
            desk,
            shuffled(ids, at + round).map((ref): Work => ({ ref, change: { kind: 'claim', steal: false }, terms: terms() })),
          ),
        ),
      );
      const owners = await readTicketsOf(first, ids);
      for (const id of ids) {
        const owner = owners.get(id);
        const won = all.flatMap((outcomes, at) =>
          outcomes.filter(({ did, work }) => work.ref === id && did === 'done').map(() => agents[at]),
        );
        const lost = all
          .flat()
          .filter((outcome): outcome is Extract<Outcome, { did: 'failed' }> => outcome.work.ref === id && outcome.did === 'failed');
        expect(won, `round ${round}, ticket ${id}`).toEqual([owner]);
        expect(lost).toHaveLength(agents.length - 1);
        for (const { error } of lost) expect(error).toMatchObject({ kind: 'conflict', message: `${id} belongs to ${owner}` });
      }
      for (const [at, desk] of desks.entries()) {
        const mine = ids.filter((id) => owners.get(id) === agents[at]);
        const released = await outcomesOf(
          desk,
          mine.map((ref): Work => ({ ref, change: { kind: 'release' }, terms: terms() })),
        );
        expect(released.filter(({ did }) => did !== 'done')).toEqual([]);
      }
    }
    for (const desk of desks) await desk[Symbol.asyncDispose]();
  },
);
