import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import fc from 'fast-check';
import type { Sql } from 'postgres';
import type { Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SwapEnd } from '../../../lib/intents/swap.ts';
import type { SignedLeg } from '../../intents/advance-legs.ts';
import type { BotDatabase } from '../../store/database.ts';
import {
  claimOpenLegs,
  endUnsignedLegs,
  insertIndexLegs,
  noteLegSigned,
} from '../../store/indexes/index-legs.ts';
import { withTestBot } from '../../store/testing/with-test-bot.ts';
import {
  AMOUNT,
  account,
  askedOf,
  type Crashing,
  construct,
  type KeepLegs,
  legIdOf,
  outOf,
  START,
} from '../testing/index-construction.ts';
import { nothingIsLost } from '../testing/index-faults.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { type PostgresLegs, postgresLegs } from './leg-journal.ts';

const ACCOUNT_ID = '00000000-0000-4000-8000-000000000001';
let bot: BotDatabase;
let admin: Sql;

withTestBot((opened) => {
  bot = opened.bot;
  admin = opened.database.admin;
});
beforeEach(async () => {
  await admin`delete from index_accounts`;
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    values (${ACCOUNT_ID}, ${`0x${'a'.repeat(40)}`}, 'An index', ${account}, 100000000)`;
});

const plan = (count: number, plannedAtSeconds: number): Promise<number> =>
  bot.run((sql) =>
    insertIndexLegs(sql, {
      ...{ accountId: ACCOUNT_ID, decisionId: null, plannedAtSeconds },
      legs: Array.from({ length: count }, (_, index) => ({
        ...({ legId: legIdOf(index), purpose: 'exit', asked: askedOf(index) } as const),
        valueUsdE18: null,
      })),
    }),
  );

const open = (holder: string = randomUUID(), leaseSeconds = 0): PostgresLegs =>
  postgresLegs(inDatabase(bot), { holder, leaseSeconds });

/** Legs in Postgres, taken on by whoever comes. */
const inPostgres: KeepLegs = async (count, fromSeconds) => {
  await admin`delete from index_legs`;
  await admin`update index_accounts set state = 'open', held_why = null`;
  await plan(count, fromSeconds);
  return {
    journal: () => {
      const { open: read, noteSigned, noteEnd } = open();
      return { open: read, noteSigned, noteEnd };
    },
    signed: async () => {
      const rows = await admin<{ id: Hex; deposit_address: string }[]>`
        select id, deposit_address from index_legs where intent is not null`;
      return new Map(rows.map(({ id, deposit_address }) => [id, { depositAddress: deposit_address }]));
    },
    ends: async () => {
      const rows = await admin<{ id: Hex; leg_end: SwapEnd }[]>`
        select id, leg_end from index_legs where leg_end is not null order by planned_at_seconds, id`;
      return new Map(rows.map(({ id, leg_end }) => [id, leg_end]));
    },
  };
};

const SIGNED: SignedLeg = {
  ...{ text: '{}', intentHash: '1'.repeat(44), nonce: `${'A'.repeat(43)}=`, signature: 'secp256k1:1' },
  ...{
    depositAddress: 'ab'.repeat(32),
    amountUnits: AMOUNT,
    minAmountInUnits: AMOUNT,
    minAmountOutUnits: 1n,
  },
  ...{ intentDeadlineSeconds: 1_790_000_120, quoteDeadlineSeconds: 1_790_000_600 },
};

describe('a leg in its table', () => {
  it('is signed once: the same bytes again are the same, others are refused, by the table as well', async () => {
    await plan(1, 1_790_000_000);
    const journal = open();
    expect(await journal.open()).toMatchObject({ ok: true, value: [{ legId: legIdOf(0), signed: null }] });
    expect(await journal.noteSigned(legIdOf(0), SIGNED)).toEqual({ ok: true, value: true });
    expect(await journal.noteSigned(legIdOf(0), SIGNED)).toEqual({ ok: true, value: true });
    const other = { ...SIGNED, signature: 'secp256k1:2' };
    expect(await journal.noteSigned(legIdOf(0), other)).toEqual({ ok: true, value: false });
    await expect(admin`update index_legs set signature = 'secp256k1:2'`).rejects.toThrow('signed once');
    expect(await open().open()).toMatchObject({ ok: true, value: [{ signed: SIGNED }] });
  });

  it('is written by nobody whose claim is over', async () => {
    await plan(1, 1_790_000_000);
    const [slow, quick] = [open(), open()];
    await slow.open();
    await quick.open();
    expect(await slow.noteSigned(legIdOf(0), SIGNED)).toEqual({ ok: true, value: false });
    expect(await slow.noteEnd(legIdOf(0), 'not-sent', null)).toMatchObject({ ok: false });
    expect(await quick.noteSigned(legIdOf(0), SIGNED)).toEqual({ ok: true, value: true });
    await slow.noteWaits(legIdOf(0), { why: 'an old word', isOverdue: true });
    const [row] = await admin`select why, overdue_at, leg_end from index_legs`;
    expect(row).toEqual({ why: null, overdue_at: null, leg_end: null });
  });

  it('is worked on by one at a time, and by another one when it is given back', async () => {
    await plan(2, 1_790_000_000);
    const [one, other] = [open('one', 600), open('other', 600)];
    expect(await one.open()).toMatchObject({ value: [{}, {}] });
    expect(await other.open()).toEqual({ ok: true, value: [] });
    expect(await one.open()).toMatchObject({ value: [{}, {}] });
    await one.release();
    expect(await other.open()).toMatchObject({ value: [{}, {}] });
  });

  it('ends once, and an end that nobody may plan after holds its account', async () => {
    await plan(1, 1_790_000_000);
    const journal = open();
    await journal.open();
    await journal.noteSigned(legIdOf(0), SIGNED);
    expect(await journal.noteEnd(legIdOf(0), 'failed', null)).toEqual({ ok: true, value: null });
    expect(await journal.noteEnd(legIdOf(0), 'failed', null)).toEqual({ ok: true, value: null });
    expect(await journal.noteEnd(legIdOf(0), 'swapped', null)).toMatchObject({ ok: false });
    await expect(admin`update index_legs set leg_end = 'swapped'`).rejects.toThrow('ends once');
    const [row] = await admin`select state, held_why from index_accounts`;
    expect(row).toMatchObject({ state: 'held', held_why: expect.stringContaining('a person has to ask') });
    expect(await open().open()).toEqual({ ok: true, value: [] });
  });

  it('that nobody got signed in time is over, and whoever signs it then notes nothing', async () => {
    await plan(1, 1_790_000_000);
    const [leg] = await bot.run((sql) =>
      claimOpenLegs(sql, { holder: 'a test', leaseSeconds: 60, limit: 9 }),
    );
    expect(await bot.run((sql) => endUnsignedLegs(sql, { plannedBefore: 1_790_000_000 }))).toBe(0);
    expect(await bot.run((sql) => endUnsignedLegs(sql, { plannedBefore: 1_790_000_001 }))).toBe(1);
    const held = { legId: legIdOf(0), token: leg?.token ?? -1n };
    expect(await bot.run((sql) => noteLegSigned(sql, held, SIGNED))).toBe(false);
  });

  it('planned twice is one row', async () => {
    expect(await plan(2, 1_790_000_000)).toBe(2);
    expect(await plan(3, 1_790_000_050)).toBe(1);
  });
});

describe('a construction whose legs are in Postgres', () => {
  it('goes on after the process has ended at any call, with its effect or without: 0 lost, 0 doubled', async () => {
    const story = { legs: 1, keep: inPostgres };
    const whole: Crashing = { at: Number.POSITIVE_INFINITY, when: 'before', calls: 0 };
    await construct({ ...story, crash: whole });
    expect(whole.calls).toBeGreaterThan(10);
    for (let at = 1; at <= whole.calls; at += 1)
      for (const when of ['before', 'after'] as const) {
        const told = await construct({ ...story, crash: { at, when, calls: 0 } });
        const place = `call ${at}, ${when}`;
        expect(told.crashes, place).toBe(1);
        expect(told.ends.get(legIdOf(0)), place).toBe('swapped');
        expect(told.usdc, place).toBe(START - AMOUNT);
        expect(told.bought, place).toEqual([outOf(0)]);
        expect(told.atProvider, place).toEqual([0n]);
      }
  }, 1_200_000);

  it('loses nothing under any faults of both services, wherever the process ends', async () => {
    await fc.assert(nothingIsLost(inPostgres), { numRuns: Number(env.PROPERTY_CASES ?? 10) });
  }, 3_600_000);
});
