/** Postfix: hexadecimal, or with long ids to base 52 without vowels. */
const postfix = /^(?:(?:warning|error|fatal|panic|info): )?([0-9A-F]{5,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20})(?=: )/;
/** Exim: to base 62; since 4.97 the parts are longer. */
const exim = /^(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4})(?= |$)/;
const sendmail = /^[0-9A-Za-x]{8}\d{5,8}(?=: )/;

/** The id of the mail that a line of a mail server is about; null where it names none. */
export function mailId({ program, text }: { readonly program: string | null; readonly text: string }): string | null {
  const name = program ?? '';
  const id =
    (/^postfix/i.test(name) && postfix.exec(text)?.[1]) ||
    (/^exim/i.test(name) && exim.exec(text)?.[0]) ||
    (/^(?:sendmail|sm-mta)/i.test(name) && sendmail.exec(text)?.[0]);
  return id && /\d/.test(id) ? id : null;
}

/** The ids that a line gives to what it passes on: the next server's, the bounce's. */
export const passedOn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/(?:queued as |notification: )(?=([0-9A-F]{5,16}|[0-9A-Za-z]{10,20})(?![\w-]))/g), ([, id = '']) => id).filter(
    (id) => /\d/.test(id),
  );

/** Whether with this line the life of a mail ends: Postfix says "removed" and may give the id again, Exim says "Completed". */
export const isEnd = (text: string): boolean => /^[0-9A-Za-z-]{5,25}(?:: removed| Completed)/.test(text);
