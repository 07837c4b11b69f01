import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { bodyOf, listen, type Listening } from '../listening.ts';
import { type Lab, newLab, type User, userNamed } from './lab.ts';
import { type Answer, refusal } from './lists.ts';
import { answered } from './routes.ts';
import type { File } from './say.ts';

/** A Request Tracker on this machine. */
export interface FakeRt extends Listening {
  readonly lab: Lab;
  /** Method and path of each request. */
  readonly requests: readonly string[];
  /** Ends all sessions, as time does. */
  endSessions(): void;
}

function authorised({ headers }: IncomingMessage, lab: Lab): User | undefined {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.+)$/.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'token') return lab.users.find(({ token, privileged }) => privileged && token === value);
  if (scheme.toLowerCase() === 'basic') {
    const [name = '', ...password] = Buffer.from(value, 'base64').toString().split(':');
    return byPassword(lab, name, password.join(':'));
  }
  return lab.sessions.get(/RT_SID_[^=]+=\w+/.exec(headers.cookie ?? '')?.[0] ?? '');
}

const byPassword = (lab: Lab, name: string, password: string): User | undefined => {
  const found = userNamed(lab, name);
  return found?.privileged && found.works !== undefined && found.password === password ? found : undefined;
};

/** REST 1.0, as far as it signs one in: its status stands within a 200, and it gives everybody a cookie. */
async function signIn(request: IncomingMessage, response: ServerResponse, lab: Lab, port: number): Promise<void> {
  const form = new URLSearchParams((await bodyOf(request)).toString());
  const user = form.has('user') ? byPassword(lab, form.get('user') ?? '', form.get('pass') ?? '') : authorised(request, lab);
  const cookie = `RT_SID_lab.test.${port}=${String(lab.sessions.size + 1).padStart(32, 'a')}`;
  if (user) lab.sessions.set(cookie, user);
  const wrong = form.has('user') ? '\nYour username or password is incorrect\n' : '';
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'set-cookie': `${cookie}; path=/; HttpOnly` });
  response.end(
    user
      ? "RT/5.0.3+dfsg-3~deb12u6 200 Ok\n\n# Invalid object specification: ''\n\nid: \n\n"
      : `RT/5.0.3+dfsg-3~deb12u6 401 Credentials required\n${wrong}`,
  );
}

async function filesIn(request: IncomingMessage, content: Buffer): Promise<{ readonly json: unknown; readonly files: readonly File[] }> {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { json: JSON.parse(content.toString() || '{}') as unknown, files: [] };
  if (!type.startsWith('multipart/form-data')) return { json: Object.fromEntries(new URLSearchParams(content.toString())), files: [] };
  const form = await new Response(new Uint8Array(content), { headers: { 'content-type': type } }).formData();
  const part = form.get('JSON');
  const files = form.getAll('Attachments').filter((each): each is Exclude<typeof each, string> => typeof each !== 'string');
  return {
    json: JSON.parse(typeof part === 'string' ? part : ((await part?.text()) ?? '{}')) as unknown,
    files: await Promise.all(
      files.map(async (file) => ({ name: file.name, type: file.type, content: Buffer.from(await file.arrayBuffer()) })),
    ),
  };
}

/** Starts a Request Tracker with agents and queues and no tickets. `tls`: over HTTPS. */
export async function fakeRt(
  options: { readonly now?: () => string; readonly tls?: { readonly key: Buffer; readonly cert: Buffer } } = {},
): Promise<FakeRt> {
  const lab = newLab(options.now);
  const requests: string[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const port = request.socket.localPort ?? 0;
    const base = `${options.tls ? 'https' : 'http'}://${request.headers.host ?? `127.0.0.1:${port}`}`;
    const url = new URL(request.url ?? '/', base);
    requests.push(`${request.method} ${request.url}`);
    if (url.pathname === '/REST/1.0/') return signIn(request, response, lab, port);
    const content = await bodyOf(request);
    if (url.pathname === '/NoAuth/Logout.html') {
      lab.sessions.delete(/RT_SID_[^=]+=\w+/.exec(request.headers.cookie ?? '')?.[0] ?? '');
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>You have been logged out</html>');
    }
    const me = authorised(request, lab);
    const tell = ({ status, body: told, headers }: Answer): void => {
      response
        .writeHead(status, { 'content-type': 'application/json; charset="utf-8"', date: new Date(lab.now()).toUTCString(), ...headers })
        .end(JSON.stringify(told));
    };
    if (!me) {
      if (request.headers.cookie === undefined) return tell(refusal(401, 'Unauthorized'));
      return void response.writeHead(302, { location: '/' }).end('Login required');
    }
    tell(
      answered(
        { lab, base, me, url, ...(await filesIn(request, content)) },
        request.method ?? '',
        url.pathname.replace(/^\/REST\/2\.0/, ''),
      ),
    );
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.writeHead(500, { 'content-type': 'application/json' }).end());
  };
  const listening = await listen(options.tls ? createTlsServer(options.tls, listener) : createServer({ keepAliveTimeout: 1000 }, listener));
  const scheme = options.tls ? 'https' : 'http';
  return {
    ...listening,
    url: `${scheme}://127.0.0.1:${listening.port}`,
    lab,
    requests,
    endSessions: () => lab.sessions.clear(),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
