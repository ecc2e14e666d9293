import type { Options } from '../command/command.ts';

export const CHECK_OPTIONS = {
  holder: { value: 'ADDRESS', text: 'whose units are tried with, for example a portfolio' },
  chain: {
    value: 'CHAIN',
    otherwise: 'the only one that is served',
    text: 'word or id of the chain (docs/chains.md)',
  },
} as const satisfies Options;
