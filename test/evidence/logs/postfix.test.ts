import { describe, expect, it } from 'vitest';
import { lineReader } from '../../../src/evidence/logs/formats.ts';
import { type PostfixParts, postfixParts } from '../../../src/evidence/logs/postfix.ts';
import { hasRealData, realFiles, realText } from '../../real-data.ts';

/** Their names for what we read, and ours. */
const names: readonly (readonly [theirs: string, ours: (parts: PostfixParts) => string | undefined])[] = [
  ['queueid', ({ queueId }) => queueId],
  ['bounce_queueid', ({ noticeId }) => noticeId],
  ['relay_hostname', ({ relay }) => relay],
  ['relay_ip', ({ relayIp }) => relayIp],
  ['relay_port', ({ relayPort }) => relayPort],
  ['client_hostname', ({ clientHost }) => clientHost],
  ['client_ip', ({ clientIp }) => clientIp],
  ['client_port', ({ clientPort }) => clientPort],
  ['status', ({ status }) => status],
  ['smtp_response', ({ said }) => said],
  ['local_response', ({ said }) => said],
  ['pipe_response', ({ said }) => said],
  ['error_response', ({ said }) => said],
  ['smtp_stage', ({ stage }) => stage],
  ['action', ({ action }) => action],
  ['status_code', ({ code }) => code],
  ['status_code_enhanced', ({ dsn }) => dsn],
  ['status_message', ({ reason }) => reason],
  ['message_level', ({ level }) => level],
];
type Known = Readonly<Record<string, string>>;

/** The few forms of YAML that these files have. */
function unquoted(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

function truthIn(yaml: string): { readonly data: string; readonly known: Known } {
  const data = unquoted(/^data: (.*)$/m.exec(yaml)?.[1] ?? '');
  const known = Object.fromEntries(
    Array.from(yaml.matchAll(/^\s+postfix_(\w+): (.*)$/gm), ([, name = '', value = '']) => [name, unquoted(value)]),
  );
  return { data, known };
}

const pairs = (data: string, name: string): string | undefined => new RegExp(`(?:^|[ ,])${name}=<?([^\\s<>,]*)>?`).exec(data)?.[1];

describe.skipIf(!hasRealData)('lines of Postfix whose parse is known', () => {
  const files = hasRealData ? realFiles('data/logs/postfix-lines') : [];
  const truths = files.map((path) => ({ path: path.split('/').at(-1) ?? '', ...truthIn(realText(path)) }));

  it('are there', () => {
    expect(truths.length).toBe(98);
    expect(truths.reduce((sum, { known }) => sum + Object.keys(known).length, 0)).toBeGreaterThan(280);
  });

  it.each(names)('%s', (theirs, ours) => {
    const having = truths.filter(({ known }) => known[theirs] !== undefined);
    expect(having.length).toBeGreaterThan(0);
    expect(having.map(({ path, data }) => [path, ours(postfixParts(data))])).toEqual(
      having.map(({ path, known }) => [path, known[theirs]]),
    );
  });

  it.each([
    ['to', ({ to }: PostfixParts) => to],
    ['from', ({ from }: PostfixParts) => from],
    ['orig_to', ({ originalTo }: PostfixParts) => originalTo],
    ['dsn', ({ dsn }: PostfixParts) => dsn],
  ] as const)('%s among the names and values', (theirs, ours) => {
    const having = truths.flatMap(({ path, data, known }) => {
      const value = pairs(known['keyvalue_data'] ?? '', theirs);
      return value === undefined ? [] : [{ path, data, value }];
    });
    expect(having.length).toBeGreaterThan(1);
    expect(having.map(({ path, data }) => [path, ours(postfixParts(data))])).toEqual(having.map(({ path, value }) => [path, value]));
  });

  it('have the id that brings lines together', () => {
    const read = lineReader();
    const having = truths.filter(({ known }) => known['queueid'] !== undefined && known['queueid'] !== 'NOQUEUE');
    expect(having.length).toBeGreaterThan(25);
    const found = having.map(({ path, data }) => [path, read(`Nov 21 10:00:00 mx1 postfix/smtp[12]: ${data}`)?.id]);
    expect(found).toEqual(having.map(({ path, known }) => [path, known['queueid']]));
  });
});
