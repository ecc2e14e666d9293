import type { Sql } from 'postgres';
import { type Address, encodeEventTopics, encodeFunctionData, type Hex, parseAbi, parseAbiItem } from 'viem';
import { z } from 'zod';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import type { OrderbookFake } from '../../stack/oneinch/orderbook-fake.ts';
import type { SoakChain } from './chain.ts';
import type { Fleet } from './fleet.ts';

/** One thing that must be so in the end, and what was found. */
export type Check = { readonly what: string; readonly isMet: boolean; readonly found: string };

export type Found = {
  readonly admin: Sql;
  readonly chain: SoakChain;
  readonly fleet: Fleet;
  readonly orderbook: OrderbookFake;
};

const balanceAbi = parseAbi(['function balanceOf(address) view returns (uint256)']);
const [FILLED] = encodeEventTopics({ abi: balancerAbi, eventName: 'Filled' });
const [ROUTER_FILLED] = encodeEventTopics({ abi: [parseAbiItem('event OrderFilled(bytes32, uint256)')] });
const logsSchema = z.array(
  z.object({
    address: z.string(),
    transactionHash: z.string(),
    logIndex: z.string(),
    topics: z.array(z.string()),
  }),
);
const wordsSchema = z.array(z.string());

/** Anybody's word of an order's rest: 0 = untouched, all ones = nothing is left, else the rest with its bits turned. */
const UNTOUCHED = 0n;
const turned = (word: bigint): bigint => ~word & ((1n << 256n) - 1n);

export const all = (what: string, wrong: readonly string[], counted: number): Check => ({
  what,
  isMet: wrong.length === 0 && counted > 0,
  found:
    wrong.length === 0
      ? `${counted}`
      : `${wrong.length} of ${counted} differ: ${wrong.slice(0, 3).join('; ')}`,
});

const logsOf = async (chain: SoakChain, filter: { address?: Address; topics: readonly unknown[] }) =>
  logsSchema.parse(await chain.ask('eth_getLogs', [{ ...filter, fromBlock: '0x0', toBlock: 'latest' }]));

/** Every fill of the chain is one row, and every row a fill of the chain; the router has filled as often. */
const judgeFills = async ({ admin, chain, fleet }: Found): Promise<readonly Check[]> => {
  const members = new Set(fleet.members.map(({ address }) => address));
  const logs = (await logsOf(chain, { topics: [FILLED] })).filter(({ address }) =>
    members.has(address as Address),
  );
  const routed = await logsOf(chain, { address: fleet.world.contracts.router, topics: [ROUTER_FILLED] });
  const rows = await admin`select tx_hash || '/' || log_index as key from fills order by 1`;
  const onChain = new Set(
    logs.map(({ transactionHash, logIndex }) => `${transactionHash}/${Number(logIndex)}`),
  );
  const stored = rows.map(({ key }) => String(key));
  const lost = [...onChain].filter((key) => !stored.includes(key));
  const made = stored.filter((key) => !onChain.has(key));
  return [
    all('each fill of the chain is one row, and no other is', [...lost, ...made], onChain.size),
    all(
      'the router has filled as often',
      routed.length === logs.length ? [] : [`${routed.length}`],
      logs.length,
    ),
  ];
};

const judgeRows = async ({ admin }: Found): Promise<readonly Check[]> => {
  const orders = await admin`
    select o.order_hash, o.status, o.placed_at is not null as placed, o.sell_units::text as sell, o.filled_sell_units::text as filled,
      coalesce((select sum(f.sell_units) from fills f where f.order_hash = o.order_hash), 0)::text as fills,
      (select count(*)::int from soak_shown s where s.id = o.id) as shown
    from orders o order by o.order_hash`;
  const named = (wrong: (row: (typeof orders)[number]) => boolean): string[] =>
    orders.filter(wrong).map((row) => JSON.stringify(row));
  const [strangers] = await admin`
    select count(*)::int as count from fills f where not exists (select from orders o where o.order_hash = f.order_hash)`;
  return [
    all(
      'an order’s fills are what it says was filled',
      named(({ filled, fills }) => filled !== fills),
      orders.length,
    ),
    all(
      'an order is filled exactly if nothing is left of it',
      named(({ status, sell, filled }) => (status === 'filled') !== (sell === filled)),
      orders.length,
    ),
    all(
      'no order was shown twice, and none filled that was never shown',
      named(({ shown, placed, fills }) => shown !== (placed ? 1 : 0) || (!placed && fills !== '0')),
      orders.length,
    ),
    all(
      'none that was signed is left unshown',
      named(({ status }) => status === 'signed'),
      orders.length,
    ),
    all(
      'each fill is of an order that is known',
      strangers?.['count'] === 0 ? [] : ['fills of nobody'],
      orders.length,
    ),
  ];
};

/** What the router says is left of each live order is what its row says. */
const judgeLive = async ({ admin, chain, fleet }: Found): Promise<Check> => {
  const live = await admin`
    select order_hash, maker, sell_units::text as sell, filled_sell_units::text as filled from orders
    where status in ('open', 'partially-filled', 'unfillable') order by order_hash`;
  const words = wordsSchema.parse(
    await chain.askAll(
      live.map(({ order_hash, maker }) => {
        const args = [maker as Address, order_hash as Hex] as const;
        const functionName = 'rawRemainingInvalidatorForOrder';
        const data = encodeFunctionData({ abi: limitOrderProtocolAbi, functionName, args });
        return ['eth_call', [{ to: fleet.world.contracts.router, data }, 'latest']];
      }),
    ),
  );
  const wrong = live.flatMap(({ order_hash, sell, filled }, index) => {
    const word = BigInt(words[index] ?? '0x0');
    const left = word === UNTOUCHED ? BigInt(sell) : turned(word);
    return left === BigInt(sell) - BigInt(filled) ? [] : [`${order_hash}: ${left}`];
  });
  return { ...all('what is left of live orders is what the chain has left of them', wrong, live.length + 1) };
};

/**
 * The contract's event says at most what the order asks for. FeeTaker has the taker pay that and the fees, rounded up, and keeps two fees,
 * each rounded down: what reaches the portfolio is less than three units more.
 */
const KEPT_LESS_MAX = 2n;

/** What came in less what went out, by transfers and fills, is what each portfolio has, but for what 1inch's fees are rounded by. */
const judgeBalances = async ({ admin, chain, fleet }: Found): Promise<Check> => {
  const rows = await admin`
    select a.address, w.token, sum(w.units)::text as units, (select count(*)::int from fills f
      join orders o on o.order_hash = f.order_hash and o.venue = 'oneinch' where f.portfolio_id = w.portfolio_id) as rounded from (
      select portfolio_id, token, case direction when 'in' then units else -units end as units from cash_flows
      union all select portfolio_id, sell_token, -sell_units from fills
      union all select portfolio_id, buy_token, buy_units from fills) w
    join portfolios p on p.id = w.portfolio_id join accounts a on a.id = p.account_id
    group by a.address, w.portfolio_id, w.token order by a.address, w.token`;
  const words = wordsSchema.parse(
    await chain.askAll(
      rows.map(({ address, token }) => {
        const data = encodeFunctionData({
          abi: balanceAbi,
          functionName: 'balanceOf',
          args: [address as Address],
        });
        return ['eth_call', [{ to: token as Address, data }, 'latest']];
      }),
    ),
  );
  const wrong = rows.flatMap(({ address, token, units, rounded }, index) => {
    const has = BigInt(words[index] ?? '0x0');
    const more = has - BigInt(units);
    return more >= 0n && more <= KEPT_LESS_MAX * BigInt(rounded)
      ? []
      : [`${address} has ${has} of ${token}, not ${units}`];
  });
  const missing = rows.length === 2 * fleet.members.length ? [] : [`${rows.length} holdings are known`];
  return all('what each portfolio holds is what the rows add up to', [...wrong, ...missing], rows.length);
};

/** 1inch's shelf holds what the database says was handed over there, once each. */
const judgeShelf = async ({ admin, orderbook }: Found): Promise<Check> => {
  const rows = await admin`
    select order_hash, placed_at is not null as placed, status from orders where venue = 'oneinch' order by order_hash`;
  const known = new Map(rows.map(({ order_hash, placed }) => [String(order_hash), placed === true]));
  const shown = orderbook.shown();
  const unknown = shown.filter((hash) => !known.has(hash));
  const live = rows.filter(
    ({ status, placed }) => placed && (status === 'open' || status === 'partially-filled'),
  );
  const lost = live.map(({ order_hash }) => String(order_hash)).filter((hash) => !shown.includes(hash));
  const twice = shown.length === new Set(shown).size ? [] : ['one is on the shelf twice'];
  return all(
    '1inch’s shelf holds what was handed over, once each',
    [...unknown, ...lost, ...twice],
    rows.length,
  );
};

/** No order was lost or doubled, by the chain and by the database. */
export const judgeOrders = async (found: Found): Promise<readonly Check[]> => [
  ...(await judgeFills(found)),
  ...(await judgeRows(found)),
  await judgeLive(found),
  await judgeBalances(found),
  await judgeShelf(found),
];
