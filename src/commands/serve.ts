import { command } from './command.ts';
import { flag } from './flag.ts';

export default command({
  name: 'serve',
  summary: 'Serve this desk to a team over HTTP',
  details: [
    'Agents work on it from their machines: desk agent token <name> makes a token for each, and desk auth login <address> --with-token takes it; or they sign in on a page (desk help sign-in). Any number of these may run on one PostgreSQL database.',
    'Only this machine is served unless told otherwise. For others the way must be encrypted: with --tls-cert and --tls-key, or by a proxy in front (--behind-proxy), which also says whose address a request comes from.',
    'It stops when it is asked to (SIGTERM, Ctrl-C): what was begun is finished first. The log has a line of JSON for each request, without anything that was in it.',
  ],
  group: 'desk',
  args: {},
  flags: {
    listen: flag.text('where: host:port, :port for all addresses, unix:/path; 127.0.0.1:7475 unless told otherwise', 'place'),
    database: flag.text('the database of the desk, instead of the desk in force; no password stands in it', 'url'),
    'tls-cert': flag.text('a file with the certificate, and those above it', 'file', 'path'),
    'tls-key': flag.text('a file with its key', 'file', 'path'),
    'behind-proxy': flag.yes('a proxy in front encrypts, and says for whom it asks'),
    log: flag.text('a file for the log; standard error where that is no terminal', 'file', 'path'),
  },
  needs: ['serve'],
  output: { kind: 'raw', lasts: true },
  examples: [{ run: 'desk serve', says: 'to this machine' }],
  async *run({ listen, database, 'tls-cert': cert, 'tls-key': key, 'behind-proxy': proxied, log }, { serve }): AsyncIterable<string> {
    await serve({ listen, database, cert, key, proxied, log });
    yield* []; // all that it says goes beside the data
  },
});
