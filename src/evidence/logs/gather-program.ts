import { DeskError } from '../../errors.ts';
import { type Found, recordsInFlow } from './flow.ts';
import { lineReader } from './formats.ts';
import type { Gathered } from './gather-files.ts';
import { momentOfStamp } from './moment.ts';
import type { Asked } from './plain-log.ts';
import { outputOf } from './program.ts';
import type { Reading } from './records.ts';
import type { ProgramSource } from './sources.ts';
import { everything } from './terms.ts';
import { dayMs } from '../../model/zone.ts';

/**
 * Of what strangers wrote, only what no shell and no option takes for anything else goes to a program: it may hand its arguments to a shell,
 * as ssh does.
 */
const harmless = /^[\p{L}\p{N}][\p{L}\p{N}@._:+=/-]*$/u;

/** A window without a bound: a program gets one that holds everything. */
const bounded = (moment: number, now: number): number => (Number.isFinite(moment) ? moment : moment < 0 ? 0 : now + dayMs);

/** The arguments with the window and the terms in them; one that is `{terms}` alone becomes one for each term. */
export function filled(
  run: readonly string[],
  terms: readonly string[],
  { since, until, now }: { readonly since: number; readonly until: number; readonly now: number },
): readonly string[] {
  const [from, to] = [bounded(since, now), bounded(until, now)];
  const values: Readonly<Record<string, string>> = {
    since: new Date(from).toISOString(),
    until: new Date(to).toISOString(),
    'since-seconds': String(Math.floor(from / 1000)),
    'until-seconds': String(Math.ceil(to / 1000)),
    terms: terms.join(' '),
  };
  return run.flatMap((word) =>
    word === '{terms}'
      ? terms
      : [word.replace(/\{([a-z-]+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : whole))],
  );
}

const asksForTerms = (run: readonly string[]): boolean => run.some((word) => word.includes('{terms}'));

/** What a program says that fits. It has no past: its lines are read once, as they come. */
export async function gatherProgram(source: ProgramSource, asked: Asked, now: number): Promise<Gathered> {
  const all = asked.terms.kind === 'texts' ? asked.terms.texts : [];
  const given = all.filter((text) => harmless.test(text));
  const troubles =
    all.length > given.length && asksForTerms(source.run)
      ? [`is not given ${all.length - given.length} of the terms: they have characters that a shell might run`]
      : [];
  const found: Found[] = [];
  const said = (says: string): Gathered['troubles'][number] => ({ source: source.name, says });
  if (asksForTerms(source.run) && given.length === 0)
    return {
      found,
      troubles: [said('was not asked: it wants something to look for, and there is nothing that it could be given')],
      read: true,
    };
  const rules = { zone: source.zone, latest: now };
  const reading: Reading = {
    source: source.name,
    path: undefined,
    host: source.host,
    read: lineReader(source.format),
    momentAt: (stamp) => momentOfStamp(stamp, rules),
  };
  const output = outputOf(filled(source.run, given, { since: asked.since, until: asked.until, now }), {
    signal: asked.signal,
    timeoutMs: source.timeoutMs,
    failed: ({ says }) => new DeskError('refused', `failed: ${says}`),
  });
  // A program that got the terms has chosen by them, in its own way.
  const terms = asksForTerms(source.run) ? everything : asked.terms;
  try {
    for await (const each of recordsInFlow(output, reading, { ...asked, terms })) found.push(each);
  } catch (error) {
    if (asked.signal.aborted) return { found, troubles: [], read: true };
    if (!(error instanceof DeskError)) throw error;
    return { found, troubles: [...troubles.map(said), said(error.message)], read: found.length > 0 };
  }
  return { found, troubles: troubles.map(said), read: true };
}
