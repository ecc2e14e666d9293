import type { Options } from '../command/command.ts';

export const CALLS_OPTIONS = {
  owner: { value: 'ADDRESS', text: 'whose wallet sends them, and owns the portfolios' },
  signer: { value: 'ADDRESS', text: 'the bot’s, which may deposit, redeem and bridge within their limits' },
  amount: {
    value: 'USDC',
    text: 'goes in on the chain of --chain; on each other one only what its tests burn',
  },
  profile: {
    ...{ value: 'PROFILE', otherwise: 'balanced' },
    text: 'conservative, balanced or aggressive: the contracts’ limits',
  },
  chain: {
    ...{ value: 'CHAIN', otherwise: 'the only one that is served' },
    text: 'word or id of the chain that the money is on (docs/chains.md)',
  },
  json: { text: 'a line of JSON for each transaction' },
} as const satisfies Options;
