/** Czech and Slovak symbols as they stand in what a payment was for: `VS:0201802076`, `/VS2026110043/SS/KS0308`. */
const symbol = /(?:^|[^A-Za-z0-9])VS[ :.]{0,3}(\d{1,10})(?!\d)/i;

/** The variable symbol in these texts, without one of nothing but zeros; null if there is none. */
export function symbolIn(texts: readonly string[]): string | null {
  for (const text of texts) {
    const found = symbol.exec(text)?.[1];
    if (found !== undefined && /[1-9]/.test(found)) return found;
  }
  return null;
}

/** A symbol as it is compared: without blanks and zeros in front; null for none and for nothing but zeros. */
export function bareSymbol(given: string | null): string | null {
  const text = (given ?? '').replaceAll(/\s/g, '').replace(/^0+/, '');
  return text === '' ? null : text;
}
