import pg from 'pg';

let count = 0;

/** A database of a test's own; gone when disposed of. */
export interface Database extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly sql: (text: string) => Promise<readonly Record<string, unknown>[]>;
}

/** The address of a database of the tests' server, for its owner or another login. */
export function urlOf(name: string, user?: string): string {
  const url = new URL(process.env['DESK_TEST_POSTGRES'] ?? 'none');
  url.pathname = `/${name}`;
  if (user !== undefined) url.username = user;
  return url.href;
}

async function run(database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const nextName = (): string => `desk_${process.pid}_${(count += 1)}`;

let whole: Promise<Database> | undefined;

/** A schema of a test's own, in the database of its file: quicker to make. */
export async function newSchema(): Promise<Pick<Database, 'url'> & AsyncDisposable> {
  const { url: base, sql } = await (whole ??= newDatabase());
  const name = nextName();
  await sql(`CREATE SCHEMA ${name}`);
  const url = new URL(base);
  url.searchParams.set('options', `-c search_path=${name}`);
  return { url: url.href, [Symbol.asyncDispose]: async () => void (await sql(`DROP SCHEMA ${name} CASCADE`)) };
}

export async function newDatabase(): Promise<Database> {
  const name = nextName();
  await run('postgres', `CREATE DATABASE ${name}`);
  return {
    name,
    url: urlOf(name),
    sql: (text) => run(name, text),
    [Symbol.asyncDispose]: async () => void (await run('postgres', `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}
