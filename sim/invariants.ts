import { type Hex, parseAbiItem } from 'viem';
import type { ScenarioDatabase, SimulatedWorld } from './simulated-world.ts';

/** What was broken, by the invariant's number. */
export type Violation = string;

const filledEvent = parseAbiItem('event OrderFilled(bytes32 orderHash, uint256 remainingAmount)');
/** The guard's loss limit of a day, of what the portfolio was worth at first: 5 % of 100,000 USD, in 8 decimals. */
const LOSS_MAX_USD_E8 = 5_000n * 10n ** 8n;

type Asked = { readonly world: SimulatedWorld; readonly database: ScenarioDatabase };

/** I1: what the chain says was filled is what is stored, fill by fill and in sum. */
const fillsAgree = async ({ world, database }: Asked): Promise<readonly Violation[]> => {
  const logs = await world.client.getLogs({
    address: world.contracts.router,
    event: filledEvent,
    fromBlock: 0n,
  });
  const onChain = logs.map(({ transactionHash, blockHash }) => `${transactionHash} ${blockHash}`).sort();
  const rows = await database.admin<
    { fill: string }[]
  >`select tx_hash || ' ' || block_hash as fill from fills`;
  const stored = rows.map(({ fill }) => fill).sort();
  const [sums] = await database.admin<{ wrong: number }[]>`
    select count(*)::int as wrong from orders o where o.filled_sell_units <>
      coalesce((select sum(f.sell_units) from fills f where f.order_hash = o.order_hash), 0)`;
  const unknown = await database.admin<{ hash: Hex }[]>`
    select order_hash as hash from fills f where not exists (select from orders o where o.order_hash = f.order_hash)`;
  return [
    ...(onChain.join() === stored.join()
      ? []
      : [`I1 the chain has ${onChain.length} fills, ${stored.length} are stored`]),
    ...(sums?.wrong === 0 ? [] : ['I1 an order was filled by other than the sum of its fills']),
    ...unknown.map(() => 'I5 an order was filled that is not stored'),
  ];
};

/** I2: of all orders that were ever shown, the chain would fill at most one for each leg of a generation. */
const oneLive = async ({ world, database }: Asked): Promise<readonly Violation[]> => {
  const [now, generation] = [await world.blockTimeSeconds(), await world.generation()];
  const doubled = await database.admin`
    select portfolio_id from orders
    where placed_at is not null and expires_at_seconds > ${now} and generation = ${`${generation}`}::numeric
      and filled_sell_units < sell_units and status <> 'rejected'
    group by portfolio_id, sell_token, buy_token, slice_number having count(*) > 1`;
  return doubled.map(() => 'I2 two orders of one leg can be filled');
};

/** I3 and I4: who wrote held the lease, and every decision has its own snapshot, of one block. */
const writtenOnce = async ({ database }: Asked): Promise<readonly Violation[]> => {
  const stale = await database.admin`select from simulated.looks where lease_owner is distinct from tick_id`;
  const doubled = await database.admin`
    select from decisions group by tick_id, portfolio_id having count(*) > 1`;
  const torn = await database.admin`
    select from snapshots s left join decisions d on d.snapshot_id = s.id
    group by s.id having count(d.id) <> 1 or s.snapshot ->> 'blockHash' <> s.block_hash`;
  return [
    ...stale.map(() => 'I3 a look was stored by a tick that had lost the lease'),
    ...doubled.map(() => 'I4 one tick decided twice for a portfolio'),
    ...torn.map(() => 'I4 a snapshot without its one decision, or of another block'),
  ];
};

/** I7: once the faults had stopped and leases had run out, one tick left nobody due, held, or put off for longer than a day. */
const allLookedAt = async ({ database }: Asked): Promise<readonly Violation[]> => {
  const left = await database.admin`
    select from portfolios p left join leases l on l.id = p.id
    where p.quarantined_at is null and (l.id is null or l.lease_owner is not null
      or l.visible_at not between simulated.now() + interval '1 second' and simulated.now() + interval '1 day')`;
  const [known] = await database.admin<{ count: number }[]>`select count(*)::int as count from portfolios`;
  return [
    ...left.map(() => 'I7 a portfolio was left due, held or forgotten once the faults had stopped'),
    ...(known?.count === 1 ? [] : ['I7 the portfolio was not found']),
  ];
};

/**
 * Every invariant that a scenario has broken; none when all is well.
 * @param lostUsdE8 what fills have cost the portfolio at the feeds' prices, USD in 8 decimals
 */
export const violationsOf = async (asked: Asked, lostUsdE8: bigint): Promise<readonly Violation[]> => [
  ...(await fillsAgree(asked)),
  ...(await oneLive(asked)),
  ...(await writtenOnce(asked)),
  ...(lostUsdE8 > LOSS_MAX_USD_E8 ? [`I6 fills have cost ${lostUsdE8} of ${LOSS_MAX_USD_E8}`] : []),
  ...(await allLookedAt(asked)),
];
