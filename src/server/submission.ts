import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { DeskError } from '../errors.ts';
import { attachmentDraft } from '../backend/wire/pieces.ts';
import { smallBody } from '../backend/wire/routes.ts';
import { mostOf, type Submission } from '../intake/form/submission.ts';
import type { AttachmentDraft } from '../model/message.ts';
import type { Site } from '../model/site.ts';
import { type Side, sides } from '../model/ticket.ts';

/** A submission as it was sent, with what stands beside it in a form: whose form it is, and the field that people do not see. */
export interface Submitted {
  readonly submission: Submission;
  readonly site: Site;
  /** Something filled in what no person sees. */
  readonly trapped: boolean;
}

const short = v.optional(v.pipe(v.string(), v.maxLength(mostOf.short)));
const fields = {
  subject: v.optional(v.pipe(v.string(), v.maxLength(mostOf.subject))),
  body: v.optional(v.pipe(v.string(), v.maxLength(mostOf.body))),
  requester: short,
  name: short,
  category: short,
  place: short,
  side: v.optional(v.picklist([...sides, ''])),
  error: short,
  language: v.optional(v.pipe(v.string(), v.regex(/^(?:[a-zA-Z]{2,3}(?:-[a-zA-Z\d]{2,8})*)?$/, 'is no language such as sk'))),
  key: short,
  website: short,
};

/** What a submission may hold. */
export const submitted = v.strictObject({
  ...fields,
  attachments: v.optional(v.pipe(v.array(attachmentDraft), v.maxLength(mostOf.files))),
});

/** Resolves with the site that sends; asked as soon as its key is there, and again. Throws where it may not, or has shown no key. */
export type Admit = (key: string | undefined) => Promise<Site>;

/**
 * Reads what a form or a program sent, multipart/form-data or JSON. Of a form no file is read before whoever sends was admitted, nor more than some texts. Throws
 * `usage` for what has another form, `refused` for what is too much, and what `admit` throws.
 */
export async function submittedBy(request: FastifyRequest, admit: Admit): Promise<Submitted> {
  const sent = request.isMultipart() ? await partsOf(request, admit) : { values: request.body, files: [] };
  const result = v.safeParse(submitted, sent.values, { abortEarly: true });
  if (!result.success) throw wrong(result.issues[0]);
  const { key, website, attachments = [], side, ...texts } = result.output;
  const site = await admit(key);
  const all = [...attachments, ...sent.files];
  if (all.reduce((sum, { content }) => sum + content.byteLength, 0) > mostOf.bytes) throw tooMuch();
  const filled = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined && text.trim() !== ''));
  return {
    submission: { ...filled, ...(side && { side: side as Side }), attachments: all },
    site,
    trapped: website !== undefined && website !== '',
  };
}

const wanted: Readonly<Record<string, string>> = { string: 'a text', Array: 'a list', Object: 'an object' };

/** What is wrong with a submission: in which field, and which there are. */
function wrong(issue: v.BaseIssue<unknown>): DeskError {
  const field = v.getDotPath(issue)?.slice(0, 100);
  const names = Object.keys(submitted.entries).join(', ');
  if (field === undefined) return new DeskError('usage', `what was sent is no JSON object, and no form; its fields are ${names}`);
  if (issue.expected === 'never') return new DeskError('usage', `there is no field "${field}"; there are ${names}`);
  if (issue.type === 'max_length') return new DeskError('usage', `${field} is too long: at most ${String(issue.requirement)}`);
  if (issue.type === 'picklist') return new DeskError('usage', `${field} is none of ${sides.join(', ')}`);
  if (issue.kind === 'schema')
    return new DeskError('usage', `${field} is to be ${wanted[issue.expected ?? ''] ?? issue.expected ?? 'there'}`);
  return new DeskError('usage', `${field}: ${issue.message.slice(0, 200)}`);
}

const tooMuch = (): DeskError => new DeskError('refused', `more than ${mostOf.bytes / 1024 / 1024} MB, or than ${mostOf.files} files`);

/** The parts of a form: texts by their names, files in their order. */
async function partsOf(
  request: FastifyRequest,
  admit: Admit,
): Promise<{ readonly values: Readonly<Record<string, string>>; readonly files: readonly AttachmentDraft[] }> {
  const values: Record<string, string> = {};
  const files: AttachmentDraft[] = [];
  let size = 0;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        const text = (values[part.fieldname] = textOf(part));
        size += Buffer.byteLength(text);
      }
      if (part.type === 'file' || part.fieldname === 'key' || size > smallBody) await admit(values['key']);
      const read = part.type === 'file' ? await fileOf(part) : [];
      files.push(...read);
      size += read.reduce((sum, { content }) => sum + content.byteLength, 0);
      if (size > mostOf.bytes) throw tooMuch();
    }
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    const { statusCode, message } = cause as { readonly statusCode?: number; readonly message: string };
    throw statusCode === 413 ? tooMuch() : new DeskError('usage', `no readable form: ${message}`, { cause });
  }
  return { values, files };
}

function textOf({ fieldname, value }: MultipartValue): string {
  if (typeof value === 'string') return value;
  throw new DeskError('usage', `${fieldname} is no text`);
}

/** A field for files in which none was chosen is sent as an empty one without a name. */
async function fileOf(part: MultipartFile): Promise<readonly AttachmentDraft[]> {
  const content = await part.toBuffer();
  return content.byteLength === 0 && !part.filename ? [] : [{ name: part.filename, type: part.mimetype, content }];
}
