import * as plain from 'node:http';
import * as encrypted from 'node:https';
import { DeskError } from '../../errors.ts';
import type { World } from '../../around/world.ts';
import type { Line } from './exchange.ts';

type Env = World['env'];

/** A way on which requests go out, and is left again. */
export interface OpenLine extends Line {
  /** Closes connections that nobody has used for that long: the server may be closing them at this moment, and a change must not be sent into that. */
  refresh(idleMs: number): void;
  used(): void;
  close(): void;
}

const given = (env: Env, name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined;

/** Whether NO_PROXY (`example.com`, `.example.com`, `host:8080`, `*`; by commas or blanks) says that a host is reached directly. */
export function direct(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, at] = (/^[^:]*:[^:]*$/.test(entry) ? /^(.*):(\d+)$/ : /^\[?(.*?)\]?$/).exec(entry) ?? [];
      if (at !== undefined && at !== port) return false;
      const domain = name.replace(/^\*?\./, '');
      return host === domain || host.endsWith(`.${domain}`);
    });
}

/** The proxy for an address, as curl reads the environment (HTTP_PROXY only in lower case where a web server could set it is no matter here). Throws `settings`. */
export function proxyFor(url: URL, env: Env): URL | undefined {
  const proxy = given(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? given(env, 'ALL_PROXY');
  if (proxy === undefined || direct(url, given(env, 'NO_PROXY') ?? '')) return undefined;
  const spelled = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  const found = URL.canParse(spelled) ? new URL(spelled) : undefined;
  if (found && ['http:', 'https:'].includes(found.protocol)) return found;
  throw new DeskError('settings', 'the proxy that the environment names is none that desk knows', {
    hint: 'HTTPS_PROXY=http://host:port, and NO_PROXY for what is reached directly',
  });
}

async function agentFor(url: URL, env: Env, connections: number): Promise<plain.Agent> {
  const options = { keepAlive: true, maxSockets: connections, maxFreeSockets: connections };
  const proxy = proxyFor(url, env);
  if (url.protocol === 'https:') {
    if (proxy) return new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, options);
    return new encrypted.Agent(options);
  }
  if (proxy) return new (await import('http-proxy-agent')).HttpProxyAgent(proxy, options);
  return new plain.Agent(options);
}

/** Gets ready to send to an origin. Nothing is sent yet. */
export async function openLine(url: URL, env: Env, connections: number): Promise<OpenLine> {
  const { request } = url.protocol === 'https:' ? encrypted : plain;
  const agent = await agentFor(url, env, connections);
  let last = 0;
  return {
    request,
    agent,
    refresh(idleMs) {
      if (performance.now() - last < idleMs) return;
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    },
    used() {
      last = performance.now();
    },
    close: () => agent.destroy(),
  };
}
