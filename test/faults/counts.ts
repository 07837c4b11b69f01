const reduced = process.env['DESK_FAULTS'] === 'reduced';

/** How often something is done: all of it before a release, a sample in the daily check. */
export const times = (all: number, sample: number): number => (reduced ? sample : all);

/** Long enough for `count` times this long on a machine that is busy. */
export const within = (count: number, secondsEach: number): number => 60_000 + count * secondsEach * 1000;
