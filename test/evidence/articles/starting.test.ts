import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { articlesIn } from '../../../src/evidence/articles/folder.ts';
import { explainError } from '../../../src/evidence/articles/find.ts';
import { startingArticles } from '../../../src/evidence/articles/starting.ts';
import { termsOf } from '../../../src/evidence/articles/term.ts';
import type { Article } from '../../../src/model/article.ts';
import { collect } from '../../../src/model/stream.ts';
import { emptyShelf, never } from './shelves.ts';

const folder = fileURLToPath(new URL('../../../src/evidence/articles/starting', import.meta.url));
const made = new URL('../../../src/evidence/articles/starting.ndjson', import.meta.url);

describe('the articles that come with the program', () => {
  it('are those of the folder', async () => {
    const files = await collect(articlesIn(folder, never));
    expect(files.filter((file) => 'left' in file)).toEqual([]);
    const line = (article: Article): string => JSON.stringify({ article, terms: [...new Set(termsOf(article))].join(' ') });
    const lines = files.map((file) => ('article' in file ? `${line(file.article)}\n` : '')).join('');
    if (process.env['UPDATE']) writeFileSync(made, lines);
    expect(readFileSync(made, 'utf8')).toBe(lines);
  });

  it('have a cause and a solution where they explain an error', () => {
    const errors = startingArticles().filter(({ id }) => /^(?:smtp|http|web)\//.test(id));
    expect(errors.length).toBeGreaterThan(30);
    for (const { id, body } of errors) expect(body, id).toMatch(/^\*\*Cause\.\*\* [^]+\n\n\*\*Solution\.\*\*/);
  });

  it('are short enough for a reply', () => {
    for (const { id, body } of startingArticles()) expect(body.length, id).toBeLessThanOrEqual(1500);
  });

  /** What servers said, and the article that explains it. */
  const said: Readonly<Record<string, string>> = {
    '550 5.7.1 Relay access denied': 'smtp/relay-denied',
    '554 5.7.1 <a@b.example>: Relay access denied': 'smtp/relay-denied',
    '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6': 'smtp/authentication-failed',
    '550 5.1.1 <eva@firma.example>: Recipient address rejected: User unknown in local recipient table': 'smtp/no-such-user',
    '452 4.2.2 The email account that you tried to reach is over quota': 'smtp/mailbox-full',
    '552 5.3.4 Message size exceeds fixed limit': 'smtp/message-too-large',
    '450 4.2.0 <eva@firma.example>: Recipient address rejected: Greylisted, see http://postgrey.example': 'smtp/greylisting',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org': 'smtp/spam-rejected',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated.': 'smtp/spf-dkim-dmarc',
    '550 5.4.6 Too many hops': 'smtp/loop',
    '421 4.7.28 our system has detected an unusual rate of unsolicited mail': 'smtp/too-many',
    '4.4.1 connect to mx.firma.example[192.0.2.1]:25: Connection timed out': 'smtp/timeout',
    '5.9.9 something new': 'smtp/permanent',
    '404 Not Found': 'http/404',
    'HTTP Error 503. The service is unavailable.': 'http/503',
    '502': 'http/502',
    'net::ERR_CERT_DATE_INVALID': 'web/certificate',
    DNS_PROBE_FINISHED_NXDOMAIN: 'web/dns',
    'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted': 'http/500',
    'SQLSTATE[HY000] [1045] Access denied for user': 'web/database',
  };

  it.each(Object.entries(said))('explain %s', async (text, id) => {
    const hits = await explainError({ shelf: emptyShelf, starting: startingArticles(), backend: {} }, text, {});
    expect(hits.slice(0, 3).map(({ article }) => article.id)[0]).toBe(id);
  });
});
