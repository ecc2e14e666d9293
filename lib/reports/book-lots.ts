import type { UnixSeconds } from '../result.ts';
import {
  type LotAbsence,
  type LotAmount,
  type LotEvent,
  type LotMethod,
  tradeWorthUsdE18,
} from './lot-events.ts';
import { type Lot, LotStock } from './lot-stock.ts';

/** A part of one lot that left at one time. */
export type LotDisposal = {
  readonly kind: 'sold' | 'withdrawn';
  readonly token: string;
  readonly units: bigint;
  readonly atSeconds: UnixSeconds;
  readonly txHash: string;
  readonly logIndex: number;
  /** Null of a pool, and where nobody knows. */
  readonly acquiredAtSeconds: UnixSeconds | null;
  readonly acquiredTxHash: string | null;
  readonly costUsdE18: bigint | null;
  /** Null of a withdrawal, which realises nothing: its cost goes with it. */
  readonly proceedsUsdE18: bigint | null;
  /** Proceeds − cost. */
  readonly gainUsdE18: bigint | null;
  /** Why a figure is missing; null where none is. */
  readonly missing: LotAbsence | null;
};

/** What became of everything that came. */
export type LotBook = {
  readonly method: LotMethod;
  /** In the order of the chain. */
  readonly disposals: readonly LotDisposal[];
  /** By token, and of each what leaves next first. */
  readonly open: readonly Lot[];
};

type Leaving = {
  readonly event: LotEvent;
  readonly gave: LotAmount;
  /** Null of a withdrawal. */
  readonly proceeds: { readonly usdE18: bigint | null } | null;
};
type Part = {
  readonly units: bigint;
  readonly costUsdE18: bigint | null;
  readonly lot: Lot | null;
};

/** The parts that left, and what is beyond all that is known to have come. */
const partsOf = (stock: LotStock, units: bigint): readonly Part[] => {
  const parts: Part[] = [...stock.take(units)];
  const beyond = units - parts.reduce((sum, part) => sum + part.units, 0n);
  if (beyond > 0n) parts.push({ units: beyond, costUsdE18: null, lot: null });
  return parts;
};

const missingOf = (
  { lot, costUsdE18 }: Part,
  proceeds: { readonly usdE18: bigint | null } | null,
): LotAbsence | null => {
  if (lot === null) return 'acquisition-unknown';
  if (costUsdE18 === null) return 'cost-unknown';
  return proceeds !== null && proceeds.usdE18 === null ? 'proceeds-unknown' : null;
};

/** Proceeds are spread by units; the parts of one sale add up to them, to the last unit. */
const disposalsOf = (stock: LotStock, { event, gave, proceeds }: Leaving): readonly LotDisposal[] => {
  let leftBefore = 0n;
  return partsOf(stock, gave.units).map((part): LotDisposal => {
    const upTo = (units: bigint): bigint => ((proceeds?.usdE18 ?? 0n) * units) / gave.units;
    const share = upTo(leftBefore + part.units) - upTo(leftBefore);
    leftBefore += part.units;
    const proceedsUsdE18 = proceeds === null || proceeds.usdE18 === null ? null : share;
    const { costUsdE18, lot } = part;
    return {
      kind: proceeds === null ? 'withdrawn' : 'sold',
      ...{ token: gave.token, units: part.units, atSeconds: event.atSeconds },
      ...{ txHash: event.txHash, logIndex: event.logIndex },
      ...{ acquiredAtSeconds: lot?.acquiredAtSeconds ?? null, acquiredTxHash: lot?.txHash ?? null },
      ...{ costUsdE18, proceedsUsdE18 },
      gainUsdE18: proceedsUsdE18 === null || costUsdE18 === null ? null : proceedsUsdE18 - costUsdE18,
      missing: missingOf(part, proceeds),
    };
  });
};

const lotOf = (event: LotEvent, got: LotAmount, costUsdE18: bigint | null): Lot => ({
  ...{ token: got.token, acquiredAtSeconds: event.atSeconds, txHash: event.txHash, logIndex: event.logIndex },
  ...{ units: got.units, unitsLeft: got.units, costUsdE18 },
});

/**
 * Books everything that came and left, in the order of the chain. A deposit costs what it was worth when it came: what its owner once paid
 * for it is not known here. A withdrawal realises nothing.
 */
export const bookLots = (events: Iterable<LotEvent>, method: LotMethod): LotBook => {
  const stocks = new Map<string, LotStock>();
  const stockOf = (token: string): LotStock => {
    const stock = stocks.get(token) ?? new LotStock(method);
    stocks.set(token, stock);
    return stock;
  };
  const disposals: LotDisposal[] = [];
  for (const event of events) {
    const worth = event.kind === 'trade' ? tradeWorthUsdE18(event) : null;
    if (event.kind !== 'deposit') {
      const proceeds = event.kind === 'trade' ? { usdE18: worth } : null;
      disposals.push(...disposalsOf(stockOf(event.gave.token), { event, gave: event.gave, proceeds }));
    }
    if (event.kind !== 'withdrawal')
      stockOf(event.got.token).put(
        lotOf(event, event.got, event.kind === 'trade' ? worth : event.got.valueUsdE18),
      );
  }
  return { method, disposals, open: [...stocks.values()].flatMap((stock) => stock.left()) };
};
