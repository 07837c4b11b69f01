import { type Add, type Finder, veil } from './kind.ts';
import { type Label, labelled, letters } from './label.ts';

/** How keys of well-known services begin, as their makers document it so that leaked ones can be found; the first part stays to be read. */
const shapes: readonly string[] = [
  '(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)(?=[A-Z0-9]{16}(?![A-Za-z0-9]))[A-Z0-9]{16}',
  'gh[pousr]_[A-Za-z0-9]{30,255}',
  'github_pat_[A-Za-z0-9_]{22,255}',
  'gl(?:pat|oas|cbt|dt|rt|rtr|ft|ptt|soat|agent|imt|ffct)-[\\w.-]{20,255}',
  '(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,255}',
  'whsec_[A-Za-z0-9+/=]{20,255}',
  'xox[abceoprs]-[A-Za-z0-9-]{10,255}',
  'xapp-[A-Za-z0-9-]{10,255}',
  'AIza[\\w-]{35}',
  'ya29\\.[\\w-]{20,1024}',
  'GOCSPX-[\\w-]{20,64}',
  '1//0[\\w-]{30,256}',
  'SG\\.[\\w-]{16,32}\\.[\\w-]{32,64}',
  'key-[0-9a-f]{32}',
  '(?:AC|SK)[0-9a-f]{32}',
  'G-\\d{6}(?!\\d)',
  'npm_[A-Za-z0-9]{36}',
  'pypi-[\\w-]{16,1024}',
  'rubygems_[0-9a-f]{48}',
  'dckr_(?:pat|oat)_[\\w-]{20,64}',
  'sk-(?:[a-z0-9]{2,12}-){0,2}[\\w-]{20,256}',
  'hf_[A-Za-z0-9]{30,64}',
  'do[opr]_v1_[0-9a-f]{64}',
  'shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}',
  'sq0(?:atp|csp|idp)-[\\w-]{22,64}',
  'EAA[A-Za-z0-9]{60,512}',
  '[MNO][A-Za-z\\d]{23,25}\\.[\\w-]{6}\\.[\\w-]{27,40}',
  '(?:bot)?\\d{8,10}:AA[\\w-]{32,35}',
  'hv[sbr]\\.[\\w-]{20,256}',
  'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}',
  'ATATT3[\\w=-]{40,256}',
  'dapi[0-9a-f]{32}',
  'xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}',
  'lin_api_[A-Za-z0-9]{40}',
  'PMAK-[0-9a-f]{24}-[0-9a-f]{34}',
  'fi(?:gd|go)_[\\w-]{40,64}',
  'sntrys_[A-Za-z0-9+/=_-]{40,512}',
  'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}',
  'AGE-SECRET-KEY-1[0-9A-Z]{58}',
  'T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}',
];
/** Letters before it would make it another word; `%3D` may stand before it in the address of a page. */
const within = /(?<!%[0-9A-Fa-f]{2})(?<=[A-Za-z0-9_])$/;
const known = new RegExp(shapes.join('|'), 'g');
const opening = /^(?:AK|AS|AB|AC|AR|AI|SK)(?:IA|CA|OA|DA)?|^[A-Za-z0-9]{2,8}(?:[_-](?:live|test|pat|v1|api)[_-]|[_.-])/;

/** A piece of each of the shapes. */
const knownHint =
  /A[KSBCRI][IO]A|ACCA|gh[pousr]_|github_pat|gl[a-z]{2,5}-|_live_|_test_|whsec_|xox|xapp-|AIza|ya29|GOCSPX|1\/\/0|SG\.|G-\d{6}|key-|AC[0-9a-f]{4}|SK[0-9a-f]{4}|npm_|pypi|gems_|dckr|sk-|hf_|_v1_|shp|sq0|EAA|:AA|hv[sbr]\.|glsa|ATATT|dapi|xkeys|lin_|PMAK|fi[gd][do]_|sntrys|access_token\$|AGE-SEC|\/B[A-Z0-9]{8}|[MNO][A-Za-z\d]{23}/;

function findKnown(text: string, add: Add): void {
  if (!knownHint.test(text)) return;
  for (const { index, 0: value } of text.matchAll(known)) {
    if (within.test(text.slice(Math.max(0, index - 3), index))) continue;
    const start = opening.exec(value)?.[0] ?? '';
    add({ kind: 'token', from: index, to: index + value.length, value, mask: `${start}${veil}` });
  }
}

/** Words that a key or token follows, in the names of settings, headers and parameters too: `STRIPE_SECRET_KEY`, `x-api-key`, `accessToken`. */
const words =
  /(?:(?:access|auth|bearer|id|refresh|api|app|client|consumer|device|personal|private|public|reset|secret|security|session|shared|signing|user|webhook|activation|license|encryption|master|account|storage)[-_ ]?)?(?:tokens?|(?<![A-Za-z])keys?|[-_]keys?|apikey|accesskey|secretkey|accountkey|Key(?:Id)?|secrets?|credentials?|signature|(?<![A-Za-z])sig|x-amz-(?:signature|credential|security-token)|nonce|hash|hmac|токен[аеу]?|ключ[аеу]?|кључ[аеу]?|ključ[aeu]?|k[lľ][uúí]č[aue]?|секрет)(?![A-Za-z])(?:[_-](?:id|base|value))?/gi;
const assigned =
  /["']?\]?(?:[ \t]{1,3}(?:for|to|of|за|для|za|pre|pro|k|ng)[ \t]{1,3}\S{1,24}?)?[ \t]{0,3}(?:[ \t](?:is|je|это))?(?::=|=>|==|[:=]|%3d)[ \t]{0,3}(?:(?:bearer|basic|token)[ \t]{1,3})?["'`]?/iy;
const said = /["'`]?[ \t]{1,3}(?:(?:is|was|je|to je|это|ay|for \S{1,32}|id)[ \t]{1,3})?["'`(<]{0,2}/iy;
/** A few words on, only what is too long for anything else. */
const further = new RegExp(`(?:[ \\t:,'"(<]{1,3}[${letters}]{1,16}){1,4}[ \\t:,'"(<]{1,3}`, 'y');

/** Digits and letters together, or both cases without order: no word, name, date or path. */
function isRandom(value: string): boolean {
  const bare = value.replace(/^[./]+|[.=%-]+$/g, '');
  if (
    bare.length < 8 ||
    /^[\d.:-]+$/.test(bare) ||
    /^(?:https?|file)?\/{1,2}|\.(?:pem|key|crt|json|ya?ml|php|txt|conf|com|org|net)$/.test(value)
  )
    return false;
  if (/^(?:19|20)\d\d-\d\d-\d\d/.test(bare)) return false;
  if (/\d/.test(bare) && /[A-Za-z]/.test(bare))
    return bare.length >= 16 || /\d.*[A-Za-z].*\d|[A-Za-z].*\d.*[A-Za-z]|^[0-9a-f]+$/.test(bare);
  return bare.length >= 16 && (/[a-z][A-Z].*[a-z][A-Z]/.test(bare) || /^\d{16,}$/.test(bare));
}

/** Credentials of HTTP, FTP and mail: what stands behind the scheme. */
const headers =
  /(?:proxy-)?authori[sz]ation(?![A-Za-z])|x-(?:auth|access|csrf|xsrf|vault|gitlab|amz-security|shopify-access)-token|x-api-key/gi;
const letter = /[A-Za-z]/;
/** A link that lets in whoever has it: to reset, confirm, invite. */
const links =
  /\/[\w-]{0,24}(?:reset|confirm|verify|verification|activat(?:e|ion)|invit(?:e|ation)|unsubscribe|magic|login|signin|password|recover|token|share)[\w-]{0,24}\//gi;

/** `Authorization: Digest …` goes on to the end of the header, others for one word. */
const digest = /["']?[ \t]{0,3}(?::|=>?|%3a)[ \t]{0,3}["']?(?:digest|aws4-hmac-sha256|oauth|hawk)[ \t]{1,3}/iy;
const scheme = /["']?[ \t]{0,3}(?::|=>?|%3a)[ \t]{0,3}["']?(?:[A-Za-z][\w-]{1,24}(?:[ \t]{1,3}|%20))?["']?/iy;
const unveiled = (value: string): string | undefined => (value.includes('█') ? undefined : value);
const withDigit = (value: string): string | undefined => (/\d/.test(value) ? value : undefined);

const labels: readonly Label[] = [
  {
    hint: /tok|key|secr|cred|sig|hash|nonce|hmac|ток|клю|кљу|klj|k[lľ][uú]|секр|x-amz/i,
    pattern: words,
    ways: [
      { between: assigned, value: /[^\s"'`,;&<>()[\]{}█]{8,256}/y, rest: /[A-Za-z0-9+/_~.=%-]+/y },
      { between: said, value: /[A-Za-z0-9+/_~.=-]{16,256}/y, rest: /[A-Za-z0-9+/_~.=-]+/y },
      { between: further, value: /[0-9a-f]{32,256}(?![\w-])|[A-Za-z0-9+/_-]{40,256}={0,2}/y, rest: /[A-Za-z0-9+/_-]+={0,2}/y },
    ],
    own: (value) => (isRandom(value) ? value : undefined),
  },
  {
    // The code of OAuth (RFC 6749, 4.1.2).
    hint: /[?&]code=/,
    pattern: /[?&]code=/g,
    ways: [{ between: /(?=.)/y, value: /[A-Za-z0-9+/_~.%-]{16,256}/y, rest: /[A-Za-z0-9+/_~.%-]+/y }],
    own: (value) => (isRandom(value) ? value : undefined),
  },
  {
    hint: /authori[sz]|x-[a-z]{3}/i,
    pattern: headers,
    notAfter: letter,
    ways: [
      { between: digest, value: /(?:"[^"\r\n]{0,128}"|[^"'\r\n]){1,512}/y },
      { between: scheme, value: /[^\s"',;]{4,256}/y, rest: /[^\s"',;]+/y },
    ],
    own: unveiled,
  },
  {
    hint: /bearer|AUTH /i,
    pattern: /(?:bearer|AUTH (?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5))(?![A-Za-z])/gi,
    notAfter: letter,
    ways: [{ between: /[ \t:=]{1,3}["']?/y, value: /[A-Za-z0-9+/_~.=-]{8,256}/y, rest: /[A-Za-z0-9+/_~.=-]+/y }],
    own: (value) => (/\d|=|[a-z][A-Z]/.test(value) ? value : undefined),
  },
  {
    hint: /Basic /,
    pattern: /Basic /g,
    notAfter: letter,
    ways: [{ between: / ?/y, value: /[A-Za-z0-9+/]{8,256}={0,2}/y }],
    own: (value) => (/[\d=]|[a-z][A-Z]/.test(value) ? value : undefined),
  },
  {
    hint: /reset|confirm|verif|activat|invit|unsub|magic|login|signin|password|recover|token|share/i,
    pattern: links,
    ways: [{ between: /(?:[\w-]{1,24}\/)?/y, value: /[\w-]{20,256}/y, rest: /[\w-]+/y }],
    own: withDigit,
  },
];

/** Keys and tokens by the shapes of well-known services, after a word for them, in headers, and in links that let their reader in. */
export const tokens: Finder = (text, add) => {
  findKnown(text, add);
  for (const label of labels)
    labelled(text, label, (from, to) => add({ kind: 'token', from, to, value: text.slice(from, to), mask: veil }));
};
