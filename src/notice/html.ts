const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Blanks in a row, and at the beginning of a line, stay as they are. */
const spaced = (line: string): string => line.replace(/^ | (?= )/g, '&nbsp;').replaceAll('\t', '&nbsp;&nbsp;&nbsp; ');

const paragraph = (text: string): string =>
  `<p dir="auto">${text
    .split('\n')
    .map((line) => spaced(escaped(line)))
    .join('<br>\n')}</p>`;

/** A text as HTML that shows it and nothing else: no link, no picture, no style, nothing that is run or fetched. */
export function htmlOf(text: string, language: string | undefined): string {
  const lang = language !== undefined && /^[a-z0-9-]+$/i.test(language) ? ` lang="${language}"` : '';
  const body = text
    .split(/\n{2,}/)
    .map(paragraph)
    .join('\n');
  return `<!DOCTYPE html>\n<html${lang}><head><meta charset="utf-8"></head><body>\n${body}\n</body></html>\n`;
}
