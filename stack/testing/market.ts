import type { Sql } from 'postgres';
import { encodeFunctionData, parseAbi } from 'viem';
import { localChain, type Sender } from '../chain/local-chain.ts';
import { latestBlock, rpc } from '../chain/rpc.ts';
import { stackPaths } from '../process/paths.ts';
import { readRunningStack } from '../process/running-stack.ts';
import { sleep } from '../process/sleep.ts';
import { stackKeys } from '../world/keys.ts';
import { readWorld, type World } from '../world/world.ts';

const feedAbi = parseAbi([
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
]);
const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);

/** Moves the prices of a held stack as the replay would, by hand. */
export type Market = {
  readonly world: World;
  /** Multiplies prices by basis points (10,000 = unchanged) in a block that much later; every feed is refreshed. */
  readonly move: (factorsBps: Readonly<Record<string, number>>, afterSeconds: number) => Promise<void>;
};

export const openMarket = (dir: string, rpcUrl: string): Market => {
  const paths = stackPaths(dir);
  const world = readWorld(readRunningStack(paths)?.world ?? paths.world);
  if (world === null) throw new Error(`no world in ${dir}`);
  const chain = localChain(rpcUrl);
  const operator: Sender = chain.sender(stackKeys(paths.keys).deployer);
  return {
    world,
    move: async (factorsBps, afterSeconds) => {
      const feeds = world.assets.map(({ feed }) => feed);
      const answers = await Promise.all(
        world.assets.map(async ({ feed, symbol }) => {
          const [, answer] = await chain.client.readContract({
            address: feed,
            abi: feedAbi,
            functionName: 'latestRoundData',
          });
          return (answer * BigInt(factorsBps[symbol] ?? 10_000)) / 10_000n;
        }),
      );
      const { timeSeconds } = await latestBlock(rpcUrl);
      await rpc(rpcUrl, 'evm_setNextBlockTimestamp', { params: [timeSeconds + afterSeconds] });
      await operator.send({
        to: world.board,
        data: encodeFunctionData({ abi: boardAbi, args: [feeds, answers, 0n] }),
      });
    },
  };
};

/** Asks `probe` until it is true; fails with `what` when it isn't within `timeoutMs`. */
export const eventually = async (
  what: string,
  probe: () => Promise<boolean>,
  timeoutMs = 120_000,
): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`);
    await sleep(100);
  }
};

export const countOf = async (sql: Sql, query: string): Promise<number> => {
  const [row] = await sql.unsafe(`select count(*)::int as n from ${query}`);
  return Number(row?.n);
};
