import { after, before, beginningWith, type Found, type Recogniser, wordsAfter, wordsBefore } from './recogniser.ts';

/** Replies that say that something went wrong (RFC 5321, RFC 4954, RFC 3207 and what servers answer beside them). */
const smtpCodes: ReadonlySet<string> = new Set(
  '421 422 431 432 441 442 446 447 449 450 451 452 453 454 455 458 459 471 500 501 502 503 504 510 511 512 513 515 517 521 523 530 534 535 538 541 542 543 544 546 547 550 551 552 553 554 555 556 557 571'.split(
    ' ',
  ),
);
/** How far the details go in each subject of RFC 3463, with what RFC 7372, RFC 7505 and the registry of IANA added. */
const enhancedDetails = [0, 11, 5, 8, 8, 7, 10, 30] as const;
/** Status codes of RFC 9110 with an error, and those of nginx and Cloudflare. */
const httpCodes: ReadonlySet<string> = new Set(
  '400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 428 429 431 444 451 494 495 496 497 498 499 500 501 502 503 504 505 506 507 508 509 510 511 520 521 522 523 524 525 526 527 530'.split(
    ' ',
  ),
);

/** Words of mail and of the web, as they fold, in the languages of the desk. */
const mail = beginningWith(
  'smtp esmtp email mail mailbox bounc deliver undeliver recipient relay sender postfix exim dsn status= stat= said= nedoru doruc dorucen posta postu posty poste pocta pocte poct pisem pismo pisma dostav isporuc adres schrank sanduc',
);
const web = beginningWith(
  'http https web page= pages site= sites browser url server= gateway strank stranic sajt nacita ucita otkriva otkryva prehliadac prohlizec preglednik pregledac php apache nginx cloudflare api= request',
);
/** Words for an error or a code, and what may stand between them and the number. */
const error = beginningWith(
  'err= error code= status= response= return got= gets= get= fail chyb hlask kod= kodom kodem gresk pogresk osibk kodom mensahe said= vrac vraca dava hlasi javlja',
  '(?: (?:code|no|c|br|is|je|s|na|kodom|kodem|kod|cislo|servera|with|http|the|a|an|ng))*$',
);
const errorBehind = beginningWith('error chyb gresk osibk mensahe', '');

const reasons =
  /^\s{1,2}\(?(?:bad request|unauthorized|payment required|forbidden|not found|method not allowed|not acceptable|proxy auth|request time-?out|conflict|gone|length required|payload too large|request entity|uri too long|request-uri|unsupported media|too many requests|internal (?:server )?error|not implemented|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|http version|insufficient storage|bandwidth|origin|web server|connection timed out)/i;

const enhanced = /(?<![\w\u00c0-\u1fff.,/])(?<!(?<!\d{3})-)([245])\.(\d{1,2})\.(\d{1,3})(?![\w\u00c0-\u1fff]|[.,/-]\d)/g;
const three = /(?<![\w\u00c0-\u1fff.,:/$€£+-])([45]\d\d)(?![\w\u00c0-\u1fff%:/€$]|[.,]\d| ?[€$£%])/g;
const enhancedBehind = /^[ \t-]{1,2}#?[245]\.\d{1,2}\.\d{1,3}(?!\d)/;
/** What marks an enhanced code: the code of three digits before it, a field of a report, a label. */
const labelled = /(?:[245]\d\d[ -]#?|#|dsn[=:]\s?|[Ss]tatus[=:]\s?|[Ss]tatus-[Cc]ode[=:]\s?|stat=|[Cc]ode[=:]\s?|\()$/;
const labelledInWords = beginningWith('code= kod=', '$');
const version = beginningWith(
  'v= version verzi versi php mysql mariadb wordpress node= python perl ruby joomla drupal outlook thunderbird android ios= macos= kernel',
  '$',
);
const fromMailServer =
  /(?:said|rcpt to\b.{0,60}|[Dd]iagnostic-[Cc]ode: smtp;?|[Ee]?SMTP;|s?SMTP(?: error| code| status| reply)?|smtp(?: error| code| status| reply)?)\s{0,2}[:;]?\s{0,2}$/;
const fromWebServer =
  /(?:https?|HTTPS?)(?:\/\d(?:\.\d)?)?["']?\s{0,2}(?:[Ee]rror|ERROR|[Ss]tatus|[Cc]ode|[Ss]tatus [Cc]ode|kód|kod|greška|chyba|ошибка|код)?\s{0,2}[:#=]?\s{0,2}$/;

function* enhancedStatuses(text: string): Iterable<Found> {
  for (const { 0: value, 2: subject = '', 3: detail = '', index } of text.matchAll(enhanced)) {
    const head = wordsBefore(text, index, 70);
    const isLabelled = labelled.test(before(text, index, 20)) || labelledInWords.test(head);
    const known = Number(detail) <= (enhancedDetails[Number(subject)] ?? -1);
    if (isLabelled ? Number(subject) > 9 : !known || version.test(head) || !mail.test(head + wordsAfter(text, index, 90))) continue;
    yield { kind: 'enhanced-status', value, from: index, to: index + value.length };
  }
}

/** Which protocol a number of three digits is of, from what stands around it; undefined where it is just a number. */
function protocolOf(code: string, text: string, at: number): 'smtp-status' | 'http-status' | undefined {
  const [smtp, http] = [smtpCodes.has(code), httpCodes.has(code)];
  const [head, tail] = [before(text, at, 70), after(text, at + 3, 90)];
  if (smtp && (enhancedBehind.test(tail) || fromMailServer.test(head))) return 'smtp-status';
  if (http && (fromWebServer.test(head) || reasons.test(tail))) return 'http-status';
  const [words, wordsBehind] = [wordsBefore(text, at, 70), wordsAfter(text, at + 3, 90)];
  if (smtp && /^[ -]\S/.test(tail) && /^[\s>]*$/.test(head) && mail.test(wordsBehind)) return 'smtp-status';
  if (!error.test(words) && errorBehind.exec(wordsBehind)?.index !== 0) return undefined;
  if (smtp && (!http || (mail.test(words + wordsBehind) && !web.test(words + wordsBehind)))) return 'smtp-status';
  return http ? 'http-status' : undefined;
}

/** Codes of mail and web servers that say that something failed. Of numbers that may be anything only those in their context. */
export const statuses: Recogniser = function* (text) {
  yield* enhancedStatuses(text);
  for (const { 0: value, index } of text.matchAll(three)) {
    const kind = smtpCodes.has(value) || httpCodes.has(value) ? protocolOf(value, text, index) : undefined;
    if (kind) yield { kind, value, from: index, to: index + value.length };
  }
};
