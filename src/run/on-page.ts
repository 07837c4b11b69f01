import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted, type World } from '../around/world.ts';
import { reachOf } from '../backend/foreign.ts';
import type { OnPage, PageAnswer, SignInPage } from '../backend/sign-in.ts';
import { DeskError } from '../errors.ts';

/** RFC 8628, 3.5: so much longer from then on. */
const slowerMs = 5000;

/** A desktop, where a browser opens beside the terminal; one within the terminal, or on the far side of ssh, would be in the way. */
const hasDesktop = ({ env }: World): boolean =>
  !env['SSH_CONNECTION'] && (process.platform === 'darwin' || ['BROWSER', 'DISPLAY', 'WAYLAND_DISPLAY'].some((name) => env[name]));

/** What a server says is printed and opened: nothing but an address of the web, and a code that people can type. */
function sound({ url, filled, code }: SignInPage, host: string): void {
  const web = (text: string | null): boolean => text === null || (/^https?:\/\//i.test(text) && URL.canParse(text));
  if (web(url) && web(filled) && /^[\x21-\x7e ]{1,64}$/.test(code) && /^[\x21-\x7e]+$/.test(url)) return;
  throw new DeskError('unreachable', `what ${host} says of its sign-in page makes no sense`);
}

/**
 * Signs in on a page, wherever its user has a browser; resolves with the token. Throws Interrupted on Ctrl-C, `denied` when that was refused there, `signed-out` when
 * nobody did it in time.
 */
export async function tokenFromPage(url: string, onPage: OnPage, world: World, say: (text: string) => void): Promise<string> {
  const { host } = new URL(url);
  const reach = reachOf(world);
  const page = await onPage.begin(url, reach, world.signal);
  sound(page, host);
  say(`open ${page.url} in a browser, on this machine or any other, and enter the code ${page.code}`);
  if (hasDesktop(world) && world.stderr.terminal) await world.openInBrowser(page.filled ?? page.url).catch(() => undefined);
  say('waiting until you have done so there; Ctrl-C gives up');
  let everyMs = page.pauseMs;
  for (let waitedMs = 0; waitedMs < page.forMs; waitedMs += everyMs) {
    await pause(everyMs, undefined, { signal: world.signal }).catch(() => undefined);
    if (world.signal.aborted) throw new Interrupted('you are not signed in, and nothing was kept');
    const answer = await onPage.ask(url, { ticket: page.ticket, from: world.host }, reach, world.signal).catch(unreached);
    if (answer.state === 'slow-down') everyMs += slowerMs;
    const token = tokenIn(answer, host);
    if (token !== undefined) return token;
  }
  throw late(host);
}

/** A network that is away for a while ends nothing that happens on a page. */
function unreached(thrown: unknown): PageAnswer {
  if (thrown instanceof DeskError && thrown.kind === 'unreachable') return { state: 'pending' };
  throw thrown;
}

const late = (host: string): DeskError =>
  new DeskError('signed-out', `nobody signed in at ${host} in time`, { hint: 'the code is good for no more: begin again' });

function tokenIn(answer: PageAnswer, host: string): string | undefined {
  switch (answer.state) {
    case 'given':
      return answer.token;
    case 'denied':
      throw new DeskError('denied', `the sign-in at ${host} was refused on its page`);
    case 'expired':
      throw late(host);
    case 'pending':
    case 'slow-down':
      return undefined;
  }
}
