import { reachOf } from '../backend/foreign.ts';
import { baseOf, spelled } from '../backend/http/base.ts';
import { signInOf } from '../backend/open.ts';
import type { Secret } from '../backend/sign-in.ts';
import type { Login } from '../commands/needs.ts';
import { DeskError } from '../errors.ts';
import { collect } from '../model/stream.ts';
import { type ForeignProfile, foreignDesks } from '../around/settings.ts';
import type { Prompt, World } from '../around/world.ts';

/** The address of the help desk, as given or asked for. Throws `usage` for what is none, and where nobody can be asked. */
export async function addressFrom(given: string | undefined, world: World): Promise<string> {
  if (given !== undefined) return spelled(baseOf(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`));
  const prompt = await world.prompt();
  if (!prompt.able) throw new DeskError('usage', 'desk auth login needs an address', { hint: 'desk auth login https://rt.example.com' });
  return addressFrom((await prompt.text('The address of the help desk, such as https://rt.example.com')).trim(), world);
}

/** Whose server answers there. Throws `usage` where it is none that desk knows. */
export async function recognised(url: string, world: World): Promise<ForeignProfile['backend']> {
  for (const backend of foreignDesks) {
    const signIn = await signInOf(backend);
    if (await signIn.recognises(url, reachOf(world), world.signal)) return backend;
  }
  throw new DeskError('usage', `what answers at ${url} is no help desk that desk knows`, {
    hint: `give the address of its front page; if it is one all the same: --backend ${foreignDesks.join(' or --backend ')}`,
  });
}

/** In which way one signs in. */
type Way = Secret['kind'] | 'page';

const ways: Readonly<Record<Way, { readonly label: string; readonly aside?: string }>> = {
  page: { label: 'in a browser', aside: 'on this machine or any other' },
  token: { label: 'with an access token', aside: 'made on the server; it can be taken back there' },
  password: { label: 'with name and password' },
};

/** The way that was said, else the only one there is, else asked for. Throws `unsupported` for a way that there is not, `usage` where nobody can be asked. */
export async function wayOf({ user, withToken, web }: Login, takes: readonly Secret['kind'][], page: boolean, world: World): Promise<Way> {
  if (web && !page)
    throw new DeskError('unsupported', 'this desk has no page to sign in on', { hint: 'sign in with an access token: --with-token' });
  if (web) return 'page';
  if (withToken) return 'token';
  if (user !== undefined && takes.includes('password')) return 'password';
  if (user !== undefined)
    throw new DeskError('unsupported', 'this desk takes no name with a password', {
      hint: 'sign in with an access token (--with-token), or on a page where it has one (--web)',
    });
  if (!world.stdin.terminal) {
    if (page) return 'page';
    throw new DeskError('usage', 'nobody can be asked here for what you sign in with', {
      hint: `--with-token reads a token from standard input${takes.includes('password') ? ', --user <name> a password' : ''}`,
    });
  }
  const [first, ...others] = [...(page ? (['page'] as const) : []), ...takes];
  if (first !== undefined && others.length === 0) return first;
  return wayAsked(await world.prompt(), [...(first ? [first] : []), ...others]);
}

const wayAsked = (prompt: Prompt, offered: readonly Way[]): Promise<Way> =>
  prompt.pick('How do you sign in?', async (text) =>
    offered.map((value) => ({ value, ...ways[value] })).filter(({ label }) => label.includes(text.toLowerCase())),
  );

/** What one signs in with: a line of standard input, else asked for. Throws `usage` where nobody can be asked. */
export async function secretFrom(kind: Secret['kind'], user: string | undefined, world: World): Promise<Secret> {
  const prompt = await world.prompt();
  const piped = !world.stdin.terminal;
  const name = kind === 'password' ? (user ?? (await prompt.text('Your name there'))) : '';
  const asked = kind === 'token' ? 'Your access token' : `The password of ${name}`;
  const text = piped ? await lineFrom(world) : (await prompt.secret(asked)).trim();
  if (text === '' || /[\r\n]/.test(text)) throw new DeskError('usage', `standard input has no ${kind} in one line`);
  return kind === 'token' ? { kind, token: text } : { kind, user: name, password: text };
}

async function lineFrom({ stdin }: World): Promise<string> {
  return Buffer.concat(await collect(stdin.read()))
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
