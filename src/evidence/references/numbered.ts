import { foldText } from '../../model/fold.ts';
import type { Found, Recogniser } from './recogniser.ts';
import { type Token, tokenPieces } from './token.ts';

type Kind = 'order' | 'invoice' | 'payment' | 'variable-symbol';

/** What stands before a number that is one of these: beginnings of words, in all languages of the desk; `~` before whole words. */
const labels: Readonly<Record<Kind, string>> = {
  order:
    'order purchase objednav objednáv narudžb narudzb narudzben porudžb porudzb поруџб наруџб заказ nalog~ налог~ orden~ booking rezerváci rezervaci rezervacij резервац брон reservation',
  invoice:
    'invoice inv~ bill~ faktúr faktur predfaktúr zálohov proform račun~ računa~ računu~ računom~ рачун~ рачуна~ рачуну~ счет~ счета~ счету~ счёт-фактур фактур resibo receipt predračun предрачун bločk',
  payment:
    'payment transaction transakc transakci transakcij трансакц транзакц transaksyon txn~ platb plaćanj placanj плаћањ uplat уплат платеж оплат refund~ refundáci chargeback subscription payout isplat исплат выплат predplatn pretplat подписк bayad reference~ referenc ref~ referencij референц poziv~ позив~ remittance deposit~ iden~',
  'variable-symbol': 'vs~ variabil varsym',
};

/** What may stand between: "order number is", "faktúra č.", "poziv na broj", "номер". */
const fillers: ReadonlySet<string> = new Set(
  'no nr nro num number numbers numero cislo cisla cislom c br broj broja brojem brojevi nomer nomera nomerom id ids code kod with is je jest under pod sa s so po ng na ang mu moj moja moje my the of and pod a reference ref identifier id key symbol symbolom simbol variabilny variabilnym variabilni symbolu doklad danovy kartou konta ko ay bank banke banky banka uplate platby transakcie transakcije'.split(
    ' ',
  ),
);
const marks: ReadonlySet<string> = new Set(['#', ':', '№', '.', '(', '"', '„', '“', '«', "'", '-', '/', '=', '–']);
/** Says that a number follows, however short. */
const announces: ReadonlySet<string> = new Set([
  'no',
  'nr',
  'num',
  'number',
  'numero',
  'cislo',
  'cisla',
  'cislom',
  'c',
  'br',
  'broj',
  'broja',
  'brojem',
  'nomer',
  'nomera',
  'nomerom',
  'id',
  'code',
  'reference',
  'ref',
  '#',
  '№',
  ':',
]);

interface Label {
  readonly kind: Kind;
  readonly whole: boolean;
}

let known: ReadonlyMap<string, Label> | undefined;
/** By the beginnings of folded words; at most one begins with another, and the longer one is looked at first. */
const labelsByWord = (): ReadonlyMap<string, Label> =>
  (known ??= new Map(
    (Object.entries(labels) as [Kind, string][]).flatMap(([kind, words]) =>
      words
        .split(' ')
        .map((word): [string, Label] => [foldText(word.replace('~', '')).replaceAll(' ', ''), { kind, whole: word.endsWith('~') }]),
    ),
  ));

const longestLabel = 12;

function labelOf(word: string): Label | undefined {
  for (let length = Math.min(word.length, longestLabel); length >= 2; length--) {
    const label = labelsByWord().get(word.slice(0, length));
    if (label && (!label.whole || length === word.length)) return label;
  }
  return undefined;
}

/** `v. s.`, `v.s.` and `var. symbol`. */
function variableSymbol(tokens: readonly Token[], at: number): number | undefined {
  const words = [0, 1, 2, 3].map((step) => tokens[at + step]?.folded || (tokens[at + step]?.text ?? ''));
  if (words[0] === 'v' && words[1] === '.' && words[2] === 's' && tokens[at]?.text.toLowerCase() === 'v')
    return words[3] === '.' ? at + 4 : at + 3;
  if (words[0] === 'var')
    return words[1] === '.' && words[2]?.startsWith('sym') ? at + 3 : words[1]?.startsWith('sym') ? at + 2 : undefined;
  return undefined;
}

/** A number as it stands on an invoice: letters in front, parts joined by dashes and slashes; Croatian references with blanks. */
const number = /(?:[A-Z]{0,8}|[a-z]{1,3})[-_/]?\d[\dA-Za-z]{0,24}(?:[-_/.]\d[\dA-Za-z]{0,24}){0,5}(?![\w\u00c0-\u1fff@])/y;
const code = /(?=[A-Z0-9-]{0,30}\d)[A-Z0-9][A-Z0-9-]{5,30}(?![\w\u00c0-\u1fff@])/y;
const grouped = /\d{2,6}(?: \d{3,6}){1,4}(?![\w\u00c0-\u1fff.,:-])/y;

/** A Croatian or Slovenian reference: the model, then up to three numbers. */
const modelled = /(?:HR|SI)?\d\d \d{1,12}(?:-\d{1,12}){1,2}(?![\w\u00c0-\u1fff-])/y;

function numberAt(text: string, at: number): string | undefined {
  for (const pattern of [modelled, grouped, number, code]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return undefined;
}

const isDateOrTime = (value: string): boolean =>
  /^(?:\d{1,2}[./]\d{1,2}[./]?(?:\d{4}|\d{2})?|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d-\d\d|\d{1,2}[.:]\d\d)$/.test(value);
const isYear = (value: string): boolean => /^(?:19|20)\d\d$/.test(value);

interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** The number behind a label that ends before `at`: over a few fillers and signs. */
function numberBehind({ text, tokens }: Reading, at: number, kind: Kind): Found | undefined {
  let announced = kind === 'variable-symbol' && tokens[at - 1]?.text !== 'vs';
  for (let step = 0; step < 6; step++) {
    const token = tokens[at + step];
    if (!token || token.from - (tokens[at + step - 1]?.to ?? token.from) > 3) return undefined;
    const written = numberAt(text, token.from);
    if (written !== undefined && /\d/.test(written)) return read(written, token.from, kind, announced);
    announced ||= announces.has(token.folded || token.text);
    if (!(token.kind === 'sign' ? marks.has(token.text) : fillers.has(token.folded) || labelOf(token.folded))) return undefined;
  }
  return undefined;
}

function read(written: string, from: number, kind: Kind, announced: boolean): Found | undefined {
  const lead = /^[-_/]/.test(written) ? 1 : 0;
  const value = written.slice(lead).replaceAll(' ', '').replace(/[.]+$/, '');
  const digits = value.replaceAll(/\D/g, '').length;
  if (isDateOrTime(value) || (isYear(value) && !announced) || digits < (announced ? 2 : 4)) return undefined;
  if (kind === 'variable-symbol' && !/^\d{1,10}$/.test(value)) return undefined;
  return { kind, value, from: from + lead, to: from + written.length };
}

/** More numbers of the kind: `INV-1, INV-2 and INV-3`. */
const nextInList = /\s?(?:,|;|&|\+|and|a|i|и|at)\s{1,2}(?=[A-Za-z]{0,8}[-_/]?\d{3})/y;

function* listed(reading: Reading, first: Found): Iterable<Found> {
  yield first;
  let { to } = first;
  for (let count = 0; count < 50; count++) {
    nextInList.lastIndex = to;
    const gap = nextInList.exec(reading.text);
    const written = gap && numberAt(reading.text, to + gap[0].length);
    const next = gap && written ? read(written, to + gap[0].length, first.kind as Kind, false) : undefined;
    if (!next || next.value.length !== first.value.length) return;
    yield next;
    to = next.to;
  }
}

/** Numbers of orders, invoices and payments, and variable symbols, behind the word that says which. */
export const numbered: Recogniser = function* (text) {
  for (const tokens of tokenPieces(text)) {
    let end = 0;
    for (const [at, token] of tokens.entries()) {
      if (token.kind !== 'word' || token.from < end) continue;
      if (token.folded.startsWith('poziv') && tokens[at + 1]?.folded !== 'na') continue;
      const symbol = variableSymbol(tokens, at);
      const label = symbol === undefined ? labelOf(token.folded) : undefined;
      const kind = symbol === undefined ? label?.kind : 'variable-symbol';
      const found = kind && numberBehind({ text, tokens }, symbol ?? at + 1, kind);
      if (!found) continue;
      for (const each of listed({ text, tokens }, found)) {
        yield each;
        end = each.to;
      }
    }
  }
};
