import { type Finder, veil } from './kind.ts';
import { type Label, labelled, letters, wholeWords, type Words } from './label.ts';

const hint = /pass|pwd|pw|kennw|contras|mot de|senha|has[łŁ]o|jelsz|parola|[hg]esl|lozin|zapork|[šŠшШ][iи][fф]|лозин|парол|пас/i;
/** In names of settings and fields too, so that letters may stand around: `DB_PASSWORD`, `oldPassword2`, `pgpassword`. */
const words = new RegExp(
  'passwords?|(?<!/)passwd(?!-file)|passphrase|passcode|passwort|kennwort|contraseña|mot de passe|senha|hasło|jelszó|palavra-passe|parola|' +
    `(?<![${letters}=])(?:pass|pwd|pword|pw|PASS)(?![${letters}])|(?:[_-]|[a-z])(?:Pass|Pwd|PASS|PWD|pwd|passw?)(?![${letters}])|` +
    `(?<![${letters}])(?:hesl(?:o|a|u|om|em)|lozink(?:a|e|u|om|i)|zapork(?:a|e|u)|geslo|gesla|šifr(?:a|e|u|om)|шифр(?:а|е|у|ом)|лозинк(?:а|е|у|ом|и)|парол(?:ь|я|ю|е|ем|и)|пасс?ворд)(?![${letters}])`,
  'gi',
);
/** "The password for the studio account: …", "heslo k účtu je …". */
const purpose = `(?:[ \\t]{1,3}(?:for|to|of|on|in|k|ke|ku|na|do|od|za|pre|pro|u|для|от|к|на|в|за|sa|ng)(?:[ \\t]{1,3}[${letters}][${letters}-]{0,24}){1,4})?`;
const assigned = new RegExp(
  `[\\w-]{0,24}["'\`*]{0,2}\\]?${purpose}[ \\t]{0,3}(?:\\([^()\\r\\n]{0,40}\\)[ \\t]{0,3})?(?::=|=>|={1,3}|:|%3[ad]|</?\\w{0,8}>|>)[ \\t]{0,3}(?:\\r?\\n[ \\t>]{0,8}(?=\\S{1,64}[ \\t]{0,8}(?:\\r?\\n|$)))?["'\`“„«*]{0,2}`,
  'iy',
);
const said = new RegExp(
  `[ \\t]{0,2}["'\`]?(?:[ \\t]{1,3}(?:ko|mo|niya|namin|mi|ti|mu|joj|nam))?${purpose}[ \\t]{1,3}(?:is|was|je|mám|mam|imam|bilo|byl[oa]?|ay|это|был|је|—|–|-)(?:[ \\t]{1,3}(?:still|now|teraz|teď|sada|сада|сейчас))?:?[ \\t]{1,3}["'\`“„«*]{0,2}`,
  'iy',
);
const attributeOf = /["'][^<>\r\n]{0,80}\bvalue=["']/iy;
/** With nothing between but a blank it must look like one. */
const blank = /[ \t]{1,3}["'`“„«]?/y;
const mixed = /(?=[^\s\d]{0,40}\d)(?=[^\sA-Za-z]{0,40}[A-Za-z])[^\s"'<>&/()]{6,64}/y;
const option = /(?:[ \t]{1,3}|=|(?=["']))["']?/y;

/** Up to the quote that ends it, or to a blank; the signs that end a sentence, a parameter or an element are not its own. */
const value = /(?<=["'`“„«]|%22)[^"'`“”»\r\n]{1,128}(?=["'`“”»])|[^\s"'<>&]{1,200}/y;
const ways = [
  { between: attributeOf, value },
  { between: assigned, value },
  { between: said, value },
  { between: blank, value: mixed },
];

/** What is said of passwords and is none; in the languages of the words. */
const sayings = new Set(
  (
    'cram-md5 digest-md5 gssapi ntlm xoauth2 scram-sha-1 scram-sha-256 new old denied a an the not no none null nil undefined true false yes empty blank required optional incorrect wrong invalid expired correct changed reset missing weak strong strength same too very still now already only ' +
    'hidden redacted removed masked filtered string text and or for in is was must should will cannot can be been being you your my our their please minimum at with without hash ' +
    'nije neispravna pogrešna kriva netačna istekla obavezna nie je nesprávne zlé neplatné správne chybné není špatné povinné není že da што није погрешна не неверный неверен неправильный правильный обязателен mali hindi ' +
    'sprintf getenv process.env env os.environ $password password passwd heslo lozinka пароль'
  ).split(' '),
);
const isPlaceholder = (text: string): boolean => /^[*•.xX#_-]+$|^[<{[(%$].*[>}\])%]?$/.test(text) && !/^[$%(][^\s]*\d/.test(text);

/** The password itself, without the sign that ends the sentence; nothing when something is said of passwords. */
function itself(written: string, word: string): string | undefined {
  const bare = written.replace(/;[\w ]{1,32}=.*$|[,;:)\]}”»*]+$|\.$/, '') || written;
  if (/^\d{1,3}$/.test(bare) || (word.endsWith('PWD') && bare.startsWith('/'))) return undefined;
  return bare.includes('█') || sayings.has(bare.toLowerCase()) || isPlaceholder(bare) || written.endsWith(':') ? undefined : bare;
}

/** A number that lets somebody in. */
const codes = wholeWords(/pin|пин|cv[vc]|otp|code|k[oó]d|код/i, [
  'pin(?:[ -]?(?:code|kód|kod|код))?',
  'пин(?:-?код)?',
  'cvv2?',
  'cvc2?',
  'otp',
  '(?:your|tvoj|vaš|ваш|váš|tvůj) (?:\\S{1,16} )?(?:code|kod|kód|код)',
  'kod za (?:potvrdu|prijavu|verifikaciju|pristup)',
  '(?:verification|security|one-time|login|access|confirmation|activation|auth(?:entication)?|2fa|sms)[ -]codes?',
  '(?:overovací|verifikačný|bezpečnostní|ověřovací|sigurnosni|verifikacijski|aktivacioni) k[oó]d',
  '(?:код (?:подтверждения|доступа)|сигурносни код)',
]);
const codeWays = [
  {
    between: /["']?[ \t]{0,3}(?:is|je|это|ay|[:=#-])?[ \t]{0,3}["']?/iy,
    value: /(?:[A-Z]{1,3}-)?(?!(?:19|20)\d\d-)\d{3,8}(?:[ -]\d{2,4}){0,2}(?![\w])/y,
  },
];

/** Codes for when the phone is lost: as many as stand there. */
const spareCodes = wholeWords(/recovery|backup|scratch|záložn|rezervn|резервн/i, [
  '(?:recovery|backup|scratch|záložn\\S{1,2}|rezervn\\S{1,2}|резервн\\S{1,2}) (?:codes?|keys?|k[oó]dy?|kodovi|код\\S{0,2})',
]);
const spareWays = [{ between: /[ \t]{0,3}[:=]?\s{0,3}/y, value: /(?:(?=[A-Za-z-]{0,12}\d)[A-Za-z0-9-]{6,24}[ ,]{0,2}){1,16}(?<![ ,])/y }];

/** `//ana:secret@host`: the last `@` before the path ends it. */
const userInfo = /:\/\/[^\s/:@"'<>]{0,128}:([^\s/"'<>]{1,128})@/g;
/** Programs' own ways: what follows is a password without saying so. */
const programs: readonly Words[] = [
  { hint: /identified/i, pattern: /IDENTIFIED (?:WITH \w{1,32} )?(?:BY|AS)\b/gi },
  { hint: /sshpass/, pattern: /sshpass[ \t]{1,3}-p/g },
  { hint: /-p|--secret/, pattern: /--?p(?:ass)?(?:word|wd)?(?:-file)?(?![\w-])|--(?:pwd|secret)(?![\w-])/g, notAfter: /[\w.-]/ },
  { hint: /PASS /, pattern: /PASS(?= )/g, notAfter: /[^\s>:\]]/ },
  { hint: /define\(/, pattern: /define\([ \t]{0,4}["']\w{0,24}(?:PASS|PWD|SECRET|KEY|SALT)\w{0,24}["'][ \t]{0,4},/g },
  { hint: /login/, pattern: /login[ \t]{1,3}\S{1,64}[ \t]{1,3}password/g },
];
const programWays = [{ between: option, value }];
/** The same, up to where the password itself begins. */
const dialogues: readonly Words[] = [
  {
    hint: /LOGIN/,
    pattern: /LOGIN[ \t]{1,2}"?[^\s":]{1,128}"?[ \t]{1,2}(?="?[^\s"]{1,64}"?[ \t]{0,4}(?:\r?\n|$))/g,
    notAfter: /[^\s:]/,
  },
  { hint: /-u|--user|--proxy-user/, pattern: /(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']{1,128}:(?=\S)/g, notAfter: /\S/ },
  {
    hint,
    pattern: new RegExp(
      `(?:log ?in|user(?:name)?|korisnik|používateľ|uživatel|логин|meno)[ \\t]{0,2}[/+&,][ \\t]{0,2}(?:pass(?:word)?|heslo|lozinka|šifra|пароль|лозинка)[ \\t]{0,3}[:=][ \\t]{0,3}\\S{1,64}[ \\t]{0,3}[/|,;:][ \\t]{0,3}(?=\\S)`,
      'gi',
    ),
  },
  { hint: /htpasswd/, pattern: /htpasswd[ \t]{1,3}-\w{0,4}b\w{0,4}[ \t]{1,3}\S{1,128}[ \t]{1,3}\S{1,64}[ \t]{1,3}(?=\S)/g },
  { hint: /ldap/, pattern: /ldap[a-z]{1,12}[ \t][^\r\n|;]{0,160}?(?<=[ \t])-w[ \t]{0,3}(?=\S)/g },
  {
    hint: /daje|login|cred|poda[ct]|данные/i,
    notAfter: /[a-z]/i,
    pattern:
      /(?:údaje|login|credentials|creds|podat?ci|данные(?: для входа)?)[ \t]{0,2}[:=][ \t]{0,3}(?:\S{1,64}[ \t]{1,3}[/|][ \t]{1,3}|[^\s:/]{1,64}:)(?=[^\s/])/gi,
  },
  { hint: /mysql|mariadb/, pattern: /(?:mysql|mariadb)[a-z-]{0,12}[ \t][^\r\n|;]{0,160}?(?<=[ \t])-p(?=[^\s-])/g, notAfter: /[\w/.-]/ },
];
const here = [{ between: /["']?/y, value }];

const labels: readonly Label[] = [
  { hint, pattern: words, ways, own: itself },
  ...programs.map((one): Label => ({ ...one, ways: programWays, own: itself })),
  ...dialogues.map((one): Label => ({ ...one, ways: here, own: itself })),
  { ...codes, ways: codeWays },
  { ...spareCodes, ways: spareWays },
];

/** Passwords after a word for them, in URLs, on command lines and in the dialogues of mail, file and database servers; PINs and codes. */
export const passwords: Finder = (text, add) => {
  for (const { index, 0: written, 1: secret = '' } of text.matchAll(userInfo)) {
    const to = index + written.length - 1;
    if (!secret.includes('█')) add({ kind: 'password', from: to - secret.length, to, value: secret, mask: veil });
  }
  for (const label of labels)
    labelled(text, label, (from, to) => add({ kind: 'password', from, to, value: text.slice(from, to), mask: veil }));
};
