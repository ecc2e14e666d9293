import { smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { LotMethod } from './lot-events.ts';

/** Units that came at one time and at one cost, as far as they are still there. */
export type Lot = {
  readonly token: string;
  /** Null of the pool of an average cost, which has no one time. */
  readonly acquiredAtSeconds: UnixSeconds | null;
  readonly txHash: string | null;
  readonly logIndex: number | null;
  /** All that came, raw units. */
  readonly units: bigint;
  /** Of all that came; null where no price was known then. */
  readonly costUsdE18: bigint | null;
  readonly unitsLeft: bigint;
};

/** A part of a lot that left. */
export type LotPart = {
  readonly lot: Lot;
  readonly units: bigint;
  readonly costUsdE18: bigint | null;
};

/** Of a cost the part that so many of the units bear, rounded down. */
const costOfFirst = (lot: Lot, units: bigint): bigint => ((lot.costUsdE18 ?? 0n) * units) / lot.units;

/** What is left of a lot's cost: the parts that left and this add up to the cost, to the last unit. */
export const costLeftUsdE18 = (lot: Lot): bigint | null =>
  lot.costUsdE18 === null ? null : lot.costUsdE18 - costOfFirst(lot, lot.units - lot.unitsLeft);

/** Whether a lot cost more a unit than another; one whose cost isn't known costs least, so that it is taken last. */
const isDearer = (one: Lot, other: Lot): boolean => {
  if (one.costUsdE18 === null) return false;
  return other.costUsdE18 === null || one.costUsdE18 * other.units > other.costUsdE18 * one.units;
};

/** The place of the first lot that isn't cheaper; lots of one cost leave oldest first. */
const placeByCost = (lots: readonly Lot[], lot: Lot): number => {
  let [low, high] = [0, lots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = lots[middle];
    if (other !== undefined && isDearer(lot, other)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The lots of one token; what leaves first stands last. */
export class LotStock {
  private readonly lots: Lot[] = [];
  private readonly method: LotMethod;

  constructor(method: LotMethod) {
    this.method = method;
  }

  /** Transfers of nothing, which anybody can send, open no lot. */
  put(lot: Lot): void {
    if (lot.units === 0n) return;
    if (this.method === 'average') this.pool(lot);
    else if (this.method === 'lifo') this.lots.push(lot);
    else this.lots.splice(this.method === 'fifo' ? 0 : placeByCost(this.lots, lot), 0, lot);
  }

  /** Takes so many units, or all there are: the parts say how many. */
  take(units: bigint): readonly LotPart[] {
    const parts: LotPart[] = [];
    let wanted = units;
    while (wanted > 0n) {
      const lot = this.lots.pop();
      if (lot === undefined) break;
      const taken = smaller(wanted, lot.unitsLeft);
      const rest = { ...lot, unitsLeft: lot.unitsLeft - taken };
      const [before, after] = [costLeftUsdE18(lot), costLeftUsdE18(rest)];
      parts.push({
        lot,
        units: taken,
        costUsdE18: before === null || after === null ? null : before - after,
      });
      if (rest.unitsLeft > 0n) this.lots.push(rest);
      wanted -= taken;
    }
    return parts;
  }

  /** What is still there, what leaves next first. */
  left(): readonly Lot[] {
    return [...this.lots].reverse();
  }

  /** One pool, at the cost of all that is left; not known as long as that of a part of it isn't. */
  private pool(lot: Lot): void {
    const old = this.lots.pop();
    const units = lot.units + (old?.unitsLeft ?? 0n);
    const oldCost = old === undefined ? 0n : costLeftUsdE18(old);
    this.lots.push({
      ...{ token: lot.token, acquiredAtSeconds: null, txHash: null, logIndex: null },
      ...{ units, unitsLeft: units },
      costUsdE18: oldCost === null || lot.costUsdE18 === null ? null : oldCost + lot.costUsdE18,
    });
  }
}
