import type { Backend } from '../../backend/backend.ts';
import type { Message } from '../../model/message.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import { safe } from '../../output/safe.ts';
import type { Part, PartMaker } from '../part.ts';
import { type Speaking, speaking, speakingWords } from './language.ts';
import type { PartKind, PartName } from './part-name.ts';
import type { TemplateValues } from './template.ts';
import type { Template, TemplateSearch } from './template-file.ts';

/** The ticket that a reply is composed for. */
export interface ComposeFor {
  readonly ticket: Ticket;
  readonly thread: readonly Message[];
  readonly speaking: Speaking;
}

export interface ComposeTools {
  readonly backend: Backend;
  /** Templates of one's own. */
  readonly folder: string;
  /** The language of templates where the requester's is not known. */
  readonly language: string;
  /** Makes the parts of a kind for a ticket. Throws `unsupported` where there are none. */
  readonly maker: (kind: Exclude<PartKind, 'tpl'>, target: ComposeFor) => Promise<PartMaker>;
  readonly signal: AbortSignal;
}

/** A message put together. */
export interface Composed {
  readonly body: string;
  /** The texts of the evidence in it. */
  readonly parts: readonly string[];
  /** What is masked in them, as it is; undefined where nothing is. */
  readonly unmasked: string | undefined;
  /** "Slovak, in Latin letters": how the requester writes, where that is known. */
  readonly writes: string | undefined;
}

/**
 * The text of a reply: what the agent typed, then the parts in the order in which they were asked for. A template that names `body` takes
 * the typed text to it; one that names `parts` stands around those asked for after it. Throws what finding and making them throws.
 */
export async function compose(ref: TicketId, body: string, names: readonly PartName[], tools: ComposeTools): Promise<Composed> {
  const { backend, signal } = tools;
  const ticket = await backend.get(ref, signal);
  const thread = await collect(backend.thread(ticket.id, signal));
  const target: ComposeFor = { ticket, thread, speaking: await speaking(ticket, thread) };
  const pieces = await piecesOf(names, target, tools);
  const evidence = pieces.flatMap((piece) => ('text' in piece ? piece : []));
  const unmasked = evidence.flatMap((part) => part.unmasked ?? []);
  const takesBody = pieces.findIndex((piece) => 'template' in piece && piece.names.has('body'));
  const named = new Set(pieces.flatMap((piece) => ('template' in piece ? [...piece.names] : [])));
  const values = pieces.some((piece) => 'template' in piece) ? await valuesFor(target, named, tools) : undefined;
  const text = await joined(pieces, { takesBody, body, values });
  return {
    body: takesBody < 0 ? paragraphs([body, text]) : text,
    parts: evidence.map((part) => part.text),
    unmasked: unmasked.length === 0 ? undefined : paragraphs(unmasked),
    writes: speakingWords(target.speaking),
  };
}

type Piece = Part | { readonly template: Template; readonly names: ReadonlySet<string> };

const paragraphs = (texts: readonly string[]): string =>
  texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n\n');

async function piecesOf(names: readonly PartName[], target: ComposeFor, tools: ComposeTools): Promise<readonly Piece[]> {
  const made: Piece[] = [];
  for (const { kind, argument } of names)
    made.push(
      kind === 'tpl' ? await templatePiece(argument, target, tools) : await (await tools.maker(kind, target))(argument, tools.signal),
    );
  return made;
}

async function templatePiece(name: string, { speaking: { language, script } }: ComposeFor, tools: ComposeTools): Promise<Piece> {
  const { findTemplate } = await import('./template-file.ts');
  const { namedIn } = await import('./template.ts');
  const { shipped } = await import('./shipped/shipped.ts');
  const search: TemplateSearch = { folder: tools.folder, language, script, otherwise: tools.language, shipped };
  const template = await findTemplate(name, search);
  return { template, names: namedIn(template.text, template.from) };
}

type Values = Omit<TemplateValues, 'body' | 'parts'>;

interface Joining {
  /** Which piece the typed text goes into; none where it is negative. */
  readonly takesBody: number;
  readonly body: string;
  readonly values: Values | undefined;
}

async function joined(pieces: readonly Piece[], joining: Joining): Promise<string> {
  const texts: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    if ('text' in piece) {
      texts.push(piece.text);
      continue;
    }
    const around = piece.names.has('parts');
    const rest = around ? await joined(pieces.slice(at + 1), { ...joining, takesBody: joining.takesBody - at - 1 }) : '';
    const { rendered } = await import('./template.ts');
    const body = at === joining.takesBody ? joining.body.trim() : '';
    if (joining.values) texts.push(rendered(piece.template.text, piece.template.from, { ...joining.values, body, parts: rest }));
    if (around) break;
  }
  return paragraphs(texts);
}

/** What a person's name is here: as their mails say it, else as the desk knows them. */
async function nameOf({ ticket: { requester }, thread }: ComposeFor, { backend, signal }: ComposeTools): Promise<string> {
  if (requester === null) return '';
  const said = thread.find(({ kind, author, authorName }) => kind === 'request' && author === requester && authorName !== null);
  if (said) return said.authorName ?? '';
  for await (const { address, name } of backend.people(requester, signal)) if (address === requester) return name ?? '';
  return '';
}

const oneLine = (text: string): string => safe(text, { lines: false });

/** What templates may name; what takes time only where one does. */
async function valuesFor(target: ComposeFor, named: ReadonlySet<string>, tools: ComposeTools): Promise<Values> {
  const { ticket, thread } = target;
  const { language, script } = target.speaking;
  const { givenIn } = await import('./given.ts');
  const { name: agent } = await tools.backend.whoami(tools.signal);
  const { id, subject, status, priority, queue, created } = ticket;
  const name = named.has('requester') ? await nameOf(target, tools) : '';
  return {
    ticket: { id, subject: oneLine(subject), status, priority, queue, created },
    requester: { name: oneLine(name), address: oneLine(ticket.requester ?? '') },
    agent,
    language: language ?? '',
    script: script ?? '',
    given: named.has('given') ? await givenIn(ticket, thread) : {},
  };
}
