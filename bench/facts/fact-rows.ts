import type { Sql } from 'postgres';
import { encodeLook } from '../../lib/engine/codec.ts';
import { decide } from '../../lib/engine/decide.ts';
import { NOW, policyOf, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { recordedSource } from '../../lib/prices/price-points.ts';
import { hashOf } from '../../services/store/testing/arrange.ts';
import { CHAIN_ID } from '../tick/bench-world.ts';

const E18 = 10n ** 18n;
export const ASSETS = 4;
const DAYS = 31;
/** Points of a day; what is in between is passed over by the index. */
const POINTS_A_DAY = 1;

/** A portfolio's thousand dollars of each asset, of which the first is far off its target when it acts. */
const lookOf = (isActing: boolean) => {
  const usd = Array.from({ length: ASSETS }, (_, index) =>
    isActing && index < 2 ? 1_500 - index * 1_000 : 1_000,
  );
  const snapshot = snapshotOf(usd.map((each) => ({ usd: each, targetBps: 10_000 / ASSETS })));
  const decision = decide(snapshot, policyOf());
  return encodeLook(snapshot, decision);
};

const insertLooks = async (admin: Sql): Promise<void> => {
  const [tick] = await admin`insert into ticks (source) values ('cli') returning id::text`;
  const tickId = String(tick?.['id']);
  for (const [block, isActing] of [
    [20, true],
    [1_000, false],
  ] as const) {
    const { snapshot, decision } = lookOf(isActing);
    await admin`
      with seen as (
        insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, snapshot)
        select id, ${tickId}, ${block}, ${hashOf(`block ${block}`)}, ${NOW}, ${JSON.stringify(snapshot)}::text::jsonb from portfolios order by id
        returning id, portfolio_id
      )
      insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision, next_look_at_seconds)
      select id, portfolio_id, ${tickId}, 1, 'bench', ${isActing ? 'act' : 'hold'}, ${isActing ? null : 'in-band'},
        ${JSON.stringify(decision)}::text::jsonb, 0 from seen order by id`;
  }
};

/** One order of each, filled in two parts. */
const insertTrades = async (admin: Sql): Promise<void> => {
  const half = (E18 * 500n) / 4n;
  await admin`
    insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, 0, 'order-book', ${tokenAt(0)}, ${tokenAt(1)}, ${`${2n * half}`}, ${`${2n * half}`} from decisions where kind = 'act'`;
  await admin`
    insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver, sell_token,
      buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status, filled_sell_units, filled_buy_units,
      placed_at)
    select '0x1' || lpad(to_hex(id), 63, '0'), '0x2' || lpad(to_hex(id), 63, '0'), portfolio_id, id, 0, 'order-book', ${CHAIN_ID}, 1,
      ${tokenAt(9)}, ${tokenAt(9)}, ${tokenAt(0)}, ${tokenAt(1)}, ${`${2n * half}`}, ${`${2n * half}`}, id, 0, '0x00', 1, 'filled',
      ${`${2n * half}`}, ${`${2n * half}`}, now() from decisions where kind = 'act'`;
  await admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    select ${CHAIN_ID}, '0x3' || lpad(to_hex(o.decision_id), 63, '0'), n, ${hashOf('block 21')}, 20 + n, ${NOW}, o.portfolio_id, o.order_hash,
      ${tokenAt(5)}, o.sell_token, o.buy_token, ${`${half}`}, ${`${half}`} from orders o, generate_series(1, 2) n`;
};

/** A month of kept points, which grow by a thousandth each, and a deposit in the middle of it. */
const insertSeries = async (admin: Sql): Promise<void> => {
  const assets = Array.from({ length: ASSETS }, (_, index) => ({
    ...{ token: tokenAt(index), symbol: String.fromCharCode(65 + index), decimals: 18, driftBps: 0 },
    ...{ units: `${1_000n * E18}`, holdUnits: `${1_000n * E18}`, indexUnits: '0' },
    price: { usdE18: `${E18}`, atSeconds: NOW },
  }));
  const value = `${BigInt(ASSETS) * 1_000n * E18}`;
  const stepSeconds = 86_400 / POINTS_A_DAY;
  const steps = DAYS * POINTS_A_DAY;
  await admin`
    insert into series_points (portfolio_id, time_seconds, snapshot_id, block_number, value_usd_e18, hold_usd_e18, growth, hold_growth,
      tracking_error_bps, worst_tracking_error_bps, looks, observed_seconds, drift_seconds, drift_bps_seconds, assets, index_growth)
    select p.id, ${NOW} - (${steps} - n) * ${stepSeconds}::bigint, 1, n, ${value}::numeric, ${value}::numeric, 1 + n / 1000.0, 1 + n / 1000.0, 10, 10, n,
      n * ${stepSeconds}::bigint, n * ${stepSeconds}::bigint, n * 10, ${JSON.stringify(assets)}::text::jsonb, 1 + n / 1000.0
    from portfolios p, generate_series(1, ${steps}) n order by p.id, n`;
  await admin`
    insert into flow_values (portfolio_id, block_number, token, kind, time_seconds, units, price_usd_e18, price_at_seconds, value_usd_e18,
      before_usd_e18, after_usd_e18, place)
    select id, 60, ${tokenAt(0)}, 'in', ${NOW - 43_200 * DAYS}, ${`${E18}`}, ${`${E18}`}, ${NOW}, ${`${E18}`}, ${value}, ${value}, 0
    from portfolios`;
};

const insertPrices = async (admin: Sql): Promise<void> => {
  await admin`
    insert into price_points (asset, source, time_seconds, price_usd_e18)
    select chr(65 + a), ${recordedSource(CHAIN_ID, 'built')}, ${NOW} - h * 3600, (1e18 * (1 + 0.01 * sin(h * (a + 1))))::numeric(78, 0)
    from generate_series(0, ${ASSETS - 1}) a, generate_series(0, ${DAYS * 24}) h`;
};

/** Gives every portfolio of a fleet what a month leaves behind. */
export const insertFactRows = async (admin: Sql): Promise<void> => {
  await insertLooks(admin);
  await insertTrades(admin);
  await insertSeries(admin);
  await insertPrices(admin);
  await admin`vacuum analyze`;
};
