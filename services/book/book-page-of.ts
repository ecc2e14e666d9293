import type { BookEntry, BookOrder, BookPage } from '../../lib/api/book-dto.ts';
import { cutPage } from '../../lib/api/fields.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { formatDecimal, mulDivUp, powerOfTen } from '../../lib/money/fixed-point.ts';
import { orderDataOf } from '../../lib/orders/order-data.ts';
import { takingAmountUp } from '../../lib/orders/order-terms.ts';

const MICROS_PER_MILLI = 1_000n;
const PRICE_PLACES = 18;

const priceUp = ({ placed, makerToken, takerToken }: BookEntry): string | null => {
  if (makerToken === null || takerToken === null) return null;
  const { makingAmount, takingAmount } = placed.body.order;
  // {taker/maker} = {taker units} × {maker units/maker} ÷ ({taker units/taker} × {maker units})
  const numerator = takingAmount * powerOfTen(makerToken.decimals);
  const divisor = makingAmount * powerOfTen(takerToken.decimals);
  return formatDecimal(mulDivUp(numerator, powerOfTen(PRICE_PLACES), divisor), PRICE_PLACES);
};

/** An order as anybody may see it, and take it to the protocol. */
export const bookOrderOf = (entry: BookEntry): BookOrder => {
  const { body, status, filledSellUnits, placedAtMicros } = entry.placed;
  const { order, orderHash, signature, expiresAtSeconds } = body;
  const remaining = order.makingAmount - filledSellUnits;
  return {
    orderHash,
    signature,
    data: orderDataOf(body),
    makerToken: entry.makerToken,
    takerToken: entry.takerToken,
    price: priceUp(entry),
    remainingMakingAmount: remaining.toString(),
    remainingTakingAmount: takingAmountUp(order, remaining).toString(),
    expiresAtSeconds,
    placedAt: new Date(Number((placedAtMicros ?? 0n) / MICROS_PER_MILLI)).toISOString(),
    status,
  };
};

/** A page of the book from its entries, one more than `limit` where there is another page. `head` is null when no node has told it. */
export const bookPageOf = (
  entries: readonly BookEntry[],
  { limit, head }: { readonly limit: number; readonly head: Block | null },
): BookPage => {
  const { rows, nextCursor } = cutPage(entries, limit, {
    cursorOf: ({ placed }) => `${placed.placedAtMicros ?? 0n}-${placed.body.orderHash}`,
    shownAs: bookOrderOf,
  });
  return {
    orders: rows,
    nextCursor,
    head: head === null ? null : { blockNumber: head.number.toString(), blockTimeSeconds: head.timeSeconds },
  };
};
