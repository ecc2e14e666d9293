import { fail, ok, type Result } from '../../../lib/result.ts';
import { readTextFile } from '../../env-fields.ts';
import { Secret } from '../../secret.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { dumpSchema, seed, withRows } from '../../store/operation/dump-rows.ts';
import { migrationStatus } from '../../store/operation/migrate.ts';

/** The schema as SQL. Fails like the database. */
export const dumpedSchema = (directUrl: string): Promise<Result<string>> =>
  asDatabaseResult(() => dumpSchema(new Secret(directUrl)));

/** Every row as a line of JSON, as of one moment. Fails like the database, and then what was written is not all. */
export const dumpedRows = (directUrl: string, write: (line: string) => void): Promise<Result<void>> =>
  asDatabaseResult(() =>
    withRows({ url: new Secret(directUrl), without: [] }, async (lines) => {
      for await (const line of lines) write(line);
    }),
  );

export type Seeding = { readonly directUrl: string; readonly folder: string; readonly file: string };

/**
 * Runs a file of SQL in a database to which every migration is applied, all of it or nothing. Fails with `database-not-migrated`, like the
 * file and like the database.
 */
export const seedDatabase = async ({ directUrl, folder, file }: Seeding): Promise<Result<void>> => {
  const text = readTextFile(file);
  if (!text.ok) return text;
  const url = new Secret(directUrl);
  const states = await asDatabaseResult(() => migrationStatus({ url, folder }));
  if (!states.ok) return states;
  if (states.value.some(({ state }) => state !== 'applied'))
    return fail('database-not-migrated', 'Not every migration is applied: run `db migrate` first.');
  const seeded = await asDatabaseResult(() => seed(url, text.value));
  return seeded.ok ? ok(undefined) : seeded;
};
