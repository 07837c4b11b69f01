import { foreignDesks } from '../around/settings.ts';
import type { Said } from './reference.ts';

/** Every variable that a user may set, in the order of help and manual. Of several in a row the first one that is set counts. */
export const environment: readonly Said[] = [
  { name: 'DESK_PROFILE', says: 'the desk to work with, by the name of its profile; --profile comes before it' },
  { name: 'DESK_URL', says: 'the address of a help desk on a server, with DESK_TOKEN; comes after DESK_PROFILE' },
  { name: 'DESK_TOKEN', says: 'the access token for DESK_URL; nothing of it is kept' },
  {
    name: 'DESK_BACKEND',
    says: `what kind of help desk DESK_URL is, ${foreignDesks.join(' or ')}; if it is not set, the form of DESK_TOKEN tells`,
  },
  { name: 'DESK_DATABASE', says: 'the address of a desk in a PostgreSQL database, which may hold a password; comes after DESK_URL' },
  { name: 'DESK_STORE', says: 'the file of an embedded desk; comes after DESK_DATABASE' },
  { name: 'PGPASSFILE, PGPASSWORD', says: 'the file with the passwords of databases (~/.pgpass if it is not set), or the password itself' },
  { name: 'PGUSER, PGPORT, PGSSLMODE, PGSSLROOTCERT', says: 'what the address of a database leaves out, as for psql' },
  { name: 'DESK_AGENT', says: "who I am on a desk of my own; the system's user name if it is not set" },
  { name: 'DESK_SMTP_PASSWORD', says: 'the password for the mail server that the settings name' },
  {
    name: 'DESK_SIGN_IN_SECRET',
    says: 'the secret of this desk at the provider by which people sign in (the setting signIn), for desk serve',
  },
  { name: 'DESK_NOW', says: 'a time at which the clock stands still, for tests and demonstrations' },
  { name: 'DESK_EDITOR, VISUAL, EDITOR', says: 'the program in which texts are written; vi if none is set' },
  { name: 'DESK_PAGER, PAGER', says: 'the program that shows long output on a terminal; less if none is set, cat for none' },
  { name: 'BROWSER', says: 'the program that opens web pages' },
  { name: 'NO_COLOR', says: 'no colour, whatever it is set to' },
  { name: 'FORCE_COLOR', says: 'colour, whatever the terminal says of itself; 0 for none' },
  { name: 'FORCE_HYPERLINK', says: 'links on the terminal, whatever it is known to draw; 0 for none' },
  { name: 'DESK_DEBUG', says: 'http: tells each request to a server on stderr, without secrets, texts and the values of queries' },
  { name: 'DESK_KEYRING', says: "off: leaves the system's keyring alone; secrets are in files then that only you can read" },
  {
    name: 'HTTPS_PROXY, HTTP_PROXY, ALL_PROXY',
    says: 'the proxy on the way to servers, such as http://proxy.example:3128; small letters come first',
  },
  { name: 'NO_PROXY', says: 'what is reached without it: hosts and domains, by commas' },
  { name: 'NODE_EXTRA_CA_CERTS', says: 'a file with the certificates of further authorities' },
  { name: 'DESK_CODE_CACHE', says: 'off: keeps no compiled code for a faster start' },
  { name: 'XDG_CONFIG_HOME', says: 'where desk/settings.json is kept; ~/.config if it is not set' },
  { name: 'XDG_DATA_HOME', says: 'where the embedded desk, desk/desk.db, is kept; ~/.local/share if it is not set' },
  {
    name: 'XDG_STATE_HOME',
    says: 'where drafts, secrets without a keyring and details of errors are kept, in desk/; ~/.local/state if it is not set',
  },
  { name: 'XDG_RUNTIME_DIR', says: 'where the bus is by which the keyring is reached, on Linux' },
  { name: 'XDG_CACHE_HOME', says: 'where compiled code is kept, in desk/; ~/.cache if it is not set' },
];
