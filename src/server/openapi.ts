import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { framesType } from '../backend/wire/frames.ts';
import { type CallName, type Route, routes } from '../backend/wire/routes.ts';
import { change, condition, work } from '../backend/wire/changes.ts';
import {
  agent,
  article,
  attachmentDraft,
  contact,
  event,
  lapse,
  mailing,
  message,
  site,
  slice,
  ticket,
  token,
} from '../backend/wire/pieces.ts';
import { shapes, trouble } from '../backend/wire/shapes.ts';
import { requestHeader, spokenWire, wireHeader } from '../backend/wire/version.ts';
import { kinds } from '../errors.ts';
import type { JsonObject } from '../model/object.ts';
import { submitted } from './submission.ts';

/** What stands in many calls has a name. */
const named = {
  Agent: agent,
  Article: article,
  AttachmentDraft: attachmentDraft,
  Change: change,
  Condition: condition,
  Contact: contact,
  Event: event,
  Lapse: lapse,
  Mailing: mailing,
  Message: message,
  Site: site,
  Ticket: ticket,
  TicketSlice: slice,
  Token: token,
  Trouble: trouble,
  Work: work,
};

/** As OpenAPI 3.1 has schemas: JSON Schema 2020-12. What only we check, such as that a text is a time, stands in descriptions. */
const config = {
  target: 'draft-2020-12',
  typeMode: 'input',
  errorMode: 'ignore',
  overrideRef: ({ referenceId }: { readonly referenceId: string }) => `#/components/schemas/${referenceId}`,
} as const;

function schemaOf(schema: GenericSchema): JsonObject {
  const { $schema: _, $defs: __, ...rest } = toJsonSchema(schema, { ...config, definitions: named });
  return rest as JsonObject;
}

interface Parts {
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
}

const partsOf = (schema: JsonObject): Parts => ({
  required: [],
  ...(schema as Partial<Parts>),
  properties: (schema['properties'] ?? {}) as Parts['properties'],
});

const namesIn = (path: string): readonly string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);

const jsonType = 'application/json';

/** How an answer comes, for those who read it. */
function contentOf(call: CallName, { answer }: Route): JsonObject {
  const schema = schemaOf(shapes[call].answer);
  switch (answer) {
    case 'json':
      return { [jsonType]: { schema } };
    case 'ndjson':
      return {
        'application/x-ndjson': {
          schema: { ...schema, description: 'each line; the last one is {"end":true}, or {"error":…} for what cut it short' },
        },
      };
    case 'bytes':
      return {
        '*/*': {},
        [framesType]: { schema: { type: 'string', description: 'pieces behind their lengths in four bytes; 0 is the end' } },
      };
    case 'none':
      return {};
  }
}

const failed = { $ref: '#/components/responses/Trouble' };

function operationOf(call: CallName, route: Route): JsonObject {
  const { method, path, permission, answer, says } = route;
  const inBody = method === 'POST' || method === 'PUT';
  const placed = namesIn(path);
  const input = schemaOf(shapes[call].input);
  const { properties, required } = partsOf(input);
  const rest = Object.entries(properties).filter(([name]) => !placed.includes(name));
  const parameters = [
    ...placed.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? {} })),
    ...(inBody ? [] : rest.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))),
  ];
  const body = {
    ...input,
    properties: Object.fromEntries(rest),
    required: required.filter((name) => !placed.includes(name)),
  };
  return {
    operationId: call,
    summary: says,
    ...(permission === 'open' ? { security: [] } : { description: `takes the permission: ${permission}` }),
    parameters: [...parameters, { $ref: '#/components/parameters/Wire' }],
    ...(inBody && { requestBody: { required: true, content: { [jsonType]: { schema: body } } } }),
    responses: {
      [answer === 'none' ? '204' : '200']: { description: says, ...(answer !== 'none' && { content: contentOf(call, route) }) },
      default: failed,
    },
  };
}

const pathOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function paths(): JsonObject {
  const all: Record<string, Record<string, JsonObject>> = {};
  for (const [call, route] of Object.entries(routes) as [CallName, Route][])
    (all[pathOf(route.path)] ??= {})[route.method.toLowerCase()] = operationOf(call, route);
  return { ...all, '/v1/intake': { post: siteIntake() } };
}

/** The one call that takes the key of a site: its form, or its report button. */
function siteIntake(): JsonObject {
  const schema = schemaOf(submitted);
  return {
    operationId: 'intake',
    summary: "makes a ticket of what a site's form or report button sends",
    description:
      'takes the key of a site (desk site add) as bearer, or as the field key, which then stands before the files of a form, or in JSON of a megabyte at most; the same Idempotency-Key twice is one ticket',
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }],
    requestBody: { required: true, content: { [jsonType]: { schema }, 'multipart/form-data': { schema } } },
    responses: {
      201: {
        description: 'its number',
        content: {
          [jsonType]: { schema: { type: 'object', properties: { ticket: { type: ['integer', 'null'] } }, required: ['ticket'] } },
        },
      },
      default: failed,
    },
  };
}

const statuses = Object.entries(kinds).map(([kind, { http, says }]) => `- ${http} \`${kind}\`: ${says}`);

/** The wire, as OpenAPI 3.1 describes it: made of the same table and schemas that serve it. */
export const openApi = (version: string): JsonObject => ({
  openapi: '3.1.0',
  info: {
    title: 'deskhand',
    version: spokenWire,
    description: `A help desk over HTTP; the program is deskhand ${version}. Every answer has the headers ${wireHeader} and ${requestHeader}.\n\nErrors:\n\n${statuses.join('\n')}`,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  security: [{ token: [] }],
  paths: paths(),
  components: {
    schemas: toJsonSchemaDefs(named, config) as JsonObject,
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'an access token: desk agent token' } },
    parameters: {
      Wire: {
        name: wireHeader,
        in: 'header',
        required: false,
        schema: { type: 'string' },
        description: `the wire that is spoken: ${spokenWire}`,
      },
    },
    responses: {
      Trouble: {
        description: 'what went wrong',
        content: {
          'application/problem+json': { schema: { type: 'object', properties: { error: schemaOf(trouble) }, required: ['error'] } },
        },
      },
    },
  },
});
