import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openPriceRecords } from '../../services/wire/prices/prices.ts';
import { EXIT, type ExitCode, type Input, type Run } from '../command/command.ts';
import type { ProgressScreen, Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import { loadPrices, simulatedPrices } from '../price-argument.ts';
import type { BACKTEST_OPTIONS } from './options.ts';
import { type BacktestOptions, readOptions } from './read-options.ts';
import { runPlain } from './run-plain.ts';
import { shockCommand } from './run-shock.ts';
import { sweepCommand } from './run-sweep.ts';
import { loadStoredPrices } from './stored-prices.ts';

/** Where a backtest writes, and where prices come from that are in no file. */
export type BacktestIo = Terminal & {
  /** Prices out of the database, for --prices db:SOURCE. */
  readonly stored: (name: string) => Promise<Result<PriceFile>>;
  readonly screen: ProgressScreen;
};

/** What names a source in the database instead of a file. */
const STORED = 'db:';

const answer = (file: PriceFile, options: BacktestOptions, io: BacktestIo): Result<string> => {
  if (options.sweep !== null) return sweepCommand(file, options, io);
  return options.shock === null ? runPlain(file, options, io.error) : shockCommand(file, options);
};

const pricesOf = (
  { prices: names, priceWish }: BacktestOptions,
  io: BacktestIo,
): Promise<Result<PriceFile>> | Result<PriceFile> => {
  const [name = ''] = names;
  if (name.startsWith(STORED)) return io.stored(name.slice(STORED.length));
  const simulated = simulatedPrices(name);
  if (simulated === null) return loadPrices(names, priceWish, '--prices');
  // On stderr, so that figures in a pipe stay figures, and nobody takes them for history.
  io.error(`prices: SIMULATED, ${name}`);
  return ok(simulated);
};

/** Reads the prices, runs the engine over them and shows what came of it. @throws {UsageError} when the options can't be read */
export const runBacktest = async (
  input: Input<typeof BACKTEST_OPTIONS>,
  io: BacktestIo,
): Promise<ExitCode> => {
  const options = readOptions(input);
  const file = await pricesOf(options, io);
  const answered = file.ok ? answer(file.value, options, io) : file;
  if (!answered.ok) {
    io.error(answered.error.message);
    return EXIT.refused;
  }
  io.out(answered.value);
  return EXIT.done;
};

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
