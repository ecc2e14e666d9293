import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { type Child, type ChildSpec, logTail } from '../process/child.ts';
import type { StackPaths } from '../process/paths.ts';
import { waitFor } from '../process/sleep.ts';
import { keepDumps, repairDump } from './chain-dump.ts';
import { latestBlock, rpc } from './rpc.ts';

export type ChainKind = 'anvil' | 'hardhat';

/** A running local chain. `resumed` when it came back from its last dump. */
export type Chain = {
  readonly kind: ChainKind;
  readonly child: Child;
  readonly rpcUrl: string;
  readonly resumed: boolean;
};

export const CHAIN_ID = 31_337;

const anvilBinary = (): string => {
  const near = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'));
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const binary = platform === 'win32' ? 'anvil.exe' : 'anvil';
  return near.resolve(`@foundry-rs/anvil-${platform}-${architecture}/bin/${binary}`);
};

/** Dumps every second, so that a SIGKILL loses little; on the way back it reads the same file. */
const anvilSpec = (paths: StackPaths, port: number, genesisSeconds: UnixSeconds): ChildSpec => ({
  name: 'chain',
  command: anvilBinary(),
  args: [
    ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(CHAIN_ID)],
    ...['--timestamp', String(genesisSeconds), '--hardfork', 'cancun'],
    ...['--state', paths.chainState, '--state-interval', '1'],
  ],
  cwd: paths.root,
  env: { PATH: process.env.PATH, HOME: process.env.HOME, RUST_LOG: 'error' },
});

/** Hardhat's node keeps its chain in memory: it cannot resume. Its genesis time comes by a configuration of its own. */
const hardhatSpec = (paths: StackPaths, port: number, genesisSeconds: UnixSeconds): ChildSpec => ({
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

/** The next blocks continue from `seconds`: a chain that came back would otherwise number its time from its start anew. */
const setClock = async (rpcUrl: string, seconds: UnixSeconds): Promise<void> => {
  await rpc(rpcUrl, 'evm_setNextBlockTimestamp', { params: [seconds] });
  await rpc(rpcUrl, 'evm_mine');
};

export type ChainStart = {
  readonly kind: ChainKind;
  readonly paths: StackPaths;
  readonly port: number;
  readonly genesisSeconds: UnixSeconds;
  readonly start: (spec: ChildSpec) => Child;
};

/** Starts the chain with its clock at `genesisSeconds`, or resumed from its dump at the time it had. */
export const startChain = async (options: ChainStart): Promise<Result<Chain>> => {
  const { kind, paths, port, genesisSeconds, start } = options;
  const resumed = kind === 'anvil' && existsSync(paths.chainState);
  if (resumed) repairDump(paths.chainState);
  const spec = kind === 'anvil' ? anvilSpec : hardhatSpec;
  const child = start(spec(paths, port, genesisSeconds));
  const rpcUrl = `http://127.0.0.1:${port}`;
  const ready = await waitFor(() => (child.running() ? answers(rpcUrl) : false), { timeoutMs: 60_000 });
  if (ready !== true) {
    const tail = logTail(child.logFile);
    await child.stop();
    return resumed
      ? fail(
          'data-folder-damaged',
          `The chain can't start from ${paths.chainState}. If nothing in it is needed, start again with --reset, which removes it.\n${tail}`,
        )
      : fail('chain-start-failed', `The chain did not start; the end of ${child.logFile}:\n${tail}`);
  }
  // Each request would be a line in the log.
  if (kind === 'hardhat') await rpc(rpcUrl, 'hardhat_setLoggingEnabled', { params: [false] });
  if (resumed) await setClock(rpcUrl, (await latestBlock(rpcUrl)).timeSeconds + 1);
  if (kind === 'anvil') keepDumps(paths.chainState);
  return ok({ kind, child, rpcUrl, resumed });
};

const answers = async (rpcUrl: string): Promise<true | null> => {
  try {
    await rpc(rpcUrl, 'eth_chainId', { timeoutMs: 2_000 });
    return true;
  } catch {
    return null;
  }
};
