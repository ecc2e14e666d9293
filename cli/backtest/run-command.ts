import { fail } from '../../lib/result.ts';
import { openPriceRecords } from '../../services/wire/prices.ts';
import type { Run } from '../command/command.ts';
import { environment } from '../environment.ts';
import type { BACKTEST_OPTIONS } from './options.ts';
import { type BacktestIo, runBacktest } from './run-backtest.ts';
import { loadStoredPrices } from './stored-prices.ts';

const stored: BacktestIo['stored'] = async (name) => {
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

/** A backtest at a terminal, with the database behind `--prices db:SOURCE`. */
export const runBacktestCommand: Run<typeof BACKTEST_OPTIONS> = (input, terminal) =>
  runBacktest(input, { ...terminal, stored, screen: process.stderr });
