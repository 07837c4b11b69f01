import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HttpOptions } from '../../../src/backend/http.ts';
import { direct, proxyFor } from '../../../src/backend/http/line.ts';
import { openHttp } from '../../../src/backend/http/open.ts';
import { listen, type Listening, serving } from '../../fakes/listening.ts';
import { door, json } from './door.ts';

const get = { method: 'GET', path: '/x', safe: true } as const;
const signal = new AbortController().signal;
const way = (base: string, env: HttpOptions['env']) =>
  openHttp({ base, credentials: { kind: 'header', name: 'authorization', value: 'token x' }, connections: 2, env, tries: 1 });

describe('what is reached without a proxy', () => {
  it.each([
    ['https://rt.example.com', 'example.com', true],
    ['https://rt.example.com', '.example.com', true],
    ['https://rt.example.com', '*.example.com', true],
    ['https://rt.example.com', 'a.b, rt.example.com', true],
    ['https://rt.example.com', 'RT.example.com:443', true],
    ['https://rt.example.com', '*', true],
    ['https://rt.example.com:8443', 'rt.example.com:443', false],
    ['https://myexample.com', 'example.com', false],
    ['https://rt.example.com', '', false],
    ['http://[::1]:80/', '::1', true],
    ['http://127.0.0.1:3000/', '127.0.0.1', true],
  ])('%s with NO_PROXY=%s: %s', (url, noProxy, expected) => {
    expect(direct(new URL(url), noProxy)).toBe(expected);
  });

  it.each([
    ['https://a.b', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://a.b', { https_proxy: 'http://p:2', HTTPS_PROXY: 'http://p:1' }, 'http://p:2/'],
    ['https://a.b', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://a.b', { HTTP_PROXY: 'p:1' }, 'http://p:1/'],
    ['http://a.b', { ALL_PROXY: 'http://p:3' }, 'http://p:3/'],
    ['http://a.b', { HTTP_PROXY: 'http://p:1', NO_PROXY: 'a.b' }, undefined],
    ['http://a.b', {}, undefined],
  ])('%s with %j goes through %s', (url, env, expected) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(expected);
  });

  it('a proxy of a kind that is not known is said, without its password', () => {
    expect(() => proxyFor(new URL('http://a.b'), { HTTP_PROXY: 'socks5://me:secret@p:1' })).toThrow(
      expect.objectContaining({ kind: 'settings', message: expect.not.stringContaining('secret') }),
    );
  });
});

/** A proxy that tunnels, and passes on what is not encrypted. */
async function proxy(): Promise<Listening & { readonly seen: readonly string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const on = httpRequest(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(on);
  });
  server.on('connect', (request, socket) => {
    seen.push(
      `CONNECT ${request.url} ${String(request.headers['proxy-authorization'] ?? '')}${String(request.headers['authorization'] ?? '')}`.trim(),
    );
    const [host, port] = (request.url ?? '').split(':');
    const on = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      on.pipe(socket).pipe(on);
    });
    on.on('error', () => socket.destroy());
    socket.on('error', () => on.destroy());
  });
  const listening = await listen(server);
  return { ...listening, seen, [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose]() };
}

const tls = join(import.meta.dirname, '../../fakes/tls');
const secure = (): Promise<Listening> =>
  listen(
    createTlsServer({ key: readFileSync(join(tls, 'key.pem')), cert: readFileSync(join(tls, 'certificate.pem')) }, (_, response) =>
      json(response, 'safe'),
    ),
  );

describe('a proxy', () => {
  it('passes on what is not encrypted', async () => {
    await using server = await serving((_, response) => json(response, 'here'));
    await using between = await proxy();
    await using http = await way(server.url, { HTTP_PROXY: between.url });
    expect(await (await http.send(get, signal)).json()).toBe('here');
    expect(between.seen).toEqual([`GET ${server.url}/x`]);
  });

  it('makes a tunnel for what is encrypted: it sees neither path nor credentials', async () => {
    await using server = await secure();
    await using between = await proxy();
    await using http = await way(`https://127.0.0.1:${server.port}`, { HTTPS_PROXY: between.url.replace('//', '//me:word@') });
    await expect(http.send(get, signal)).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('is not trusted') });
    expect(between.seen).toEqual([`CONNECT 127.0.0.1:${server.port} Basic ${Buffer.from('me:word').toString('base64')}`]);
  });

  it('that is not there is told', async () => {
    await using server = await serving((_, response) => json(response, 1));
    await using http = await way(server.url, { HTTP_PROXY: 'http://127.0.0.1:1' });
    await expect(http.send(get, signal)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('encryption', () => {
  it('with a certificate of nobody known is not taken, nor tried again, and says what to do', async () => {
    await using server = await secure();
    await using desk = await door(() => {}, { base: `https://127.0.0.1:${server.port}` });
    await expect(desk.send({})).rejects.toMatchObject({ kind: 'unreachable', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    expect(desk.waited).toEqual([]);
  });

  it('that the server does not speak is told', async () => {
    await using desk = await door((response) => json(response, 1));
    await using http = await way(desk.server.url.replace('http:', 'https:'), {});
    await expect(http.send(get, signal)).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('TLS') });
  });
});
