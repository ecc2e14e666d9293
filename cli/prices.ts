import { openPriceRecords } from '../services/wire/prices.ts';
import { environment } from './environment.ts';
import { convertPrices } from './prices/convert.ts';
import { readPricesCommand, USAGE } from './prices/options.ts';
import { runPrices } from './prices/run.ts';
import { endQuietlyWithoutReader } from './quiet-pipe.ts';

endQuietlyWithoutReader(process.stdout);

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const run = async (argv: readonly string[]): Promise<number> => {
  const command = readPricesCommand(argv, Math.floor(Date.now() / 1_000));
  if (command.kind === 'help') {
    say(USAGE);
    return 0;
  }
  if (command.kind === 'bad') {
    complain(`${command.problem}\n\n${USAGE}`);
    return 2;
  }
  if (command.kind === 'convert') {
    const converted = convertPrices(command);
    if (!converted.ok) complain(converted.error.message);
    else {
      for (const remark of converted.value.remarks) complain(remark);
      say(converted.value.text);
    }
    return converted.ok ? 0 : 1;
  }
  const { dbUrl } = environment();
  if (dbUrl === null) {
    complain('DB_URL is not set: there is no database to keep prices in.');
    return 1;
  }
  const records = openPriceRecords(dbUrl.reveal());
  try {
    const done = await runPrices(records, command);
    if (done.ok) say(done.value);
    else complain(done.error.message);
    if (!done.ok && done.error.code === 'prices-unavailable')
      complain('Without that network: npm run prices -- import FILE');
    return done.ok ? 0 : 1;
  } finally {
    await records.close();
  }
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
