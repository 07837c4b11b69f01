import { partIn } from '../../around/setting.ts';
import { normalName } from '../../model/name.ts';
import type { JsonObject } from '../../model/object.ts';

/** How mail is taken in. */
export interface IntakeSettings {
  /** Mails of one sender within an hour; what comes above is kept without an answer, as machines may be answering each other. */
  readonly perHour: number;
  /** Addresses to which customers write: they are nobody's copies. */
  readonly addresses: readonly string[];
  /** Names under which our own mail server notes what it found of a mail's sender (the authserv-id of RFC 8601): what others note proves nothing. */
  readonly checkedBy: readonly string[];
}

const hint = 'desk help incoming shows what can be set';

/** The setting `intake` (`perHour`, `addresses`, `checkedBy`). Throws `settings`, naming the place that is wrong. */
export function intakeSettings(raw: JsonObject): IntakeSettings {
  const given = partIn(raw, 'intake', hint);
  const list = (name: string): readonly string[] => (given.texts(name) ?? []).map(normalName);
  const perHour = given.number('perHour', { least: 1, whole: true }, 'a whole number above 0') ?? 30;
  return { perHour, addresses: list('addresses'), checkedBy: list('checkedBy') };
}
