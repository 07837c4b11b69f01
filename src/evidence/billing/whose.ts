import type { Payment } from '../../model/payment.ts';
import type { Center, Directory } from './center.ts';
import { type Match, matcherOf } from './matcher.ts';
import { nearness } from './near.ts';
import type { Certainty } from './resolution.ts';

/** Whose a payment is, and why. */
export interface Whose {
  readonly center: Center | null;
  readonly sure: Certainty;
  readonly rule: string;
  readonly near: readonly string[];
}

type Rule = (payment: Payment) => Whose | undefined;
type Answer = (sure: Certainty, center: Center | null, rule: string, near?: readonly string[]) => Whose;

/**
 * Says whose center took the money of a payment. In this order: what the statement shows begins with a descriptor; the record is the
 * center's own; the account or the bank is its; a descriptor stands within what the record says; a merchant is named whose centers are
 * known. Nothing of that: unknown.
 */
export function whoseFinder(directory: Directory): (payment: Payment) => Whose {
  const matcher = matcherOf(directory);
  const near = nearness(matcher);
  const answer = answers();
  const byDescriptor = descriptorRule(directory);
  const byAccount = accountRule(directory, answer);
  const byProcessor = processorRule(directory, answer);
  const byMatches = matchesRule(directory, answer);
  const unknown = ({ descriptor, also }: Payment): Whose => {
    if (descriptor === '')
      return answer('unknown', null, also.length === 0 ? 'nothing says who took the money' : 'nothing in it names who took the money');
    return answer('unknown', null, 'no descriptor fits', near(descriptor));
  };
  return (payment) => {
    const { descriptor, also } = payment;
    const inDescriptor = descriptor === '' ? [] : matcher.find(descriptor);
    const [first] = inDescriptor;
    if (first?.whole && first.kind === 'center') return byDescriptor(first);
    const certain = payment.processor === null ? byAccount(payment) : byProcessor(payment);
    if (certain && certain.center) return certain;
    const found =
      byMatches(inDescriptor, 'in the descriptor') ?? byMatches(distinct(also.flatMap((text) => matcher.find(text))), 'in the record');
    return found ?? certain ?? unknown(payment);
  };
}

/** Many payments, few answers: each is made once. */
function answers(): Answer {
  const made = new Map<string, Whose>();
  return (sure, center, rule, near = []) => {
    const key = `${sure} ${center?.id ?? ''} ${rule} ${near.join()}`;
    const answer = made.get(key) ?? { center, sure, rule, near };
    if (made.size < 10_000) made.set(key, answer);
    return answer;
  };
}

const centersById = ({ centers }: Directory): ReadonlyMap<string, Center> => new Map(centers.map((center) => [center.id, center]));

/** What begins with a descriptor. Most payments do: their answers are found by its words alone. */
function descriptorRule(directory: Directory): (match: Match) => Whose {
  const byId = centersById(directory);
  const made = new Map<string, Whose>();
  return ({ id, words }) => {
    const answer = made.get(words) ?? { center: byId.get(id) ?? null, sure: 'exact', rule: `descriptor "${words}"`, near: [] };
    made.set(words, answer);
    return answer;
  };
}

const bare = (account: string): string => account.replaceAll(/[\s-]/g, '').toUpperCase();

/** `SK…` as an IBAN has bank and account; `2107…/9952` as Czechs and Slovaks write it. */
function inRange(account: string, { country, bank, account: begins }: Center['accounts'][number]): boolean {
  if (account.startsWith(country))
    return (
      account.slice(4, 4 + bank.length) === bank &&
      account
        .slice(4 + bank.length)
        .replace(/^0+/, '')
        .startsWith(begins)
    );
  const [number = '', code] = account.split('/');
  return code === bank && number.replace(/^0+/, '').startsWith(begins);
}

/** A center's account, or its bank. */
function accountRule({ centers }: Directory, answer: Answer): Rule {
  const ranges = centers.flatMap((center) => center.accounts.map((range) => ({ center, range })));
  const byBic = new Map(centers.flatMap((center) => center.bics.map((bic) => [bic, center] as const)));
  return ({ account, bic }) => {
    const found = account === null ? undefined : ranges.find(({ range }) => inRange(bare(account), range));
    if (found) return answer('exact', found.center, `account ${found.range.account}… at bank ${found.range.bank}`);
    const center = bic === null ? undefined : byBic.get(bic.toUpperCase());
    return center && answer('exact', center, `bank ${bic}`);
  };
}

/** Records that come from a center itself. */
function processorRule({ centers }: Directory, answer: Answer): Rule {
  const byRecord = new Map(centers.flatMap((center) => center.records.map((record) => [record as string, center] as const)));
  return ({ processor }) => {
    const center = processor === null ? undefined : byRecord.get(processor);
    if (center) return answer('exact', center, `a record of ${center.id}`);
    return processor === null ? undefined : answer('unknown', null, `a record of ${processor}, which the directory does not have`);
  };
}

/** Joins what is found in several texts; the same center twice is once. */
const distinct = (matches: readonly Match[]): readonly Match[] =>
  matches.filter(({ kind, id }, at) => matches.findIndex((other) => other.kind === kind && other.id === id) === at);

/** Centers that are named within a text, else the first merchant there. */
function matchesRule(directory: Directory, answer: Answer): (matches: readonly Match[], where: string) => Whose | undefined {
  const byId = centersById(directory);
  const byMerchant = merchantRule(directory, answer);
  return (matches, where) => {
    const centers = matches.filter(({ kind }) => kind === 'center');
    const [first] = centers;
    if (centers.length > 1) {
      const named = `${centers.map(({ words }) => `"${words}"`).join(' and ')} ${where}`;
      return answer(
        'several',
        null,
        named,
        centers.map(({ id }) => id),
      );
    }
    if (first) return answer('likely', byId.get(first.id) ?? null, `"${first.words}" ${where}`);
    const [merchant] = matches;
    return merchant && byMerchant(merchant);
  };
}

/** A merchant whose centers are known. */
function merchantRule(directory: Directory, answer: Answer): (match: Match) => Whose {
  const byId = centersById(directory);
  const merchants = new Map(directory.merchants.map((merchant) => [merchant.name, merchant]));
  return ({ id }) => {
    const { centers = [] } = merchants.get(id) ?? {};
    const known = centers.flatMap((name) => byId.get(name) ?? []);
    const only = centers.length === 1 ? known[0] : undefined;
    if (only) return answer('likely', only, `merchant ${id}, billed by ${only.id}`);
    const listed = centers.join(', ');
    if (known.length === 0) return answer('unknown', null, `merchant ${id}, billed by ${listed}, which the directory does not have`);
    return answer('several', null, `merchant ${id}, billed by ${listed}`, centers);
  };
}
