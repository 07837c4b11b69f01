import { oneLine } from '../subject.ts';
import type { Failure } from './report.ts';

/** What is said for a status, first match first; `for now` what is mostly said of what may pass. */
const words: readonly (readonly [status: string, said: RegExp])[] = [
  ['5.3.4', /too (?:large|big)\b|(?:message|mail) (?:size|length)|size (?:limit|exceed)|exceeds? .{0,40}size|размер/i],
  [
    '4.2.2',
    /quota|mailbox (?:is )?full|mailfolder is full|full mailbox|(?:mailbox|inbox|account|storage).{0,40}(?:exceed|full\b|over )|(?:insufficient|not enough|no) (?:disk|system|mail)? ?(?:space|storage)|disk full|too many messages|number of messages|переполнен|pln[áa] schr[áa]nka|容量/i,
  ],
  [
    '5.2.1',
    /(?:account|mailbox|user|inbox|e?-?mail|recipient|address)[^.\n]{0,40}(?:disabled|inactive|not active|suspended|deactivat|discontinued|expired|locked|blocked|closed)|no longer (?:active|available|in use|valid|accept)|отключ|заблокирован/i,
  ],
  [
    '5.1.2',
    /(?:host|domain|server)[^.:\n]{0,60}(?:not found|unknown|(?:does not|doesn't|not) exist|couldn't be found|lookup fail)|(?:unknown|no such|bad|invalid|unrouteable|unresolvable) (?:mail )?(?:host|domain)|(?:couldn't|cannot|can't|could not) find (?:any )?(?:the |a )?(?:host|domain|mail exchange)|no (?:route|gateway)|(?:no|not) (?:an? )?mx\b|dns (?:lookup |name )?(?:fail|error)|MX.{0,30}(?:not found|no such|invalid|null)|null mx|host or domain name not found|домен/i,
  ],
  [
    '5.1.1',
    /(?:user|recipient|mailbox|account|address|alias|addressee|mail-?box|resolver|login|name)s?(?:'s)?[^.\n]{0,60}(?:unknown|(?:does not|doesn't|do not|not|doesnt) exist|not (?:be )?(?:found|known|recogni[sz]ed|listed|registered|match|here|valid)|invalid|isn't|unavailable|rejected|not_found)|(?:unknown|no such|invalid|bad|non-?existent|nonexistent|not an? (?:active|valid|known|existing)|unrouteable|illegal|incorrect|unavailable|not our) (?:local )?(?:user|recipient|mailbox|account|address|alias|login|destination|customer|person|e-?mail|mailing list|local-part)|(?:user|mailbox|account|recipient) (?:unavailable|not|is not|was not)|no mailbox here|not? (?:such )?(?:user|mailbox|recipient)|wasn't found|isn't (?:listed|a known)|user doesn't have|destinataire invalide|recipnotfound|rejected (?:recipient|address)|не (?:существует|найден|зарегистр)|нет такого|neexistuj|ne postoji|не постоји|宛先|見つかりません|存在しません/i,
  ],
  ['5.4.6', /hop count|too many hops|(?:mail|routing|forwarding|message)[- ]?loop|loops? back|looping/i],
  [
    '5.7.1',
    /spam|blocked|blacklist|black list|block ?list|blocklist|rbl\b|dnsbl|reputation|dmarc|\bspf\b|\bdkim\b|unauthenticated|authenticat|authoriz|polic(?:y|ies)|virus|malware|phish|prohibited|access denied|denied|not (?:allowed|permitted|accepted)|relay|rejected|refused by|content|filter|banned|restricted|unsolicited|suspicious|rDNS|reverse (?:dns|lookup)|запрещ/i,
  ],
  [
    '4.4.7',
    /too long|retry (?:time(?:out)?|limit)|expired|delay|retried|retrying|will (?:keep|continue|be) (?:try|retr)|deferred|not yet|giving up|given up|not been delivered|undelivered after|задерж/i,
  ],
  [
    '4.4.1',
    /time(?:d)?[ -]?out|connection (?:refused|reset|lost|dropped|closed)|(?:unable|failed|couldn't|cannot|can't) to? ?(?:connect|establish|contact)|no (?:answer|response)|unreachable|not respond|temporar|try (?:again )?later|greylist|busy/i,
  ],
];

const enhanced = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g;
/** A reply of SMTP, where one would stand: not any number of three digits. */
const reply =
  /(?:^|[:;,[(<>"'*=]|\bsaid|\berror|\bcode|\bstate|\bsmtp|\bresponse|\bwas|\bresult|\.\.\.)[\s#:(]*([45][0-7]\d)(?=[\s\-:)\]#.,;_]|$)/gim;

/** "5.0.0" says no more than "5". */
export const isVague = (status: string): boolean => status.endsWith('.0.0');

/** What the words of a text mean, as a status; undefined where they mean none. */
export const byWords = (text: string): string | undefined => words.find(([, said]) => said.test(text))?.[0];

/**
 * The status of a failure from all that is said of it: the most exact code in it (RFC 3463), else what the words mean, for good or for now as a reply of SMTP in it
 * says. `given` is the Status field of a report, which some systems fill with 5.0.0 whatever happened.
 */
export function statusFrom(says: string, given = ''): string {
  const codes = [given, ...[...says.matchAll(enhanced)].map(([, code = '']) => code)].filter((code) => /^[45]\./.test(code));
  const exact = codes.find((code) => !isVague(code));
  if (exact !== undefined) return exact;
  const meant = byWords(says);
  const [, smtp] = reply.exec(says) ?? [];
  reply.lastIndex = 0;
  const serious = codes[0]?.[0] ?? smtp?.[0] ?? meant?.[0];
  if (meant !== undefined && serious !== undefined) return `${serious}${meant.slice(1)}`;
  return `${serious ?? '5'}.0.0`;
}

/** Whether a text says that something failed: by a code, or in words. */
export function tellsOfFailure(given: string): boolean {
  const text = given.replaceAll(/[ \t]*\n[ \t]*(?=[^\s<>])/g, ' ');
  const found = text.search(enhanced) !== -1 || text.search(reply) !== -1 || byWords(text) !== undefined;
  return found || failed.test(text);
}

const failed =
  /(?:not|n't|unable to|cannot|can ?not|could not|failed to) (?:be )?(?:deliver|reach|send|sent)|(?:delivery|delivering|sending|transmission)[^.\n]{0,60}(?:fail|error|problem|impossible)|undeliver|aborted|permanent (?:fatal )?error|配信|送信|не (?:может быть|удалось|был[ао]?) достав|nedoru[čc]|nebol[ao]? (?:mo[žz]n[ée] )?doru[čc]|nije (?:mogla? biti )?(?:isporu|dostav)|није (?:могла? бити )?(?:испоруч|достав)/i;

/** Whether no mail will ever reach an address: nobody is there. A full mailbox, a mail too large, and a refusal of who sends or of what they say are none of that. */
export function isGone({ status, says }: Pick<Failure, 'status' | 'says'>): boolean {
  if (ofSender.test(says)) return false;
  const meant = /^5\.[05]\.0$/.test(status) ? (byWords(says) ?? status) : status;
  return /^5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.310)$/.test(meant) || (meant === '5.4.4' && byWords(says) === '5.1.2');
}

const ofSender =
  /spam|block|blacklist|reputation|policy|sender|banned|\bhas sent\b|too many|my name was rejected|\b[he]{2}lo\b|couldn't create/i;

/** So much of what the other side said is kept. */
const mostSaid = 500;
export const briefly = (text: string): string => oneLine(text).slice(0, mostSaid);
