import { DeskError } from '../../errors.ts';

/** An address as a base: without query, fragment, name, password or a slash at its end. Throws `usage`. */
export function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new DeskError('usage', `"${text}" is no address such as https://rt.example.com`);
  if (url.username || url.password)
    throw new DeskError('usage', 'an address with a name or password in it is not taken', {
      hint: 'you are asked for them; or see --user and --with-token',
    });
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

export const spelled = (base: URL): string => base.href.replace(/\/$/, '');
