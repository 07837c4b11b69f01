import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeSettings, templateFolder } from '../../../src/evidence/compose/settings.ts';
import { shipped, shippedLanguages, shippedNames } from '../../../src/evidence/compose/shipped/shipped.ts';
import { namedIn, rendered, type TemplateValues } from '../../../src/evidence/compose/template.ts';
import { findTemplate, templateNames } from '../../../src/evidence/compose/template-file.ts';
import { alike, languageOf } from '../../../src/evidence/compose/language.ts';
import type { DeskError } from '../../../src/errors.ts';

const values: TemplateValues = {
  ticket: { id: 12, subject: 'Mail bounces', status: 'open', priority: 'normal', queue: 'support', created: '2026-11-21T12:00:00.000Z' },
  requester: { name: 'Eva Nova', address: 'eva@firma.example' },
  agent: 'ana',
  language: 'sk',
  script: 'Latin',
  given: { address: false, time: true, error: false, screenshot: false },
  body: 'We look into it.',
  parts: '',
};

const trouble = (text: string): DeskError => {
  try {
    rendered(text, 'mine.md', values);
  } catch (thrown) {
    return thrown as DeskError;
  }
  throw new Error('nothing was wrong');
};

describe('a template', () => {
  it('has its values, and no gaps where they are empty', () => {
    const text = 'Hello {{ requester.name }},\n\n{{ body }}\n\n\n{{ parts }}\n\n\n{{ agent | capitalize }}  \n';
    expect(rendered(text, 'mine.md', values)).toBe('Hello Eva Nova,\n\nWe look into it.\n\nAna');
  });

  it('asks for what was not given', () => {
    expect(rendered('{% unless given.time %}when{% endunless %}{% unless given.error %}error{% endunless %}', 'mine.md', values)).toBe(
      'error',
    );
  });

  it('takes an empty text for nothing', () => {
    expect(rendered('{% if parts %}below{% endif %}{% if body %}said{% endif %}', 'mine.md', values)).toBe('said');
  });

  it.each([
    ['a name that there is not', 'Hello\n{{ customer.name }}', /mine\.md is not right: undefined variable: customer.*\(line 2\)/],
    ['a filter that there is not', '{{ agent | shell }}', /undefined filter: shell/],
    ['a tag that is left open', '{% if body %}', /not closed/],
    ['a file', '{% include "/etc/passwd" %}', /ENOENT|Failed to lookup/i],
    ['a loop without end', '{% for a in (1..99999999) %}{% for b in (1..99999999) %}x{% endfor %}{% endfor %}', /limit exceeded/],
  ])('cannot have %s', (_, text, said) => {
    const error = trouble(text);
    expect(error.kind).toBe('settings');
    expect(error.message).toMatch(said);
  });

  it('does not reach what objects have from JavaScript', () => {
    expect(trouble('{{ requester.constructor.name }}').kind).toBe('settings');
  });

  it('is known by what it names', () => {
    expect([...namedIn('{% if given.error %}{{ body }}{% endif %}{{ ticket.id }}', 'mine.md')].toSorted()).toEqual([
      'body',
      'given',
      'ticket',
    ]);
  });
});

describe('the templates that come with desk', () => {
  const all = shippedNames.flatMap((name) => shippedLanguages.map((language) => ({ name, language })));

  it.each(all)('$name in $language is there, and in that language', async ({ name, language }) => {
    const text = rendered((await shipped(name, language)) ?? '', name, { ...values, body: '', parts: '' });
    expect(text.length).toBeGreaterThan(10);
    const read = (await languageOf(text)) ?? (name === 'greeting' ? language : 'too short');
    expect(alike(read, language)).toBe(true);
  });

  it.each(shippedLanguages)('greeting in %s stands around the text and the parts', async (language) => {
    const text = (await shipped('greeting', language)) ?? '';
    const told = rendered(text, 'greeting', { ...values, parts: 'THE PARTS' });
    expect(told.indexOf('We look into it.')).toBeGreaterThan(0);
    expect(told.indexOf('THE PARTS')).toBeGreaterThan(told.indexOf('We look into it.'));
    expect(told.endsWith('Ana')).toBe(true);
  });

  it.each(shippedLanguages)('ask-for-details in %s asks for nothing that was given', async (language) => {
    const text = (await shipped('ask-for-details', language)) ?? '';
    const items = (given: Readonly<Record<string, boolean>>): number =>
      rendered(text, 'ask', { ...values, given }).match(/^- /gm)?.length ?? 0;
    expect(items({ address: false, time: false, error: false, screenshot: false })).toBe(5);
    expect(items({ address: true, time: true, error: true, screenshot: true })).toBe(1);
  });
});

describe('finding a template', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-templates-'));
    mkdirSync(join(folder, 'folder.sk.md'));
    const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'within'));
    put('within/private.md', 'for nobody');
    put('greeting.sk.md', 'vlastný');
    put('vacation.md', 'any');
    put('vacation.de.md', 'deutsch');
    put('hours.en.md', 'english');
    put('hours.sr-latn.md', 'latinica');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const find = async (
    name: string,
    language: string | undefined,
    more: Partial<Parameters<typeof findTemplate>[1]> = {},
  ): Promise<string> => (await findTemplate(name, { folder, language, script: undefined, otherwise: 'en', shipped, ...more })).text.trim();

  it("takes one's own before what comes with desk", async () => {
    expect(await find('greeting', 'sk')).toBe('vlastný');
    expect(await find('greeting', 'hr')).toContain('Poštovani');
  });

  it('falls back: the language, its base, any, the one of the settings, English', async () => {
    expect(await find('vacation', 'de-at')).toBe('deutsch');
    expect(await find('vacation', 'sk')).toBe('any');
    expect(await find('hours', 'sr-latn')).toBe('latinica');
    expect(await find('hours', 'sk')).toBe('english');
    expect(await find('solved', 'fr', { otherwise: 'hr' })).toContain('riješeno');
    expect(await find('solved', undefined)).toContain('mended');
  });

  it('writes Serbian in the letters of who reads it', async () => {
    expect(await find('greeting', 'sr', { script: 'Latin' })).toMatch(/^Poštovani,[^]*\{\{ body \}\}[^]*Srdačan pozdrav/);
    expect(await find('greeting', 'sr', { script: 'Cyrillic' })).toMatch(/^Поштовани,/);
    expect(await find('greeting', 'sr-latn')).toMatch(/^Poštovani,/);
    expect(await find('greeting', 'sr-latn', { script: 'Cyrillic' })).toMatch(/^Поштовани,/);
  });

  it('finds none for what is called a language and is none, such as the way to another file', async () => {
    expect(await find('solved', 'x/../within/private')).toContain('mended');
    expect(await find('hours', 'x/../vacation')).toBe('english');
    expect(await find('hours', `en${'-aaaaaaaa'.repeat(100)}`)).toBe('english');
  });

  it.each(['nothing', '../../etc/passwd', 'greeting.sk', '', 'a/b', '.hidden'])('finds nothing called "%s"', async (name) => {
    await expect(find(name, 'sk')).rejects.toMatchObject({ kind: 'not-found', hint: expect.stringContaining('vacation') as string });
  });

  it('says what cannot be read', async () => {
    await expect(find('folder', 'sk')).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('folder.sk.md') as string,
    });
  });

  it('knows all their names, also without a folder', async () => {
    expect(await templateNames(folder)).toEqual([
      'folder',
      'greeting',
      'hours',
      'vacation',
      'ask-for-details',
      'solved',
      'outage',
      'billing-handover',
    ]);
    expect(await templateNames(join(folder, 'none'))).toEqual([...shippedNames]);
  });
});

describe('the settings', () => {
  it('have defaults', () => {
    expect(composeSettings({})).toEqual({ mode: undefined, own: [], language: 'en' });
    expect(templateFolder({}, { settings: '/home/ana/.config/desk/settings.json', home: '/home/ana' })).toBe(
      '/home/ana/.config/desk/templates',
    );
  });

  it('are as they were set', () => {
    const raw = { preflight: { mode: 'warn', own: ['@us.example'] }, templates: { folder: '~/mine', language: 'SK' } };
    expect(composeSettings(raw)).toEqual({ mode: 'warn', own: ['@us.example'], language: 'sk' });
    expect(templateFolder(raw, { settings: '/x/settings.json', home: '/home/ana' })).toBe('/home/ana/mine');
  });

  it.each([
    [{ preflight: { mode: 'loud' } }, 'the setting "preflight.mode" is none of warn, strict, off'],
    [{ preflight: [] }, 'the setting "preflight" is not an object'],
    [{ preflight: { own: '@us.example' } }, 'the setting "preflight.own" is not a list of texts'],
    [{ templates: { language: 7 } }, 'the setting "templates.language" is not a text'],
  ])('name what is wrong: %j', (raw, message) => {
    expect(() => composeSettings(raw)).toThrow(message);
  });
});
