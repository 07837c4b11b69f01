import { type Handler, Parser } from 'htmlparser2';

/** An element with what is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Thrown where elements nest deeper than any statement: the parser's time would grow with the square of the depth. */
class TooDeep extends Error {}

const limits = { around: 500, depth: 60, elements: 20_000, text: 20_000, tag: 8_000_000 } as const;

/** Without the prefix of a namespace. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** What a stream of markup held. */
export interface Markup {
  /** The elements that were asked for, as they end. */
  readonly found: AsyncIterable<readonly Element[]>;
  /** Names of the elements around, as they were met; what was too large to be held. */
  readonly seen: ReadonlySet<string>;
  /** Whether the text ended within an element that was asked for: what was in it is left out. Known at the end. */
  readonly cut: () => boolean;
}

/**
 * Reads XML, and OFX's markup that leaves end tags out, as a stream: an element of one of these names is handed out when it ends, a value
 * of one of the others (`leaves`) as soon as it is read, nothing else is held. No entities are declared, nothing is fetched. An element too deep or too large comes without what is beyond the limits.
 */
export function elementsOf(blocks: AsyncIterable<string>, wanted: ReadonlySet<string>, leaves: ReadonlySet<string> = new Set()): Markup {
  const got: Got = { seen: new Set(), stack: [], ready: [], isCut: false };
  const parser = new Parser(gathering(got, wanted, leaves), { xmlMode: true, decodeEntities: true });
  async function* found(): AsyncIterable<readonly Element[]> {
    let open = 0;
    for await (const block of blocks) {
      const close = block.lastIndexOf('>');
      open = close < 0 ? open + block.length : block.length - close;
      got.isCut = open > limits.tag || !fed(parser, block);
      if (got.isCut) break;
      if (got.ready.length > 0) yield got.ready.splice(0);
    }
    if (!got.isCut) {
      got.isCut = got.stack.length > 0;
      parser.end();
    }
    if (got.ready.length > 0) yield got.ready.splice(0);
  }
  return { found: found(), seen: got.seen, cut: () => got.isCut };
}

/** What was read so far. */
interface Got {
  readonly seen: Set<string>;
  /** The element that was asked for and is not ended yet, with those within it, down to where the text is. */
  readonly stack: Element[];
  /** What is to be handed out. */
  readonly ready: Element[];
  /** Nothing that ends from now on is whole. */
  isCut: boolean;
}

/** Gathers what a parser tells. Throws TooDeep. */
function gathering(got: Got, wanted: ReadonlySet<string>, leaves: ReadonlySet<string>): Partial<Handler> {
  const { seen, stack, ready } = got;
  let [count, depth, here] = [0, 0, ''];
  return {
    onopentag(name, attributes) {
      const plain = local(name);
      if (seen.size < 500) seen.add(plain);
      here = plain;
      if ((depth += 1) > limits.around) throw new TooDeep();
      if (stack.length === 0 && !wanted.has(plain)) return;
      if (stack.length === 0) count = 0;
      count += 1;
      const element: Element = { name: plain, attributes, children: [], text: '' };
      if (stack.length < limits.depth && count <= limits.elements) stack.at(-1)?.children.push(element);
      stack.push(element);
    },
    ontext(text) {
      if (leaves.has(here) && text.trim() !== '')
        ready.push({ name: here, attributes: {}, children: [], text: text.slice(0, limits.text) });
      const top = stack.at(-1);
      if (top && top.text.length < limits.text) top.text += text.slice(0, limits.text);
    },
    onclosetag() {
      here = '';
      depth -= 1;
      const element = stack.pop();
      if (element && stack.length === 0 && !got.isCut) ready.push(element);
    },
  };
}

/** Whether a parser can go on behind a block. */
function fed(parser: Parser, block: string): boolean {
  try {
    parser.write(block);
    return true;
  } catch (thrown) {
    if (thrown instanceof TooDeep) return false;
    throw thrown;
  }
}

/** The first element on a path of names below; undefined if there is none. */
export function at(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let here = element;
  for (const name of path) here = here?.children.find((child) => child.name === name);
  return here;
}

/** Its text, or that of the first of these paths that has one, such as `Dbtr/Nm`; empty if none has. */
export function textAt(element: Element | undefined, ...paths: readonly string[]): string {
  for (const path of paths) {
    const text =
      at(element, ...path.split('/'))
        ?.text.trim()
        .replaceAll(/\s+/g, ' ') ?? '';
    if (text !== '') return text;
  }
  return '';
}

/** All elements of a name below, however deep; not those within one of them. */
export function* allOf(element: Element | undefined, name: string): Iterable<Element> {
  for (const child of element?.children ?? []) {
    if (child.name === name) yield child;
    else yield* allOf(child, name);
  }
}
