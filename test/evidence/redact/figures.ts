import { type Kind, isSecret } from '../../../src/evidence/redact/kind.ts';
import { places } from '../../../src/evidence/redact/places.ts';

/** How well one kind is masked. */
export interface Figure {
  readonly kind: Kind;
  /** Labelled values, and how many of them are masked whole. */
  readonly labelled: number;
  readonly hit: number;
  /** What was masked as this kind where no label says so. */
  readonly wrong: number;
  readonly missed: readonly string[];
  readonly toomany: readonly string[];
}
export const recall = ({ labelled, hit }: Figure): number => (labelled === 0 ? 1 : hit / labelled);
export const precision = ({ hit, wrong }: Figure): number => (hit + wrong === 0 ? 1 : hit / (hit + wrong));

/** Reads a labelled file by its name. */
export type Read = (
  name: 'presidio_synth_v2.ndjson' | 'recognizer_cases.tsv' | 'iban_cases.tsv' | 'mailbox_cases.ndjson' | 'own',
) => string;

interface Tally {
  readonly missed: string[];
  readonly toomany: string[];
  labelled: number;
  hit: number;
  wrong: number;
}
type Tallies = Map<Kind, Tally>;
function tallyOf(tallies: Tallies, kind: Kind): Tally {
  const tally = tallies.get(kind) ?? { missed: [], toomany: [], labelled: 0, hit: 0, wrong: 0 };
  tallies.set(kind, tally);
  return tally;
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

const presidioKinds: Readonly<Record<string, Kind>> = {
  EMAIL_ADDRESS: 'email',
  IP_ADDRESS: 'ip',
  CREDIT_CARD: 'card',
  IBAN_CODE: 'iban',
  PHONE_NUMBER: 'phone',
};
const measured: readonly Kind[] = ['email', 'card', 'iban', 'ip', 'phone'];

/** Sentences in which every value is labelled with its place: what is masked elsewhere is wrong. */
function presidio(text: string, tallies: Tallies): void {
  for (const line of lines(text)) {
    const row = JSON.parse(line) as { text: string; spans: [string, number, number, string][] };
    const found = places(row.text);
    const labels = row.spans.flatMap(([type, from, to]) => {
      const kind = presidioKinds[type];
      return kind ? [{ kind, from, to }] : [];
    });
    for (const { kind, from, to } of labels) {
      const tally = tallyOf(tallies, kind);
      tally.labelled++;
      if (found.some((one) => one.kind === kind && one.from <= from && one.to >= to)) tally.hit++;
      else tally.missed.push(row.text.slice(Math.max(0, from - 30), to + 10));
    }
    for (const one of found) {
      if (!measured.includes(one.kind) || labels.some((label) => label.kind === one.kind && label.from < one.to && one.from < label.to))
        continue;
      const tally = tallyOf(tallies, one.kind);
      tally.wrong++;
      tally.toomany.push(row.text.slice(Math.max(0, one.from - 30), one.to + 10));
    }
  }
}

/** A text of which is only known whether it holds a value of its kind. */
function judge(text: string, kind: Kind, holds: boolean, tallies: Tallies, whole = false): void {
  const found = places(text).filter((one) => one.kind === kind);
  const tally = tallyOf(tallies, kind);
  if (holds) {
    tally.labelled++;
    if (whole ? found.some(({ from, to }) => to - from >= text.length * 0.9) : found.length > 0) tally.hit++;
    else tally.missed.push(text);
  } else if (found.length > 0) {
    tally.wrong++;
    tally.toomany.push(text);
  }
}

function recognizers(text: string, tallies: Tallies): void {
  for (const line of lines(text).slice(1)) {
    const [label = '', value = '', holds] = line.split('\t');
    const kind = measured.find((one) => one === label);
    if (kind) judge(value, kind, holds === 'yes', tallies);
    // Rows of other kinds hold none of ours.
    else for (const other of measured) judge(value, other, false, tallies);
  }
}

function ibanCases(text: string, tallies: Tallies): void {
  for (const line of lines(text).slice(1)) {
    const [value = '', state] = line.split('\t');
    judge(value, 'iban', state === 'valid', tallies, true);
  }
}

/**
 * This file says whether a text as a whole is a mailbox. Of its invalid ones many hold a mailbox (`hello world@iana.org`), which must be
 * masked: only those count as wrongly masked where no letter or digit stands on both sides of an `@`. The others are told apart.
 */
const holdsNone = (text: string): boolean => !/[\p{L}\p{N}]@[\p{L}\p{N}]/u.test(text);

function mailboxes(text: string, tallies: Tallies): { readonly doubtful: number; readonly masked: number } {
  const doubtful: string[] = [];
  for (const line of lines(text)) {
    const row = JSON.parse(line) as { text: string; valid: boolean };
    if (row.valid || holdsNone(row.text)) judge(row.text, 'email', row.valid, tallies);
    else doubtful.push(row.text);
  }
  return { doubtful: doubtful.length, masked: doubtful.filter((one) => places(one).some(({ kind }) => kind === 'email')).length };
}

export interface OwnCase {
  readonly id: number;
  readonly kind: Kind | 'none';
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Our own cases. The mark breaks up what scanners of repositories would take for real keys. */
export const ownCases = (text: string): readonly OwnCase[] => lines(text.replaceAll('¦', '')).map((line) => JSON.parse(line) as OwnCase);

function own(text: string, tallies: Tallies): void {
  for (const { kind, text: whole, secrets } of ownCases(text)) {
    const found = places(whole).filter((one) => isSecret(one.kind));
    const labels = secrets.map((secret) => ({ from: whole.indexOf(secret), to: whole.indexOf(secret) + secret.length }));
    if (kind !== 'none') {
      const tally = tallyOf(tallies, kind);
      tally.labelled++;
      // Whether it is called a token or a cookie does not matter to whom it belongs to: it must be masked as some secret.
      if (labels.every(({ from, to }) => found.some((one) => one.from <= from && one.to >= to))) tally.hit++;
      else tally.missed.push(whole);
    }
    if (kind !== 'none') continue;
    for (const one of found) {
      const tally = tallyOf(tallies, one.kind);
      tally.wrong++;
      tally.toomany.push(whole);
    }
  }
}

export interface Figures {
  readonly kinds: readonly Figure[];
  readonly mailboxes: { readonly doubtful: number; readonly masked: number };
}

/** Measures everything that is labelled; without the real input, our own cases alone. */
export function figures(read: Read, withReal: boolean): Figures {
  const tallies: Tallies = new Map();
  own(read('own'), tallies);
  let doubt = { doubtful: 0, masked: 0 };
  if (withReal) {
    presidio(read('presidio_synth_v2.ndjson'), tallies);
    recognizers(read('recognizer_cases.tsv'), tallies);
    ibanCases(read('iban_cases.tsv'), tallies);
    doubt = mailboxes(read('mailbox_cases.ndjson'), tallies);
  }
  return { kinds: Array.from(tallies, ([kind, tally]): Figure => ({ ...tally, kind })), mailboxes: doubt };
}

/** The table, as it stands in the documentation. */
export function table({ kinds }: Figures): string {
  const rows = kinds.map((figure) => [figure.kind, String(figure.labelled), recall(figure).toFixed(3), precision(figure).toFixed(3)]);
  return [['kind', 'labelled', 'recall', 'precision'], ...rows]
    .map((row) =>
      row
        .map((cell) => cell.padEnd(10))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
