/** What a column of a table asks for, in columns of the terminal. */
export interface Wish {
  /** To show all that is in it. */
  readonly want: number;
  /** With less it is of no use. */
  readonly least: number;
  /** Takes what is left, and is never dropped. */
  readonly flexible: boolean;
}

export interface Layout {
  /** Which of the wishes have a place, by index. */
  readonly shown: readonly number[];
  /** How wide they are, in that order. */
  readonly widths: readonly number[];
}

/** Blanks between two columns. */
export const gap = 2;
/** The last column of a table that could not show all of its columns. */
export const more = '…';

/**
 * Shares the room out. When it is too little, the widest give, which is mostly the flexible one; when all are at their least,
 * columns are dropped from the right, except the first and the flexible one, and a narrow one is left for the mark `more`.
 * With `spread` the flexible column also takes what would stay empty, because rows to come may need it.
 */
export function layout(wishes: readonly Wish[], room: number, spread: boolean): Layout {
  const shown = placed(wishes, room);
  const dropped = shown.length < wishes.length;
  const kept = shown.flatMap((index) => wishes[index] ?? []);
  const left = room - gap * (shown.length - 1) - (dropped ? gap + more.length : 0);
  return { shown, widths: shared(kept, Math.max(1, left), spread && Number.isFinite(room)) };
}

function placed(wishes: readonly Wish[], room: number): readonly number[] {
  let shown = wishes.map((_, index) => index);
  const least = (): number => shown.reduce((sum, index) => sum + gap + (wishes[index]?.least ?? 0), -gap);
  while (least() + (shown.length < wishes.length ? gap + more.length : 0) > room) {
    const last = shown.findLast((index) => index > 0 && wishes[index]?.flexible === false);
    if (last === undefined) break;
    shown = shown.filter((index) => index !== last);
  }
  return shown;
}

function shared(wishes: readonly Wish[], room: number, spread: boolean): readonly number[] {
  const widths = wishes.map(({ want }) => want);
  const flexible = wishes.findIndex((wish) => wish.flexible);
  const spare = (): number => room - widths.reduce((sum, width) => sum + width, 0);
  const give = (index: number, floor: number): void => {
    const width = widths[index] ?? 0;
    widths[index] = Math.max(Math.min(width, floor), width + Math.min(0, spare()));
  };
  shrink(widths, -spare(), (index) => wishes[index]?.least ?? 0);
  // Not even the least fits: the first columns keep it, whatever that costs the last.
  for (let index = widths.length - 1; index >= 0; index -= 1) give(index, 1);
  if (spread && flexible >= 0) widths[flexible] = (widths[flexible] ?? 0) + Math.max(0, spare());
  return widths;
}

/** Takes `excess` columns away, each from the widest that is not yet at its least. */
function shrink(widths: number[], excess: number, least: (index: number) => number): void {
  for (let taken = 0; taken < excess; taken += 1) {
    let widest = -1;
    for (const [index, width] of widths.entries()) if (width > least(index) && width > (widths[widest] ?? 0)) widest = index;
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}
