import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { desk, floor, has, home, inMs, inTurns, line, onTerminal, run, unmeasured } from './timing.mjs';

const fifty = /(?:[^\n]*\n){51}/;

/** Whole commands on a large desk, beside `node -e 0`. */
export function start({ large, tickets, runs }) {
  const some = String(Math.ceil(tickets / 2));
  const table = onTerminal(desk(large, 'list'));
  const rows = [
    ['desk --version', { ...desk(large, '--version'), shows: /^desk \d/ }, 1.25],
    ['desk list to a pipe', { ...desk(large, 'list'), shows: fifty }, 1.7],
    ...(has('script', '-qec', 'true', '/dev/null')
      ? [['desk list on a terminal, a table of 50 rows', { ...table, shows: fifty }, 2.6]]
      : []),
    ['desk show', { ...desk(large, 'show', some), shows: /./ }, 2.6],
    ['completion of a ticket number', { ...desk(large, 'completion', 'answers', '--', 'show', some.slice(0, 2)), shows: /^\d+\t/ }, 1.7],
  ];
  const [base = 0, ...times] = inTurns(runs * 7, [floor, ...rows.map(([, command]) => command)]);
  const lines = rows.map(([what, , goal], at) =>
    line(`${what}, to node -e 0`, times[at] / base, goal, { aside: `${inMs(times[at])} to ${inMs(base)}` }),
  );
  return rows.length === 5 ? lines : [...lines, unmeasured('desk list on a terminal', 'there is no script(1)')];
}

/** What a search takes beyond a list that finds one ticket. */
export function search({ large, runs }) {
  const words = [
    ['a rare word', 'zeppelin'],
    ['a word of every second ticket', 'invoice'],
    ['the beginning of many words', 'sch*'],
    ['a phrase', '"refund declined"'],
  ];
  const commands = words.map(([, query]) => ({
    ...desk(large, 'list', `status:new,open,pending,hold,solved,closed ${query}`),
    shows: /\n\d+\t/,
  }));
  const [list = 0, ...times] = inTurns(runs, [
    { ...desk(large, 'list', 'id:1 status:new,open,pending,hold,solved,closed'), shows: /\n1\t/ },
    ...commands,
  ]);
  return words.map(([what, query], at) => ({
    what: `search for ${what} (${query}), beyond the start`,
    found: inMs(times[at] - list),
    goal: '≤ 100 ms',
    kept: times[at] - list <= 100,
  }));
}

/** The same commands on a large desk and on a small one; what they change they change in copies. */
export function growth({ large, small, tickets, runs }) {
  const copies = [large, small].map((file, at) => {
    const copy = join(home, `growth-${at}.db`);
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    return copy;
  });
  const free = copies.map((copy) =>
    run(desk(copy, 'list', 'owner:none', '--limit', String(runs + 100), '--format', 'ids')).stdout.split('\n'),
  );
  const pairs = [
    ['list', (at) => desk([large, small][at], 'list')],
    ['show', (at) => desk([large, small][at], 'show', '5000')],
    ['next', (at) => desk(copies[at], 'next')],
    // From the end of the list: its beginning is what `next` claims.
    ['claim', (at) => (nth) => desk(copies[at], 'claim', free[at].at(-2 - nth))],
  ];
  return pairs.map(([what, command]) => {
    const [most = 0, least = 0] = inTurns(runs, [command(0), command(1)]);
    return line(`desk ${what} with ${tickets.toLocaleString('en')} tickets, to 10,000`, most / least, 1.25, {
      aside: `${inMs(most)} to ${inMs(least)}`,
    });
  });
}
