import { command } from '../command/command.ts';
import { CALLS_OPTIONS } from '../usdc/options.ts';

export const usdcCallsCommand = command({
  name: 'usdc calls',
  summary: 'Says which transactions make an owner’s portfolios of USDC and open them to each other.',
  about: [
    'On every served chain that has their contracts, Circle’s, and vaults (docs/chains.md). Nothing is sent: target and bytes of each go into ' +
      'the owner’s wallet, in the order in which they stand (docs/cash.md).',
  ],
  arguments: [],
  options: CALLS_OPTIONS,
  examples: [
    { words: '--owner 0x… --signer 0x… --amount 50000 --chain base', text: 'From nothing to open siblings' },
  ],
  exitCodes: { 0: 'they are said', 1: 'a chain, node or vault is in the way', 2: 'wrong usage' },
  load: async () => (await import('../usdc/run-calls.ts')).runCalls,
});
