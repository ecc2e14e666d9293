import { TICK_BUDGET_MS_MAX, TICK_LIMIT_MAX } from '../../lib/ledger/tick-record.ts';
import { command, type Options } from '../command/command.ts';

const TICK_OPTIONS = {
  limit: { value: 'N', otherwise: String(TICK_LIMIT_MAX), text: 'most portfolios of one tick' },
  'budget-ms': {
    value: 'N',
    fallback: '20000',
    text: `time one tick may take, in milliseconds; at most ${TICK_BUDGET_MS_MAX}`,
  },
} as const satisfies Options;

const LOOP_OPTIONS = {
  'interval-seconds': {
    value: 'N',
    otherwise: 'TICK_INTERVAL_SECONDS',
    text: 'between two ticks while nothing drifts; a quarter of it after a tick that acted, then twice as long each time',
  },
  ...TICK_OPTIONS,
} as const satisfies Options;

const ONCE_OPTIONS = {
  'dry-run': { text: 'decides and shows the plans; stores, signs and places nothing' },
  ...TICK_OPTIONS,
  json: { text: 'one line of JSON instead of text' },
} as const satisfies Options;

const PLAN_OPTIONS = {
  portfolio: { value: 'ADDRESS', text: 'of the portfolio, its Balancer contract' },
  json: { text: 'one line of JSON instead of text' },
} as const satisfies Options;

const RECONCILE_OPTIONS = {
  'budget-ms': { value: 'N', fallback: '55000', text: 'time it may take, in milliseconds' },
  json: { text: 'a line of JSON for each chain instead of text' },
} as const satisfies Options;

const KEEP_OPTIONS = {
  'budget-ms': { value: 'N', fallback: '55000', text: 'time it may take, in milliseconds' },
  json: { text: 'a line of JSON for each chain instead of text' },
} as const satisfies Options;

export const botCommands = [
  command({
    name: 'bot',
    summary: 'Ticks until it is stopped.',
    about: [
      'Ticks sooner than its interval says where a portfolio’s own turn comes, or where work remains, and waits longer after failures. ' +
        'SIGTERM and Ctrl-C finish the portfolios in hand and give the others back; a second one ends it at once, which loses nothing.',
    ],
    arguments: [],
    options: LOOP_OPTIONS,
    examples: [{ words: '', text: 'On what the environment names, else on the demo that runs' }],
    exitCodes: { 0: 'stopped', 1: 'could not start' },
    load: async () => (await import('../bot/run-bot.ts')).runLoop,
  }),
  command({
    name: 'bot once',
    summary: 'One tick.',
    arguments: [],
    options: ONCE_OPTIONS,
    examples: [{ words: '--dry-run', text: 'What would it do now' }],
    exitCodes: { 0: 'the tick is done', 1: 'it broke, or a portfolio failed in it' },
    load: async () => (await import('../bot/run-bot.ts')).runOnce,
  }),
  command({
    name: 'bot plan',
    summary: 'Shows what would be decided for one portfolio now, and every number behind it.',
    about: ['At the chain’s head, whether or not its turn has come. Stores, signs and places nothing.'],
    arguments: [],
    options: PLAN_OPTIONS,
    examples: [
      { words: '--portfolio 0x5fbdb2315678afecb367f032d93f642f64180aa3', text: 'Why does it do nothing' },
    ],
    exitCodes: { 0: 'it is shown', 1: 'there is no such portfolio, or nothing can be decided for it' },
    load: async () => (await import('../bot/run-plan.ts')).runPlan,
  }),
  command({
    name: 'bot reconcile',
    summary: 'Brings the database in line with the chain, and decides nothing.',
    about: [
      'Compares the stored blocks with the chain’s by their hashes, undoes what a reorganisation took away, and reads new contracts, ' +
        'fills, deposits and withdrawals up to the head. Every tick does the same first; safe to run twice, or beside ticks.',
    ],
    arguments: [],
    options: RECONCILE_OPTIONS,
    examples: [{ words: '--budget-ms 600000', text: 'After a long outage' }],
    exitCodes: {
      0: 'the index stands at the head of every chain',
      1: 'it doesn’t yet, or a chain did not answer',
    },
    load: async () => (await import('../bot/run-reconcile.ts')).runReconcile,
  }),
  command({
    name: 'bot keep',
    summary: 'Keeps the series, and sums up old looks that found nothing to do.',
    about: [
      'Takes new looks into each portfolio’s series and thins out old points; of looks that found nothing to do and are older than the ' +
        'setting `holdsKeptDays` (30) a row for each day and reason stays, and of ticks as old to which no look belongs any more a row for ' +
        'each day and ending. What acted stays as it is. Every tick does a little of it in the end; safe to run twice, killed half-way, ' +
        'or beside ticks.',
    ],
    arguments: [],
    options: KEEP_OPTIONS,
    examples: [{ words: '--budget-ms 600000', text: 'After the setting was lowered' }],
    exitCodes: { 0: 'nothing is left to do', 1: 'time was up before, or the database did not answer' },
    load: async () => (await import('../bot/run-keep.ts')).runKeep,
  }),
];
