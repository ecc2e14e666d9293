import { environment } from '../services/wire/environment.ts';
import { openRecords } from '../services/wire/records.ts';
import { runReplay } from './replay/run-replay.ts';

const io = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  error: (text: string) => void process.stderr.write(`${text}\n`),
};

try {
  process.exitCode = await runReplay(process.argv.slice(2), io, () => {
    const { dbUrl } = environment();
    return dbUrl === null ? null : openRecords(dbUrl.reveal());
  });
} catch (error) {
  io.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
