import { decodeWords } from 'postal-mime';

type Header = (name: string) => string;

const system =
  /mailer-?daemon|mail[ ._-]?deliver|post_master|mdaemon|deliver(?:y|ed)?[ ._-]?(?:sub)?system|content-filter|mail[ ._-]?system|double-bounce/i;
/** Also people are called so. */
const master = /poo?stmaster|mail administrator/i;

/** Whether whoever wrote a mail is called what only a mail system is. */
export const isMailSystem = (header: Header): boolean => system.test(decodeWords(header('from')));

/** Whether a mail says that no person wrote it: by the empty return path that reports have (RFC 5321, 4.5.5), by its headers (RFC 3834), by who wrote it. */
export function fromMachine(header: Header): boolean {
  const path = header('return-path').trim();
  if (path === '<>' || /^<?mailer-daemon\b/i.test(path) || header('x-failed-recipients') !== '') return true;
  return /^auto-/i.test(header('auto-submitted')) || isMailSystem(header) || master.test(header('from'));
}

const subjects = [
  /undeliver|non-?deliver|returned? (?:e-?)?mail|return to sender|delivery (?:status|fail|notif|problem|error|report|has|incomplete)|deliver\w* (?:failure|delay)/i,
  /fail(?:ed|ure)? (?:notice|delivery|mail)|mail(?:er)?[ -](?:delivery|error|failure|system error|could not)|(?:could not|couldn't|cannot|unable to) be? ?deliver|not delivered/i,
  /delayed|still being retried|error sending your mail|postmaster notify|message you sent blocked|sorry, your message|not(?:ice|ification).*delivery|warning: (?:could not|message)|permanent delivery|failed delivery/i,
  /unzustellbar|zustell(?:fehler|ung)|nicht (?:zu)?gestellt|non recapitabil|mancata consegna|[ée]chec|non remis|no se (?:pud|pued)|no entregad|non? livr|onbestelbaar|niet bezorgd|niedostarcz|nedoru[čc]|neisporu[čc]|nije isporu[čc]|неиспоруч|није испоруч|недоставлен|не доставлен|не ?может быть доставлен|ошибка доставки/i,
  /配信|送信エラー|エラー通知|不達|退信|投递失败|メールエラー/,
];

/** Whether a subject is that of a report, in the languages of those that we have seen. */
export const isReportSubject = (subject: string): boolean => subjects.some((pattern) => pattern.test(subject));
