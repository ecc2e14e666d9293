import { BACKTEST_OPTIONS } from '../backtest/options.ts';
import { command } from '../command/command.ts';

export const backtestCommand = command({
  name: 'backtest',
  summary:
    'Runs the engine over a price history and compares it with holding, daily and calendar-monthly rebalancing.',
  about: ['What is assumed: docs/backtest.md. --prices, --targets and --policy are needed.'],
  arguments: [],
  options: BACKTEST_OPTIONS,
  examples: [
    {
      words: '--prices FILE --targets BTC=40,ETH=30,SOL=30 --policy balanced',
      text: 'A table with the baselines beside it',
    },
    {
      words: '--prices sim:1 --targets equal --policy presets --html report.html',
      text: 'A report without any file',
    },
  ],
  exitCodes: { 0: 'it ran', 1: 'prices, targets or policy were refused' },
  load: async () => (await import('../backtest/run-command.ts')).runBacktestCommand,
});
