import { describe, expect, it } from 'vitest';
import { lineReader } from '../../../src/evidence/logs/formats.ts';
import { momentOfStamp } from '../../../src/evidence/logs/moment.ts';

const latest = Date.UTC(2026, 10, 21, 12);
/** Format, time, host, program, text and id of a line. */
function parts(line: string, zone = 'UTC'): readonly unknown[] | undefined {
  const read = lineReader()(line);
  const at = read?.stamp && momentOfStamp(read.stamp, { zone, latest });
  return read && [read.format, at === undefined ? undefined : new Date(at).toISOString(), read.host, read.program, read.text, read.id];
}

describe('a line of a log', () => {
  it.each([
    [
      'Nov 20 10:00:01 mx1 postfix/smtp[12]: 4F2A81: to=<a@b.example>',
      'syslog',
      '2026-11-20T10:00:01.000Z',
      'mx1',
      'postfix/smtp',
      '4F2A81: to=<a@b.example>',
      '4F2A81',
    ],
    [
      '<22>Nov  2 10:00:01 mx1 dovecot: imap-login: Login: user=<a>',
      'syslog',
      '2026-11-02T10:00:01.000Z',
      'mx1',
      'dovecot',
      'imap-login: Login: user=<a>',
      null,
    ],
    [
      '<165>1 2026-11-20T10:00:01.5+02:00 host app 7 ID47 [x@1 a="\\]"] text here',
      'syslog',
      '2026-11-20T08:00:01.500Z',
      'host',
      'app',
      'text here',
      null,
    ],
    ['<34>1 2026-11-20T10:00:01Z - su - - - failed', 'syslog', '2026-11-20T10:00:01.000Z', null, 'su', 'failed', null],
    [
      '2026-11-20T10:00:01.123456+01:00 mx1 exim[9]: 1o5abC-0001Xy-2k <= a@b.example',
      'syslog',
      '2026-11-20T09:00:01.123Z',
      'mx1',
      'exim',
      '1o5abC-0001Xy-2k <= a@b.example',
      '1o5abC-0001Xy-2k',
    ],
    [
      '2026-11-20 10:00:01 1o5abC-00000001Xyz-2k2k ** a@b.example R=x: 550 no',
      'exim',
      '2026-11-20T10:00:01.000Z',
      null,
      'exim',
      '1o5abC-00000001Xyz-2k2k ** a@b.example R=x: 550 no',
      '1o5abC-00000001Xyz-2k2k',
    ],
    [
      'Nov 20 10:00:01 imap-login: Info: Aborted login: user=<a>',
      'dovecot',
      '2026-11-20T10:00:01.000Z',
      null,
      'dovecot',
      'imap-login: Info: Aborted login: user=<a>',
      null,
    ],
    [
      '192.0.2.1 - - [20/Nov/2026:10:00:01 +0200] "GET / HTTP/1.1" 200 1',
      'access',
      '2026-11-20T08:00:01.000Z',
      null,
      'access',
      '192.0.2.1 - - "GET / HTTP/1.1" 200 1',
      null,
    ],
    [
      '[Fri Nov 20 10:00:01.203277 2026] [core:error] [pid 7] AH1: no',
      'apache',
      '2026-11-20T10:00:01.203Z',
      null,
      'apache',
      '[core:error] [pid 7] AH1: no',
      null,
    ],
    [
      '2026/11/20 10:00:01 [error] 7#7: *1 open() failed',
      'nginx',
      '2026-11-20T10:00:01.000Z',
      null,
      'nginx',
      '[error] 7#7: *1 open() failed',
      null,
    ],
    [
      '2026-11-20T10:00:01.835618Z 0 [Note] [MY-012487] [InnoDB] begin',
      'mysql',
      '2026-11-20T10:00:01.835Z',
      null,
      'mysql',
      '0 [Note] [MY-012487] [InnoDB] begin',
      null,
    ],
    ['261120 10:00:01 [ERROR] mysqld: crashed', 'mysql', '2026-11-20T10:00:01.000Z', null, 'mysql', '[ERROR] mysqld: crashed', null],
    [
      '[20-Nov-2026 10:00:01 Europe/Bratislava] PHP Fatal error:  no',
      'php',
      '2026-11-20T09:00:01.000Z',
      null,
      'php',
      'PHP Fatal error:  no',
      null,
    ],
    [
      '[2026-11-20 10:00:01] prod.ERROR: boom {"a":1}',
      'monolog',
      '2026-11-20T10:00:01.000Z',
      null,
      'prod',
      'prod.ERROR: boom {"a":1}',
      null,
    ],
    ['{"ts":1795168801.5,"logger":"web","msg":"no","code":7}', 'json', '2026-11-20T10:00:01.500Z', null, 'web', 'no {"code":7}', null],
    [
      '{"__REALTIME_TIMESTAMP":"1795168801000000","_HOSTNAME":"h","SYSLOG_IDENTIFIER":"cron","MESSAGE":[104,105],"_PID":"1"}',
      'json',
      '2026-11-20T10:00:01.000Z',
      'h',
      'cron',
      'hi',
      null,
    ],
    ['web-1  | 2026-11-20T10:00:01.584725130Z  * Running', 'other', '2026-11-20T10:00:01.584Z', null, null, 'web-1  |  * Running', null],
    ['2026-11-20 10:00:01.123 CEST [7] LOG:  ready', 'other', '2026-11-20T08:00:01.123Z', null, null, '[7] LOG:  ready', null],
    ['@400000006b001a2b1d2c3b4c status: local 0/10', 'other', '2026-11-20T10:00:01.489Z', null, null, 'status: local 0/10', null],
    [
      '\u001b[32mNov 20 \u001b[33m10:00:01\u001b[0m mac app[1]: coloured',
      'syslog',
      '2026-11-20T10:00:01.000Z',
      'mac',
      'app',
      'coloured',
      null,
    ],
    ['août 19 11:08:37 nlaptop symphorien[4961]: test', 'syslog', '2026-08-19T11:08:37.000Z', 'nlaptop', 'symphorien', 'test', null],
  ])('%s', (line, ...expected) => {
    expect(parts(line)).toEqual(expected);
  });

  it.each([
    '',
    'Traceback (most recent call last):',
    '  at foo (2026-11-20 10:00:01)',
    '    2026 was a year',
    'Nov 31 10:00:00 no such day',
    '2026-13-01 10:00:00 no such month',
    'order 1795168801 is late',
    '{"ts":"soon"}',
  ])('has no time: %s', (line) => {
    expect(parts(line)).toBeUndefined();
  });

  it('is of the zone of its source where it does not say, in summer and in winter', () => {
    expect(parts('2026-07-01 10:00:00 x', 'Europe/Bratislava')?.[1]).toBe('2026-07-01T08:00:00.000Z');
    expect(parts('2026-01-01 10:00:00 x', 'Europe/Bratislava')?.[1]).toBe('2026-01-01T09:00:00.000Z');
    expect(parts('2026-01-01 10:00:00 GMT x', 'Europe/Bratislava')?.[1]).toBe('2026-01-01T10:00:00.000Z');
  });

  it('takes no longer for hostile ones', () => {
    const hostile = [
      'Nov 20 10:00:01 '.repeat(20_000),
      '<1>1 2026-11-20T10:00:01Z h a p m [' + '\\"'.repeat(100_000),
      '{'.repeat(300_000),
      `2026-11-20 10:00:01 ${'1o5abC-'.repeat(50_000)}`,
      '\u001b['.repeat(100_000),
    ];
    const begun = performance.now();
    for (const line of hostile) parts(line);
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});
