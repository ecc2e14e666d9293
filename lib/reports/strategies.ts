import type { TriggerKind } from '../engine/policy.ts';
import type { ChainVenueId } from '../engine/venue-id.ts';
import type { Figure } from '../performance/figure.ts';
import {
  type RebalanceOrder,
  type RebalanceStatistics,
  rebalanceStatistics,
} from '../performance/rebalance-statistics.ts';

/** An order with why it was made and where it went. */
export type StrategyOrder = RebalanceOrder & {
  /** What asked for it; null of an engine that didn't say. */
  readonly trigger: TriggerKind | null;
  readonly venue: ChainVenueId;
};

/** What one way of rebalancing came to: what triggered it, and where it was carried out. */
export type StrategyRecord = Pick<StrategyOrder, 'trigger' | 'venue'> &
  Pick<
    RebalanceStatistics,
    'count' | 'successBps' | 'tradedUsdE18' | 'costUsdE18' | 'costBps' | 'medianFillSeconds'
  >;

const lowFirst = (a: Figure<number>, b: Figure<number>): number =>
  (a.value ?? Number.MAX_SAFE_INTEGER) - (b.value ?? Number.MAX_SAFE_INTEGER);

const wordOf = ({ trigger, venue }: Pick<StrategyOrder, 'trigger' | 'venue'>): string =>
  `${trigger} ${venue}`;

/**
 * The ways that a span's rebalances went, the best first: those that cost least per dollar traded, then those that were filled whole most
 * often. A decision whose legs went to two venues counts for both.
 */
export const strategiesOf = (orders: readonly StrategyOrder[]): readonly StrategyRecord[] => {
  const groups = new Map<string, StrategyOrder[]>();
  for (const order of orders) groups.set(wordOf(order), [...(groups.get(wordOf(order)) ?? []), order]);
  return [...groups.values()]
    .flatMap((group): readonly StrategyRecord[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { count, successBps, tradedUsdE18, costUsdE18, costBps, medianFillSeconds } =
        rebalanceStatistics(group);
      const { trigger, venue } = first;
      return [{ trigger, venue, count, successBps, tradedUsdE18, costUsdE18, costBps, medianFillSeconds }];
    })
    .sort(
      (a, b) =>
        lowFirst(a.costBps, b.costBps) ||
        (b.successBps.value ?? -1) - (a.successBps.value ?? -1) ||
        Number(wordOf(a) > wordOf(b)) - Number(wordOf(a) < wordOf(b)),
    );
};
