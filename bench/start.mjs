import { desk, floor, inTurns, line, onTerminal, output } from './timing.mjs';

/** Whole commands on a large desk, beside `node -e 0`; searches beside a list. */
export function start(large, runs) {
  const rows = [
    ['desk --version', desk(large, '--version'), 1.25],
    ['desk list, to a pipe', desk(large, 'list'), 1.7],
    ['desk list, a table of 50 rows on a terminal', onTerminal(desk(large, 'list')), 2.6],
    ['desk show', desk(large, 'show', '500000'), 2.6],
    ['completion of a ticket id', desk(large, 'completion', 'answers', '--', 'show', '12'), 1.7],
  ];
  const [base, ...times] = inTurns(runs, [floor, ...rows.map(([, command]) => command)]);
  return rows.map(([what, , goal], at) => line(`${what}, against node -e 0 (${base.toFixed(0)} ms)`, times[at] / base, goal, { aside: `${times[at].toFixed(0)} ms` }));
}

/** What a search takes beyond a list. */
export function search(large, runs) {
  const words = [
    ['a rare word', 'zeppelin'],
    ['a word in every second ticket', 'invoice'],
    ['a prefix', 'sch*'],
    ['a phrase', '"refund declined"'],
  ];
  const [list, ...times] = inTurns(runs, [desk(large, 'list', 'id:1'), ...words.map(([, query]) => desk(large, 'list', query))]);
  return words.map(([what, query], at) => ({ what: `newest 50 for ${what} (${query}), beyond the start`, found: `${(times[at] - list).toFixed(0)} ms`, goal: '≤ 100 ms', worse: times[at] - list > 100 }));
}

/** The same commands on a large desk and on a small one. */
export function growth(large, small, runs) {
  const claim = (store) => {
    const ids = output(desk(store, 'list', '--limit', String(runs + 1), '-q')).trim().split('\n');
    return (run) => desk(store, 'claim', '--steal', ids[run + 1]);
  };
  const pairs = [
    ['list', (store) => desk(store, 'list')],
    ['show', (store) => desk(store, 'show', '5000')],
    ['next', (store) => desk(store, 'next', '-q')],
    ['claim', claim],
  ];
  return pairs.map(([what, of]) => {
    const [big, little] = inTurns(runs, [of(large), of(small)]);
    return line(`desk ${what} at 1,000,000 tickets, against 10,000`, big / little, 1.25, { aside: `${big.toFixed(0)} and ${little.toFixed(0)} ms` });
  });
}
