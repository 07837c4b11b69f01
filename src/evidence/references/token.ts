import { foldText } from '../../model/fold.ts';

/** A word, a run of digits, or one other sign. */
export interface Token {
  readonly kind: 'word' | 'digits' | 'sign';
  readonly text: string;
  /** Of a word: folded over case, diacritics and script, so that јуче and juče are `juce`. */
  readonly folded: string;
  readonly from: number;
  readonly to: number;
  /** Nothing stands between it and the token before. */
  readonly touches: boolean;
}

const pattern = /([A-Za-z\u00aa\u00c0-\u1fff]+)|(\d+)|[^\s]/g;
/** A long text is taken in pieces, so that its tokens are never all there at once. */
const piece = 65_536;
/** No word that we know is longer. */
const longestWord = 24;

const folding = (word: string): string => (/^[A-Za-z]+$/.test(word) ? word.toLowerCase() : foldText(word));

function pieceEnd(text: string, from: number): number {
  const end = Math.min(text.length, from + piece);
  if (end === text.length) return end;
  for (let at = end; at > from + piece / 2; at--) if (/\s/.test(text.charAt(at - 1))) return at;
  return end;
}

function tokensOf(text: string, offset: number): Token[] {
  const tokens: Token[] = [];
  let end = -1;
  for (const { 0: written, 1: word, 2: digits, index } of text.matchAll(pattern)) {
    const kind = word !== undefined ? 'word' : digits !== undefined ? 'digits' : 'sign';
    const folded = kind === 'word' && written.length <= longestWord ? folding(written) : '';
    tokens.push({ kind, text: written, folded, from: offset + index, to: offset + index + written.length, touches: index === end });
    end = index + written.length;
  }
  return tokens;
}

/** The tokens of a text, piece by piece. A piece ends between words. */
export function* tokenPieces(text: string): Iterable<readonly Token[]> {
  for (let from = 0; from < text.length;) {
    const to = pieceEnd(text, from);
    yield tokensOf(text.slice(from, to), from);
    from = to;
  }
}
