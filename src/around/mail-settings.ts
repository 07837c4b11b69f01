import { domainToASCII } from 'node:url';
import { DeskError } from '../errors.ts';
import { isLoopback } from './loopback.ts';
import { isMailAddress, personOf } from '../model/address.ts';
import { normalName } from '../model/name.ts';
import { type MailRules, type NoticeKind, noticeKinds } from '../model/notice.ts';
import { isObject, type JsonObject } from '../model/object.ts';
import type { Person } from '../model/person.ts';

/** How mail leaves a desk of one's own; the setting `mail`. */
export interface MailSettings {
  readonly rules: MailRules;
  /** Whom our mails are from. */
  readonly from: Person;
  /** Where answers go; from where mail comes, if it is not said. */
  readonly replyTo: Person;
  /** The server that takes our mail; undefined where it is sent from another machine. */
  readonly smtp: SmtpSettings | undefined;
}

export const securities = ['tls', 'starttls', 'none'] as const;
export type Security = (typeof securities)[number];

/** A mail server. The password stands elsewhere. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte on, `starttls` before anything is said, or `none`. */
  readonly security: Security;
  readonly user: string | undefined;
  /** A file that holds the password and that only the user can read. `~/` is the home. */
  readonly passwordFile: string | undefined;
}

const example = '{"mail": {"from": "Support <support@firma.example>", "smtp": {"host": "smtp.firma.example", "user": "support"}}}';

const wrong = (place: string, what: string): DeskError =>
  new DeskError('settings', `the setting "${place}" ${what}`, { hint: `such as ${example}; desk help mail shows all of it` });

function textAt(raw: JsonObject, place: string, name: string): string | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw wrong(`${place}.${name}`, 'is not a text');
}

function personAt(raw: JsonObject, name: string): Person | undefined {
  const text = textAt(raw, 'mail', name);
  const person = text === undefined ? undefined : personOf(text);
  if (person === undefined || isMailAddress(person.address)) return person;
  throw wrong(`mail.${name}`, 'is not a mail address');
}

function listAt(raw: JsonObject, name: string): readonly string[] | undefined {
  const value = raw[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each): each is string => typeof each === 'string')) return value.map(normalName);
  throw wrong(`mail.${name}`, 'is not a list of texts');
}

const isNotice = (name: string): name is NoticeKind => (noticeKinds as readonly string[]).includes(name);

function noticesIn(raw: JsonObject): readonly NoticeKind[] {
  const named = listAt(raw, 'notices') ?? noticeKinds;
  const unknown = named.find((name) => !isNotice(name));
  if (unknown !== undefined) throw wrong('mail.notices', `names "${unknown}", which is none of ${noticeKinds.join(', ')}`);
  return named.filter(isNotice);
}

const ports: Readonly<Record<Security, number>> = { tls: 465, starttls: 587, none: 25 };

function securityOf(raw: JsonObject, host: string, port: number | undefined): Security {
  const given = textAt(raw, 'mail.smtp', 'security');
  const found = securities.find((each) => each === given);
  if (given !== undefined && found === undefined) throw wrong('mail.smtp.security', `is none of ${securities.join(', ')}`);
  const security = found ?? (port === ports.tls ? 'tls' : isLoopback(host) ? 'none' : 'starttls');
  if (security !== 'none' || isLoopback(host) || raw['insecure'] === true) return security;
  throw wrong(
    'mail.smtp.security',
    'is "none": mail and password would go over the network for everybody to read. "insecure": true allows it',
  );
}

function smtpIn(raw: unknown): SmtpSettings | undefined {
  if (raw === undefined) return undefined;
  if (!isObject(raw)) throw wrong('mail.smtp', 'is not an object');
  const host = textAt(raw, 'mail.smtp', 'host');
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) throw wrong('mail.smtp.host', 'is not the name of a server');
  const given = raw['port'];
  if (given !== undefined && !(typeof given === 'number' && Number.isInteger(given) && given > 0 && given < 65_536))
    throw wrong('mail.smtp.port', 'is not a port');
  if ('password' in raw)
    throw wrong('mail.smtp.password', 'could be read there by others: put it into DESK_SMTP_PASSWORD, or name a file with "passwordFile"');
  const security = securityOf(raw, host, given);
  return {
    host,
    port: given ?? ports[security],
    security,
    user: textAt(raw, 'mail.smtp', 'user'),
    passwordFile: textAt(raw, 'mail.smtp', 'passwordFile'),
  };
}

/** The setting `mail`; undefined where there is none, and no mail leaves the desk. Throws `settings`, naming the place that is wrong. */
export function mailSettings(raw: unknown): MailSettings | undefined {
  if (raw === undefined) return undefined;
  if (!isObject(raw)) throw wrong('mail', 'is not an object');
  const from = personAt(raw, 'from');
  if (!from) throw wrong('mail.from', 'says whom mail is from, and is missing');
  const replyTo = personAt(raw, 'replyTo') ?? from;
  const own = [...new Set([from.address, replyTo.address, ...(listAt(raw, 'own') ?? [])])];
  const domain = domainToASCII(from.address.slice(from.address.lastIndexOf('@') + 1));
  return { rules: { domain, own, notices: noticesIn(raw) }, from, replyTo, smtp: smtpIn(raw['smtp']) };
}
