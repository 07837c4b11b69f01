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
  | { readonly garbled: (body: string) => string };

/** A way to a server on which things go wrong. */
export interface Between extends Listening {
  /** The requests that came so far, as `POST /path`. */
  readonly seen: readonly string[];
  /** The next so many requests that look like this meet the fault. */
  let(fault: Fault, looks: RegExp, times?: number): void;
  /** From the nth request of this kind on, nothing is answered any more, until `mend`. */
  breakAt(looks: RegExp, nth: number): void;
  mend(): void;
}

interface Planned {
  readonly fault: Fault;
  readonly looks: RegExp;
  left: number;
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
      const sent = ask(new URL(request.url ?? '/', target), { method: request.method, headers: request.headers }, (answer) => {
        const { 'transfer-encoding': _, ...headers } = answer.headers; // it goes on whole
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
    if (!plan) return tell(response, await pass(request, body));
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
    let: (fault, looks, times = 1) => void planned.push({ fault, looks, left: times }),
    breakAt: (looks, nth) => void (broken = { looks, left: nth - 1 }),
    mend: () => {
      broken = undefined;
      planned = [];
    },
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
