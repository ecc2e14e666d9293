import { createRequire } from 'node:module';
import type { UnixSeconds } from '../../lib/result.ts';
import type { ChildSpec } from '../process/child.ts';
import type { StackPaths } from '../process/paths.ts';
import { CHAIN_ID } from './rpc.ts';

/** How far back state can be read at least; blocks, receipts and logs have no such end. */
export const STATE_BLOCKS = 256;
/** A node holds a copy of every block hash in each state it keeps: a few more than promised, and no more. */
const STATES_KEPT = STATE_BLOCKS + 4;
/** Transactions are kept with their traces, which no dump needs. */
export const TRANSACTION_BLOCKS_KEPT = 320;

const anvilBinary = (): string => {
  const near = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const binary = platform === 'win32' ? 'anvil.exe' : 'anvil';
  return near.resolve(`@foundry-rs/anvil-${platform}-${architecture}/bin/${binary}`);
};

/**
 * A node that writes nothing to disk: states in memory only, and no dump of its own. `checkpoint` is the file it starts from,
 * null for genesis. First in is first in a block, so that the same transactions make the same block again.
 */
export const anvilSpec = (
  paths: StackPaths,
  start: { readonly port: number; readonly genesisSeconds: UnixSeconds; readonly checkpoint: string | null },
): ChildSpec => ({
  name: 'chain',
  command: anvilBinary(),
  args: [
    ...['--host', '127.0.0.1', '--port', String(start.port), '--chain-id', String(CHAIN_ID)],
    // The first with EIP-7702: accounts of keys may have code.
    ...['--timestamp', String(start.genesisSeconds), '--hardfork', 'prague', '--order', 'fifo'],
    ...[
      '--prune-history',
      String(STATES_KEPT),
      '--transaction-block-keeper',
      String(TRANSACTION_BLOCKS_KEPT),
    ],
    ...['--no-request-size-limit', '--cache-path', paths.chain],
    ...(start.checkpoint === null ? [] : ['--load-state', start.checkpoint]),
  ],
  quiet: true,
  cwd: paths.root,
  env: { PATH: process.env.PATH, HOME: paths.chain, RUST_LOG: 'error' },
});

/** A node of a chain that nobody goes on with: it keeps every block and receipt, but old states, until it ends. */
export const briefAnvilSpec = (
  paths: StackPaths,
  start: {
    readonly name: string;
    readonly chainId: number;
    readonly port: number;
    readonly genesisSeconds: UnixSeconds;
  },
): ChildSpec => ({
  name: start.name,
  command: anvilBinary(),
  args: [
    ...['--host', '127.0.0.1', '--port', String(start.port), '--chain-id', String(start.chainId)],
    ...['--timestamp', String(start.genesisSeconds), '--hardfork', 'cancun', '--order', 'fifo'],
    ...['--prune-history', String(STATES_KEPT), '--cache-path', paths.chain],
  ],
  quiet: true,
  cwd: paths.root,
  env: { PATH: process.env.PATH, HOME: paths.chain, RUST_LOG: 'error' },
});
