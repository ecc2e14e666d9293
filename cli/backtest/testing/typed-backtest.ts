import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { fail } from '../../../lib/result.ts';
import type { Input, Options } from '../../command/command.ts';
import { runCommand } from '../../command/run-command.ts';
import { backtestCommand } from '../../commands/house.ts';
import type { BACKTEST_OPTIONS } from '../options.ts';
import { type BacktestIo, runBacktest } from '../run-backtest.ts';

/** What a typed command gave: its exit code, and what went to stdout and stderr. */
export type Typed = { readonly code: number; readonly out: string; readonly error: string };

/** Runs `npm run backtest` with these words, without a database behind `db:`. */
export const typedBacktest = async (...argv: string[]): Promise<Typed> => {
  const out: string[] = [];
  const error: string[] = [];
  const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
  const io: BacktestIo = {
    ...terminal,
    stored: async (name) => fail('prices-invalid', `no ${name}`),
    screen: { write: (text) => out.push(text) },
  };
  const load = async () => (input: Input<Options>) =>
    runBacktest(input as Input<typeof BACKTEST_OPTIONS>, io);
  const house = { commands: [{ ...backtestCommand, load }], groups: [] };
  const code = await runCommand(house, ['backtest', ...argv], terminal);
  return { code, out: out.join('\n'), error: error.join('\n') };
};

/** A folder of files that is gone after the test file; `fileOf` writes one and gives its path. */
export const testFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return { folder, fileOf };
};
