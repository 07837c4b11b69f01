import type { Tone } from '../model/field.ts';

/** How a piece of text is meant: a value's tone, the head of a table or a pair, a title. */
export type Style = Tone | 'head' | 'title';
export type Paint = (style: Style, text: string) => string;

/** Paints with a terminal's sixteen colours, or not at all. */
export async function painter(colour: boolean): Promise<Paint> {
  if (!colour) return (_, text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const styles = {
    plain: (text) => text,
    quiet: chalk.dim,
    good: chalk.green,
    warn: chalk.yellow,
    alarm: chalk.red,
    id: chalk.cyan,
    head: chalk.dim,
    title: chalk.bold,
  } as const satisfies Record<Style, (text: string) => string>;
  return (style, text) => styles[style](text);
}

/** The text as a link to a page (OSC 8); only to the web, and only where the address cannot end the sequence. */
export const linked = (text: string, url: string | undefined): string =>
  url !== undefined && /^https?:\/\/[!-~]+$/.test(url) ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text;
