/** What `:86:` says of an entry. */
export interface Details {
  readonly name: string;
  readonly texts: readonly string[];
  readonly account: string | null;
  readonly bic: string | null;
}

const lineBreaks = /\r?\n/g;
/** Sub-fields as German, Czech and Polish banks have them: a sign, two digits, text. */
const subfield = /[?>](\d\d)([^?>]*)/g;
const bicShape = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;
const accountShape = /^(?:[A-Z]{2}\d{2}[A-Z0-9]{10,30}|[\d-]{4,24}(?:\/\d{4})?)$/;
/** SEPA's parts of what a payment was for. */
const sepa = /(?:^|\s)(?:SVWZ|EREF|KREF|MREF|CRED|DEBT|ABWA|ABWE)\+/g;

const isPurpose = (code: number): boolean => (code >= 20 && code <= 29) || (code >= 60 && code <= 63);

function structured(text: string): Details | undefined {
  const parts = [...text.replaceAll(lineBreaks, '').matchAll(subfield)].map(([, code, value = '']) => ({ code: Number(code), value }));
  if (parts.length < 2) return undefined;
  const of = (...codes: readonly number[]): string =>
    parts
      .flatMap(({ code, value }) => (codes.includes(code) ? [value] : []))
      .join('')
      .trim();
  const purpose = parts.filter(({ code }) => isPurpose(code)).map(({ value }) => value);
  const accounts = [of(31), ...purpose.map((value) => value.trim())].filter((value) => accountShape.test(value.replaceAll(' ', '')));
  const bic = of(30);
  return {
    name: of(32, 33) || (/^[A-ZÁ-Ž ]*$/.test(of(0)) && !purpose.some((value) => value.includes('VS:')) ? '' : of(0)),
    texts: [of(0), purpose.join('').replaceAll(sepa, ' ').trim(), purpose.join(' ')].filter((value) => value.trim() !== ''),
    account: accounts[0]?.replaceAll(' ', '').replace(/^0+-?(?=\d)/, '') ?? null,
    bic: bicShape.test(bic) ? bic : null,
  };
}

/** Lines of two digits and what they say, as one vendor's programs write them behind `:NS:`. */
function numbered(text: string): Details {
  const lines = text.split(lineBreaks).map((line) => ({ code: line.slice(0, 2), value: line.slice(2).trim() }));
  const of = (...codes: readonly string[]): string => lines.flatMap(({ code, value }) => (codes.includes(code) ? [value] : [])).join('');
  const account = of('17').replace(/^[A-Z]/, '');
  return {
    name: of('15', '16'),
    texts: [of('09'), of('04')].filter((value) => value !== ''),
    account: /^\d{8,}$/.test(account) ? account : null,
    bic: null,
  };
}

function free(text: string): Details {
  const said = text
    .split(lineBreaks)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const joined = said.join(' ');
  const name = /(?:\bOD: |AUFTRAGGEBER: )([^;\n]{2,70}?)(?:;| {2}| MITTEILUNGEN|$)/.exec(joined)?.[1]?.trim() ?? '';
  return { name, texts: joined === '' ? [] : [joined], account: null, bic: null };
}

/** Reads all `:86:` of an entry, however its bank writes them. */
export function detailsOf(values: readonly string[]): Details {
  const read = values.map((value) => (value.startsWith('NS\n') ? numbered(value.slice(3)) : (structured(value) ?? free(value))));
  return {
    name: read.find(({ name }) => name !== '')?.name ?? '',
    texts: read.flatMap(({ texts }) => texts),
    account: read.find(({ account }) => account !== null)?.account ?? null,
    bic: read.find(({ bic }) => bic !== null)?.bic ?? null,
  };
}
