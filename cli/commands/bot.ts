import { LOOP_OPTIONS, ONCE_OPTIONS } from '../bot/options.ts';
import { command } from '../command/command.ts';

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
