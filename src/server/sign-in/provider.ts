import type * as Client from 'openid-client';
import { DeskError } from '../../errors.ts';
import type { JsonObject } from '../../model/object.ts';
import type { SignInSettings } from './settings.ts';

/** What a person is shown, and what is asked with afterwards (RFC 8628, 3.2). */
export interface Begun {
  readonly userCode: string;
  readonly verificationUri: string;
  /** With the code in it. */
  readonly verificationUriComplete: string | null;
  readonly deviceCode: string;
  /** Seconds between two questions. */
  readonly interval: number;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Where a sign-in stands; `proved` with what the provider says of the person, by its own signature. */
export type Standing =
  | { readonly state: 'pending' | 'slow-down' | 'denied' | 'expired' }
  | { readonly state: 'proved'; readonly claims: JsonObject };

/** An OpenID Connect provider with the device flow. */
export interface Provider {
  /** Throws `unreachable`, `settings` for a provider that is not what the settings say. */
  begin(signal: AbortSignal): Promise<Begun>;
  /** Throws `unreachable`, `settings`, and `denied` when what it says of the person does not hold. */
  ask(deviceCode: string, signal: AbortSignal): Promise<Standing>;
}

/** Seconds that the provider is waited for. */
const answerWithin = 10;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** What a provider answers while nobody has decided, or somebody has (RFC 8628, 3.5); a code that was used is an ended one. */
const states: Readonly<Record<string, Exclude<Standing['state'], 'proved'>>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  access_denied: 'denied',
  expired_token: 'expired',
  invalid_grant: 'expired',
};

/** What does not hold of an ID token. */
const untrue: ReadonlySet<string> = new Set([
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_PARSE_ERROR',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
]);

/** How the client proves that it is one: as the provider asks, plainly where it says nothing (OpenID Connect Discovery, `token_endpoint_auth_methods_supported`). */
function proving(client: typeof Client, secret: string | undefined): Client.ClientAuth {
  if (secret === undefined) return client.None();
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) =>
    ((server.token_endpoint_auth_methods_supported ?? []).includes('client_secret_basic') ? basic : post)(server, ...rest);
}

/**
 * The provider of the settings, by openid-client. What it is, and the keys that it signs with, are asked for each time: people sign in seldom, and nothing is
 * out of date. Nothing that it gives leaves this server.
 */
export function providerOf({ issuer, clientId, scope, claim }: SignInSettings, secret: string | undefined): Provider {
  const { host, protocol } = new URL(issuer);
  const trouble = troubleAt(host);

  async function reached(signal: AbortSignal): Promise<Reached> {
    const client = await import('openid-client');
    const config = await client
      .discovery(new URL(issuer), clientId, undefined, proving(client, secret), {
        timeout: answerWithin,
        execute: [client.enableNonRepudiationChecks, ...(protocol === 'http:' ? [client.allowInsecureRequests] : [])],
        [client.customFetch]: (url, { signal: late, ...options }) =>
          fetch(url, { ...options, signal: AbortSignal.any([signal, ...(late ? [late] : [])]) } as RequestInit),
      })
      .catch((thrown: unknown) => {
        throw trouble(thrown);
      });
    if (config.serverMetadata().device_authorization_endpoint !== undefined) return { client, config };
    throw new DeskError('settings', `${host} does not let anybody sign in by a code`, {
      hint: 'its device flow (RFC 8628) has to be switched on',
    });
  }

  return {
    async begin(signal) {
      const { client, config } = await reached(signal);
      const begun = await client.initiateDeviceAuthorization(config, { scope }).catch((thrown: unknown) => {
        throw trouble(thrown);
      });
      return {
        userCode: begun.user_code,
        verificationUri: begun.verification_uri,
        verificationUriComplete: begun.verification_uri_complete ?? null,
        deviceCode: begun.device_code,
        interval: begun.interval ?? 5,
        expiresIn: begun.expires_in,
      };
    },
    async ask(deviceCode, signal) {
      const { client, config } = await reached(signal);
      try {
        const tokens = await client.genericGrantRequest(config, deviceGrant, { device_code: deviceCode });
        return { state: 'proved', claims: await claimsOf({ client, config }, tokens, claim) };
      } catch (thrown) {
        const state = thrown instanceof client.ResponseBodyError ? states[thrown.error] : undefined;
        if (state === undefined) throw trouble(thrown);
        return { state };
      }
    },
  };
}

interface Reached {
  readonly client: typeof Client;
  readonly config: Client.Configuration;
}

type Tokens = Awaited<ReturnType<typeof Client.genericGrantRequest>>;

/** What the ID token says, or where that leaves the claim out, what the provider tells of the same person when it is asked. */
async function claimsOf({ client, config }: Reached, tokens: Tokens, claim: string): Promise<JsonObject> {
  const claims = tokens.claims();
  if (!claims)
    throw new DeskError('denied', 'the provider does not say who signed in', {
      hint: 'is "openid" among the scopes of the setting signIn?',
    });
  if (claims[claim] !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return { ...claims };
  return { ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
}

/** An error of the library in our kinds; its sentences hold no secret. */
const troubleAt =
  (host: string) =>
  (thrown: unknown): DeskError => {
    if (thrown instanceof DeskError) return thrown;
    const { code, message = '', cause } = thrown as Told;
    const refused = refusalIn(thrown as Told);
    if (refused !== undefined)
      return new DeskError('settings', `${host} does not know this desk as one of its clients: ${refused}`, {
        hint: 'look at the setting signIn, and at what is registered there',
        cause: thrown,
      });
    if (code !== undefined && untrue.has(code)) {
      const why = cause instanceof Error ? cause.message : message;
      return new DeskError('denied', `what ${host} says of you does not hold: ${why}`, { cause: thrown });
    }
    return new DeskError('unreachable', `${host}, by which one signs in here, does not answer as it should`, {
      hint: 'try again in a while',
      cause: thrown,
    });
  };

/** An error as the library throws it: what the provider said is in it, or in what it challenges with (RFC 9110, 11.6.1). */
interface Told extends Partial<Pick<Client.ResponseBodyError, 'code' | 'error' | 'error_description'>> {
  readonly message?: string;
  readonly cause?: unknown;
}

function refusalIn({ error, error_description: said, cause }: Told): string | undefined {
  if (typeof error === 'string') return [error, ...(said === undefined ? [] : [said])].join(', ');
  const [challenge] = Array.isArray(cause) ? (cause as readonly { readonly parameters?: Readonly<Record<string, string>> }[]) : [];
  return challenge?.parameters?.['error'] === undefined ? undefined : refusalIn(challenge.parameters);
}
