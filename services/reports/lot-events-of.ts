import type { MovementRow } from '../../lib/api/movements.ts';
import { absolute, parseDecimal } from '../../lib/money/fixed-point.ts';
import type { LotAmount, LotEvent } from '../../lib/reports/lot-events.ts';

const amountOf = ({ token, units, valueUsd }: MovementRow): LotAmount => {
  const value = valueUsd === null ? null : parseDecimal(valueUsd, 18);
  return { token, units: absolute(BigInt(units)), valueUsdE18: value === null ? null : absolute(value) };
};

/** Movements, oldest first, as what lots are booked from: the two sides of a fill follow each other and are one trade. */
export const lotEventsOf = (movements: readonly MovementRow[]): readonly LotEvent[] => {
  const events: LotEvent[] = [];
  let sold: MovementRow | null = null;
  for (const row of movements) {
    const placed = { atSeconds: row.atSeconds, txHash: row.txHash, logIndex: row.logIndex };
    const amount = amountOf(row);
    if (row.kind === 'deposit') events.push({ ...placed, kind: 'deposit', got: amount });
    else if (row.kind === 'withdrawal') events.push({ ...placed, kind: 'withdrawal', gave: amount });
    else if (row.kind === 'sold') sold = row;
    else if (sold !== null) events.push({ ...placed, kind: 'trade', gave: amountOf(sold), got: amount });
  }
  return events;
};
