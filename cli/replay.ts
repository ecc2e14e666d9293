import { openRecords } from '../services/wire/records.ts';
import { environment } from './environment.ts';
import { endQuietlyWithoutReader } from './quiet-pipe.ts';
import { parseReplayArguments, runReplay, USAGE } from './replay/run.ts';

endQuietlyWithoutReader(process.stdout);

const terminal = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  error: (text: string) => void process.stderr.write(`${text}\n`),
};

const run = async (argv: readonly string[]): Promise<number> => {
  const wanted = parseReplayArguments(argv);
  if (wanted === null) {
    terminal.error(USAGE);
    return 2;
  }
  const { dbUrl } = environment();
  if (dbUrl === null) {
    terminal.error('DB_URL is not set: there is no database with decisions.');
    return 1;
  }
  const records = openRecords(dbUrl.reveal());
  try {
    return await runReplay(records, terminal, wanted);
  } finally {
    await records.close();
  }
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  terminal.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
