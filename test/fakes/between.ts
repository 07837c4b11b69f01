import { setTimeout as pause } from 'node:timers/promises';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, listen, type Listening } from './listening.ts';

/** What goes wrong on the way. `lost`: the server got the request and its answer is cut; `half`: it is cut in the middle; `unsent`: the server never got it. */
export type Fault =
  | 'lost'
  | 'half'
  | 'unsent'
  | {
      readonly answer: number;
      readonly type?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly done: boolean;
    }
  | { readonly garbled: (body: string) => string }
  | { readonly delayMs: number }
  /** Something happens on the server before the request gets there. */
  | { readonly meanwhile: () => Promise<unknown> };

/** A way to a server on which things go wrong. */
export interface Between extends Listening {
  /** The requests that came so far, as `POST /path`. */
  readonly seen: readonly string[];
  /** The next so many requests that look like this meet the fault, after others of them have passed. */
  let(fault: Fault, looks: RegExp, times?: number, after?: number): void;
  /** From the nth request of this kind on, nothing is answered any more, until `mend`. */
  breakAt(looks: RegExp, nth: number): void;
  mend(): void;
}

interface Planned {
  readonly fault: Fault;
  readonly looks: RegExp;
  left: number;
  pass: number;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Puts itself before a server. */
export async function between(target: string): Promise<Between> {
  const seen: string[] = [];
  let planned: Planned[] = [];
  let broken: { readonly looks: RegExp; left: number } | undefined;

  const pass = (request: IncomingMessage, body: Buffer): Promise<Answered> =>
    new Promise((resolve, reject) => {
      // A connection of its own: one that is kept may be closed by the server as the next request goes into it.
      const how = { method: request.method, headers: { ...request.headers, connection: 'close' }, agent: false } as const;
      const sent = ask(new URL(request.url ?? '/', target), how, (answer) => {
        const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers; // it goes on whole
        bodyOf(answer).then((told) => resolve({ status: answer.statusCode ?? 0, headers, body: told }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const tell = (response: ServerResponse, { status, headers, body }: Answered): void => {
    response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body);
  };

  async function meet(fault: Fault, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (fault === 'unsent') return void request.socket.destroy();
    if (typeof fault === 'object' && 'delayMs' in fault) await pause(fault.delayMs);
    if (typeof fault === 'object' && 'meanwhile' in fault) await fault.meanwhile();
    if (typeof fault === 'object' && ('delayMs' in fault || 'meanwhile' in fault)) return tell(response, await pass(request, body));
    if (typeof fault === 'object' && 'answer' in fault) {
      if (fault.done) await pass(request, body);
      return void response
        .writeHead(fault.answer, { 'content-type': fault.type ?? 'application/json', ...fault.headers })
        .end(fault.body ?? '');
    }
    const answer = await pass(request, body);
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'object') return tell(response, { ...answer, body: Buffer.from(fault.garbled(answer.body.toString())) });
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length + 10) });
    response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const what = `${request.method} ${request.url}`;
    seen.push(what);
    const body = await bodyOf(request);
    if (broken?.looks.test(what)) broken.left -= 1;
    if (broken && broken.left < 0) return void request.socket.destroy();
    const plan = planned.find(({ looks, left }) => left > 0 && looks.test(what));
    if (!plan || plan.pass > 0) {
      if (plan) plan.pass -= 1;
      return tell(response, await pass(request, body));
    }
    plan.left -= 1;
    await meet(plan.fault, request, body, response);
  }

  const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const listening = await listen(server);
  return {
    ...listening,
    seen,
    let: (fault, looks, times = 1, after = 0) => void planned.push({ fault, looks, left: times, pass: after }),
    breakAt: (looks, nth) => void (broken = { looks, left: nth - 1 }),
    mend: () => {
      broken = undefined;
      planned = [];
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
