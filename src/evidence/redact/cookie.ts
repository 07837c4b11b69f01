import { type Add, type Finder, veil } from './kind.ts';
import { type Label, labelled } from './label.ts';

const header = /(?<![A-Za-z])(?:set-)?cookie2?["']?[ \t]{0,3}(?::|=>?)[ \t]{0,3}\[?["']?/gi;
const option = /(?<!\S)(?:--cookie|-b)[ =]["']?/g;
const pair = /[ \t]{0,3}([^\s=;,"'█]{1,128})=("[^"\r\n]{0,4096}"|[^;"'\r\n\s]{0,4096})(;?)/y;
/** What a Set-Cookie says about the cookie (RFC 6265, 4.1; drafts for the last ones). */
const attribute = /^(?:path|domain|expires|max-age|samesite|priority|version|comment|secure|httponly|partitioned)$/i;
const flag = /[ \t]{0,3}(?:secure|httponly|partitioned);?/iy;
const expiry = /[^;"'\r\n]{0,40}(;?)/y;

/** The pairs of a header from there on, up to where no `;` leads to another. */
function findPairs(text: string, start: number, add: Add): number {
  for (let at = start; ;) {
    flag.lastIndex = pair.lastIndex = at;
    if (flag.test(text)) {
      at = flag.lastIndex;
      continue;
    }
    const found = pair.exec(text);
    if (!found) return at;
    const [whole, name = '', value = '', more = ''] = found;
    at += whole.length;
    if (attribute.test(name)) {
      // A date has blanks and a comma in it.
      expiry.lastIndex = at;
      if (more !== '' || (expiry.exec(text)?.[1] ?? '') !== '') at = more === '' ? expiry.lastIndex : at;
      else return at;
      continue;
    }
    const to = at - more.length;
    const bare = value.replace(/^"|"$/g, '');
    if (bare !== '' && !bare.includes(veil)) add({ kind: 'cookie', from: to - value.length, to, value: bare, mask: veil });
    if (more === '') return at;
  }
}

function findHeaders(text: string, heads: RegExp, add: Add): void {
  heads.lastIndex = 0;
  while (heads.exec(text)) heads.lastIndex = Math.max(heads.lastIndex, findPairs(text, heads.lastIndex, add));
}

/** Names of cookies that stand for a signed-in person, in the frameworks and shops that most sites are made of, and of trackers. */
const sessions =
  /(?:(?:J|PHP|CG|CF|ASP)?SESS(?:ION)?_?ID|ASP\.NET_SessionId|ASPSESSIONID[A-Z]{8}|connect\.sid|session(?:[ _-]?(?:id|key|token|cookie))?|sess(?:[_-]?id)?|sid|S?SESS[0-9a-f]{32}|wordpress_(?:logged_in_|sec_)\w{0,64}|remember_(?:web_\w{0,64}|token|me)|xsrf-token|csrf(?:[_-]?token|middlewaretoken)?|_ga(?:_\w{1,16})?|_g(?:id|cl_au)|_fbp|__(?:Host|Secure)-[\w-]{1,40}|cf_clearance|__cf_bm|AWSALB(?:CORS|TG)?)(?![A-Za-z0-9])/gi;
const hint = /sess|sid|xsrf|csrf|remember|_ga|_g[ci]|_fbp|__h|__s|cf_|awsalb|wordpress_/i;
const withDigit = (value: string): string | undefined => (/\d/.test(value) ? value : undefined);

const labels: readonly Label[] = [
  {
    hint,
    pattern: sessions,
    notAfter: /[A-Za-z0-9]/,
    ways: [
      { between: /["']?[ \t]{0,2}(?:=>?|:|%3d)[ \t]{0,2}["']?/iy, value: /[A-Za-z0-9%._~+/|=-]{8,256}/y, rest: /[A-Za-z0-9%._~+/|=-]+/y },
      { between: /[ \t]{1,3}(?:(?:cookie|value|is|je)[ \t]{1,3}){0,3}["'`]?/iy, value: /[A-Za-z0-9%._-]{20,256}/y },
    ],
    own: withDigit,
  },
  // The file of a session of PHP is called by its id.
  {
    hint: /sess_/,
    pattern: /sess_/g,
    notAfter: /[A-Za-z0-9]/,
    ways: [{ between: /(?=.)/y, value: /[A-Za-z0-9,-]{22,256}/y }],
    own: withDigit,
  },
];

/** Values in Cookie and Set-Cookie headers, of curl's options, and session ids by the names they have; the names stay. */
export const cookies: Finder = (text, add) => {
  if (/cookie/i.test(text)) findHeaders(text, header, add);
  if (/-b|--cookie/.test(text)) findHeaders(text, option, add);
  for (const label of labels)
    labelled(text, label, (from, to) => add({ kind: 'cookie', from, to, value: text.slice(from, to), mask: veil }));
};
