import { nobody } from '../fakes/rt/lab.ts';
import { type FakeRt, fakeRt } from '../fakes/rt/server.ts';

/** A Request Tracker that lines speak of as https://rt.example.com. */
export interface RtScene extends AsyncDisposable {
  readonly rt: FakeRt;
  /** A line with its real address. */
  spelled(text: string): string;
  /** What came, with the address that lines know. */
  shown(text: string): string;
  /** `down`, `sessions end`, `revoke alice`: what happens to it meanwhile. */
  let(what: string): Promise<void>;
}

/** Starts one; its clock is that of the scene. */
export async function rtScene(now: () => string): Promise<RtScene> {
  const rt = await fakeRt({ now });
  const name = `127.0.0.1-${rt.port}`;
  return {
    rt,
    spelled: (text) => text.replaceAll('https://rt.example.com', rt.url).replaceAll('rt.example.com', name),
    shown: (text) =>
      text
        .replaceAll(rt.url, 'https://rt.example.com')
        .replaceAll(name, 'rt.example.com')
        .replaceAll(`127.0.0.1:${rt.port}`, 'rt.example.com')
        .replaceAll(/secrets\/[0-9a-f]{32}\.json/g, 'secrets/….json')
        .replaceAll(/, \d+ ms/g, ', 9 ms'),
    async let(what) {
      const [, user] = /^revoke (\w+)$/.exec(what) ?? [];
      if (what === 'down') return rt[Symbol.asyncDispose]();
      if (what === 'sessions end') return rt.endSessions();
      const at = rt.lab.users.findIndex((one) => one.name === user);
      rt.lab.users.splice(at, 1, { ...(rt.lab.users[at] ?? nobody), token: 'revoked' });
      rt.endSessions();
    },
    [Symbol.asyncDispose]: () => rt[Symbol.asyncDispose](),
  };
}
