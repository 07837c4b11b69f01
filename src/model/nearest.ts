/**
 * How many letters must be added, dropped, changed or swapped with their neighbour to get from one word to the other
 * (optimal string alignment).
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const steps = [cell(last, j) + 1, cell(row, j - 1) + 1, cell(last, j - 1) + (same ? 0 : 1)];
      row.push(Math.min(...steps, swapped ? cell(before, j - 2) + 1 : Infinity));
    }
    [before, last] = [last, row];
  }
  return cell(last, b.length);
}

const cell = (row: readonly number[], at: number): number => row[at] ?? Infinity;

/** Of how many slips a word may still be meant: none in two letters, one up to four, two up to seven, three in longer ones. */
const allowed = (word: string): number => Math.min(3, Math.floor(word.length / 2.5));

/**
 * The candidate that was probably meant by a mistyped word: the one with the fewest slips, if there are few, else the only one that
 * begins with it (three letters or more). Case does not matter.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const slips = allowed(typed);
  let best: string | undefined;
  let fewest = slips + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - typed.length) >= fewest) continue;
    const count = distance(typed, candidate.toLowerCase());
    if (count < fewest) [best, fewest] = [candidate, count];
  }
  if (best !== undefined || typed.length < 3) return best;
  const begun = candidates.filter((candidate) => candidate.toLowerCase().startsWith(typed));
  return begun.length === 1 ? begun[0] : undefined;
}

/** The hint for a name that there is not: the one that was probably meant, else another. */
export function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  const near = nearest(word, candidates);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}
