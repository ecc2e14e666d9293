import type { TransactionSql } from 'postgres';
import { OPEN_DEPOSITS_MAX } from '../../../lib/api/index-deposits.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { centsToE18, centsUp } from '../../../lib/intents/ask-deposit.ts';
import { whyNoDeposit } from '../../../lib/intents/deposit.ts';
import { fail, failAt, ok } from '../../../lib/result.ts';
import type { QuotedDeposit } from '../../intents/quote-deposit.ts';
import { type IndexDepositRow, insertIndexDeposit, lockAwaited } from '../../store/indexes/index-deposits.ts';

/**
 * Writes a deposit of the viewer's account down, within its cap: one request after the other, since several at once would all find room.
 * Fails with `index-refused` and `too-many`; then its address is shown to nobody.
 */
export const keepDeposit = async (
  sql: TransactionSql,
  accountId: string,
  { planned: { asked, token, usdE18 }, held, ...offered }: QuotedDeposit,
): Promise<Outcome<IndexDepositRow>> => {
  const awaited = await lockAwaited(sql, { accountId, heldAtSeconds: held.atSeconds });
  if (awaited === null) return fail('index-refused', 'No address is given. The account is closed.');
  if (awaited.open >= OPEN_DEPOSITS_MAX)
    return fail('too-many', `The account awaits ${OPEN_DEPOSITS_MAX} deposits already.`);
  const why = whyNoDeposit({
    ...{ capUsdE18: centsToE18(awaited.capCents), heldUsdE18: held.usdE18 },
    ...{ awaitedUsdE18: centsToE18(awaited.cents), depositUsdE18: usdE18 },
  });
  if (why !== null) return failAt('amount', 'index-refused', `No address is given. ${why}`);
  return ok(
    await insertIndexDeposit(sql, {
      ...{ accountId, asset: asked.originAsset, into: asked.destinationAsset, chain: token.blockchain },
      ...{ symbol: token.symbol, decimals: token.decimals, amountUnits: asked.amountUnits },
      ...{ usdCents: centsUp(usdE18), refundTo: asked.refundTo, ...offered },
    }),
  );
};
