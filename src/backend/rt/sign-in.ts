import { DeskError } from '../../errors.ts';
import type { Http, HttpAnswer } from '../http.ts';
import { baseOf } from '../http/base.ts';
import { openHttp } from '../http/open.ts';
import { signedOut } from '../http/trouble.ts';
import { rtCalls } from './calls.ts';
import { learn } from './learn.ts';
import type { Reach, Secret, SignIn } from '../sign-in.ts';

/** RT's web server holds a worker for each open connection: more than a few of ours would lock others out. */
const rtConnections = 4;

/** Answers `RT/5.0.3 200 Ok`, and a session cookie that REST2 takes as well; every RT has it. */
const old = '/REST/1.0/';

/** A user's own name, or the number in the token's text: `1-42-8882edd4…`. */
function userOf(secret: Secret): string {
  const user = secret.kind === 'token' ? /^\d+-(\d+)-[0-9a-f]+$/i.exec(secret.token)?.[1] : secret.user;
  if (user !== undefined && user !== '') return user;
  throw new DeskError('signed-out', 'that is no token of Request Tracker', {
    hint: 'a token looks like 1-42-0123456789abcdef…; RT makes one under Settings, Auth tokens. One of a deskhand server begins with desk_, and is to be given whole',
  });
}

const authorization = (secret: Secret): string =>
  secret.kind === 'token' ? `token ${secret.token}` : `Basic ${Buffer.from(`${secret.user}:${secret.password}`).toString('base64')}`;

const statusLine = /^RT\/(\S+) (\d+)/;

function cookieOf({ headers }: HttpAnswer): string | undefined {
  const given = headers['set-cookie'] ?? [];
  const cookies = (typeof given === 'string' ? [given] : given).map((each) => each.split(';', 1)[0] ?? '');
  return cookies.find((cookie) => /^RT_SID_[^=]+=\w+$/.test(cookie));
}

/** Shows the secret once, for a session: RT checks secrets so slowly that doing it with each request would cost a third of a second each. */
async function newSession(url: string, secret: Secret, reach: Reach, signal: AbortSignal): Promise<string> {
  await using http = await openHttp({ ...reach, base: url, credentials: { kind: 'none' }, connections: 1, loginPage: samePlace(url) });
  const form =
    secret.kind === 'token'
      ? ({ method: 'GET', headers: { accept: '*/*', authorization: authorization(secret) } } as const)
      : ({
          method: 'POST',
          headers: { accept: '*/*', 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ user: secret.user, pass: secret.password }).toString(),
        } as const);
  const answer = await http.send({ ...form, path: old, safe: true, expects: [403, 404] }, signal);
  const [, , status] = statusLine.exec(await answer.text()) ?? [];
  if (status === '401') throw signedOut(http.base.replace(/^\w+:\/\//, ''), http.base);
  const cookie = cookieOf(answer);
  return status === '200' && cookie !== undefined ? `cookie ${cookie}` : `authorization ${authorization(secret)}`;
}

/** RT sends who is not signed in to its own front page. */
const samePlace = (url: string): ((location: URL) => boolean) => {
  const { origin } = baseOf(url);
  return (location) => location.origin === origin;
};

/** A session as a header: where RT gives no cookie, its own header with the secret has to do. */
function headerOf(session: string): Readonly<Record<string, string>> {
  const cut = session.indexOf(' ');
  return { [session.slice(0, cut)]: session.slice(cut + 1) };
}

async function json(http: Http, path: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const answer = await http.send({ method: 'GET', path, safe: true }, signal);
  const value = await answer.json();
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new DeskError('unreachable', `${http.base} does not answer as Request Tracker does`);
}

export const rtSignIn: SignIn = {
  takes: ['token', 'password'],
  async recognises(url, reach, signal) {
    await using http = await openHttp({ ...reach, base: url, credentials: { kind: 'none' }, connections: 1, loginPage: () => false });
    const expects = [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410];
    const answer = await http.send({ method: 'GET', path: old, headers: { accept: '*/*' }, safe: true, expects }, signal);
    const [, version] = statusLine.exec(await answer.text()) ?? [];
    if (version === undefined) return false;
    if (Number.parseInt(version, 10) >= 5) return true;
    throw new DeskError('unsupported', `this is Request Tracker ${version}; desk needs version 5, which has REST2`);
  },
  async open(url, { secret, session, keep }, reach) {
    const renew = async (signal: AbortSignal): Promise<Readonly<Record<string, string>>> => {
      const another = await newSession(url, await secret(), reach, signal);
      if (another.startsWith('cookie ')) await keep(another);
      return headerOf(another);
    };
    const shown = session === undefined ? undefined : headerOf(session);
    const credentials = { kind: 'session', headers: shown, renew } as const;
    return openHttp({ ...reach, base: url, credentials, connections: rtConnections, loginPage: samePlace(url) });
  },
  userOf,
  async who(http, secret, signal) {
    const user = userOf(secret);
    const { Version } = await json(http, '/REST/2.0/rt', signal);
    const { Name } = await json(http, `/REST/2.0/user/${encodeURIComponent(user)}`, signal);
    return {
      user: typeof Name === 'string' ? Name : user,
      server: `Request Tracker ${String(Version ?? '(unknown version)')}`,
      learnt: await learn(rtCalls(http), signal),
    };
  },
  async leave(url, session, reach, signal) {
    const credentials = { kind: 'session', headers: headerOf(session), renew: async () => headerOf(session) } as const;
    await using http = await openHttp({ ...reach, base: url, credentials, connections: 1, tries: 1, loginPage: () => false });
    await http.send(
      { method: 'GET', path: '/NoAuth/Logout.html', headers: { accept: '*/*' }, safe: true, expects: [301, 302, 303] },
      signal,
    );
  },
};
