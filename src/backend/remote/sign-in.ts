import { DeskError } from '../../errors.ts';
import { isObject } from '../../model/object.ts';
import { holderOf } from '../../model/token.ts';
import { openHttp } from '../http/open.ts';
import type { Secret, SignIn } from '../sign-in.ts';
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

export const remoteSignIn: SignIn = {
  async recognises(url, reach, signal) {
    await using http = await openHttp({ ...reach, base: url, credentials: { kind: 'none' }, connections: 1, loginPage: () => false });
    const expects = [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410];
    const answer = await http.send({ method: 'GET', path: routes.hello.path, safe: true, expects }, signal);
    const told = answer.status === 200 ? await answer.json().catch(() => undefined) : undefined;
    if (!isObject(told) || told['desk'] !== 'deskhand') return false;
    mustUnderstand(new URL(url).host, String(told['wire']));
    return true;
  },
  async open(url, { secret }, reach) {
    const value = `Bearer ${tokenOf(await secret())}`;
    return openHttp({ ...reach, base: url, credentials: { kind: 'header', name: 'authorization', value }, connections });
  },
  userOf: (secret) => holderOf(tokenOf(secret)) ?? '',
  async who(http, _, signal) {
    const { me, version } = await callsOver(http).json('about', {}, signal);
    return { user: me.name, server: `deskhand ${version}` };
  },
  async leave() {
    // There is no session beside the token.
  },
};
