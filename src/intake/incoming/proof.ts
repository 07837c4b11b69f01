/**
 * Whether the mail server that takes our mail found a mail to be from the domain that it names: DMARC, or a DKIM signature of that domain or one above it. `results`
 * is the first Authentication-Results in its head (RFC 8601): one further down may have come with the mail. `trusted` are the names under which that server writes them.
 */
export function isProved(results: string, from: string, trusted: readonly string[]): boolean {
  const [server = '', ...methods] = uncommented(results).split(';');
  const name = server.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
  const domain = domainOf(from);
  return domain !== '' && name !== '' && trusted.includes(name) && methods.some((method) => passes(method, domain));
}

/** Comments may hold anything, in levels. */
function uncommented(text: string): string {
  let rest = text.slice(0, mostResults);
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replaceAll(/\([^()]*\)/g, ' ');
  }
  return rest;
}

const mostResults = 10_000;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

function passes(method: string, from: string): boolean {
  const [, name = '', result = ''] = /^\s*([\w-]+)(?:\/\d+)?\s*=\s*(\w+)/.exec(method) ?? [];
  if (result.toLowerCase() !== 'pass') return false;
  if (name.toLowerCase() === 'dmarc') return valueOf(method, 'header.from') === from;
  const signer = name.toLowerCase() === 'dkim' ? domainOf(valueOf(method, 'header.d') || valueOf(method, 'header.i')) : '';
  return signer !== '' && (from === signer || from.endsWith(`.${signer}`));
}

const valueOf = (method: string, property: string): string =>
  method
    .split(/\s+/)
    .map((word) => word.replaceAll('"', '').split('='))
    .find(([name]) => name?.toLowerCase() === property)?.[1]
    ?.toLowerCase() ?? '';
