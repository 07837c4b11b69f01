/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from 0 to below `below`. */
  readonly below: (below: number) => number;
  /** True so often: 0.25 is one time in four. */
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...(readonly T[])]) => T;
}

/** Marsaglia's xorshift with 32 bits (Journal of Statistical Software 8/14, 2003). */
export function random(seed: number): Random {
  let state = seed | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, pick: (from) => from[below(from.length)] ?? from[0] };
}

const steps = 0x10000;

/** Picks places 0 … count - 1 as often as words of that rank are used in a language (Zipf). */
export function zipf(count: number, { below }: Random): () => number {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 2.7) ** 1.05);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = new Uint32Array(steps);
  let filled = 0;
  let sum = 0;
  weights.forEach((weight, rank) => {
    sum += weight;
    const end = Math.max(filled, Math.min(steps, Math.round((sum / total) * steps)));
    places.fill(rank, filled, end);
    filled = end;
  });
  return () => places[below(steps)] ?? 0;
}
