import { backtestCommand } from './backtest/command.ts';

process.exitCode = backtestCommand(process.argv.slice(2), {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  screen: process.stderr,
});
