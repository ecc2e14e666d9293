import type { Sql } from 'postgres';
import {
  type Address,
  decodeEventLog,
  encodeEventTopics,
  encodeFunctionData,
  erc20Abi,
  parseAbi,
} from 'viem';
import { expect } from 'vitest';
import { delegatedBalancerAbi } from '../../lib/abi/delegated-balancer-abi.ts';
import { delegationsOf } from '../../lib/delegations/delegation.ts';
import { localChain } from '../chain/local-chain.ts';
import { stackPaths } from '../process/paths.ts';
import { readRunningStack } from '../process/running-stack.ts';
import { delegatingKey, stackKeys } from '../world/keys.ts';
import { readWorld } from '../world/world.ts';
import type { DemoLine } from './demo-process.ts';
import { bringBack, type Chain, type Log, readChain, readTables, TRANSFER, word } from './raw-recount.ts';

const [SWAPPED] = encodeEventTopics({ abi: delegatedBalancerAbi, eventName: 'Swapped' });
const managerAbi = parseAbi([
  'struct Caveat { address enforcer; bytes terms; bytes args; }',
  'struct Delegation { address delegate; address delegator; bytes32 authority; Caveat[] caveats; uint256 salt; bytes signature; }',
  'function disableDelegation(Delegation delegation)',
]);

type Moved = { readonly out: bigint; readonly in: bigint };

/** What of a token went out of an account and came in, in a log's transaction. */
const movedIn = (
  { logs }: Chain,
  { transactionHash }: Log,
  { token, holder }: { readonly token: string; readonly holder: string },
): Moved =>
  logs.reduce(
    (sum, log) => {
      if (log.transactionHash !== transactionHash || log.address !== token || log.topics[0] !== TRANSFER)
        return sum;
      const units = BigInt(log.data);
      return {
        out: word(log.topics[1]) === holder ? sum.out + units : sum.out,
        in: word(log.topics[2]) === holder ? sum.in + units : sum.in,
      };
    },
    { out: 0n, in: 0n },
  );

/** By raw logs: each swap of its contract moved just what it says out of the account and into it, sent by the bot, and they brought it back. */
export const expectDelegatedDone = async (line: DemoLine, sql: Sql, bot: Address): Promise<void> => {
  const { account, contract, fills, trackingErrorBpsBefore, trackingErrorBpsAfter } = line.delegated;
  const chain = await readChain(line);
  const swaps = chain.logs.filter(({ address, topics }) => address === contract && topics[0] === SWAPPED);
  expect(swaps).toHaveLength(fills);
  expect(fills).toBeGreaterThan(0);
  for (const swap of swaps) {
    const topics = [...swap.topics] as [`0x${string}`, ...`0x${string}`[]];
    const { args } = decodeEventLog({
      ...{ abi: delegatedBalancerAbi, eventName: 'Swapped', data: swap.data, topics },
    });
    const [sold, bought] = [args.tokenOut, args.tokenIn].map((token) =>
      movedIn(chain, swap, { token: token.toLowerCase(), holder: account }),
    );
    expect([sold, bought]).toEqual([
      { out: args.amountOut, in: 0n },
      { out: 0n, in: args.amountIn },
    ]);
    const sent = chain.blocks[Number(swap.blockNumber)]?.transactions.find(
      ({ hash }) => hash === swap.transactionHash,
    );
    expect(sent?.from).toBe(bot.toLowerCase());
  }
  const tables = await readTables(sql, line, 'delegated');
  expect(tables.fills.map((fill) => `${fill.tx_hash}/${fill.log_index}`).sort()).toEqual(
    swaps.map((swap) => `${swap.transactionHash}/${Number(swap.logIndex)}`).sort(),
  );
  const back = bringBack(chain, tables, { contract, holder: account });
  expect(trackingErrorBpsBefore).toBeCloseTo(back?.before ?? Number.NaN, 1);
  expect(trackingErrorBpsAfter).toBeCloseTo(back?.after ?? Number.NaN, 1);
  expect(trackingErrorBpsAfter).toBeLessThan(back?.band.bandBps ?? 0);
};

/** The hand of who owns the account that keeps its own tokens, and what the product says of it. */
export type OwnedDelegated = {
  readonly pause: () => Promise<void>;
  readonly unpause: () => Promise<void>;
  /** Every delegation that it has signed. */
  readonly revoke: () => Promise<void>;
  readonly balances: () => Promise<readonly bigint[]>;
  /** Null = it acted. */
  readonly lastReason: (sql: Sql) => Promise<unknown>;
  readonly statuses: (sql: Sql) => Promise<readonly unknown[]>;
};

export const openDelegated = (dir: string, { rpcUrl }: DemoLine): OwnedDelegated => {
  const paths = stackPaths(dir);
  const world = readWorld(readRunningStack(paths)?.world ?? paths.world);
  if (world === null) throw new Error(`no world in ${dir}`);
  const { account, clone, contracts, grants } = world.delegated;
  const { client, sender } = localChain(rpcUrl);
  const owner = sender(delegatingKey(stackKeys(paths.keys)));
  const of = { address: clone, abi: delegatedBalancerAbi } as const;
  return {
    pause: async () => {
      await owner.send({ to: clone, data: encodeFunctionData({ ...of, functionName: 'pause' }) });
    },
    unpause: async () => {
      const generation = await client.readContract({ ...of, functionName: 'generation' });
      const data = encodeFunctionData({ ...of, functionName: 'unpause', args: [generation] });
      await owner.send({ to: clone, data });
    },
    revoke: async () => {
      for (const { context } of grants) {
        const [delegation] = delegationsOf(context) ?? [];
        if (delegation === undefined) throw new Error('the world has signed no delegation');
        const args = [delegation] as const;
        const data = encodeFunctionData({ abi: managerAbi, functionName: 'disableDelegation', args });
        await owner.send({ to: contracts.manager, data });
      }
    },
    balances: () =>
      Promise.all(
        grants.map(({ token }) =>
          client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
        ),
      ),
    lastReason: async (sql) => {
      const [row] = await sql`
        select d.reason from decisions d join portfolios p on p.id = d.portfolio_id join accounts a on a.id = p.account_id
        where a.address = ${clone} order by d.id desc limit 1`;
      return row?.['reason'];
    },
    statuses: async (sql) =>
      (await sql`select status from delegations order by id`).map(({ status }) => status),
  };
};
