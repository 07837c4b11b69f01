import { describe, expect, it } from 'vitest';
import type { DeskError } from '../../../src/errors.ts';
import { readArticle, writeArticle } from '../../../src/evidence/articles/front-matter.ts';
import { articleWith } from './shelves.ts';

const read = (text: string) => readArticle({ path: 'mail/bounces.md', text }, 'mail/bounces');

describe('an article', () => {
  it('has what its front matter says', async () => {
    const text = `---
title: Mail   bounces
language: SR_Latn
audience: [Studio, user]
tags: smtp, Mail
url: https://help.example/bounces
signatures:
  - 550
  - 5.10
  - Relay access denied
layout: page
---

# Something else

Text.
`;
    expect(await read(text)).toEqual({
      id: 'mail/bounces',
      title: 'Mail bounces',
      language: 'sr-latn',
      audience: ['studio', 'user'],
      tags: ['smtp', 'mail'],
      url: 'https://help.example/bounces',
      signatures: ['550', '5.10', 'Relay access denied'],
      body: '# Something else\n\nText.',
    });
  });

  it('is called by its first heading where it has no title', async () => {
    expect(await read('---\nlanguage: sk\n---\n\nText\n\n## Pošta sa vracia ##\n')).toMatchObject({ title: 'Pošta sa vracia' });
  });

  it('is no article without front matter', async () => {
    expect(await read('# Readme\n\n---\ntitle: no\n---\n')).toBeUndefined();
  });

  it('may come from Windows, with a byte order mark', async () => {
    expect(await read('\ufeff---\r\ntitle: Mail\r\n---\r\n\r\nOne\r\ntwo')).toMatchObject({ title: 'Mail', body: 'One\ntwo' });
  });

  it('is written as it is read', async () => {
    const article = articleWith({
      id: 'mail/bounces',
      title: '- "yes": #1',
      language: 'sk',
      audience: ['model'],
      tags: ['5.10', 'no'],
      url: 'https://a.example/?a=1#b',
      signatures: ['550 5.7.1', '"quoted": text', '*', 'null'],
      body: '---\nnot the end\n---\n\nText: {{ x }}',
    });
    expect(await read(await writeArticle(article))).toEqual(article);
  });
});

/** Front matter that cannot be read: what is said of it. */
const broken: Readonly<Record<string, readonly [text: string, says: string | RegExp]>> = {
  'never closed': ['---\ntitle: a\n', 'mail/bounces.md:1: the front matter is not closed'],
  'a list that is not closed': ['---\ntitle: a\ntags: [a, b\n---\n', /^mail\/bounces\.md:[34]: the front matter cannot be read: /],
  'a tab for a blank': ['---\ntitle: a\ntags:\n\t- b\n---\n', /^mail\/bounces\.md:[34]: the front matter cannot be read: /],
  'the same name twice': ['---\ntitle: a\ntitle: b\n---\n', /^mail\/bounces\.md:3: the front matter cannot be read: /],
  'no names': ['---\njust text\n---\n', 'mail/bounces.md:2: the front matter is no list of names and values'],
  'a mistyped name': ['---\ntitle: a\n\naudiance: user\n---\n', 'mail/bounces.md:4: "audiance" is not known'],
  'no title': ['---\nlanguage: sk\n---\ntext', 'mail/bounces.md:1: the article has no title'],
  'a title that is a list': ['---\ntitle: [a]\n---\n', 'mail/bounces.md:2: "title" is not a text'],
  'a language that is none': ['---\ntitle: a\nlanguage: Slovak language\n---\n', 'mail/bounces.md:3: "Slovak language" is not a language'],
  'tags with names': ['---\ntitle: a\ntags:\n  a: b\n---\n', 'mail/bounces.md:3: "tags" is not a list of texts'],
  'a script for a page': [
    '---\ntitle: a\nurl: javascript:alert(1)\n---\n',
    'mail/bounces.md:3: "javascript:alert(1)" is not the address of a web page',
  ],
  'aliases without end': [
    `---\ntitle: a\na: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\ntags: [*c, *c, *c, *c, *c]\n---\n`,
    /^mail\/bounces\.md:\d: the front matter cannot be read: /,
  ],
};

describe('broken front matter is refused, with its line', () => {
  it.each(Object.entries(broken))('%s', async (_, [text, says]) => {
    const thrown = (await read(text).catch((error: unknown) => error)) as DeskError;
    expect(thrown).toMatchObject({ kind: 'refused' });
    expect(thrown.message).toMatch(says);
  });

  it('in no time, however it is made', async () => {
    const began = performance.now();
    for (const text of [
      '---\n'.repeat(100_000),
      `---\ntitle: a\n${'['.repeat(20_000)}\n---\n`,
      `---\ntitle: a\n---\n${'#'.repeat(500_000)} `,
    ])
      await read(text).catch(() => undefined);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
