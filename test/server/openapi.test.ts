import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { openBackend } from '../../src/backend/open.ts';
import { routes } from '../../src/backend/wire/routes.ts';
import { shapes } from '../../src/backend/wire/shapes.ts';
import { openApi } from '../../src/server/openapi.ts';
import { rules, served } from './served.ts';

const document = JSON.parse(JSON.stringify(openApi('0.0.0')));

it('is what OpenAPI 3.1 says a document is', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

it('has every call, and nothing else', () => {
  const described = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
  );
  const mounted = Object.entries(routes).map(([call, { method, path }]) => `${call}: ${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.toSorted()).toEqual([...mounted, 'intake: POST /v1/intake'].toSorted());
});

/** Every reference within a value. */
const references = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : references(inner)));

it('names nothing that is not in it', () => {
  const all = references(document);
  expect(all.length).toBeGreaterThan(50);
  for (const reference of new Set(all)) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce((inner, key) => inner?.[key], document);
    expect(found, reference).toBeTypeOf('object');
  }
});

it('says of every part of a path what it is', () => {
  for (const [path, methods] of Object.entries<Record<string, { parameters: { name?: string; in?: string; schema?: object }[] }>>(
    document.paths,
  ))
    for (const { parameters } of Object.values(methods)) {
      const placed = parameters.filter((each) => each.in === 'path');
      expect(placed.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      for (const { schema } of placed)
        expect(Object.keys(schema ?? {})).toSatisfy((keys: string[]) => keys.includes('type') || keys.includes('anyOf'));
    }
});

it('refuses what a call does not know, in its own words', () => {
  const { properties, additionalProperties, required } =
    document.paths['/v1/tickets/find'].post.requestBody.content['application/json'].schema;
  expect([Object.keys(properties), additionalProperties, required]).toEqual([
    ['condition', 'fields', 'order', 'limit'],
    false,
    ['condition', 'fields', 'order'],
  ]);
});

it('names what stands in many calls: each is what some call gives or takes', () => {
  const named = new Set(references(document).map((reference) => reference.split('/').at(-1)));
  const schemas = Object.keys(document.components.schemas);
  for (const name of ['Contact', 'Site', 'Mailing', 'Lapse', 'AttachmentDraft']) expect(schemas).toContain(name);
  expect(schemas.filter((name) => !named.has(name))).toEqual([]);
});

it('describes what a desk says of itself, with the mail that leaves it', async () => {
  const mail = { domain: 'firma.example', own: ['support@firma.example'], notices: ['solved'] } as const;
  const folder = mkdtempSync(join(tmpdir(), 'desk-openapi-'));
  const open = (now: () => string) =>
    openBackend({ backend: 'embedded', path: join(folder, 'desk.db') }, { me: 'ana', now, rules: { ...rules, mail } });
  try {
    await using desk = await served({}, open);
    const said = v.parse(shapes.about.answer, await (await desk.ask('/v1/about')).json());
    expect([Object.keys(said), said.can.rules?.mail]).toEqual([['version', 'backend', 'can', 'me', 'token'], mail]);
    const { can } = document.paths['/v1/about'].get.responses['200'].content['application/json'].schema.properties;
    expect(JSON.stringify(can.properties.rules)).toContain('"notices"');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
