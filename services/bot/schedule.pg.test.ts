import { beforeAll, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { NOW, snapshotOf } from '../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../lib/ledger/testing/feed-prices.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { ok } from '../../lib/result.ts';
import type { BotDatabase } from '../store/database.ts';
import { arrangePortfolios, CHAIN_ID, hashOf } from '../store/testing/arrange.ts';
import type { TestDatabase } from '../store/testing/test-database.ts';
import { withTestBot } from '../store/testing/with-test-bot.ts';
import { claimDue } from '../store/tick/leases.ts';
import { startTick } from '../store/tick/ticks.ts';
import { inDatabase, tickJournal } from '../wire/tick/bot-store.ts';
import { runTick } from './tick.ts';
import type { TickDeps } from './tick-deps.ts';

const PORTFOLIOS = 100;
const TICK_SECONDS = 900;
const DAY_SECONDS = 86_400;

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeAll(async () => {
  const arranged = await arrangePortfolios(database.admin, PORTFOLIOS);
  for (const [index, { id }] of arranged.entries()) {
    // From 15 seconds to a day, most of them no multiple of a tick.
    const lookEverySeconds = Math.round(15 * (DAY_SECONDS / 15) ** (index / (PORTFOLIOS - 1)));
    const policy = JSON.stringify({ ...policyToJson(PRESETS.index), lookEverySeconds });
    await database.admin`update policies set policy = ${policy}::text::jsonb where portfolio_id = ${id}::bigint`;
  }
});

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Every portfolio is in its band, at a block of the simulated time. */
const depsAt = async (step: number): Promise<TickDeps> => {
  const run = inDatabase(bot);
  const nowSeconds = NOW + step * TICK_SECONDS;
  const head = { number: BigInt(step + 1), hash: hashOf(`block ${step}`), timeSeconds: nowSeconds };
  const tick = await bot.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: `${step}` }));
  const claim = { chainId: CHAIN_ID, owner: tick.id, leaseSeconds: 60, dueBefore: 'infinity' };
  const price = { ok: true, usdE18: 10n ** 18n, updatedAtSeconds: nowSeconds - 1 } as const;
  const state = { ...price, source: 'built', disagreementBps: null };
  return {
    claimDue: (limit) => run((sql) => claimDue(sql, { ...claim, limit })),
    settle: async () => ok({ head, state: 'settled', reorganised: false }),
    stillHas: async () => ok(true),
    observe: async (due) =>
      ok(
        due.map((each) => {
          if (!each.policy.ok) return each.policy;
          const { account } = each;
          const wishes = [5_000, 5_000].map((targetBps) => ({ usd: 5_000, targetBps, state }));
          const block = { blockNumber: head.number, blockHash: head.hash, nowSeconds };
          const snapshot = snapshotOf(wishes, { account, ...block });
          const fillMode = { kind: 'parts', series: 1n, epoch: 0n } as const;
          const signer = '0x00000000000000000000000000000000000000b0';
          return ok({
            policy: each.policy.value,
            snapshot,
            signer,
            fillMode,
            swapping: null,
            feedPrices: feedPricesOf(snapshot),
            liveOrders: [],
          });
        }),
      ),
    decide,
    tickIntervalSeconds: TICK_SECONDS,
    venues: { 'order-book': null, oneinch: null, proposal: null },
    journal: tickJournal(run, { chainId: CHAIN_ID, tickId: tick.id, dueBefore: 'infinity' }),
    clock: { monotonicMs: () => 0 },
    log: quiet,
  };
};

it('looks at a hundred portfolios of different intervals over a day when their pages said, within a tick', async () => {
  for (let step = 0; step <= DAY_SECONDS / TICK_SECONDS; step += 1) {
    const ticked = await runTick(await depsAt(step), { tickId: `${step}`, limit: 1_000, budgetMs: 60_000 });
    expect(ticked.ok || ticked.error.message).toBe(true);
    await database.admin`update leases set visible_at = visible_at - make_interval(secs => ${TICK_SECONDS})`;
  }
  const looks = await database.admin<{ portfolios: number; looks: number; least: number; most: number }[]>`
    with seen as (
      select d.portfolio_id, s.block_time_seconds as at,
        lag(d.next_look_at_seconds) over (partition by d.portfolio_id order by d.id) as promised
      from decisions d join snapshots s on s.id = d.snapshot_id
    )
    select count(distinct portfolio_id)::int as portfolios, count(*)::int as looks, min(at - promised)::int as least,
      max(at - promised)::int as most
    from seen`;
  const [{ portfolios, looks: count, least, most } = { portfolios: 0, looks: 0, least: -1, most: 1e9 }] =
    looks;
  expect(portfolios).toBe(PORTFOLIOS);
  // The slowest twice, the fastest at each of the day's 97 ticks.
  expect(count).toBeGreaterThan(PORTFOLIOS * 20);
  expect(count).toBeLessThan(PORTFOLIOS * 80);
  expect(least).toBeGreaterThanOrEqual(-TICK_SECONDS);
  expect(most).toBeLessThanOrEqual(TICK_SECONDS);
}, 300_000);
