import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { type Child, type ChildSpec, logTail } from '../process/child.ts';
import type { StackPaths } from '../process/paths.ts';
import { waitFor } from '../process/sleep.ts';
import type { BlockHistory } from './block-history.ts';
import { startKeptChain } from './kept-chain.ts';
import { answersRpc, CHAIN_ID, rpc } from './rpc.ts';

export type ChainKind = 'anvil' | 'hardhat';

/** A running local chain. `lostBlocks` were recorded and could not be made again. */
export type Chain = {
  readonly kind: ChainKind;
  readonly rpcUrl: string;
  readonly lostBlocks: number;
  /** The same node for the product's own processes, whose node may be broken while the stack goes on. */
  readonly productUrl: string;
  /** Has `productUrl` answer nothing, or answer again; null where that can't be done. */
  readonly setBroken: ((isBroken: boolean) => void) | null;
  readonly close: () => Promise<void>;
};

/** Hardhat's node keeps its chain in memory: it cannot resume. Its genesis time comes by a configuration of its own. */
const hardhatSpec = ({ paths, port, genesisSeconds }: ChainStart): ChildSpec => ({
  name: 'chain',
  command: process.execPath,
  args: [
    createRequire(join(paths.root, 'hardhat', 'package.json')).resolve('hardhat/internal/cli/bootstrap'),
    ...['--config', join(import.meta.dirname, 'hardhat-node.config.cjs')],
    ...['node', '--hostname', '127.0.0.1', '--port', String(port)],
  ],
  cwd: import.meta.dirname,
  env: {
    ...process.env,
    HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
    FORCE_COLOR: '0',
    STACK_GENESIS: new Date(genesisSeconds * 1_000).toISOString(),
    STACK_CHAIN_ID: String(CHAIN_ID),
    STACK_HARDHAT_CACHE: join(paths.dir, 'hardhat-node'),
  },
});

export type ChainStart = {
  readonly kind: ChainKind;
  readonly paths: StackPaths;
  readonly port: number;
  readonly genesisSeconds: UnixSeconds;
  readonly start: (spec: ChildSpec) => Child;
  /** Where anvil's blocks are kept; what is in it is gone on with. */
  readonly history: BlockHistory;
  /** Of anvil; see kept-chain.ts. */
  readonly blocksPerNode?: number;
};

const startHardhat = async (options: ChainStart): Promise<Result<Chain>> => {
  const child = options.start(hardhatSpec(options));
  const rpcUrl = `http://127.0.0.1:${options.port}`;
  const ready = await waitFor(() => (child.running() ? answersRpc(rpcUrl) : false), { timeoutMs: 60_000 });
  if (ready !== true) {
    const tail = logTail(child.logFile);
    await child.stop();
    return fail('chain-start-failed', `The chain did not start; the end of ${child.logFile}:\n${tail}`);
  }
  // Each request would be a line in the log.
  await rpc(rpcUrl, 'hardhat_setLoggingEnabled', { params: [false] });
  return ok({
    ...{ kind: 'hardhat', rpcUrl, productUrl: rpcUrl, setBroken: null, lostBlocks: 0 },
    close: async () => undefined,
  });
};

/** Starts the chain with its clock at `genesisSeconds`, or goes on with the recorded one at the time it had. */
export const startChain = async (options: ChainStart): Promise<Result<Chain>> => {
  if (options.kind === 'hardhat') return startHardhat(options);
  const kept = await startKeptChain(options);
  if (!kept.ok) return kept;
  const { lost, ...rest } = kept.value;
  return ok({ kind: 'anvil', lostBlocks: lost, ...rest });
};
