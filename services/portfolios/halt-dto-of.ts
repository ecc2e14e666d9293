import type { HaltDto } from '../../lib/api/halt-dto.ts';
import type { HaltRecord } from '../../lib/ledger/fleet-record.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';

/** The stop as pages and the API tell it; null while trading goes on. */
export function haltDtoOf(halt: HaltRecord | null): HaltDto | null {
  if (halt === null) return null;
  const { sinceSeconds, by, orders, unpriced, revoking, valueUsdE18, untilSeconds } = halt;
  const valueUsd = formatDecimalRounded(valueUsdE18, 18, 2);
  return { sinceSeconds, by, fillable: { orders, valueUsd, unpriced, revoking, untilSeconds } };
}
