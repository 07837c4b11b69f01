import type { Credentials } from '../http.ts';

/** Puts the credentials on requests. */
export interface Signer {
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** After a request with those headers was turned away: gets a new session, once for all that wait for it. False when there is nothing to renew. */
  renew(used: Readonly<Record<string, string>>, signal: AbortSignal): Promise<boolean>;
}

const fixed = (headers: Readonly<Record<string, string>>): Signer => ({ headers: async () => headers, renew: async () => false });

/** Throws what getting a session throws. */
export function signer(credentials: Credentials): Signer {
  switch (credentials.kind) {
    case 'none':
      return fixed({});
    case 'header':
      return fixed({ [credentials.name.toLowerCase()]: credentials.value });
    case 'basic':
      return fixed({ authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}` });
    case 'session':
      return session(credentials.headers, credentials.renew);
  }
}

type Headers = Readonly<Record<string, string>>;

function session(kept: Headers | undefined, renew: (signal: AbortSignal) => Promise<Headers>): Signer {
  let current = kept;
  let renewing: Promise<Headers> | undefined;
  const another = async (signal: AbortSignal): Promise<Headers> => {
    renewing ??= renew(signal).finally(() => (renewing = undefined));
    return (current = await renewing);
  };
  return {
    headers: async (signal) => current ?? another(signal),
    async renew(used, signal) {
      if (current === used) await another(signal);
      return true;
    },
  };
}
