import type { Options } from '../command/command.ts';

export const VERIFY_LOG_OPTIONS = {
  head: {
    value: 'POSITION:HASH',
    text: 'a head that was kept: the log must still have that row at that place',
  },
  json: { text: 'one line of JSON' },
} as const satisfies Options;
