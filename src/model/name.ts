/**
 * The normal form of a name that stands for one thing (queue, agent, tag, category, language, address): NFC, lower case,
 * no blanks around. Names are compared in this form everywhere, and own stores keep them in it.
 */
export function normalName(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
