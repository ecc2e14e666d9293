import type { PriceFile } from '../../lib/prices/price-file.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Input } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-codes.ts';
import type { Terminal } from '../command/terminal.ts';
import { loadPrices } from '../price-argument.ts';
import { simulatedPrices } from './load.ts';
import type { BACKTEST_OPTIONS } from './options.ts';
import type { ProgressScreen } from './progress.ts';
import { type BacktestOptions, readOptions } from './read-options.ts';
import { runPlain } from './run-plain.ts';
import { shockCommand } from './run-shock.ts';
import { sweepCommand } from './run-sweep.ts';

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
