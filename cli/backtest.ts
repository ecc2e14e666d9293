import { fail } from '../lib/result.ts';
import { openPriceRecords } from '../services/wire/prices.ts';
import { backtestCommand, type CommandIo } from './backtest/command.ts';
import { loadStoredPrices } from './backtest/stored-prices.ts';
import { environment } from './environment.ts';
import { endQuietlyWithoutReader } from './quiet-pipe.ts';

endQuietlyWithoutReader(process.stdout);

const stored: CommandIo['stored'] = async (name) => {
  const { dbUrl } = environment();
  if (dbUrl === null)
    return fail('database-unavailable', 'DB_URL is not set: there is no database with prices.');
  const records = openPriceRecords(dbUrl.reveal());
  try {
    return await loadStoredPrices(records, name);
  } finally {
    await records.close();
  }
};

process.exitCode = await backtestCommand(process.argv.slice(2), {
  stored,
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  screen: process.stderr,
});
