import { createPrivateKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { person } from './person.ts';

/** What is known of a person, by the name that they sign in with. */
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A key with which ID tokens are signed. */
interface Key {
  readonly jwk: JsonWebKey & { readonly kid: string };
}

/** A real OpenID Connect provider (the library oidc-provider) on this machine, whose device flow is gone through by HTTP as a browser would. */
export interface OidcProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Somebody signs in on the page with that name and lets the device in; resolves with the words of the last page. */
  approve(page: string, name: string): Promise<string>;
  /** Somebody says on the page that it was not them. */
  refuse(page: string): Promise<string>;
  /** What the token endpoint answers instead of asking anybody, once. */
  once(status: number, body: Readonly<Record<string, unknown>>): void;
  /** Other claims in the ID tokens that it signs; with `forged` by a key that is not its own, with `unsigned` by none. */
  alter(claims: Readonly<Record<string, unknown>>, how?: 'forged' | 'unsigned'): void;
  /** Signs with another key from now on, and publishes that alone. */
  rotate(): void;
  /** Every request that came, as `POST /token`. */
  readonly asked: readonly { readonly path: string; readonly authorization: string }[];
}

interface Koa {
  readonly path: string;
  readonly method: string;
  readonly req: { readonly headers: Readonly<Record<string, string | undefined>> };
  status: number;
  body: unknown;
}
interface Library {
  readonly Provider: new (
    issuer: string,
    settings: object,
  ) => { use(middleware: (ctx: Koa, next: () => Promise<void>) => Promise<void>): void; callback(): RequestListener; proxy: boolean };
}

let keys = 0;
function newKey(): Key {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { jwk: { ...privateKey.export({ format: 'jwk' }), kid: `key-${(keys += 1)}`, use: 'sig', alg: 'ES256' } as Key['jwk'] };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(claims: unknown, { jwk }: Key, unsigned: boolean): string {
  const head = encoded(unsigned ? { alg: 'none' } : { alg: 'ES256', kid: jwk.kid });
  const text = `${head}.${encoded(claims)}`;
  const signature = unsigned
    ? ''
    : sign('sha256', Buffer.from(text), { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }).toString(
        'base64url',
      );
  return `${text}.${signature}`;
}

/** Starts one. `codeSeconds` is how long a code is good for, `interval` how many seconds lie between two questions (5 where nothing is said). */
export async function oidcProvider(
  people: People,
  { codeSeconds = 600, secret = 'the-secret-of-this-desk', interval }: { codeSeconds?: number; secret?: string; interval?: number } = {},
): Promise<OidcProvider> {
  const { Provider } = (await import('oidc-provider' as string)) as Library;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked: { path: string; authorization: string }[] = [];
  let key = newKey();
  let instead: { readonly status: number; readonly body: unknown } | undefined;
  let altered: { readonly claims: object; readonly how?: 'forged' | 'unsigned' } | undefined;

  function serve(): void {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'desk',
          client_secret: secret,
          grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
          response_types: [],
          redirect_uris: [],
          id_token_signed_response_alg: 'ES256',
        },
      ],
      features: { deviceFlow: { enabled: true } },
      jwks: { keys: [key.jwk] },
      cookies: { keys: ['of a test'] },
      ttl: { DeviceCode: codeSeconds, Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'groups'] },
      findAccount: (_: unknown, name: string) =>
        Object.hasOwn(people, name) ? { accountId: name, claims: async () => ({ sub: name, ...people[name] }) } : undefined,
    });
    provider.use(async (ctx, next) => {
      if (ctx.path === '/token' && instead) {
        [ctx.status, ctx.body] = [instead.status, instead.body];
        instead = undefined;
        return;
      }
      await next();
      if (ctx.path === '/device/auth' && interval !== undefined) ctx.body = { ...(ctx.body as object), interval };
      const answer = ctx.body as { id_token?: string } | undefined;
      if (ctx.path !== '/token' || !altered || answer?.id_token === undefined) return;
      const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1] ?? '', 'base64url').toString()) as object;
      const by = altered.how === 'forged' ? { jwk: { ...newKey().jwk, kid: key.jwk.kid } } : key;
      ctx.body = { ...answer, id_token: signed({ ...claims, ...altered.claims }, by, altered.how === 'unsigned') };
    });
    const answer = provider.callback();
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      asked.push({ path: `${request.method} ${request.url}`, authorization: request.headers.authorization ?? '' });
      answer(request, response);
    });
  }
  serve();
  return {
    issuer,
    client: { id: 'desk', secret },
    asked,
    approve: (page, name) => person().approve(page, name),
    refuse: (page) => person().refuse(page),
    once: (status, body) => void (instead = { status, body }),
    alter: (claims, how) => void (altered = { claims, ...(how && { how }) }),
    rotate() {
      key = newKey();
      serve();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
