import type { Block } from '../model/page.ts';
import type { Said } from './reference.ts';

const indent = 2;

/** A heading, in capitals so that it is one without colour as well. */
export const heading = (text: string): Block => ({ kind: 'heading', text: text.toUpperCase() });

/** Running text. */
export const text = (said: string): Block => ({ kind: 'text', text: said });

/** Names and what they mean, set in a little. */
export const list = (entries: readonly Said[]): Block => ({
  kind: 'pairs',
  pairs: entries.map(({ name, says }) => ({ name: ' '.repeat(indent) + name, value: says })),
});

/** A heading with a list below it; nothing where the list is empty. */
export const section = (title: string, entries: readonly Said[]): readonly Block[] =>
  entries.length === 0 ? [] : [heading(title), list(entries)];

/** Command lines, with what each is good for below it. */
export const exampleBlock = (examples: readonly { readonly run: string; readonly says: string }[]): Block => ({
  kind: 'text',
  indent,
  text: examples.map(({ run, says }) => `${run}\n    ${says}`).join('\n'),
});
