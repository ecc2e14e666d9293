import type { Sql } from 'postgres';
import { keccak256, stringToBytes } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import type { BotDatabase } from '../../store/database.ts';
import { withTestBot } from '../../store/testing/with-test-bot.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { alertOfIndexes } from './index-alerts.ts';

const ACCOUNT_ID = '00000000-0000-4000-8000-000000000004';
const OWNER = `0x${'0a'.repeat(20)}`;
const STRANGER = `0x${'0b'.repeat(20)}`;
const ADMIN = `0x${'ad'.repeat(20)}` as const;
const LEG = keccak256(stringToBytes('a leg'));

let bot: BotDatabase;
let admin: Sql;
withTestBot((opened) => {
  bot = opened.bot;
  admin = opened.database.admin;
});

beforeEach(async () => {
  await admin`delete from index_accounts`;
  await admin`delete from alerts`;
  await admin`delete from alert_channels`;
  for (const [owner, isOperator] of [
    [OWNER, false],
    [STRANGER, false],
    [ADMIN, true],
  ] as const)
    await admin`
      insert into alert_channels (owner, kind, name, hint, for_operators, confirmed_at)
      values (${owner}, 'webhook', 'a hook', 'a hint', ${isOperator}, now())`;
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    values (${ACCOUNT_ID}, ${OWNER}, 'Savings', ${`0x${'c1'.repeat(20)}`}, 100000)`;
  await admin`
    insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
      recipient_type, recipient, planned_at_seconds, why)
    values (${LEG}, ${ACCOUNT_ID}, 'exit', 'nep141:usdc.near', 'nep141:wrap.near', 5, 50, 4, 'DESTINATION_CHAIN', 'a.near',
      1790000000, 'it is being swapped')`;
});

const judge = async () => {
  const judged = await alertOfIndexes(inDatabase(bot), [ADMIN]);
  if (!judged.ok) throw new Error(judged.error.message);
  return admin<{ owner: string; phase: string }[]>`
    select c.owner, d.phase from alert_deliveries d join alert_channels c on c.id = d.channel_id order by d.phase, c.owner`;
};

it('tells owner and operators of a swap that is open for too long, once, and when it has ended', async () => {
  expect(await judge()).toEqual([]);
  await admin`update index_legs set overdue_at = now()`;
  const raised = [
    { owner: OWNER, phase: 'raised' },
    { owner: ADMIN, phase: 'raised' },
  ];
  expect(await judge()).toEqual(raised);
  expect(await judge()).toEqual(raised);
  const [alert] = await admin`select kind, sentence, index_account_id::text as account, count from alerts`;
  expect(alert).toEqual({
    ...{ kind: 'SWAP_OVERDUE', account: ACCOUNT_ID, count: 2 },
    sentence:
      'A swap of nep141:usdc.near for nep141:wrap.near in “Savings”, planned on 2026-09-21 14:13 UTC, is open still: it is being swapped.',
  });
  await admin`update index_legs set leg_end = 'not-sent', ended_at = now()`;
  expect(await judge()).toEqual(
    [
      { owner: OWNER, phase: 'raised' },
      { owner: ADMIN, phase: 'raised' },
      { owner: OWNER, phase: 'recovered' },
      { owner: ADMIN, phase: 'recovered' },
    ].toSorted((one, other) => (one.phase + one.owner < other.phase + other.owner ? -1 : 1)),
  );
});
