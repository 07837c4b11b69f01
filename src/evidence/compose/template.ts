import { Liquid } from 'liquidjs';
import { DeskError } from '../../errors.ts';

/** What a template may name. `given` has an entry for each kind of thing that the requester has named already, and `screenshot`. */
export interface TemplateValues {
  readonly ticket: {
    readonly id: number;
    readonly subject: string;
    readonly status: string;
    readonly priority: string;
    readonly queue: string;
    readonly created: string;
  };
  readonly requester: { readonly name: string; readonly address: string };
  readonly agent: string;
  readonly language: string;
  readonly script: string;
  readonly given: Readonly<Record<string, boolean>>;
  /** What the agent typed. */
  readonly body: string;
  /** The parts that were asked for after this one. */
  readonly parts: string;
}

/** A template that takes longer, or makes more of itself, is a mistake. */
const limits = { parseLimit: 1_000_000, renderLimit: 1000, memoryLimit: 10_000_000 };

/** No file and no other template is within reach (`templates`), no code is run, and what there is not is an error instead of a gap in a letter. */
const engine = new Liquid({
  templates: {},
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  jsTruthy: true,
  ...limits,
});

function said(from: string, cause: unknown): DeskError {
  const [, what = String(cause), line] =
    /^(.*?)(?:, (?:file:.*?, )?line:(\d+).*)?$/s.exec((cause as Error).message.split('\n')[0] ?? '') ?? [];
  return new DeskError('settings', `the template ${from} is not right: ${what}${line === undefined ? '' : ` (line ${line})`}`, {
    hint: 'desk help templates says what a template may name',
    cause,
  });
}

/** Which of what it may name a template names: the first words, such as `body`. Throws `settings`. */
export function namedIn(text: string, from: string): ReadonlySet<string> {
  try {
    return new Set(engine.globalVariablesSync(text));
  } catch (cause) {
    throw said(from, cause);
  }
}

/** A template (Liquid) with its values, without the gaps that empty ones leave. Throws `settings`, naming the template and its line. */
export function rendered(text: string, from: string, values: object): string {
  try {
    return trimmed(String(engine.parseAndRenderSync(text, values)));
  } catch (cause) {
    throw said(from, cause);
  }
}

const trimmed = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
