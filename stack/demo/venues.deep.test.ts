import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { decodeEventLog, encodeEventTopics, type Hex, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { stackPaths } from '../process/paths.ts';
import { type DemoLine, type DemoProcess, startDemo } from '../testing/demo-process.ts';
import { expectSameFigures, expectTheJobDone } from '../testing/expect-figures.ts';
import { poolsOf, type RawToken, sidesUsd } from '../testing/raw-pools.ts';
import {
  assetsOf,
  type Chain,
  type Log,
  priceAt,
  readChain,
  recount,
  TRANSFER,
  word,
} from '../testing/raw-recount.ts';
import { stackKeys } from '../world/keys.ts';

const RUN_MS = 600_000;

let dir = '';
let demo: DemoProcess;
let sql: Sql;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), '1balancer-demo-venue-'));
});
afterEach(async () => {
  await sql?.end();
  await demo?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** The demo at a venue, held up after its job is done. */
const runAt = async (venue: string): Promise<DemoLine> => {
  demo = startDemo(['--once', '--json', '--hold', '--venue', venue, '--dir', dir]);
  const line = await demo.line;
  sql = postgres(line.dbUrl, { max: 2, prepare: false, onnotice: () => undefined });
  return line;
};

type Trade = {
  readonly log: Log;
  readonly args: Readonly<Record<'tokenOut' | 'tokenIn', string>> & { amountOut: bigint; amountIn: bigint };
};

const tradesOf = ({ logs, line }: Chain, eventName: 'Filled' | 'Swapped'): Trade[] => {
  const [topic] = encodeEventTopics({ abi: balancerAbi, eventName });
  return logs.flatMap((log) => {
    if (!line.balancers.includes(log.address) || log.topics[0] !== topic) return [];
    const topics = [...log.topics] as [Hex, ...Hex[]];
    const event = decodeEventLog({ abi: balancerAbi, topics, data: log.data });
    if (event.eventName !== 'Filled' && event.eventName !== 'Swapped') return [];
    const { tokenOut, tokenIn, amountOut, amountIn } = event.args;
    return [
      {
        log,
        args: { tokenOut: tokenOut.toLowerCase(), tokenIn: tokenIn.toLowerCase(), amountOut, amountIn },
      },
    ];
  });
};

/** What of a token moved out of an account in a log's transaction. */
const movedFrom = ({ logs }: Chain, { log, args }: Trade, account: string): bigint =>
  logs.reduce(
    (sum, { transactionHash, address, topics, data }) =>
      transactionHash === log.transactionHash &&
      address === args.tokenIn &&
      topics[0] === TRANSFER &&
      word(topics[1]) === account
        ? sum + BigInt(data)
        : sum,
    0n,
  );

describe('the demo at 1inch', () => {
  it(
    'brings every portfolio back by orders that its orderbook shows and a taker that it lets in fills through FeeTaker',
    async () => {
      const line = await runAt('1inch');
      const again = await recount(line, sql);
      expectSameFigures(line, again);
      expectTheJobDone(line, again);
      expect(demo.said()).toContain('IMITATION of 1inch');

      const orders = await sql<{ venue: string; extension: string; order_hash: string }[]>`
      select o.venue, o.extension, o.order_hash from orders o join portfolios p on p.id = o.portfolio_id
      join accounts a on a.id = p.account_id
      where o.placed_at is not null and a.kind = 'balancer' order by o.signed_at`;
      expect(new Set(orders.map(({ venue }) => venue))).toEqual(new Set(['oneinch']));
      expect(orders.every(({ extension }) => extension.length > 100)).toBe(true);
      const chain = await readChain(line);
      const fills = tradesOf(chain, 'Filled');
      expect(fills.length).toBeGreaterThan(0);
      // Half of five basis points, for who is on the list; on top of what the portfolio has asked for.
      for (const fill of fills) {
        const paid = movedFrom(chain, fill, line.taker);
        const fee = paid - fill.args.amountIn;
        expect(fee).toBeGreaterThan(0n);
        expect(Number(fee) / Number(fill.args.amountIn)).toBeCloseTo(0.00025, 5);
      }
      // What may be sold there is what the bot allowed, by transactions of its own.
      const [calls] = await sql`select count(*)::int as allowances from calls where token is not null`;
      expect(calls?.['allowances']).toBeGreaterThan(0);
    },
    RUN_MS,
  );
});

const meeting = z.object({
  ...{ portfolio: z.string(), block: z.number(), sellToken: z.string(), buyToken: z.string() },
  ...{ wantedUsd: z.number(), allowedUsd: z.number() },
});
const impactLine = z.object({
  venue: z.literal('proposal'),
  impact: z.object({
    heldBack: z.array(meeting),
    letThrough: z.array(meeting.extend({ soldUsd: z.number() })),
  }),
});

/** What a trade of so much moves the pools that it goes through, in basis points: all of them, since it goes from one to the other. */
const impactBps = (
  chain: Chain,
  tokens: readonly RawToken[],
  trade: { sell: string; buy: string; usd: number; at: Pick<Log, 'blockNumber' | 'logIndex'> },
): number => {
  const pools = poolsOf(chain, tokens);
  const straight = pools.filter((pool) =>
    pool.tokens.every(({ token }) => [trade.sell, trade.buy].includes(token)),
  );
  const used =
    straight.length > 0
      ? straight
      : pools.filter((pool) => pool.tokens.some(({ token }) => [trade.sell, trade.buy].includes(token)));
  expect(used.length).toBeGreaterThan(0);
  return used.reduce((sum, pool) => {
    const [first, second] = sidesUsd(chain, pool, trade.at);
    return sum + (trade.usd / Math.min(first, second)) * 10_000;
  }, 0);
};

const LIMIT_BPS = 20;
const FEED_SET = encodeEventTopics({
  abi: parseAbi(['event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)']),
})[0];

describe('the demo by proposals', () => {
  it(
    'swaps in pools that follow the prices, held back by its impact limit, which says so and lets a smaller trade through later',
    async () => {
      const line = await runAt('proposal');
      const again = await recount(line, sql);
      expectSameFigures(line, again);
      expect(again.bands).not.toContain(null);
      const { impact } = impactLine.parse(JSON.parse(demo.printed().trimEnd().split('\n').at(-1) ?? ''));
      const bot = privateKeyToAccount(stackKeys(stackPaths(dir).keys).bot).address.toLowerCase();
      expect(new Set(again.fillSenders)).toEqual(new Set([bot]));
      expect(again.routerFills).toBe(0);
      expect(again.storedFillKeys).toEqual(again.chainFillKeys);

      const chain = await readChain(line);
      const tokens = [
        ...new Map(
          line.balancers.flatMap((one) => assetsOf(chain, one)).map((asset) => [asset.token, asset]),
        ).values(),
      ];
      const swaps = tradesOf(chain, 'Swapped');
      expect(swaps).toHaveLength(line.fills);
      expect(tradesOf(chain, 'Filled')).toEqual([]);

      // Said to people, and stored as the reason of a decision that signed nothing.
      expect(demo.said()).toContain('No trade: the trade would move the market too much');
      const [held] = impact.heldBack;
      if (held === undefined) throw new Error('nothing was held back');
      const decisions = await sql`
      select d.kind, d.reason, (select count(*)::int from orders o where o.decision_id = d.id) as orders
      from decisions d join snapshots s on s.id = d.snapshot_id join portfolios p on p.id = d.portfolio_id
      where p.name = ${held.portfolio} and s.block_number = ${held.block} order by d.id`;
      expect(decisions).toContainEqual({ kind: 'hold', reason: 'impact-too-high', orders: 0 });
      const atHeld = { blockNumber: `0x${held.block.toString(16)}`, logIndex: '0xffff' } as const;
      const pair = { sell: held.sellToken, buy: held.buyToken };
      expect(impactBps(chain, tokens, { ...pair, usd: held.wantedUsd, at: atHeld })).toBeGreaterThan(
        LIMIT_BPS,
      );

      // Later a smaller one of that portfolio: cut to the limit, by what its own swap's log says.
      const smaller = impact.letThrough.find(
        ({ portfolio, block, soldUsd }) =>
          portfolio === held.portfolio && block > held.block && soldUsd < held.wantedUsd,
      );
      if (smaller === undefined) throw new Error('nothing came through smaller');
      const swap = swaps.find(
        ({ log, args }) =>
          Number(log.blockNumber) > smaller.block &&
          args.tokenOut === smaller.sellToken &&
          args.tokenIn === smaller.buyToken,
      );
      if (swap === undefined) throw new Error('the chain knows no such swap');
      const sold = tokens.find(({ token }) => token === smaller.sellToken);
      if (sold === undefined) throw new Error('an unknown token was sold');
      const priceUsd = priceAt(chain, sold.feed, Number(swap.log.blockNumber));
      const soldUsd = (Number(swap.args.amountOut) / 10 ** sold.decimals) * priceUsd;
      expect(soldUsd).toBeLessThan(smaller.wantedUsd);
      const moved = impactBps(chain, tokens, {
        sell: smaller.sellToken,
        buy: smaller.buyToken,
        usd: soldUsd,
        at: swap.log,
      });
      expect(moved).toBeGreaterThan(LIMIT_BPS / 2);
      expect(moved).toBeLessThan(LIMIT_BPS + 1);

      // Wherever a feed has answered, its pool was at that price already.
      const rows = chain.logs.filter(({ topics }) => topics[0] === FEED_SET);
      for (const pool of poolsOf(chain, tokens)) {
        const opened = chain.logs.find(({ address }) => address === pool.pair);
        for (const row of rows.filter(
          (log) =>
            pool.tokens.some(({ feed }) => feed === log.address) &&
            Number(log.blockNumber) > Number(opened?.blockNumber),
        )) {
          const [first, second] = sidesUsd(chain, pool, row);
          expect(Math.abs(first / second - 1)).toBeLessThan(0.001);
        }
      }
    },
    RUN_MS,
  );
});
