import { DeskError } from '../../errors.ts';
import { isObject } from '../../model/object.ts';
import { holderOf } from '../../model/token.ts';
import { openHttp } from '../http/open.ts';
import type { Http } from '../http.ts';
import type { OnPage, Reach, Secret, SignIn } from '../sign-in.ts';
import { routes } from '../wire/routes.ts';
import { mustUnderstand } from '../wire/version.ts';
import { callsOver } from './calls.ts';

/** As many as a browser opens to one server. */
const connections = 6;

function tokenOf(secret: Secret): string {
  if (secret.kind === 'token' && holderOf(secret.token) !== undefined) return secret.token;
  throw new DeskError('signed-out', 'that is no token of this desk', {
    hint: 'whoever looks after the desk makes one: desk agent token <name>',
  });
}

/** A way there for who is not signed in. */
const stranger = (url: string, reach: Reach): Promise<Http> =>
  openHttp({ ...reach, base: url, credentials: { kind: 'none' }, connections: 1, loginPage: () => false });

const entering = (token: string, url: string, reach: Reach): Promise<Http> =>
  openHttp({ ...reach, base: url, credentials: { kind: 'header', name: 'authorization', value: `Bearer ${token}` }, connections });

const onPage: OnPage = {
  async offered(url, reach, signal) {
    await using calls = callsOver(await stranger(url, reach));
    return (await calls.json('hello', {}, signal)).signInPage;
  },
  async begin(url, reach, signal) {
    await using calls = callsOver(await stranger(url, reach));
    const begun = await calls.json('beginSignIn', {}, signal);
    return {
      url: begun.verificationUri,
      code: begun.userCode,
      filled: begun.verificationUriComplete,
      ticket: begun.deviceCode,
      pauseMs: begun.interval * 1000,
      forMs: begun.expiresIn * 1000,
    };
  },
  async ask(url, { ticket, from }, reach, signal) {
    await using calls = callsOver(await stranger(url, reach));
    const answer = await calls.json('askSignIn', { deviceCode: ticket, from: from.slice(0, 100) }, signal);
    return answer.state === 'signed-in' ? { state: 'given', token: answer.text } : answer;
  },
};

export const remoteSignIn: SignIn = {
  takes: ['token'],
  onPage,
  async recognises(url, reach, signal) {
    await using http = await stranger(url, reach);
    const expects = [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410];
    const answer = await http.send({ method: 'GET', path: routes.hello.path, safe: true, expects }, signal);
    const told = answer.status === 200 ? await answer.json().catch(() => undefined) : undefined;
    if (!isObject(told) || told['desk'] !== 'deskhand') return false;
    mustUnderstand(new URL(url).host, String(told['wire']));
    return true;
  },
  open: async (url, { secret }, reach) => entering(tokenOf(await secret()), url, reach),
  userOf: (secret) => holderOf(tokenOf(secret)) ?? '',
  async who(http, _, signal) {
    const { me, version } = await callsOver(http).json('about', {}, signal);
    return { user: me.name, server: `deskhand ${version}` };
  },
  async leave(url, token, reach, signal) {
    await using calls = callsOver(await entering(token, url, reach));
    const { token: shown } = await calls.json('about', {}, signal);
    await calls.json('revokeToken', { token: shown.id }, signal);
  },
};
