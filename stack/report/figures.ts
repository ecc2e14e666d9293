import type { Sql } from 'postgres';
import type { Address } from 'viem';
import type { LocalChain } from '../chain/local-chain.ts';
import { latestBlock } from '../chain/rpc.ts';
import type { PriceTape } from '../world/price-tape.ts';
import type { World, WorldPortfolio } from '../world/world.ts';
import { answerAt, type ChainFill, chainFills, feedRounds, holdingsAt } from './chain-reads.ts';
import { holdingValue, insideBand, trackingErrorBps } from './drift.ts';
import { type ImpactStory, impactProblems, readImpact } from './impact.ts';
import { closedRounds, type JournalCounts, type Round, readCounts, storedFills } from './journal.ts';

/** One portfolio's way out of its band and back, at the chain's own balances and prices. */
export type Return = {
  readonly before: number;
  readonly after: number;
  readonly backInside: boolean;
};

/** What the last line of `--json` says, in the order; what follows `balancers` is extra. */
export type Figures = {
  readonly portfolios: number;
  readonly ticks: number;
  readonly decisions: { readonly act: number; readonly hold: number };
  readonly orders: Pick<JournalCounts, 'placed' | 'filled' | 'expired'> & {
    readonly partiallyFilled: number;
  };
  readonly fills: number;
  readonly trackingErrorBpsBefore: readonly (number | null)[];
  readonly trackingErrorBpsAfter: readonly (number | null)[];
  readonly costBps: readonly (number | null)[];
  readonly takerProfitUsd: number;
  readonly blocks: number;
  readonly pricesSkipped: number;
};

/** The figures, and every reason for which they don't prove the job done. */
export type Report = {
  readonly figures: Figures;
  readonly problems: readonly string[];
  /** What the impact limit did; null where no pool limits anything. */
  readonly impact: ImpactStory | null;
  /** The database's time of the reading. */
  readonly readAt: string;
};

type Sources = {
  readonly sql: Sql;
  readonly chain: LocalChain;
  readonly world: World;
  readonly tape: PriceTape;
};

type ValuedFill = ChainFill & {
  readonly soldE26: bigint;
  readonly boughtE26: bigint;
  readonly paidE26: bigint;
};

const valued = (sources: Sources, fills: readonly ChainFill[]): Promise<ValuedFill[]> => {
  const worth = async (token: Address, units: bigint, blockNumber: bigint): Promise<bigint> => {
    const asset = sources.world.assets.find((each) => each.token === token);
    if (asset === undefined) throw new Error(`${token} is not an asset of this world`);
    const answer = await answerAt(sources.chain, asset.feed, blockNumber);
    return holdingValue({ units, decimals: asset.decimals, answer });
  };
  return Promise.all(
    fills.map(async (fill) => ({
      ...fill,
      soldE26: await worth(fill.tokenOut, fill.amountOut, fill.blockNumber),
      boughtE26: await worth(fill.tokenIn, fill.amountIn, fill.blockNumber),
      paidE26: await worth(fill.tokenIn, fill.paidUnits, fill.blockNumber),
    })),
  );
};

/** The portfolio's first round that ended inside the band; if none did, its first round. */
const returnOf = async (
  sources: Sources,
  portfolio: WorldPortfolio,
  rounds: readonly Round[],
): Promise<Return | null> => {
  let first: Return | null = null;
  for (const { snapshotBlock, lastFillBlock } of rounds.filter(
    (round) => round.address === portfolio.address,
  )) {
    const of = { world: sources.world, portfolio };
    const before = await holdingsAt(sources.chain, of, snapshotBlock);
    const after = await holdingsAt(sources.chain, of, lastFillBlock);
    const found = {
      before: trackingErrorBps(before),
      after: trackingErrorBps(after),
      backInside: !insideBand(before, portfolio.band) && insideBand(after, portfolio.band),
    };
    if (found.backInside) return found;
    first ??= found;
  }
  return first;
};

/** Value given up in all fills as a share of the value sold, basis points with two decimals; null without a fill. */
const costBps = (fills: readonly ValuedFill[]): number | null => {
  const sold = fills.reduce((sum, fill) => sum + fill.soldE26, 0n);
  const bought = fills.reduce((sum, fill) => sum + fill.boughtE26, 0n);
  return sold === 0n ? null : Number(((sold - bought) * 1_000_000n) / sold) / 100;
};

/** What the taker has gained at the feeds' prices in each fill's block, fees that it paid and all the gas its account has burnt taken off. */
const takerProfitUsd = async ({ chain, world }: Sources, fills: readonly ValuedFill[]): Promise<number> => {
  const gained = fills.reduce((sum, fill) => sum + fill.soldE26 - fill.paidE26, 0n);
  const ether = world.assets.find(({ token }) => token === world.weth);
  const head = await latestBlock(chain.rpcUrl);
  const answer = ether === undefined ? 0n : await answerAt(chain, ether.feed, head.number);
  const wei = await chain.client.getBalance({ address: world.taker });
  const gasE26 = holdingValue({ units: BigInt(world.takerWeiAtStart) - wei, decimals: 18, answer });
  return Number((gained - gasE26) / 10n ** 20n) / 1e6;
};

/** Prices that were due by now, less those that the feeds were given: empty cells and missing rows, from the chain itself. */
const pricesSkipped = async ({ chain, world, tape }: Sources, nowSeconds: number): Promise<number> => {
  const due = tape.countKnown(nowSeconds);
  const rounds = await Promise.all(world.assets.map(({ feed }) => feedRounds(chain, feed)));
  return rounds.reduce((sum, round) => sum + due - Number(round), 0);
};

const countProblems = async (
  sources: Sources,
  fills: readonly ChainFill[],
  counts: JournalCounts,
): Promise<string[]> => {
  const stored = await storedFills(sources.sql);
  const key = (fill: { txHash: string; logIndex: number }): string => `${fill.txHash}/${fill.logIndex}`;
  const known = new Map(stored.map((fill) => [key(fill), fill]));
  const problems: string[] = [];
  for (const fill of fills) {
    const row = known.get(key(fill));
    if (row === undefined) problems.push(`fill ${key(fill)} is on the chain and not in the database`);
    else if (
      row.sellUnits !== fill.amountOut ||
      row.buyUnits !== fill.amountIn ||
      row.orderHash !== fill.orderHash
    ) {
      problems.push(`fill ${key(fill)} differs between chain and database`);
    }
    const { market, taker, signer } = sources.world;
    const [counterparty, sender] = market === null ? [taker, taker] : [market.router, signer];
    if (fill.taker !== counterparty || fill.sender !== sender) {
      problems.push(`fill ${key(fill)} was sent by ${fill.sender}, not by ${sender}`);
    }
  }
  if (stored.length !== fills.length)
    problems.push(`the database has ${stored.length} fills, the chain ${fills.length}`);
  if (fills.length === 0) problems.push('there was no fill');
  // A proposal is carried out whole or not at all.
  if (counts.partially_filled === 0 && sources.world.market === null)
    problems.push('no order was filled in part');
  return problems;
};

/** Reads every figure back from chain and database, and says whether the chain confirms that each portfolio came back. */
export const report = async (sources: Sources): Promise<Report> => {
  const { sql, chain, world } = sources;
  const counts = await readCounts(sql);
  const fills = await valued(sources, await chainFills(chain, world));
  const rounds = await closedRounds(sql);
  const returns = await Promise.all(
    world.portfolios.map((portfolio) => returnOf(sources, portfolio, rounds)),
  );
  const head = await latestBlock(chain.rpcUrl);
  const impact = world.market === null ? null : await readImpact(sql);
  const profit = await takerProfitUsd(
    sources,
    fills.filter(({ taker }) => taker === world.taker),
  );
  const problems = await countProblems(sources, fills, counts);
  for (const [index, { name }] of world.portfolios.entries()) {
    if (returns[index]?.backInside !== true) problems.push(`"${name}" was not brought back into its band`);
  }
  if (impact !== null) problems.push(...impactProblems(impact));
  if (profit < 0) problems.push(`the taker lost ${(-profit).toFixed(2)} USD`);
  const figures: Figures = {
    portfolios: world.portfolios.length,
    ticks: counts.ticks,
    decisions: { act: counts.act, hold: counts.hold },
    orders: {
      placed: counts.placed,
      filled: counts.filled,
      partiallyFilled: counts.partially_filled,
      expired: counts.expired,
    },
    fills: fills.length,
    trackingErrorBpsBefore: returns.map((each) => each?.before ?? null),
    trackingErrorBpsAfter: returns.map((each) => each?.after ?? null),
    costBps: world.portfolios.map(({ address }) =>
      costBps(fills.filter(({ portfolio }) => portfolio === address)),
    ),
    takerProfitUsd: profit,
    blocks: Number(head.number),
    pricesSkipped: await pricesSkipped(sources, head.timeSeconds),
  };
  return { figures, problems, impact, readAt: counts.read_at };
};
