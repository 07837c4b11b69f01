import { DeskError } from '../../errors.ts';
import type { PartMaker } from '../part.ts';
import { articleOf, type Knowledge } from './knowledge.ts';

/** An article that is longer than this is not put into a reply as it stands. */
const shortLetters = 1500;

/** Text that would be taken for Markdown within a link. */
const escaped = (text: string): string => text.replaceAll(/[\\[\]]/g, '\\$&');

/** Without its own heading where that is the title. */
function bodyOf(title: string, body: string): string {
  const [, heading, rest] = /^#{1,6}[ \t]+([^\n]*)\n?([^]*)$/.exec(body.trim()) ?? [];
  return heading !== undefined && heading.trim() === title ? (rest ?? '').trim() : body.trim();
}

/**
 * Makes the part `kb:<id>`: an article that has a page as a link with its title, a short one without as its text under its title. A long one without a
 * page is `refused`, an unknown one `not-found`.
 */
export function articlePart(knowledge: Knowledge): PartMaker {
  return async (argument, signal) => {
    const { id, title, url, body } = await articleOf(knowledge, argument, signal);
    const name = `kb:${id}`;
    if (url !== null) return { name, text: `[${escaped(title)}](${url.replaceAll(')', '%29')})`, mentions: [url] };
    const text = bodyOf(title, body);
    if (text.length > shortLetters) {
      throw new DeskError('refused', `"${title}" is too long for a reply and has no page to link to`, {
        hint: `give it a url, or take from it what is needed: desk kb show ${id}`,
      });
    }
    return { name, text: `**${title}**\n\n${text}`, mentions: [] };
  };
}
