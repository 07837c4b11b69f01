import type { TicketDraft } from '../../model/change.ts';
import { foldText } from '../../model/fold.ts';
import { isLanguage } from '../../model/language.ts';
import { normalName } from '../../model/name.ts';
import { type FormField, formLabels, languageWords, sideWords } from './form-words.ts';

/** The fields of a ticket that a mail can tell. */
export type FormValues = Pick<TicketDraft, 'category' | 'place' | 'side' | 'language' | 'fields'>;

const labelled = /^\s*[-*•]?\s*\**([^\s:][^:]{0,40}?)\**\s*:[\s*]*(\S.*)$/;
const mostLines = 20;
/** Of a value; what is longer is a text. */
const mostLength = 300;

/**
 * Reads the lines with which a mail begins as a site's form would be filled: "Category: studio", "Place: /checkout", "Time: 10:30", "Side: provider", in the
 * languages of our desks. What does not fit its field (a category that the desk does not have) stays in the text alone; all lines stay there, too.
 */
export function formValues(text: string, categories: readonly string[]): FormValues {
  const fields: Record<string, string> = {};
  const values: { -readonly [Key in keyof FormValues]: FormValues[Key] | undefined } = {};
  for (const [field, value] of linesOf(text)) {
    if (field === 'time' || field === 'error') fields[field] ??= value;
    else if (field === 'place') values.place ??= value;
    else if (field === 'category') values.category ??= categories.find((each) => foldText(each) === foldText(value));
    else if (field === 'side') values.side ??= sideWords.get(foldText(value));
    else values.language ??= languageFrom(value);
  }
  if (Object.keys(fields).length > 0) values.fields = fields;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as FormValues;
}

/** The labelled lines from the beginning to the first that is none; a greeting may stand above them. */
function linesOf(text: string): readonly (readonly [FormField, string])[] {
  const found: [FormField, string][] = [];
  let others = 0;
  for (const line of text.split('\n', mostLines)) {
    if (line.trim() === '') continue;
    const [, label = '', value = ''] = line.length > mostLength ? [] : (labelled.exec(line) ?? []);
    const field = formLabels.get(foldText(label));
    if (field) found.push([field, value.trim()]);
    else if (found.length > 0 || (others += 1) > 1) break;
  }
  return found;
}

function languageFrom(value: string): string | undefined {
  const tag = normalName(value).replaceAll('_', '-');
  return languageWords.get(foldText(value)) ?? (isLanguage(tag) ? tag : undefined);
}
