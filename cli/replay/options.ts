import type { Options } from '../command/command.ts';

export const REPLAY_OPTIONS = {
  all: { text: 'every decision, oldest first' },
  json: { text: 'a line of JSON per decision that is not identical, and a last one with the counts' },
} as const satisfies Options;
