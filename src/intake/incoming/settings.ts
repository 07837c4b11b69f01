import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import { isObject, type JsonObject } from '../../model/object.ts';

/** How mail is taken in. */
export interface IntakeSettings {
  /** Mails of one sender within an hour; what comes above is kept without an answer, as machines may be answering each other. */
  readonly perHour: number;
  /** Addresses to which customers write: they are nobody's copies. */
  readonly addresses: readonly string[];
  /** Names under which our own mail server notes what it found of a mail's sender (the authserv-id of RFC 8601): what others note proves nothing. */
  readonly checkedBy: readonly string[];
}

const wrong = (place: string, what: string): DeskError =>
  new DeskError('settings', `the setting "${place}" ${what}`, {
    hint: 'desk help incoming shows what can be set',
  });

function listAt(given: JsonObject, key: string): readonly string[] {
  const list = given[key] ?? [];
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) throw wrong(`intake.${key}`, 'is not a list of texts');
  return (list as readonly string[]).map(normalName);
}

/** The setting `intake` (`perHour`, `addresses`, `checkedBy`). Throws `settings`, naming the place that is wrong. */
export function intakeSettings(raw: JsonObject): IntakeSettings {
  const given = raw['intake'] ?? {};
  if (!isObject(given)) throw wrong('intake', 'is not an object');
  const { perHour = 30 } = given;
  if (typeof perHour !== 'number' || !Number.isInteger(perHour) || perHour < 1)
    throw wrong('intake.perHour', 'is not a whole number above 0');
  return { perHour, addresses: listAt(given, 'addresses'), checkedBy: listAt(given, 'checkedBy') };
}
