import type { Sql } from 'postgres';
import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import { decide } from '../../../lib/engine/decide.ts';
import { type IndexWish, policyJsonOf } from '../../../lib/index-portfolio/index-policy.ts';
import { indexValueUsdE18 } from '../../../lib/index-portfolio/index-value.ts';
import { indexOf } from '../../../lib/index-portfolio/testing/sights.ts';
import { policySchema } from '../../../lib/policy/policy.ts';
import { ok } from '../../../lib/result.ts';
import type { IntentsFakeTerms } from '../../../stack/intents/intents-fake.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';
import { readIndexSight, readIndexWorld } from '../../intents/read-index-sight.ts';
import { type IntentsWorld, openIntents, TOKENS } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { keySigner } from '../../signers/signer.ts';
import type { BotDatabase } from '../../store/database.ts';
import { withTestBot } from '../../store/testing/with-test-bot.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { type IndexParts, tendIndexAccounts } from './index-turn.ts';

const KEY = keccak256(stringToBytes('the key of an index account'));
const account = privateKeyToAccount(KEY).address.toLowerCase() as Hex;
const ID = '00000000-0000-4000-8000-000000000002';
const USDC = 'nep141:usdc.near';
const BTC = 'nep141:btc.omft.near';
const XRP = 'nep141:xrp.omft.near';

let bot: BotDatabase;
let admin: Sql;
let world: IntentsWorld;

withTestBot((opened) => {
  bot = opened.bot;
  admin = opened.database.admin;
});
beforeEach(async () => {
  await admin`delete from index_accounts`;
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    values (${ID}, ${`0x${'a'.repeat(40)}`}, 'An account', ${account}, 100000000)`;
});
afterEach(async () => world?.fake.close());

const open = async (
  wish: Partial<IndexWish> = {},
  {
    outcomes = () => 'swap',
    tokens = TOKENS,
  }: { outcomes?: () => Outcome; tokens?: IntentsFakeTerms['tokens'] } = {},
): Promise<void> => {
  world = await openIntents({ outcomeOf: outcomes, tokens });
  world.fake.ledger.give({ account, token: USDC, units: 1_000_000_000n }, world.clock.seconds);
  world.clock.seconds += 10;
  const { name, allocations, ...index } = indexOf(wish);
  await admin`
    insert into index_policies (account_id, name, allocations, policy)
    values (${ID}, ${name}, ${JSON.stringify(allocations)}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb)`;
};

const warned: unknown[] = [];
const parts = (): IndexParts => ({
  ...{ run: inDatabase(bot), api: world.api, verifier: world.verifier, quoteKey: world.fake.quoteKey },
  openSigner: async () => ok(keySigner(new Secret(KEY))),
  nowSeconds: () => world.clock.seconds,
  log: { info: () => undefined, warn: (fields: object, event: string) => warned.push({ ...fields, event }) },
  sleep: async (ms) => {
    world.clock.seconds += Math.ceil(ms / 1_000);
  },
});

/** Ticks, each some seconds after the one before, whoever's turn a look is: intervals are the test's. */
const tick = async (times = 1, secondsBetween = 20): Promise<void> => {
  for (let count = 0; count < times; count += 1) {
    await admin`update index_policies set visible_at = now() - interval '1 second'`;
    await tendIndexAccounts(parts(), {
      ...{ holder: 'a test', leaseSeconds: 0, halted: false, isOver: () => false, tickIntervalSeconds: 0 },
    });
    world.clock.seconds += secondsBetween;
  }
};

const held = (token: string): bigint => world.fake.ledger.balanceOf(account, token);
const legs = () => admin`
  select purpose, origin_asset as from, destination_asset as to, leg_end as end, why, overdue_at is not null as overdue
  from index_legs order by created_at, planned_at_seconds, destination_asset`;
const decisions = () => admin<{ kind: string; reason: string | null }[]>`
  select kind, reason, snapshot, decision, policy, tokens, value_usd_e18::text as value from index_decisions order by id`;
const setPrice = (token: string, priceMicroUsd: bigint): void => {
  const listed = world.fake.tokens.find(({ assetId }) => assetId === token);
  if (listed !== undefined) listed.priceMicroUsd = priceMicroUsd;
};

describe('an index in ticks', () => {
  it('is built up, left alone within its hour, and brought back to its shares after the market has moved', async () => {
    await open();
    await tick(2);
    expect((await legs()).map(({ purpose, from, to, end }) => [purpose, from, to, end])).toEqual([
      ['construct', USDC, BTC, 'swapped'],
      ['construct', USDC, XRP, 'swapped'],
    ]);
    expect([held(USDC), held(BTC), held(XRP)]).toEqual([0n, 832_500n, 999_000_000n]);
    setPrice(BTC, 72_000_000_000n);
    await tick(2);
    expect(await legs()).toHaveLength(2);
    world.clock.seconds += 3_600;
    await tick(2);
    expect((await legs()).slice(2).map(({ purpose, from, to, end }) => [purpose, from, to, end])).toEqual([
      ['rebalance', BTC, XRP, 'swapped'],
    ]);
    const [btcUsd, xrpUsd] = [held(BTC) * 72_000n, held(XRP) * 50n];
    expect(Number(btcUsd) / Number(btcUsd + xrpUsd)).toBeCloseTo(0.5, 3);
  });

  it('is not looked at while its money is under way, nor while its account is held', async () => {
    await open({}, { outcomes: () => 'stay' });
    await tick(5);
    expect(await decisions()).toHaveLength(1);
    expect((await legs()).every(({ end, why }) => end === null && why === 'it is being swapped')).toBe(true);
    await admin`update index_legs set leg_end = 'refunded', ended_at = now()`;
    await admin`update index_accounts set state = 'held', held_why = 'a test'`;
    await tick(2);
    expect(await decisions()).toHaveLength(1);
    await admin`update index_accounts set state = 'open', held_why = null`;
    await tick();
    expect(await decisions()).toHaveLength(2);
  });

  it('is held after an end that only a person can clear up, and planned anew after a refund', async () => {
    let outcome: Outcome = 'refund';
    await open({}, { outcomes: () => outcome });
    await tick(2);
    expect((await legs()).map(({ end }) => end)).toEqual(['refunded', 'refunded']);
    world.clock.seconds += 3_600;
    outcome = 'fail';
    await tick(3);
    expect((await legs()).map(({ end }) => end)).toEqual(['refunded', 'refunded', 'failed', 'failed']);
    expect(await admin`select state from index_accounts`).toEqual([{ state: 'held' }]);
    world.clock.seconds += 3_600;
    await tick(2);
    expect(await legs()).toHaveLength(4);
  });

  it('tells that a swap is overdue, once, and goes on watching it', async () => {
    await open({}, { outcomes: () => 'stay' });
    await tick(2);
    expect((await legs()).some(({ overdue }) => overdue)).toBe(false);
    world.clock.seconds += 1_300;
    await tick(2);
    expect((await legs()).every(({ overdue, end }) => overdue && end === null)).toBe(true);
    expect(warned).toContainEqual(expect.objectContaining({ event: 'index-leg-overdue' }));
  });

  it('whose quotes are refused says why, spends nothing, and is planned anew when its legs have grown old', async () => {
    const dear = TOKENS.map((token) => ({ ...token, leastUnits: 10n ** 12n }));
    await open({}, { tokens: dear });
    await tick(2);
    expect((await legs()).every(({ why }) => String(why).includes('Amount is too low'))).toBe(true);
    expect(held(USDC)).toBe(1_000_000_000n);
    world.clock.seconds += 901 + 3_600;
    await tick();
    expect((await legs()).map(({ end }) => end)).toEqual(['not-sent', 'not-sent', null, null]);
  });

  it('holds and says so where a price is missing', async () => {
    await open({ allocations: [{ token: 'nep141:unknown.near', targetBps: 10_000 }] });
    await tick();
    expect(await decisions()).toMatchObject([{ kind: 'hold', reason: 'price-missing', value: null }]);
    expect(await legs()).toEqual([]);
  });

  it('holds for what it has and the provider lists no longer, for as long as it has it, and goes on once it is listed again', async () => {
    await open();
    await tick(2);
    const before = await legs();
    const gone = world.fake.tokens.findIndex(({ assetId }) => assetId === XRP);
    const [xrp] = world.fake.tokens.splice(gone, 1);
    if (xrp === undefined) throw new Error('XRP is not listed');
    // No longer of its shares either: nothing but the last look knows of it.
    await admin`
      update index_policies set version = version + 1,
        allocations = ${JSON.stringify([{ token: BTC, targetBps: 10_000 }])}::text::jsonb`;
    world.clock.seconds += 3_600;
    await tick(2);
    const looks = (await decisions()).slice(-2);
    expect(looks).toMatchObject([
      { kind: 'hold', reason: 'price-missing', value: null, tokens: [BTC, XRP] },
      { kind: 'hold', reason: 'price-missing', value: null, tokens: [BTC, XRP] },
    ]);
    expect(await legs()).toEqual(before);
    world.fake.tokens.push(xrp);
    await tick(2);
    expect((await legs()).slice(before.length).map(({ from, to, end }) => [from, to, end])).toEqual([
      [XRP, BTC, 'swapped'],
    ]);
    expect(held(XRP)).toBe(0n);
  });

  it('is not held up by what a stranger sends that nobody lists', async () => {
    await open();
    world.fake.ledger.give({ account, token: 'nep141:gift.near', units: 1n }, world.clock.seconds);
    await tick(2);
    expect((await legs()).map(({ end }) => end)).toEqual(['swapped', 'swapped']);
  });

  it('whose shares are changed while it is being built up goes on by the new ones, each leg ended once', async () => {
    await open();
    await tick(1, 1);
    expect((await legs()).some(({ end }) => end === null)).toBe(true);
    await admin`
      update index_policies set version = version + 1,
        allocations = ${JSON.stringify([{ token: BTC, targetBps: 10_000 }])}::text::jsonb`;
    await tick(2);
    world.clock.seconds += 3_600;
    await tick(3);
    expect((await legs()).map(({ from, to, end }) => [from, to, end])).toEqual([
      [USDC, BTC, 'swapped'],
      [USDC, XRP, 'swapped'],
      [XRP, BTC, 'swapped'],
    ]);
    expect([held(USDC), held(XRP)]).toEqual([0n, 0n]);
  });

  it('leaves alone what is too little to be worth a swap, look after look, and alarms nobody', async () => {
    await open();
    await tick(2);
    world.fake.ledger.give({ account, token: USDC, units: 400n }, world.clock.seconds);
    const before = await legs();
    warned.length = 0;
    for (let hour = 0; hour < 4; hour += 1) {
      world.clock.seconds += 3_600;
      await tick();
    }
    expect(await legs()).toEqual(before);
    expect((await decisions()).slice(-4).every(({ kind }) => kind === 'hold')).toBe(true);
    expect(warned).toEqual([]);
    expect(held(USDC)).toBe(400n);
  });

  it('has each decision in a row from which it is decided again to the same', async () => {
    await open();
    await tick(3);
    const rows = await decisions();
    expect(rows.map(({ kind }) => kind)).toEqual(['act', 'hold', 'hold']);
    for (const row of rows) {
      const read = row as unknown as Record<'snapshot' | 'decision' | 'policy', unknown>;
      const [snapshot, decision] = [decodeSnapshot(read.snapshot), decodeDecision(read.decision)];
      if (!snapshot.ok || !decision.ok) throw new Error('a row that can’t be read');
      expect(decide(snapshot.value, policySchema.parse(read.policy))).toEqual(decision.value);
    }
  });

  it('two ticks at once plan and sign no leg twice', async () => {
    await open();
    await Promise.all([tick(), tick(), tick()]);
    await tick(3);
    expect((await legs()).map(({ end }) => end)).toEqual(['swapped', 'swapped']);
    expect([held(USDC), held(BTC), held(XRP)]).toEqual([0n, 832_500n, 999_000_000n]);
  });
});

/** What the account holds and is worth, by the verifier and the list of prices, with nothing known of before. */
const sighted = async () => {
  const read = await readIndexWorld(world);
  if (!read.ok) throw new Error(read.error.message);
  const known = {
    ...{ account, lastTokens: [], lastPrices: new Map() },
    ...{ lastRebalanceAtSeconds: null, tradedTodayUsdE18: 0n },
  };
  const terms = { halted: false, nowSeconds: world.clock.seconds };
  const sight = await readIndexSight(world.verifier, { world: read.value, known, wanted: [] }, terms);
  if (!sight.ok) throw new Error(sight.error.message);
  const { holdings } = sight.value;
  return {
    holdings: [...holdings].filter(([, units]) => units > 0n),
    valueUsdE18: indexValueUsdE18(sight.value),
  };
};

describe('with an empty database', () => {
  it('the same balances and the same value come back from the verifier alone', async () => {
    await open();
    await tick(2);
    await tick();
    const rows = await decisions();
    const [before] = rows.slice(-1) as unknown as { snapshot: unknown; value: string }[];
    const stored = decodeSnapshot(before?.snapshot);
    if (!stored.ok) throw new Error(stored.error.message);
    await admin`delete from index_accounts`;
    expect(await decisions()).toEqual([]);
    const after = await sighted();
    expect(after.valueUsdE18).toBe(BigInt(before?.value ?? -1));
    expect(after.holdings.map(([, units]) => units).toSorted()).toEqual(
      stored.value.assets.flatMap(({ units }) => (units > 0n ? [units] : [])).toSorted(),
    );
    expect(after.holdings).toEqual([
      [BTC, 832_500n],
      [XRP, 999_000_000n],
    ]);
  });
});
