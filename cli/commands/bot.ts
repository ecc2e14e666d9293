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
  'interval-seconds': { value: 'N', otherwise: 'TICK_INTERVAL_SECONDS', text: 'between two ticks' },
  ...TICK_OPTIONS,
} as const satisfies Options;

const ONCE_OPTIONS = {
  'dry-run': { text: 'decides and shows the plans; stores, signs and places nothing' },
  ...TICK_OPTIONS,
  json: { text: 'one line of JSON instead of text' },
} as const satisfies Options;

export const botCommands = [
  command({
    name: 'bot',
    summary: 'Ticks until it is stopped; Ctrl-C finishes the tick under way.',
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
];
