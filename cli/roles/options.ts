import type { Options } from '../command/command.ts';

export const ROLES_OPTIONS = {
  json: { text: 'a line of JSON each instead of a table' },
} as const satisfies Options;
