import { VERIFY_LOG_OPTIONS } from '../audit/options.ts';
import { BACKTEST_OPTIONS } from '../backtest/options.ts';
import { command } from '../command/command.ts';
import type { House } from '../command/run-command.ts';
import { botCommands } from './bot.ts';
import { dbCommands } from './db.ts';
import { doctorCommand } from './doctor.ts';
import { operateCommands } from './operate.ts';
import { pricesCommands } from './prices.ts';
import { rolesCommands } from './roles.ts';
import { usdcCallsCommand } from './usdc.ts';

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
  load: async () => (await import('../backtest/run-backtest.ts')).runBacktestCommand,
});

const checkTokenCommand = command({
  name: 'tokens check',
  summary:
    'Tries a token: whether a transfer brings what was sent, and whether balances change by themselves.',
  about: [
    'Simulated at the chain’s head with units of --holder; nothing is sent. Needs a node that knows eth_simulateV1, as Geth, Reth and ' +
      'anvil do. What is found can be said to the bot with `db set unhealthyTokens` (docs/tokens.md).',
  ],
  arguments: [{ name: 'ADDRESS', text: 'of the token' }],
  options: {
    holder: { value: 'ADDRESS', text: 'whose units are tried with, for example a portfolio' },
    chain: {
      value: 'CHAIN',
      otherwise: 'the only one that is served',
      text: 'word or id of the chain (docs/chains.md)',
    },
  },
  examples: [{ words: '0x… --holder 0x…', text: 'Before a portfolio lists it' }],
  exitCodes: { 0: 'nothing was found against it', 1: 'it could not be tried', 3: 'something was found' },
  load: async () => (await import('../tokens/run-check.ts')).runCheck,
});

export const replayCommand = command({
  name: 'replay',
  summary: 'Recomputes stored decisions from their rows: the snapshot, the policy, and nothing else.',
  about: ['What an older version of the engine would have done otherwise is shown, and counts as no fault.'],
  arguments: [{ name: 'DECISION_ID', optional: true, text: 'one decision' }],
  options: {
    all: { text: 'every decision, oldest first' },
    cash: { text: 'decisions about owners’ cash, which have ids of their own' },
    json: { text: 'a line of JSON per decision that is not identical, and a last one with the counts' },
  },
  examples: [{ words: '--all', text: 'Whether every stored decision can be explained by its row' }],
  exitCodes: {
    0: 'all are identical',
    1: 'there is no such decision, or no database',
    3: 'a decision of this engine version differs, or can’t be read',
  },
  load: async () => (await import('../replay/run-replay.ts')).runReplayCommand,
});

const verifyLogCommand = command({
  name: 'verify-log',
  summary: 'Tells every hash of the audit log again and names the first row that isn’t as it was written.',
  about: [
    'Prints the log’s head. Kept outside the database and given with --head, it also shows a log that was cut off, or made anew as a ' +
      'whole (docs/audit-log.md).',
  ],
  arguments: [],
  options: VERIFY_LOG_OPTIONS,
  examples: [{ words: '--head 1027:5f0c…', text: 'Against a head that was printed before' }],
  exitCodes: {
    0: 'the log is whole',
    1: 'no answer',
    2: 'wrong usage, or no database is named',
    3: 'a row is broken; standard output names it',
  },
  load: async () => (await import('../audit/run-verify-log.ts')).runVerifyLog,
});

const rotateSecretsCommand = command({
  name: 'secrets rotate',
  summary: 'Puts every secret in the database under the key that SECRETS_KEY holds now.',
  about: [
    'With the key before it in SECRETS_KEY_PREVIOUS, which can be left out once this has ended well. Only the wrapping changes; killed ' +
      'half-way, it goes on when run again.',
  ],
  arguments: [],
  options: {},
  examples: [],
  exitCodes: {
    0: 'all are under the key',
    1: 'no answer, or no key',
    2: 'wrong usage, or no database is named',
    3: 'some can’t be opened with either key; standard error names them',
  },
  load: async () => (await import('../secrets/run-rotate.ts')).runRotate,
});

/** Every command there is, in the order of help and docs/cli.md. The taker is a stranger and has its own entry. */
export const HOUSE: House = {
  groups: [
    { name: 'doctor', summary: 'The set-up' },
    { name: 'bot', summary: 'The bot' },
    { name: 'orders', summary: 'Open orders' },
    { name: 'cancel-all', summary: 'Voiding them' },
    { name: 'pause', summary: 'Stopping' },
    { name: 'resume', summary: 'Going on' },
    { name: 'export', summary: 'What was decided and done' },
    { name: 'db', summary: 'The database, as its operator' },
    { name: 'roles', summary: 'Operators and admins' },
    { name: 'backtest', summary: 'A policy on past prices' },
    { name: 'prices', summary: 'Price histories' },
    { name: 'tokens', summary: 'Tokens' },
    { name: 'usdc', summary: 'Portfolios of USDC' },
    { name: 'replay', summary: 'Stored decisions' },
    { name: 'verify-log', summary: 'The audit log' },
    { name: 'secrets', summary: 'Secrets kept for others' },
  ],
  commands: [
    doctorCommand,
    ...botCommands,
    ...operateCommands,
    ...dbCommands,
    ...rolesCommands,
    backtestCommand,
    ...pricesCommands,
    checkTokenCommand,
    usdcCallsCommand,
    replayCommand,
    verifyLogCommand,
    rotateSecretsCommand,
  ],
};
