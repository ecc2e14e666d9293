import type { Options } from '../command/command.ts';

export const DOCTOR_OPTIONS = {
  only: { value: 'CHECK', many: true, text: 'these checks alone, by their names or numbers' },
  'timeout-seconds': {
    value: 'N',
    fallback: '20',
    text: 'longest that a check is waited for, from 1 to 600',
  },
  json: { text: 'one line of JSON instead of text' },
} as const satisfies Options;
