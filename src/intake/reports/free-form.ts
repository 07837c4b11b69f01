import { addressesAt } from './addresses.ts';
import { briefly, byWords, isVague, statusFrom } from './reason.ts';
import type { Failure } from './report.ts';

/** An address stands first in the line, by itself or with what is said of it behind. */
const leads = /^[\s*•\-+"'<([]*$/;
/** What stands before an address that a mail did not reach. */
const towards =
  /(?:\bto|recipients?|users?|mailbox|address(?:es)?|addressed to|rcpt to|deliver\w*|for|account|local-part|whom|user ?ids?|получател\w*|адрес\w*|доставить|宛先)\s*[:\-(]*\s*[<"'([]*$/i;
/** The other side's answer, with whom it is about in it. */
const answer = /^[\s<>*.-]*(?:[45][0-7]\d\b|(?:smtp|error|said|reason|\(reason)\b)/i;
/** What names somebody else: who sent the mail, whom to ask for help. */
const others =
  /(?:^|[\s>])(?:from|sender|mail from|envelope-from|reply-to|return-path|original sender|contact|questions?|help|assistance|postmaster|administrator|forward|send (?:an? )?(?:e-?)?mail|please)\b[^@]*$/i;

const mostLines = 400;
const mostSaid = 12;

interface Place {
  readonly address: string;
  readonly line: number;
}

/**
 * Whom a report names in its text as not reached, with what it says of each: the lines from where they are named to where the next is. `notThese` are addresses
 * that cannot be meant (whoever sent the mail); `to` those that the mail was to, where that came back: of several that could be meant, they are.
 */
export function failuresInText(text: string, notThese: ReadonlySet<string>, to: readonly string[]): readonly Failure[] {
  const lines = text.split('\n').slice(0, mostLines);
  const places = lines.flatMap((line, at) => namedIn(line, notThese).map((address) => ({ address, line: at })));
  const meant = places.filter(({ address }) => to.includes(address));
  const kept = firstOfEach(meant.length > 0 ? meant : places);
  return kept.map(({ address }) => {
    const says = saidOf(lines, address, places);
    const status = statusFrom(says);
    return { address, says: briefly(says), status: isVague(status) ? statusFrom(`${says}\n${text.slice(0, mostOfAll)}`) : status };
  });
}

const mostOfAll = 4000;

function namedIn(line: string, notThese: ReadonlySet<string>): readonly string[] {
  if (line.startsWith('>>> MAIL') || line.length > 4000) return [];
  return addressesAt(line)
    .filter(({ address, at }) => {
      const before = line.slice(0, at);
      if (notThese.has(address) || /^(?:mailer-daemon|postmaster|abuse)@/.test(address) || others.test(before)) return false;
      return (
        leads.test(before) || towards.test(before) || answer.test(line) || (/:\s*[<"']*$/.test(before) && byWords(before) !== undefined)
      );
    })
    .map(({ address }) => address);
}

const firstOfEach = (places: readonly Place[]): readonly Place[] =>
  places.filter(({ address }, at) => places.findIndex((other) => other.address === address) === at).slice(0, 100);

/** What stands from each place where somebody is named to where somebody else is. */
function saidOf(lines: readonly string[], address: string, places: readonly Place[]): string {
  const said = places.flatMap((place) => {
    if (place.address !== address) return [];
    const next = places.find((other) => other.line > place.line && other.address !== address)?.line ?? lines.length;
    return lines.slice(place.line, Math.min(next === place.line ? next + 1 : next, place.line + mostSaid));
  });
  return [...new Set(said)]
    .filter((line) => !/^\s*-{2,}/.test(line))
    .join('\n')
    .trim();
}
