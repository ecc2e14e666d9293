import type { Sql } from 'postgres';
import { decodeEventLog, encodeEventTopics, type Hex, parseAbi, parseAbiItem } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { DemoLine } from './demo-process.ts';

// A second way to every figure: raw logs and receipts over plain HTTP, whole tables, and floating point. Shares nothing
// with what the demo counts by.

/** As a node tells it. */
export type Log = {
  readonly address: string;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
};
type Transaction = {
  readonly hash: Hex;
  readonly from: string;
  readonly to: string | null;
  readonly input: Hex;
};
type Block = { readonly number: Hex; readonly timestamp: Hex; readonly transactions: readonly Transaction[] };
type Receipt = { readonly gasUsed: Hex; readonly effectiveGasPrice: Hex; readonly logs: readonly Log[] };

/** Topics. */
export const TRANSFER = encodeEventTopics({
  abi: parseAbi(['event Transfer(address indexed, address indexed, uint256)']),
})[0];
export const WRAPPED = encodeEventTopics({ abi: parseAbi(['event Deposit(address indexed, uint256)']) })[0];
const ORDER_FILLED = encodeEventTopics({ abi: [parseAbiItem('event OrderFilled(bytes32, uint256)')] })[0];
const [ASSET_SET] = encodeEventTopics({ abi: balancerAbi, eventName: 'AssetSet' });
const ANSWER_UPDATED = encodeEventTopics({
  abi: parseAbi(['event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)']),
})[0];

const ask = async <T>(rpcUrl: string, method: string, params: readonly unknown[]): Promise<T> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const reply = (await response.json()) as { result?: T; error?: { message: string } };
  if (reply.result === undefined) throw new Error(`${method}: ${reply.error?.message ?? 'no result'}`);
  return reply.result;
};

/** The address in a topic. */
export const word = (topic: Hex | undefined): string => `0x${(topic ?? '').slice(-40)}`;
const hex = (block: number): Hex => `0x${block.toString(16)}`;

type Asset = {
  readonly token: string;
  readonly feed: string;
  readonly decimals: number;
  readonly target: number;
};
/** All of a chain, raw. */
export type Chain = {
  readonly rpcUrl: string;
  readonly logs: readonly Log[];
  readonly blocks: readonly Block[];
  readonly line: DemoLine;
};

/** Every log and block up to the line's. */
export const readChain = async (line: DemoLine): Promise<Chain> => {
  const { rpcUrl } = line;
  const logs = await ask<Log[]>(rpcUrl, 'eth_getLogs', [{ fromBlock: '0x0', toBlock: hex(line.blocks) }]);
  const blocks = await Promise.all(
    Array.from({ length: line.blocks + 1 }, (_, number) =>
      ask<Block>(rpcUrl, 'eth_getBlockByNumber', [hex(number), true]),
    ),
  );
  // A node answers null for a block that it doesn't have.
  return { rpcUrl, logs, blocks: blocks.filter((block) => block !== null), line };
};

/** What a portfolio has listed. */
export const assetsOf = ({ logs }: Chain, portfolio: string): Asset[] =>
  logs.flatMap((log) => {
    if (log.address !== portfolio || log.topics[0] !== ASSET_SET) return [];
    const event = decodeEventLog({
      abi: balancerAbi,
      topics: [...log.topics] as [Hex, ...Hex[]],
      data: log.data,
    });
    if (event.eventName !== 'AssetSet') return [];
    const { token, feed, decimals, targetBps } = event.args;
    return [{ token: token.toLowerCase(), feed: feed.toLowerCase(), decimals, target: targetBps / 10_000 }];
  });

/** Everything that ever came in, less everything that ever went out, up to and with this block. */
export const unitsAt = ({ logs }: Chain, portfolio: string, at: { token: string; block: number }): bigint =>
  logs.reduce((sum, log) => {
    if (log.address !== at.token || Number(log.blockNumber) > at.block) return sum;
    const [kind, first, second] = log.topics;
    if (kind === WRAPPED && word(first) === portfolio) return sum + BigInt(log.data);
    if (kind !== TRANSFER) return sum;
    if (word(second) === portfolio) return sum + BigInt(log.data);
    return word(first) === portfolio ? sum - BigInt(log.data) : sum;
  }, 0n);

/** The feed's last logged answer up to a block. */
export const priceAt = ({ logs }: Chain, feed: string, block: number): number => {
  const answers = logs.filter(
    ({ address, topics, blockNumber }) =>
      address === feed && topics[0] === ANSWER_UPDATED && Number(blockNumber) <= block,
  );
  return Number(BigInt(answers.at(-1)?.topics[1] ?? '0x0')) / 1e8;
};

/** A portfolio whose tokens lie elsewhere than in the contract that lists them. */
export type Apart = { readonly contract: string; readonly holder: string };
const apart = (portfolio: string | Apart): Apart =>
  typeof portfolio === 'string' ? { contract: portfolio, holder: portfolio } : portfolio;

/** Share and target of each asset after a block. */
export const weightsAt = (chain: Chain, portfolio: string | Apart, block: number) => {
  const { contract, holder } = apart(portfolio);
  const assets = assetsOf(chain, contract);
  const values = assets.map(({ token, feed, decimals }) => {
    const units = Number(unitsAt(chain, holder, { token, block })) / 10 ** decimals;
    return units * priceAt(chain, feed, block);
  });
  const nav = values.reduce((sum, value) => sum + value, 0);
  return assets.map(({ target }, index) => ({ target, weight: (values[index] ?? 0) / nav }));
};

/** ½ Σ |weight − target|, in basis points. */
export const trackingError = (weights: ReturnType<typeof weightsAt>): number =>
  weights.reduce((sum, { weight, target }) => sum + Math.abs(weight - target) * 5_000, 0);

export type Band = { readonly kind: string; readonly bandBps: number };

const isInside = (weights: ReturnType<typeof weightsAt>, band: Band): boolean =>
  weights.every(({ weight, target }) => {
    const distance = Math.abs(weight - target) * 10_000;
    return band.kind === 'absolute' ? distance < band.bandBps : distance / target < band.bandBps;
  });

type Traded = {
  readonly portfolio: string;
  readonly sold: number;
  readonly bought: number;
  /** Of what the taker gave, the fees that it owes others included. */
  readonly paid: number;
  readonly sender: string;
};

/** One fill or swap by what its receipt says moved out of the portfolio, into it, and out of the taker. */
const tradeOf = async (chain: Chain, log: Log): Promise<Traded> => {
  const { rpcUrl, line } = chain;
  const portfolio = log.address;
  const receipt = await ask<Receipt>(rpcUrl, 'eth_getTransactionReceipt', [log.transactionHash]);
  const assets = assetsOf(chain, portfolio);
  const trade = { sold: 0, bought: 0, paid: 0 };
  for (const moved of receipt.logs) {
    const asset = assets.find(({ token }) => token === moved.address);
    if (asset === undefined || moved.topics[0] !== TRANSFER) continue;
    const value =
      (Number(BigInt(moved.data)) / 10 ** asset.decimals) *
      priceAt(chain, asset.feed, Number(log.blockNumber));
    const [from, to] = [word(moved.topics[1]), word(moved.topics[2])];
    if (from === portfolio) trade.sold += value;
    if (to === portfolio) trade.bought += value;
    if (from === line.taker) trade.paid += value;
  }
  const sender = chain.blocks[Number(log.blockNumber)]?.transactions.find(
    ({ hash }) => hash === log.transactionHash,
  )?.from;
  return { portfolio, ...trade, sender: sender ?? '' };
};

const gasUsd = async (chain: Chain): Promise<number> => {
  const { rpcUrl, line, blocks } = chain;
  const approve = '0x095ea7b3';
  const own = blocks
    .flatMap(({ transactions }) => transactions)
    .filter(
      ({ from, to, input }) => from === line.taker && (to === line.router || input.startsWith(approve)),
    );
  const receipts = await Promise.all(
    own.map(({ hash }) => ask<Receipt>(rpcUrl, 'eth_getTransactionReceipt', [hash])),
  );
  const wei = receipts.reduce(
    (sum, { gasUsed, effectiveGasPrice }) => sum + BigInt(gasUsed) * BigInt(effectiveGasPrice),
    0n,
  );
  const wrapped = chain.logs.find(({ topics }) => topics[0] === WRAPPED)?.address;
  const ether = line.balancers
    .flatMap((portfolio) => assetsOf(chain, portfolio))
    .find(({ token }) => token === wrapped);
  return ether === undefined ? 0 : (Number(wei) / 1e18) * priceAt(chain, ether.feed, line.blocks);
};

type Tables = {
  readonly ticks: number;
  readonly decisions: readonly { kind: string }[];
  readonly orders: readonly {
    order_hash: string;
    status: string;
    sell_units: string;
    decision_id: string;
    expires: number;
    placed: boolean;
  }[];
  readonly fills: readonly {
    tx_hash: string;
    log_index: number;
    order_hash: string;
    sell_units: string;
    block_number: number;
  }[];
  readonly acts: readonly { id: string; address: string; block_number: number; band: Band }[];
};

/**
 * Whole tables as they stood when the line was read, of the portfolios of one kind of account. Statuses are of now: where they may have
 * moved, fills decide.
 */
export const readTables = async (
  sql: Sql,
  { readAt, blocks }: DemoLine,
  kind: 'balancer' | 'delegated',
): Promise<Tables> => {
  const ours = sql`
    portfolio_id in (select p.id from portfolios p join accounts a on a.id = p.account_id where a.kind = ${kind})`;
  const ticks =
    await sql`select id from ticks where finished_at <= ${readAt}::text::timestamptz and not dry_run`;
  const decisions = await sql<
    { kind: string }[]
  >`select kind from decisions where created_at <= ${readAt}::text::timestamptz and ${ours}`;
  const orders = await sql<Tables['orders'][number][]>`
    select order_hash, status, sell_units::text, decision_id::text, expires_at_seconds::int as expires,
      placed_at is not null as placed
    from orders where signed_at <= ${readAt}::text::timestamptz and ${ours}`;
  const fills = await sql<Tables['fills'][number][]>`
    select tx_hash, log_index, order_hash, sell_units::text, block_number::int from fills
    where block_number <= ${blocks} and ${ours}`;
  const acts = await sql<Tables['acts'][number][]>`
    select d.id::text, a.address, s.block_number::int, v.policy -> 'triggers' -> 0 as band
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join portfolios p on p.id = d.portfolio_id
    join accounts a on a.id = p.account_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where d.kind = 'act' and a.kind = ${kind} and d.created_at <= ${readAt}::text::timestamptz order by d.id`;
  return { ticks: ticks.length, decisions, orders, fills, acts };
};

/** By the sum of its fills, not by the status that the bot has given it. */
const isFilled = (tables: Tables, order: Tables['orders'][number]): boolean =>
  tables.fills
    .filter(({ order_hash }) => order_hash === order.order_hash)
    .reduce((sum, { sell_units }) => sum + BigInt(sell_units), 0n) === BigInt(order.sell_units);

const LIVE = ['signed', 'open', 'partially-filled', 'unfillable'];

/** Walks a portfolio's decisions in order until one left the band and was brought back by its own orders. */
export const bringBack = (chain: Chain, tables: Tables, portfolio: string | Apart) => {
  const { contract } = apart(portfolio);
  for (const act of tables.acts.filter(({ address }) => address === contract)) {
    const orders = tables.orders.filter(({ decision_id }) => decision_id === act.id);
    const done = orders.filter((order) => isFilled(tables, order));
    // What is filled by now may have been open when the line was read: the stack goes on while it is held.
    if (
      orders.some((order) => [...LIVE, 'filled'].includes(order.status) && !done.includes(order)) ||
      done.length === 0
    )
      continue;
    const hashes = new Set(orders.map(({ order_hash }) => order_hash));
    const last = Math.max(
      ...tables.fills
        .filter(({ order_hash }) => hashes.has(order_hash))
        .map(({ block_number }) => block_number),
    );
    const before = weightsAt(chain, portfolio, act.block_number);
    const after = weightsAt(chain, portfolio, last);
    if (!isInside(before, act.band) && isInside(after, act.band)) {
      return { before: trackingError(before), after: trackingError(after), band: act.band };
    }
  }
  return null;
};

export type Recount = {
  readonly figures: Omit<
    DemoLine,
    | 'durationMs'
    | 'delegated'
    | 'rpcUrl'
    | 'dbUrl'
    | 'factory'
    | 'router'
    | 'taker'
    | 'url'
    | 'panelUrl'
    | 'readAt'
    | 'pricesSkipped'
  >;
  readonly fillSenders: readonly string[];
  readonly routerFills: number;
  readonly chainFillKeys: readonly string[];
  readonly storedFillKeys: readonly string[];
  readonly bands: readonly (Band | null)[];
};

/** Every figure of the line, counted again, but for those of the account that keeps its own tokens. */
export const recount = async (line: DemoLine, sql: Sql): Promise<Recount> => {
  const chain = await readChain(line);
  const tables = await readTables(sql, line, 'balancer');
  const created = encodeEventTopics({
    abi: parseAbi(['event PortfolioCreated(address indexed, address indexed, bytes32, address)']),
  })[0];
  const balancers = chain.logs
    .filter(({ address, topics }) => address === line.factory && topics[0] === created)
    .map(({ topics }) => word(topics[1]));
  const [filled, swapped] = (['Filled', 'Swapped'] as const).map(
    (eventName) => encodeEventTopics({ abi: balancerAbi, eventName })[0],
  );
  const fillLogs = chain.logs.filter(
    ({ address, topics }) => balancers.includes(address) && (topics[0] === filled || topics[0] === swapped),
  );
  const trades = await Promise.all(fillLogs.map((log) => tradeOf(chain, log)));
  const returns = balancers.map((portfolio) => bringBack(chain, tables, portfolio));
  const soldOf = (list: readonly Traded[]): number => list.reduce((sum, { sold }) => sum + sold, 0);
  const boughtOf = (list: readonly Traded[]): number => list.reduce((sum, { bought }) => sum + bought, 0);
  const taken = trades.filter(({ sender }) => sender === line.taker);
  const partial = tables.orders.filter(({ order_hash, sell_units }) =>
    tables.fills.some(
      (fill) => fill.order_hash === order_hash && BigInt(fill.sell_units) < BigInt(sell_units),
    ),
  );
  const headSeconds = Number(chain.blocks.at(-1)?.timestamp);
  const gas = await gasUsd(chain);
  return {
    figures: {
      portfolios: balancers.length,
      ticks: tables.ticks,
      decisions: {
        act: tables.decisions.filter(({ kind }) => kind === 'act').length,
        hold: tables.decisions.filter(({ kind }) => kind === 'hold').length,
      },
      orders: {
        placed: tables.orders.filter(({ placed }) => placed).length,
        filled: tables.orders.filter((order) => isFilled(tables, order)).length,
        partiallyFilled: partial.length,
        expired: tables.orders.filter(({ status, expires }) => status === 'expired' && expires <= headSeconds)
          .length,
      },
      fills: fillLogs.length,
      trackingErrorBpsBefore: returns.map((each) => each?.before ?? Number.NaN),
      trackingErrorBpsAfter: returns.map((each) => each?.after ?? Number.NaN),
      costBps: balancers.map((portfolio) => {
        const own = trades.filter((trade) => trade.portfolio === portfolio);
        return ((soldOf(own) - boughtOf(own)) / soldOf(own)) * 10_000;
      }),
      takerProfitUsd: soldOf(taken) - taken.reduce((sum, { paid }) => sum + paid, 0) - gas,
      // Every block up to the line's was there to be read; more may have come since.
      blocks: chain.blocks.length - 1,
      balancers,
    },
    fillSenders: trades.map(({ sender }) => sender),
    routerFills: chain.logs.filter(
      ({ address, topics }) => address === line.router && topics[0] === ORDER_FILLED,
    ).length,
    chainFillKeys: fillLogs
      .map(({ transactionHash, logIndex }) => `${transactionHash}/${Number(logIndex)}`)
      .sort(),
    storedFillKeys: tables.fills.map(({ tx_hash, log_index }) => `${tx_hash}/${log_index}`).sort(),
    bands: returns.map((each) => each?.band ?? null),
  };
};
