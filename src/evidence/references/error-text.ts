import { foldText } from '../../model/fold.ts';
import { after, beginningWith, type Found, type Recogniser, wordsBefore } from './recogniser.ts';

const longest = 300;

/** Words that stand before what a program said, as they fold, in the languages of the desk. */
const says = beginningWith(
  'error message warning exception bounce response chyb hlask hlasen vypis upozorn sprav zprav hlasi gresk pogresk poruk javlja izbac osibk soobsen vyda preduprezd mensahe',
);
/** The same of people, games and price lists; a program has more to say. */
const shows = beginningWith(
  'shows= showing get= gets= getting reads= displays pise zobraz dobij dobiv pokazyva nakasulat lumalabas sinasabi',
);
/** Words of what programs say when they fail. */
const fails = beginningWith(
  'error fail denied refused reject timeout unable unavailable invalid exception fatal forbidden unauthor expired exceeded blocked unknown missing incorrect wrong declined undeliver disabled chyb zlyhal selhal nepodar nesprav neplatn nemozn nelze odmietnut odmitnut zamietnut vyprsal gresk pogresk neisprav odbij istekl osibk udalos nevozmozn otkaz nedostup nevern zapres istek',
);
/** The same in two words, where one alone says little. */
const failsInTwo =
  / (?:cannot|can not|can t|could not|couldn t|does not|did not|doesn t|timed out|not (?:found|available|allowed|accepted|permitted|trusted|valid|responding|supported|authorized|recognized)|no (?:such|route|space|response)|is full|quota|too many|nije (?:moguce|dostup|prona|ispravn|uspje|uspel)|ne moze|nepodarilo|nie je|neni|ne udalos|ne najden|hindi (?:ma|na|puwede|pwede)|may mali)/;
/** People tell of themselves, programs do not. */
const person = / (?:i|my|me|we|our|mne|mi|moj|moja|moje|ja|mnou|nam|nas|ko|ako|akin|menja|ya|moi) /;
const tellsOfFailing = (words: string): boolean => fails.test(words) || failsInTwo.test(words);

const quoted =
  /"([^"\n]{4,300})"|„([^“”"\n]{4,300})[“”"]|“([^”\n]{4,300})”|«([^»\n]{4,300})»|»([^«\n]{4,300})«|`([^`\n]{4,300})`|(?<![\w\u00c0-\u1fff])'([^'\n]{6,300})'(?![\w\u00c0-\u1fff])|‘([^’\n]{6,300})’/g;

const spaced = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** Whether folded words in quotes are those of a program, from the words before them. */
function isSaid(words: string, lead: string): boolean {
  if (says.test(lead)) return true;
  if (shows.test(lead) && words.split(' ').length > 3) return true;
  return tellsOfFailing(words) && (shows.test(lead) || !person.test(`${words} `));
}

function* quotedErrors(text: string): Iterable<Found> {
  for (const match of text.matchAll(quoted)) {
    const inside = match.slice(1).find((group) => group !== undefined) ?? '';
    const words = ` ${foldText(inside)}`;
    if (!/[a-z]{2}/.test(words) || !isSaid(words, wordsBefore(text, match.index, 45))) continue;
    if (!/\s/.test(inside.trim()) && !/[a-z]{2}(?:Error|Exception|Timeout)|[A-Z]_[A-Z]/.test(inside)) continue;
    const from = match.index + match[0].indexOf(inside, 1);
    yield { kind: 'error', value: spaced(inside), from, to: from + inside.length };
  }
}

/** What a mail server says behind its codes: `550 5.7.1 <a@b.c>: Relay access denied`. */
const reply =
  /(?<![\w\u00c0-\u1fff.,:/-])(?:(?:4[2-5]|5[0-7])\d[ -]#?[45]\.\d{1,2}\.\d{1,3}[ :-]{1,3}|(?:4[2-5]|5[2-7])\d[ -](?=<|[A-Z]))(?:<[^\s<>]{1,120}>[.:,]{0,3} ?)?/g;
/** What programs write without quotes: `PHP Fatal error:  Uncaught …`, `SQLSTATE[HY000]`, `ERR_CONNECTION_REFUSED`. */
const raw =
  /(?<![\w\u00c0-\u1fff"„“«])(?:(?:PHP |Uncaught |java\.[\w.]{1,80})?(?:Fatal error|Parse error|Catchable fatal error|Warning|Notice|Deprecated)(?=: {1,2}\S)|Uncaught \w{0,60}(?:Error|Exception)|SQLSTATE\[\w{1,6}\]|(?:ERR|DNS_PROBE|NS_ERROR|SEC_ERROR|SSL_ERROR|MOZILLA_PKIX_ERROR|PR_[A-Z]{2,20}_ERROR)_?[A-Z0-9_]{0,60}(?<=_[A-Z0-9_]{3,60})|ORA-\d{5}|0x8\d{7}(?![0-9a-f]))/g;
/** Where the words of a program end. */
const ends = /\s*(?:\(in reply to|\(#?[45]\.\d\.\d{1,3}\)|["”“»]|https?:\/\/|[;,]? ?please see|\. (?=[A-ZÀ-ÞŠĽČŤŽÝА-Я][a-zà-žа-я]))/;

function sentence(text: string, from: number): string {
  const line = after(text, from, longest).replace(/\r$/, '');
  const end = ends.exec(line)?.index ?? line.length;
  return line.slice(0, end).replace(/[\s.,;]+$/, '');
}

function* plainErrors(text: string): Iterable<Found> {
  for (const { 0: codes, index } of text.matchAll(reply)) {
    const from = index + codes.length;
    const said = sentence(text, from);
    if (
      /[^\W\d_]{3}.*\s[^\W\d_]/.test(said) &&
      ((/\d\.\d\.\d/.test(codes) && /^[^a-z]/.test(said)) || tellsOfFailing(` ${foldText(said.slice(0, 60))}`))
    )
      yield { kind: 'error', value: spaced(said), from, to: from + said.length };
  }
  for (const { 0: word, index } of text.matchAll(raw)) {
    const said = /^(?:ERR|DNS|SEC|SSL|MOZ|PR_|NS_|0x)/.test(word) ? word : sentence(text, index);
    yield { kind: 'error', value: spaced(said), from: index, to: index + said.length };
  }
}

/** Texts of errors: in quotes where somebody says that a program said it or where it speaks of failing, and bare in the forms of programs. */
export const errorTexts: Recogniser = function* (text) {
  const found = [...quotedErrors(text), ...plainErrors(text)].sort((one, other) => one.from - other.from || other.to - one.to);
  let end = 0;
  for (const each of found) {
    if (each.from < end) continue;
    end = each.to;
    yield each;
  }
};
