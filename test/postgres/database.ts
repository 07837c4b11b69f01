import pg from 'pg';
import { inject } from 'vitest';

const owner = 'desk_owner';
let count = 0;

/** A database of a test's own; gone when disposed of. */
export interface Database extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly sql: (text: string) => Promise<readonly Record<string, unknown>[]>;
}

export const urlOf = (name: string, user = owner): string => `postgres://${user}@127.0.0.1:${inject('postgresPort')}/${name}`;

async function run(database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

export async function newDatabase(): Promise<Database> {
  const name = `desk_${process.pid}_${(count += 1)}`;
  await run('postgres', `CREATE DATABASE ${name}`);
  return {
    name,
    url: urlOf(name),
    sql: (text) => run(name, text),
    [Symbol.asyncDispose]: async () => void (await run('postgres', `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}
