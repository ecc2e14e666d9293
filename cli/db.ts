import { join } from 'node:path';
import { databaseStatus, migrateDatabase } from '../services/wire/database.ts';
import { environment } from '../services/wire/environment.ts';

const USAGE = `npm run db -- migrate | status

  migrate   applies the pending files of supabase/migrations over DB_DIRECT_URL, in order, each in a transaction
  status    lists every file: applied, pending, or changed after it was applied
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const run = async (command: string | undefined): Promise<number> => {
  if (command !== 'migrate' && command !== 'status') {
    process.stderr.write(USAGE);
    return 2;
  }
  const { dbDirectUrl } = environment();
  if (dbDirectUrl === null) {
    process.stderr.write('Neither DB_DIRECT_URL nor DB_URL is set: there is no database to work on.\n');
    return 2;
  }
  const folder = join(import.meta.dirname, '..', 'supabase', 'migrations');
  const database = { directUrl: dbDirectUrl.reveal(), folder };
  if (command === 'status') {
    const states = await databaseStatus(database);
    for (const { name, state } of states) say(`${state.padEnd(8)} ${name}`);
    return states.every(({ state }) => state === 'applied') ? 0 : 1;
  }
  const migrated = await migrateDatabase(database);
  if (!migrated.ok) {
    process.stderr.write(`${migrated.error.message}\n`);
    return 1;
  }
  say(
    migrated.value.length === 0
      ? 'Nothing to apply.'
      : migrated.value.map((name) => `applied ${name}`).join('\n'),
  );
  return 0;
};

try {
  process.exitCode = await run(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
