import type { PriceFile } from '../../lib/prices/price-file.ts';
import { ok, type Result } from '../../lib/result.ts';
import { loadPrices } from '../price-argument.ts';
import { simulatedPrices } from './load.ts';
import { type BacktestOptions, readOptions } from './options.ts';
import type { ProgressScreen } from './progress.ts';
import { runPlain } from './run-plain.ts';
import { shockCommand } from './run-shock.ts';
import { sweepCommand } from './run-sweep.ts';
import { USAGE } from './usage.ts';

/** Where a command writes. */
export type CommandIo = {
  /** Prices out of the database, for --prices db:SOURCE. */
  readonly stored: (name: string) => Promise<Result<PriceFile>>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly screen: ProgressScreen;
};

/** What names a source in the database instead of a file. */
const STORED = 'db:';

const answer = (file: PriceFile, options: BacktestOptions, io: CommandIo): Result<string> => {
  if (options.sweep !== null) return sweepCommand(file, options, io);
  return options.shock === null ? runPlain(file, options, io.error) : shockCommand(file, options);
};

const pricesOf = (
  { prices: names, priceWish }: BacktestOptions,
  io: CommandIo,
): Promise<Result<PriceFile>> | Result<PriceFile> => {
  const [name = ''] = names;
  if (name.startsWith(STORED)) return io.stored(name.slice(STORED.length));
  const simulated = simulatedPrices(name);
  if (simulated === null) return loadPrices(names, priceWish, '--prices');
  // On stderr, so that figures in a pipe stay figures, and nobody takes them for history.
  io.error(`prices: SIMULATED, ${name}`);
  return ok(simulated);
};

/** Runs the command and gives its exit code: 0 it ran, 1 something was refused, 2 the options can't be read. */
export const backtestCommand = async (argv: readonly string[], io: CommandIo): Promise<number> => {
  const read = readOptions(argv);
  if (read.kind === 'help') {
    io.out(USAGE);
    return 0;
  }
  if (read.kind === 'bad') {
    for (const problem of read.problems) io.error(problem);
    io.error('npm run backtest -- --help shows every option.');
    return 2;
  }
  const file = await pricesOf(read.options, io);
  const answered = file.ok ? answer(file.value, read.options, io) : file;
  if (!answered.ok) {
    io.error(answered.error.message);
    return 1;
  }
  io.out(answered.value);
  return 0;
};
