import {
  LOT_MOVEMENTS_MAX,
  type LotDisposalRow,
  type LotsAnswer,
  type LotsDto,
  type OpenLotRow,
} from '../../lib/api/lots.ts';
import type { MovementRow } from '../../lib/api/movements.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import { bookLots, type LotDisposal } from '../../lib/reports/book-lots.ts';
import type { LotMethod } from '../../lib/reports/lot-events.ts';
import { type LotTotals, totalsBy, utcYear } from '../../lib/reports/lot-totals.ts';
import { harvestHints, type LotPrice, openLotsAt, recentlyBought } from '../../lib/reports/open-lots.ts';
import { lotEventsOf } from './lot-events-of.ts';

/** A movement and its token's decimals, where a look has listed it. */
type Movement = { readonly row: MovementRow; readonly decimals: number | null };

/** One portfolio's movements and last look, as its lots need them. */
export type LotsReads = {
  /** All of them, oldest first; null where there are more than {@link LOT_MOVEMENTS_MAX}. */
  readonly movements: () => Promise<readonly Movement[] | null>;
  readonly lastPoint: () => Promise<SeriesPoint | null>;
};

export type LotsWish = { readonly method: LotMethod; readonly year?: number | undefined };

type Token = { readonly symbol: string | null; readonly decimals: number | null };
type Tokens = ReadonlyMap<string, Token>;

const utcText = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace('.000', '');
const timeText = (seconds: number | null): string | null => (seconds === null ? null : utcText(seconds));
const usdOf = (usdE18: bigint | null): string | null => (usdE18 === null ? null : formatDecimal(usdE18, 18));

const ofLot = (tokens: Tokens, { token, units }: { readonly token: string; readonly units: bigint }) => {
  const { symbol, decimals } = tokens.get(token) ?? { symbol: null, decimals: null };
  const amount = decimals === null ? null : formatDecimal(units, decimals);
  return { symbol, token, amount, units: `${units}` };
};

const disposalRow = (tokens: Tokens, one: LotDisposal): LotDisposalRow => ({
  kind: one.kind,
  ...ofLot(tokens, one),
  at: utcText(one.atSeconds),
  atSeconds: one.atSeconds,
  acquiredAt: timeText(one.acquiredAtSeconds),
  acquiredAtSeconds: one.acquiredAtSeconds,
  proceedsUsd: usdOf(one.proceedsUsdE18),
  costUsd: usdOf(one.costUsdE18),
  gainUsd: usdOf(one.gainUsdE18),
  ...{ missing: one.missing, txHash: one.txHash, logIndex: one.logIndex, acquiredTxHash: one.acquiredTxHash },
});

const totalsRow = ({ sold, unknown, ...sums }: LotTotals) => ({
  proceedsUsd: formatDecimal(sums.proceedsUsdE18, 18),
  costUsd: formatDecimal(sums.costUsdE18, 18),
  gainUsd: formatDecimal(sums.gainUsdE18, 18),
  gainOverAYearUsd: formatDecimal(sums.gainOverAYearUsdE18, 18),
  ...{ sold, unknown },
});

const pricesOf = (point: SeriesPoint | null): ReadonlyMap<string, LotPrice> =>
  new Map(
    (point?.assets ?? []).flatMap(({ token, price, decimals }) =>
      price === null ? [] : [[token, { priceUsdE18: price.usdE18, decimals }] as const],
    ),
  );

const tokensOf = (movements: readonly Movement[]): Tokens =>
  new Map(movements.map(({ row, decimals }) => [row.token, { symbol: row.symbol, decimals }]));

const lotsOf = (movements: readonly Movement[], point: SeriesPoint | null, wish: LotsWish): LotsDto => {
  const tokens = tokensOf(movements);
  const events = lotEventsOf(movements.map(({ row }) => row));
  const book = bookLots(events, wish.method);
  const open = openLotsAt(book.open, pricesOf(point));
  const hints = new Map(
    harvestHints(open, recentlyBought(events, point?.timeSeconds ?? 0)).map(({ lot, ...hint }) => [
      lot,
      hint,
    ]),
  );
  const openRow = ({ lot, ...worth }: (typeof open)[number]): OpenLotRow => ({
    ...ofLot(tokens, { token: lot.token, units: lot.unitsLeft }),
    ...{ acquiredAt: timeText(lot.acquiredAtSeconds), acquiredAtSeconds: lot.acquiredAtSeconds },
    ...{ costUsd: usdOf(worth.costUsdE18), valueUsd: usdOf(worth.valueUsdE18) },
    unrealisedUsd: usdOf(worth.unrealisedUsdE18),
    lossRecentlyBought: hints.get(lot)?.isRecentlyBought ?? null,
    acquiredTxHash: lot.txHash,
  });
  const { year } = wish;
  const years = totalsBy(book.disposals, ({ atSeconds }) => utcYear(atSeconds));
  return {
    method: wish.method,
    pricesAtSeconds: point?.timeSeconds ?? null,
    years: [...years].sort(([a], [b]) => b - a).map(([of, totals]) => ({ year: of, ...totalsRow(totals) })),
    tokens: [...totalsBy(book.disposals, ({ token }) => token)].map(([token, totals]) => ({
      ...{ symbol: tokens.get(token)?.symbol ?? null, token },
      ...totalsRow(totals),
    })),
    open: open.map(openRow),
    disposals: book.disposals
      .filter(({ atSeconds }) => year === undefined || utcYear(atSeconds) === year)
      .map((one) => disposalRow(tokens, one))
      .reverse(),
  };
};

/** A portfolio's lots by one method, or why there are none. */
export const readLots = async (reads: LotsReads, wish: LotsWish): Promise<LotsAnswer> => {
  const movements = await reads.movements();
  if (movements === null) return { lots: null, absent: 'too-many-movements' };
  return { lots: lotsOf(movements, await reads.lastPoint(), wish), absent: null };
};
