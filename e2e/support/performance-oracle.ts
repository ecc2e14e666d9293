import { type Address, erc20Abi, type Hex } from 'viem';
import { aggregatorV3Abi } from '../../lib/abi/aggregator-v3-abi.ts';
import type { OrderWorld, WorldAsset } from './order-world.ts';

// A portfolio's performance once more, from transfers, balances and feeds of the chain alone, and by other ways than the product's: what
// is worked out here knows nothing of `lib/performance`.

type Amounts = readonly number[];

type Moved = {
  readonly kind: 'flow' | 'fill';
  readonly block: bigint;
  readonly atSeconds: number;
  /** What it held before and after. */
  readonly before: Amounts;
  readonly after: Amounts;
  readonly prices: Amounts;
};
type Seen = {
  readonly block: bigint;
  readonly atSeconds: number;
  readonly held: Amounts;
  readonly prices: Amounts;
};

const CENT = 0.01;
const DAY_SECONDS = 86_400;

const worth = (units: Amounts, prices: Amounts): number =>
  units.reduce((sum, one, index) => sum + one * (prices[index] ?? 0), 0);

/** Reads a portfolio's history from the chain. */
const chainOf = ({ client, usdc, wbtc, contracts }: OrderWorld, portfolio: Address) => {
  const assets = [usdc, wbtc];
  const unitsAt = async ({ token, decimals }: WorldAsset, blockNumber: bigint): Promise<number> => {
    const of = {
      address: token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [portfolio],
      blockNumber,
    } as const;
    return Number(await client.readContract(of)) / 10 ** decimals;
  };
  const roundAt = ({ feed: address }: WorldAsset, blockNumber: bigint) =>
    client.readContract({ address, abi: aggregatorV3Abi, functionName: 'latestRoundData', blockNumber });
  const priceAt = async (asset: WorldAsset, blockNumber: bigint): Promise<number> =>
    Number((await roundAt(asset, blockNumber))[1]) / 1e8;
  const all = (read: typeof unitsAt, block: bigint) => Promise.all(assets.map((asset) => read(asset, block)));
  const timeOf = async (blockNumber: bigint): Promise<number> =>
    Number((await client.getBlock({ blockNumber })).timestamp);
  const transactions = async (): Promise<ReadonlyMap<Hex, bigint>> => {
    const of = { abi: erc20Abi, eventName: 'Transfer', fromBlock: 0n, toBlock: 'latest' } as const;
    const logs = await Promise.all(
      assets.flatMap(({ token: address }) => [
        client.getContractEvents({ ...of, address, args: { from: portfolio } }),
        client.getContractEvents({ ...of, address, args: { to: portfolio } }),
      ]),
    );
    return new Map(logs.flat().map(({ transactionHash, blockNumber }) => [transactionHash, blockNumber]));
  };
  return {
    /** Null where something held has a price of more than a day ago, or none. */
    seen: async (block: bigint): Promise<Seen | null> => {
      const [atSeconds, held] = [await timeOf(block), await all(unitsAt, block)];
      const rounds = await Promise.all(assets.map((asset) => roundAt(asset, block)));
      const isStale = rounds.some(
        ([, , , updatedAt], index) => (held[index] ?? 0) > 0 && atSeconds - Number(updatedAt) > DAY_SECONDS,
      );
      return isStale ? null : { block, atSeconds, held, prices: await all(priceAt, block) };
    },
    moves: async (): Promise<readonly Moved[]> => {
      const found = [...(await transactions())].sort((a, b) => Number(a[1] - b[1]));
      return Promise.all(
        found.map(async ([hash, block]): Promise<Moved> => {
          const { to } = await client.getTransaction({ hash });
          const kind = to?.toLowerCase() === contracts.router.toLowerCase() ? 'fill' : 'flow';
          const [before, after] = [await all(unitsAt, block - 1n), await all(unitsAt, block)];
          return {
            kind,
            block,
            atSeconds: await timeOf(block),
            before,
            after,
            prices: await all(priceAt, block),
          };
        }),
      );
    },
  };
};

/** Half of each, rebuilt at each look; null while it stands still. */
class Index {
  level = 1;
  private units: Amounts | null = null;
  to(prices: Amounts, isHeld: boolean): void {
    if (this.units !== null) this.level = worth(this.units, prices);
    this.units = isHeld ? prices.map((price) => this.level / 2 / price) : null;
  }
  ends(prices: Amounts): void {
    this.to(prices, false);
  }
}

/** The return R of the whole time held at which what was paid in has become what came out: Σ paidᵢ (1 + R)^(left ÷ held) = 0, by halving. */
const moneyWeighted = (paid: readonly (readonly [held: number, dollars: number])[], held: number): number => {
  const left = (rate: number): number =>
    paid.reduce((sum, [at, dollars]) => sum + dollars * (1 + rate) ** ((held - at) / held), 0);
  let [low, high] = [-0.99, 20];
  for (let turn = 0; turn < 200; turn += 1) {
    const middle = (low + high) / 2;
    if (left(middle) > 0) high = middle;
    else low = middle;
  }
  return low;
};

/** Of fills between two looks, at the first one's prices and at those of their own blocks. */
const costOf = (moves: readonly Moved[], looks: readonly Seen[]) => {
  let [given, got, lost, fills] = [0, 0, 0, 0];
  const took: number[] = [];
  for (const { kind, before, after, prices, block, atSeconds } of moves) {
    if (kind !== 'fill') continue;
    const look = looks.findLast((one) => one.block < block);
    if (look === undefined) throw new Error('a fill before the first look');
    const change = after.map((units, index) => units - (before[index] ?? 0));
    const [sold, bought] = [change.map((one) => Math.max(-one, 0)), change.map((one) => Math.max(one, 0))];
    given += worth(sold, look.prices);
    got += worth(bought, look.prices);
    const lossBps = Math.round((1 - worth(bought, prices) / worth(sold, prices)) * 1e6) / 100;
    lost += (worth(sold, look.prices) * lossBps) / 1e4;
    fills += 1;
    took.push(atSeconds - look.atSeconds);
  }
  took.sort((a, b) => a - b);
  return { given, got, lost, fills, medianSeconds: took[(took.length - 1) >> 1] ?? null };
};

type Looks = {
  /** Those in which it was looked at, in their order. */
  readonly blocks: readonly bigint[];
  /** Looks further apart than so much are a hole. */
  readonly gapSeconds: number;
};

/** What became of a portfolio of half and half. */
export const performanceFromChain = async (
  world: OrderWorld,
  portfolio: Address,
  { blocks, gapSeconds }: Looks,
) => {
  const chain = chainOf(world, portfolio);
  const looks = (await Promise.all(blocks.map(chain.seen))).filter((seen) => seen !== null);
  const moves = await chain.moves();
  const index = new Index();
  let [growth, from, holdGrowth, holdFrom] = [1, 0, 1, 0];
  let [deposited, withdrawn, heldSeconds, heldSince] = [0, 0, 0, null as number | null];
  let hold: Amounts = [0, 0];
  const paid: [number, number][] = [];
  const heldAt = (atSeconds: number): number =>
    heldSeconds + (heldSince === null ? 0 : atSeconds - heldSince);
  const flow = ({ before, after, prices, atSeconds }: Moved): void => {
    const [worthBefore, worthAfter] = [worth(before, prices), worth(after, prices)];
    if (from > CENT) growth *= worthBefore / from;
    from = worthAfter;
    if (holdFrom > CENT) holdGrowth *= worth(hold, prices) / holdFrom;
    hold = hold.map((units, each) => {
      const change = (after[each] ?? 0) - (before[each] ?? 0);
      return worthAfter < worthBefore ? (units * worthAfter) / worthBefore : units + change;
    });
    holdFrom = worth(hold, prices);
    if (worthAfter < CENT) index.ends(prices);
    else if (worthBefore < CENT) index.to(prices, true);
    paid.push([heldAt(atSeconds), worthAfter - worthBefore]);
    if (worthAfter > worthBefore) deposited += worthAfter - worthBefore;
    else withdrawn += worthBefore - worthAfter;
    if (worthAfter < CENT) [heldSeconds, heldSince] = [heldAt(atSeconds), null];
    else heldSince ??= atSeconds;
  };
  const steps = [...moves.filter(({ kind }) => kind === 'flow'), ...looks].sort((a, b) =>
    Number(a.block - b.block),
  );
  for (const step of steps)
    if ('held' in step) index.to(step.prices, worth(step.held, step.prices) > CENT);
    else flow(step);
  const end = looks.at(-1);
  if (end === undefined) throw new Error('nobody looked');
  const value = worth(end.held, end.prices);
  const holdValue = worth(hold, end.prices);
  if (from > CENT) growth *= value / from;
  if (holdFrom > CENT) holdGrowth *= holdValue / holdFrom;
  paid.push([heldAt(end.atSeconds), -value]);
  const since = moves[0]?.atSeconds ?? end.atSeconds;
  const gaps = looks.map(({ atSeconds }, place) => atSeconds - (looks[place - 1]?.atSeconds ?? since));
  return {
    ...{ value, deposited, withdrawn, gain: value - deposited + withdrawn, versusHold: value - holdValue },
    ...{ timeWeighted: growth - 1, hold: holdGrowth - 1, index: index.level - 1 },
    ...{ rebalancing: growth / holdGrowth - 1, versusIndex: growth / index.level - 1 },
    moneyWeighted: moneyWeighted(paid, heldAt(end.atSeconds)),
    unseenSeconds: gaps
      .filter((gap, place) => place === 0 || gap > gapSeconds)
      .reduce((sum, gap) => sum + gap, 0),
    days: (end.atSeconds - since) / DAY_SECONDS,
    cost: costOf(moves, looks),
  };
};
export type ChainPerformance = Awaited<ReturnType<typeof performanceFromChain>>;
