import type { Instant } from './time.ts';

/** An access token as it can be looked at: its text is told once, when it is made, and nowhere kept. */
export interface AccessToken {
  readonly id: number;
  /** Whose it is. */
  readonly agent: string;
  /** What it is for, in its owner's words. */
  readonly name: string;
  readonly created: Instant;
  /** Not taken from then on; null is never. */
  readonly expires: Instant | null;
  /** When it was last used, to the minute; null is never. */
  readonly used: Instant | null;
  readonly revoked: Instant | null;
  /** The token that was shown when it was made; null: it was made where the desk lies, or by a sign-in. */
  readonly maker: number | null;
}

/** A token to be made. */
export type TokenDraft = Pick<AccessToken, 'agent' | 'name' | 'expires'>;

/** Those that still let somebody in and that a token made, or one that it made. */
export function madeWith(id: number, tokens: readonly AccessToken[], now: Instant): readonly AccessToken[] {
  const made = tokens.filter((each) => each.maker === id && each.id > id);
  return made.flatMap((token) => [...(hasEnded(token, now) ? [] : [token]), ...madeWith(token.id, tokens, now)]);
}

/** Whether nobody is let in with it any more. */
export const hasEnded = ({ revoked, expires }: AccessToken, now: Instant): boolean =>
  revoked !== null || (expires !== null && expires <= now);

/** A token just made, with its text: whoever has that is its agent. */
export interface IssuedToken {
  readonly token: AccessToken;
  readonly text: string;
}

const form = /^desk_([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]{43}$/;

/** The text of a token: whose it is (base64url, so that nobody has to be asked), and a secret of 43 letters of base64url. */
export const tokenText = (agent: string, secret: string): string => `desk_${Buffer.from(agent).toString('base64url')}.${secret}`;

/** Whose token a text says that it is; undefined for what is no token of a desk of ours. */
export function holderOf(text: string): string | undefined {
  const [, agent] = form.exec(text) ?? [];
  return agent === undefined ? undefined : Buffer.from(agent, 'base64url').toString();
}
