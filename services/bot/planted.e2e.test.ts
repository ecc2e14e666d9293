import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { round, symbolOf, word } from '../../e2e/support/hostile-asset.ts';
import {
  createHonest,
  createHostile,
  type Hostility,
  LONG_REQUEST,
  quarantines,
  servedBy,
} from '../../e2e/support/hostile-fleet.ts';
import { tooLong } from '../../e2e/support/judged-time.ts';
import { readEnv } from '../env.ts';
import { type Bot, openBot } from '../wire/tick/bot.ts';

const HONEST = 20;

/** What each did to everybody once, and what becomes of it now; null = it is served like any other. */
const PLANTS: readonly (readonly [string, Hostility, RegExp | null])[] = [
  ['a name with a NUL byte', { token: { symbol: symbolOf('NUL\0') }, feed: {} }, null],
  ['a balance of 2^256 − 1', { token: { balanceOf: word(2n ** 256n - 1n) }, feed: {} }, /held value-absurd/],
  [
    'a price no column can hold',
    { token: { balanceOf: word(0n) }, feed: { latestRoundData: round(2n ** 250n, 1n) } },
    /^(value-refused|held)/,
  ],
  [
    'a token that burns its gas',
    { token: { balanceOf: { kind: 'burn' } }, feed: {} },
    /^portfolio-unreadable/,
  ],
  ['a second one', { token: { balanceOf: { kind: 'burn' } }, feed: {} }, /^portfolio-unreadable/],
  ['a third one', { token: { balanceOf: { kind: 'burn' } }, feed: {} }, /^portfolio-unreadable/],
  ['a feed that burns its gas', { token: {}, feed: { latestRoundData: { kind: 'burn' } } }, /./],
  ['an answer of a megabyte', { token: { symbol: { kind: 'long', length: 1_000_000 } }, feed: {} }, /./],
  ['a token that is worth nothing', { token: { balanceOf: word(0n) }, feed: {} }, /held unfunded/],
];

describe.each([
  { serve: 'anyone', registered: false },
  { serve: 'registered', registered: true },
])('beside 20 honest portfolios, served as $serve', ({ serve, registered }) => {
  let world: BotWorld;
  let bot: Bot;
  let honest: readonly Address[];
  const hostile = new Map<Address, RegExp | null>();
  beforeAll(async () => {
    world = await buildBotWorld();
    const others: Address[] = [];
    for (let number = 1; number < HONEST; number += 1) others.push(await createHonest(world, number));
    honest = [world.portfolio, ...others];
    for (const [number, [, hostility, end]] of PLANTS.entries())
      hostile.set(await createHostile(world, { number, hostility, registered }), end);
    const opened = await openBot(readEnv({ ...world.env, SERVE: serve, LOG_LEVEL: 'silent' }));
    if (!opened.ok) throw new Error(opened.error.message);
    bot = opened.value;
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
  });
  afterAll(async () => {
    await bot?.close();
    await world?.stop();
  });

  const tick = async () => {
    const ticked = await bot.tick(LONG_REQUEST);
    if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
    return ticked.value;
  };
  const lastHolds = async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await world.database.admin`
      select distinct on (a.address) a.address, coalesce(d.reason, d.kind) as reason
      from decisions d join portfolios p on p.id = d.portfolio_id join accounts a on a.id = p.account_id
      order by a.address, d.id desc`;
    return new Map(rows.map(({ address, reason }) => [address, `held ${reason}`]));
  };

  it('every honest one is looked at and trades in the same tick', async () => {
    const { tickId, durationMs } = await tick();
    const { looked, traded } = await servedBy(world, tickId);
    expect(honest.filter((address) => !looked.has(address))).toEqual([]);
    expect(honest.filter((address) => !traded.has(address))).toEqual([]);
    expect(tooLong('a tick among culprits', durationMs, 20_000)).toBeNull();
  });

  it('every culprit is set aside with its reason within three ticks, or held with one', async () => {
    await tick();
    await tick();
    const aside = await quarantines(world);
    const held = await lastHolds();
    for (const address of honest) expect(aside.get(address)).toBeUndefined();
    for (const [address, end] of hostile) {
      const said = aside.get(address) ?? held.get(address);
      if (end === null) expect(aside.get(address)).toBeUndefined();
      else expect(said).toMatch(end);
    }
    const [told] = await world.database.admin`
      select count(*)::int as count from audit_log where action = 'quarantined'`;
    expect(told?.count).toBe(aside.size);
    expect(aside.size).toBeGreaterThanOrEqual(4);
  });
});
