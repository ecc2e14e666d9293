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

/** The account that keeps its own tokens: its trades, and its way out of its band and back. */
export type DelegatedFigures = {
  readonly account: Address;
  readonly contract: Address;
  readonly fills: number;
  readonly trackingErrorBpsBefore: number | null;
  readonly trackingErrorBpsAfter: number | null;
};

/** The figures, and every reason for which they don't prove the job done. */
export type Report = {
  readonly figures: Figures;
  readonly delegated: DelegatedFigures;
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

/** The portfolio's first round that ended inside the band; if none did, its first round. `holder`: where its tokens lie. */
const returnOf = async (
  sources: Sources,
  { portfolio, holder }: { readonly portfolio: WorldPortfolio; readonly holder: Address },
  rounds: readonly Round[],
): Promise<Return | null> => {
  let first: Return | null = null;
  for (const { snapshotBlock, lastFillBlock } of rounds.filter(
    (round) => round.address === portfolio.address,
  )) {
    const of = { world: sources.world, portfolio, holder };
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

type Fills = {
  readonly fills: readonly ChainFill[];
  /** Of the account that keeps its own tokens. */
  readonly delegated: readonly ChainFill[];
};

/** Whose hand each trade was to be made by. */
const handsOf = ({ world }: Sources, { portfolio }: ChainFill): readonly [Address, Address] =>
  world.venue === 'proposal' || portfolio === world.delegated.clone
    ? [world.market.router, world.signer]
    : [world.taker, world.taker];

const countProblems = async (
  sources: Sources,
  { fills, delegated }: Fills,
  counts: JournalCounts,
): Promise<string[]> => {
  const stored = await storedFills(sources.sql);
  const key = (fill: { txHash: string; logIndex: number }): string => `${fill.txHash}/${fill.logIndex}`;
  const known = new Map(stored.map((fill) => [key(fill), fill]));
  const problems: string[] = [];
  const all = [...fills, ...delegated];
  for (const fill of all) {
    const row = known.get(key(fill));
    if (row === undefined) problems.push(`fill ${key(fill)} is on the chain and not in the database`);
    else if (
      row.sellUnits !== fill.amountOut ||
      row.buyUnits !== fill.amountIn ||
      row.orderHash !== fill.orderHash
    ) {
      problems.push(`fill ${key(fill)} differs between chain and database`);
    }
    const [counterparty, sender] = handsOf(sources, fill);
    if (fill.taker !== counterparty || fill.sender !== sender) {
      problems.push(`fill ${key(fill)} was sent by ${fill.sender}, not by ${sender}`);
    }
  }
  if (stored.length !== all.length)
    problems.push(`the database has ${stored.length} fills, the chain ${all.length}`);
  if (fills.length === 0) problems.push('there was no fill');
  // A proposal is carried out whole or not at all.
  if (counts.partially_filled === 0 && sources.world.venue !== 'proposal')
    problems.push('no order was filled in part');
  return problems;
};

const delegatedFigures = async (
  sources: Sources,
  swaps: readonly ChainFill[],
  rounds: readonly Round[],
): Promise<{ readonly figures: DelegatedFigures; readonly backInside: boolean }> => {
  const { account, clone, portfolio } = sources.world.delegated;
  const way = await returnOf(sources, { portfolio, holder: account }, rounds);
  return {
    backInside: way?.backInside === true,
    figures: {
      ...{ account, contract: clone, fills: swaps.length },
      trackingErrorBpsBefore: way?.before ?? null,
      trackingErrorBpsAfter: way?.after ?? null,
    },
  };
};

/** Reads every figure back from chain and database, and says whether the chain confirms that each portfolio came back. */
export const report = async (sources: Sources): Promise<Report> => {
  const { sql, chain, world } = sources;
  const counts = await readCounts(sql);
  const contracts = world.portfolios.map(({ address }) => address);
  const fills = await valued(sources, await chainFills(chain, { world, contracts }));
  const rounds = await closedRounds(sql);
  const returns = await Promise.all(
    world.portfolios.map((portfolio) => returnOf(sources, { portfolio, holder: portfolio.address }, rounds)),
  );
  const swaps = await chainFills(chain, { world, contracts: [world.delegated.clone] });
  const delegated = await delegatedFigures(sources, swaps, rounds);
  const head = await latestBlock(chain.rpcUrl);
  const impact = world.venue === 'proposal' ? await readImpact(sql) : null;
  const profit = await takerProfitUsd(
    sources,
    fills.filter(({ taker }) => taker === world.taker),
  );
  const problems = await countProblems(sources, { fills, delegated: swaps }, counts);
  for (const [index, { name }] of world.portfolios.entries()) {
    if (returns[index]?.backInside !== true) problems.push(`"${name}" was not brought back into its band`);
  }
  if (!delegated.backInside)
    problems.push(`"${world.delegated.portfolio.name}" was not brought back into its band`);
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
  return { figures, delegated: delegated.figures, problems, impact, readAt: counts.read_at };
};
