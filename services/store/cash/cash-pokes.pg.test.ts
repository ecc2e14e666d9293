import { beforeEach, describe, expect, it } from 'vitest';
import { pokeCallOf } from '../../../lib/ledger/cash-call.ts';
import type { BotDatabase } from '../database.ts';
import {
  type ArrangedPortfolio,
  addressOf,
  arrangePortfolios,
  CHAIN_ID,
  hashOf,
  removePortfolios,
} from '../testing/arrange.ts';
import { EXPIRES_AT, signedOrder } from '../testing/looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { closeCall, countRevocations, readOpenCalls, readRevocable, wishCall } from '../tick/calls.ts';
import { markPlaced } from '../tick/orders.ts';
import { readJournaled, wishPoke } from './cash-pokes.ts';

let database: TestDatabase;
let bot: BotDatabase;
let portfolio: ArrangedPortfolio;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
const SIGNER = addressOf(9);
const VAULT = addressOf(81);
const DAY = 86_400;
const NOON = 20_000 * DAY + DAY / 2;

beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from settings`;
  const [arranged] = await arrangePortfolios(database.admin, 1);
  if (arranged === undefined) throw new Error('not arranged');
  portfolio = arranged;
});

const pokeAt = (nowSeconds: number, vault = VAULT) =>
  pokeCallOf({
    ...{ chainId: CHAIN_ID, portfolioId: portfolio.id, sender: SIGNER, target: portfolio.address, vault },
    ...{ gasLimit: 1_100_000n, nowSeconds },
  });
const wish = (nowSeconds = NOON, vault = VAULT) =>
  bot.run((sql) => wishPoke(sql, { call: pokeAt(nowSeconds, vault), vault, generation: 0n }));
const close = (nowSeconds: number) =>
  bot.run((sql) => closeCall(sql, { id: pokeAt(nowSeconds).id, outcome: 'done', txHash: null }));
const open = () => bot.run((sql) => readOpenCalls(sql, CHAIN_ID));
const halt = () =>
  database.admin`insert into settings (key, value, updated_by) values ('halted', 'true', 'somebody')`;

describe('what raises a mark', () => {
  it('is journaled once a day, and no second time before the first is over', async () => {
    expect([await wish(), await wish(NOON + DAY / 2 - 1), await wish(NOON, addressOf(82))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(await wish(NOON + DAY)).toBe(false);
    await close(NOON);
    expect([await wish(), await wish(NOON + DAY)]).toEqual([false, true]);
    const ids = [pokeAt(NOON).id, pokeAt(NOON + 2 * DAY).id];
    expect(await bot.run((sql) => readJournaled(sql, ids))).toEqual(new Set([pokeAt(NOON).id]));
  });

  it('is wanted whatever its contract’s generation is, by the key that it names, after all else', async () => {
    await wish();
    const other = { ...pokeAt(NOON), id: hashOf('another'), data: '0x0a' as const };
    const wished = { call: other, generation: 0n, valueUsdE18: null, orderId: null, token: VAULT };
    await bot.run((sql) => wishCall(sql, wished));
    await database.admin`update accounts set generation = generation + 1`;
    expect(await open()).toMatchObject([{ call: { id: other.id } }, { call: pokeAt(NOON), isWanted: true }]);
    await database.admin`update accounts set signer = ${addressOf(10)}`;
    expect((await open())[1]).toMatchObject({ call: pokeAt(NOON), isWanted: false });
  });

  it('is not while all is stopped, or its portfolio paused by the operator', async () => {
    await wish();
    const isWanted = async () => (await open())[0]?.isWanted;
    await database.admin`update portfolios set quarantined_at = now(), quarantine_reason = 'paused by the operator'`;
    expect(await isWanted()).toBe(false);
    await database.admin`update portfolios set quarantined_at = null, quarantine_reason = null`;
    expect(await isWanted()).toBe(true);
    await halt();
    expect(await isWanted()).toBe(false);
  });

  it('revokes nothing: it neither counts as that, nor stands in its way', async () => {
    const { id } = await signedOrder(bot, portfolio, { salt: 1n, expiresAt: EXPIRES_AT });
    await bot.run((sql) => markPlaced(sql, [id]));
    await halt();
    await wish();
    const query = { chainId: CHAIN_ID, signers: [SIGNER], limit: 10, portfolio: null };
    expect(await bot.run((sql) => countRevocations(sql, query))).toEqual({ waiting: 0, sent: 0 });
    expect(await bot.run((sql) => readRevocable(sql, query))).toHaveLength(1);
    await database.admin`update calls set status = 'pending', nonce = 0, attempts = 1`;
    await database.admin`insert into transactions (chain_id, tx_hash, call_id, attempt, sender, nonce, bump, raw, max_fee_wei,
        max_priority_fee_wei, status)
      values (${CHAIN_ID}, ${hashOf('tx')}, ${pokeAt(NOON).id}, 1, ${SIGNER}, 0, 0, '0x', 1, 1, 'sent')`;
    const [row] = await database.admin`select orders, revoking from fillable_in_all()`;
    expect(row).toEqual({ orders: 1, revoking: 0 });
  });
});
