import type { Http, HttpOptions } from '../http.ts';
import { baseOf, spelled } from './base.ts';
import { carrier } from './carrier.ts';
import type { Way } from './course.ts';
import { retrying } from './patience.ts';
import { send } from './send.ts';
import { signer } from './sign.ts';

const isLoginPage = ({ pathname }: URL): boolean => /login|sign_?in|sso\b|saml|oauth/i.test(pathname);

/** A way to a foreign desk. Nothing is sent yet. Throws `usage` for what is no address, `settings` for a proxy that cannot be used. */
export async function openHttp(options: HttpOptions): Promise<Http> {
  const base = baseOf(options.base);
  const { lineTo, carry, close } = carrier(options, base.host);
  await lineTo(base);
  const way: Way = {
    base,
    carry,
    sign: signer(options.credentials),
    retry: retrying(options),
    loginPage: options.loginPage ?? isLoginPage,
  };
  return {
    base: spelled(base),
    send: (request, signal) => send(way, request, signal),
    [Symbol.asyncDispose]: close,
  };
}
