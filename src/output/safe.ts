/**
 * A stranger's text made harmless for a terminal. What could steer it or deceive the reader is shown instead of done: C0 controls and DEL
 * as control pictures (␛), C1 controls, bidirectional embeddings, overrides and isolates, interlinear annotation, private-use and
 * non-characters as `\u{202e}`. What is only unseen is dropped: zero-width blanks, soft hyphens, direction marks, fillers, tags, variation
 * selectors; but joiners stay where emoji or Persian and Indic spelling need them. Half a surrogate pair is �. A letter keeps four
 * combining marks, and no line begins with one, so that columns stay straight.
 */

/** Texts of nothing but letters, punctuation and symbols that need no looking at: nearly all. Plain ranges, since properties take 4 ms to load. */
const plainLine =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20cf\u2100-\u2bff\u3000-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua48f\uac00-\ud7a3]*$/;
const plainText = new RegExp(plainLine.source.replace('[', '[\\n\\t'));

interface Rules {
  readonly eachUnwanted: RegExp;
  readonly toShow: RegExp;
  readonly half: RegExp;
  readonly eachJoiner: RegExp;
  readonly stacked: RegExp;
  readonly markFirst: RegExp;
}
let made: Rules | undefined;
const rules = (): Rules => (made ??= makeRules());

function makeRules(): Rules {
  const shown = String.raw`\p{Cc}\p{Co}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb`;
  const joiner = String.raw`[\u200c\u200d\ufe0e\ufe0f]`;
  const scripts = 'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr'.split(' ');
  const letterThatJoins = `[${scripts.map((script) => String.raw`\p{Script_Extensions=${script}}`).join('')}]`;
  const inPlace = [
    String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
    String.raw`\ufe0f(?=\u20e3)`,
    String.raw`(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=${letterThatJoins})[\u200c\u200d](?=${letterThatJoins})`,
  ];
  return {
    eachUnwanted: new RegExp(String.raw`(?!${joiner}|[\n\t])[${shown}\p{Default_Ignorable_Code_Point}\p{Cs}]`, 'gu'),
    toShow: new RegExp(`[${shown}]`, 'u'),
    half: /\p{Cs}/u,
    eachJoiner: new RegExp(`(${inPlace.join('|')})|${joiner}`, 'gu'),
    stacked: /((?:\p{M}[\u200c\u200d]*){4})[\p{M}\u200c\u200d]+/gu,
    markFirst: /^\p{M}/gmu,
  };
}

const breaks = /[\r\n\t\u2028\u2029][\r\n\t\u2028\u2029 ]*/g;
const lineEnds = /\r\n?|[\u2028\u2029]/g;

/**
 * A stranger's text as it may go to a terminal. With `lines` it keeps its lines and tabs (CR, CRLF and Unicode's line ends become line
 * feeds); without, each run of them becomes a blank. What is safe stays as it is.
 */
export function safe(text: string, { lines }: { readonly lines: boolean }): string {
  if ((lines ? plainText : plainLine).test(text)) return text;
  const whole = lines ? text.replace(lineEnds, '\n') : text.replace(breaks, ' ');
  const { stacked, markFirst } = rules();
  return withoutUnseen(whole, shownInstead).replace(stacked, '$1').replace(markFirst, '\u25cc$&');
}

/** Without what is unseen or unwanted; of what could steer a terminal or deceive, what `instead` makes of it. */
function withoutUnseen(text: string, instead: (character: string) => string): string {
  const { eachUnwanted, toShow, half, eachJoiner } = rules();
  return text
    .replace(eachUnwanted, (character) => (toShow.test(character) ? instead(character) : half.test(character) ? '\ufffd' : ''))
    .replace(eachJoiner, '$1');
}

function shownInstead(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u{${code.toString(16)}}`;
}

/**
 * A cell that begins with one of these may be run by a spreadsheet as a formula (OWASP, "CSV Injection": also tab, line ends and, for
 * Japanese settings, full-width signs). A fixed set, so that a store can say the same rule in SQL.
 */
export const formulaStarts = '=+-@\t\r\n＝＋－＠';
/** A cell of nothing but these is a number, a phone number or a date: harmless whatever it begins with. */
export const numberCharacters = '0123456789 ().,/+-';

const inClass = (characters: string): string => characters.replace(/[\\\]^-]/g, '\\$&');
const start = `[${inClass(formulaStarts)}]`;
const startsFormula = new RegExp(`^${start}`);
const noNumber = new RegExp(`[^${inClass(numberCharacters)}]`);
const isDefused = new RegExp(`^'+${start}`);

/**
 * An apostrophe in front of a cell that a spreadsheet would run: one that begins with one of `formulaStarts` and holds anything but
 * `numberCharacters`. Also in front of one that looks defused already, so that `undefuse` gives back every cell as it was.
 */
export function defuse(cell: string): string {
  return (startsFormula.test(cell) && noNumber.test(cell)) || isDefused.test(cell) ? `'${cell}` : cell;
}

/** The cell as it was before `defuse`. */
export const undefuse = (cell: string): string => (isDefused.test(cell) ? cell.slice(1) : cell);

/** Bytes of UTF-8: file systems take 255, and whoever finds the name taken needs room for a number. */
const mostBytes = 200;
const nameless = 'attachment';

/** Slashes, also what some systems take for one, and what Windows forbids. */
const forbidden = /[/\\:*?"<>|\u2044\u2215\u2216\u29f5\uff0f\uff3c\uff1a]+/;
/** Names of devices on Windows, with or without an extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i;
const extension = /(?:\.tar)?\.[^.\s]{1,16}$/i;

/**
 * The name of an attachment as a file may be called on any system: one part of a path, in NFC, without controls, unseen characters and
 * what systems forbid; no device, not hidden, no option of a command; at most 200 bytes with its extension kept; never empty. Whether
 * there is such a file already is for the caller to see.
 */
export function fileName(name: string): string {
  const seen = withoutUnseen(name.replace(/[\t\r\n\u2028\u2029]+/g, ' '), () => '').normalize('NFC');
  const parts = seen.split(forbidden).filter((part) => !/^[.\s]*$/.test(part));
  // Also after shortening, which may leave nothing but the device.
  return noDevice(shortened(noDevice(withoutEdges(parts.join('_'))))) || nameless;
}

/** Windows drops dots and blanks at the end; at the beginning they hide a file, as a dash makes it an option. */
const withoutEdges = (text: string): string => withoutEnd(text.replace(/^[-.\s]+/, ''));
const withoutEnd = (text: string): string => text.replace(/(?<![.\s\u200c\u200d])[.\s\u200c\u200d]+$/, '');

const noDevice = (name: string): string => (device.test(name) ? `_${name}` : name);

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= mostBytes) return name;
  const kept = extension.exec(name)?.[0] ?? '';
  const stem = Buffer.from(name.slice(0, name.length - kept.length));
  let end = mostBytes - Buffer.byteLength(kept);
  while (end > 0 && isWithinCharacter(stem[end])) end--;
  return withoutEnd(stem.toString('utf8', 0, end)) + kept;
}

const isWithinCharacter = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
