import { DeskError } from '../errors.ts';

/** Whether a text is the address of a PostgreSQL database: `postgres://user@host:5432/desk`, `postgresql:///desk?host=/run/postgresql`. */
export const isDatabaseUrl = (text: string): boolean => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text);

/** The address without its password, for settings and messages. Parameters may hold one, too. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  parsed.searchParams.delete('password');
  return parsed.href;
}

/** The password that stands in an address. */
export function passwordIn(url: string): string | undefined {
  const { password, searchParams } = new URL(url);
  return (password && decodeURIComponent(password)) || searchParams.get('password') || undefined;
}

/** An address as it may stand in settings. Throws `settings` for what is no address of a database, and for one with a password. */
export function databaseUrl(text: string, where: string): string {
  if (!isDatabaseUrl(text)) throw new DeskError('settings', `${where} is no address such as postgres://ana@db.example.com/desk`);
  if (passwordIn(text) !== undefined) {
    throw new DeskError('settings', `${where} holds a password, which others could read there`, {
      hint: 'put it into the file that PGPASSFILE names (~/.pgpass), or the whole address into DESK_DATABASE',
    });
  }
  return withoutPassword(text);
}
