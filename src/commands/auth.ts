import { DeskError } from '../errors.ts';
import { arg } from './arg.ts';
import { type Arg, command } from './command.ts';
import { flag } from './flag.ts';
import { foreignDesks } from '../around/settings.ts';
import { standingFields, standingPage } from './standing.ts';

const output = { kind: 'page', fields: standingFields, page: standingPage } as const;
const profileArg = (says: string): Arg<string | undefined> => arg.maybe(arg.word(says, 'text'));

export const login = command({
  name: 'auth login',
  summary: 'Sign in at a help desk on a server',
  details: [
    'Asks for what is not said: the address, and a token or a name with its password. At a desk on a server that has a page to sign in on, it shows an address and a code for a browser on any machine, and waits (--web). In a pipe the token (--with-token) or the password (--user) is read from standard input; neither is ever taken from the command line.',
    "Nothing is kept before the server has said who you are. The secret goes into the system's keyring; where there is none, into a file that only you can read, and that is said. It is shown to this server alone.",
    'The desk becomes the one that you work with; desk auth switch changes that.',
  ],
  group: 'desk',
  args: { url: arg.maybe(arg.word('its address, such as https://rt.example.com', 'text')) },
  flags: {
    backend: flag.choice('what kind of help desk it is; found out if left out', foreignDesks, 'backend'),
    web: flag.yes('sign in on a page in a browser, on this machine or any other'),
    'with-token': flag.yes('sign in with an access token, asked for or from standard input'),
    user: flag.text('sign in with this name, and a password that is asked for or comes from standard input', 'name'),
    as: flag.text('what the desk is to be called here (its host if left out)', 'profile'),
    'insecure-http': flag.yes('send the secret without encryption, to an address with http://'),
  },
  needs: ['auth'],
  output,
  examples: [{ run: 'desk auth login https://rt.example.com --with-token < token.txt', says: 'with a token from a file' }],
  async *run({ url, backend, as, user, web, 'with-token': withToken, 'insecure-http': insecureHttp }, { auth }) {
    if ([web, withToken, user !== undefined].filter(Boolean).length > 1)
      throw new DeskError('usage', 'one way: a token, a name with a password, or a page in a browser');
    yield await auth.login({ url, backend, user, as, withToken, web, insecureHttp });
  },
});

export const status = command({
  name: 'auth status',
  summary: 'Say which desk you work with, who you are there, and what it can do',
  details: ['Asks the server: the exit code is 3 when you are not signed in there (any more), 9 when it cannot be reached.'],
  group: 'desk',
  args: { profile: profileArg('another one of your desks') },
  flags: {},
  needs: ['auth'],
  output,
  examples: [
    { run: 'desk auth status', says: 'the desk that you work with' },
    { run: 'desk auth status --format json', says: 'the same for a script' },
  ],
  async *run({ profile }, { auth }) {
    yield await auth.status(profile);
  },
});

export const logout = command({
  name: 'auth logout',
  summary: 'Forget what you signed in with',
  details: [
    'The session on the server ends too, where it can be reached, and a token that you got on a page. One that somebody made goes on being valid until it is taken back there (desk agent token --revoke).',
  ],
  group: 'desk',
  args: { profile: profileArg('which of your desks; the one that you work with if left out') },
  flags: { forget: flag.yes('remove its profile from the settings as well') },
  needs: ['auth'],
  output: { kind: 'raw' },
  examples: [{ run: 'desk auth logout rt.example.com', says: 'sign in again with: desk auth login https://rt.example.com' }],
  async *run({ profile, forget }, { auth }) {
    yield `${await auth.logout(profile, forget)}\n`;
  },
});

export const change = command({
  name: 'auth switch',
  summary: 'Choose the desk that you work with',
  details: ['embedded is the desk of your own. --profile and DESK_PROFILE choose for one command.'],
  group: 'desk',
  args: { profile: arg.word('its name, or embedded', 'text') },
  flags: {},
  needs: ['auth'],
  output: { kind: 'raw' },
  examples: [{ run: 'desk auth switch embedded', says: 'back to the desk of your own' }],
  async *run({ profile }, { auth }) {
    yield `${await auth.change(profile)}\n`;
  },
});

export const token = command({
  name: 'auth token',
  summary: 'Print the token of a desk, for scripts',
  details: ['It is a secret: whoever has it is you. DESK_URL and DESK_TOKEN take it.'],
  group: 'desk',
  args: { profile: profileArg('which of your desks; the one that you work with if left out') },
  flags: {},
  needs: ['auth'],
  output: { kind: 'raw' },
  examples: [{ run: 'desk auth token rt.example.com', says: 'for DESK_TOKEN' }],
  async *run({ profile }, { auth, say }) {
    const secret = await auth.token(profile);
    say('this is a secret: whoever has it is you');
    yield `${secret}\n`;
  },
});
