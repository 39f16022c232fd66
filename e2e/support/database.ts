// A database for one journey: a SQLite file in its folder, or one made in the PostgreSQL that tests may use.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Kind = 'sqlite' | 'postgres';

/** Where tests may make databases, if anywhere: the same variable as that of the server's tests. */
export const POSTGRES = process.env.ONEVOICE_TEST_POSTGRES;

export interface Database {
  /** For the server; without one it takes SQLite in its folder. */
  url?: string;
  drop(): Promise<void>;
}

export async function database(kind: Kind): Promise<Database> {
  if (kind === 'sqlite') return { drop: async () => {} };
  if (!POSTGRES) throw new Error('ONEVOICE_TEST_POSTGRES does not say where PostgreSQL is');
  const name = `onevoice_journey_${randomBytes(6).toString('hex')}`;
  const sql = (words: string) => run('psql', ['--no-psqlrc', '--quiet', '--command', words, POSTGRES]);
  await sql(`create database ${name}`);
  const url = new URL(POSTGRES);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await sql(`drop database ${name} with (force)`)) };
}
