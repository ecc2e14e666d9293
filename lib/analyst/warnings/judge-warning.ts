import { correlationOf, type Track, volatilityOf } from '../../facts/track.ts';
import type { UnixSeconds } from '../../result.ts';
import type { Warning, WarningVerdict } from './warning.ts';

/** What a look found; null where it could not be told. */
export type WatchedAmount = { readonly atSeconds: UnixSeconds; readonly amount: number | null };

/** What stored rows hold of the seven days that a warning speaks of. */
export type WarningEvidence =
  /** Of each look: how far the asset was from its target, or how much of the budget was left. */
  | {
      readonly kind: 'looks';
      readonly looks: readonly WatchedAmount[];
      /** Of the newest look: long after the end rows are thinned out, and what was not seen in them proves nothing. */
      readonly newestSeconds: UnixSeconds;
    }
  /** Recorded prices of its assets, in their order. */
  | { readonly kind: 'tracks'; readonly tracks: readonly Track[] }
  /** What trades cost as a share of what was traded; null where nothing was. */
  | { readonly kind: 'costs'; readonly shareBps: number | null };

/** Nobody knows what was in a longer time without a row. */
const GAP_SECONDS_MAX = 86_400;

const isWatched = (
  times: readonly UnixSeconds[],
  { raisedAtSeconds, dueAtSeconds }: Pick<Warning, 'raisedAtSeconds' | 'dueAtSeconds'>,
): boolean => {
  const all = [raisedAtSeconds, ...times, dueAtSeconds].sort((a, b) => a - b);
  return all.every((at, index) => at - (all[index - 1] ?? at) <= GAP_SECONDS_MAX);
};

const judgeLooks = (
  warning: Warning,
  { looks, newestSeconds }: Extract<WarningEvidence, { kind: 'looks' }>,
): WarningVerdict => {
  const isBelow = warning.kind === 'budget-low';
  let furthest: { readonly atSeconds: number; readonly amount: number } | null = null;
  for (const { atSeconds, amount } of looks) {
    if (amount === null) continue;
    if (furthest === null || (isBelow ? amount < furthest.amount : amount > furthest.amount))
      furthest = { atSeconds, amount };
  }
  const { threshold } = warning;
  if (furthest !== null && (isBelow ? furthest.amount < threshold : furthest.amount >= threshold))
    return { outcome: 'came-true', ...furthest };
  const known = looks.filter(({ amount }) => amount !== null).map(({ atSeconds }) => atSeconds);
  if (furthest === null || !isWatched(known, warning)) return { outcome: 'not-judged', why: 'not-watched' };
  return newestSeconds - warning.dueAtSeconds > GAP_SECONDS_MAX
    ? { outcome: 'not-judged', why: 'judged-late' }
    : { outcome: 'did-not', ...furthest };
};

const overall = (amount: number, threshold: number): WarningVerdict => ({
  ...{ outcome: amount > threshold ? 'came-true' : 'did-not', amount, atSeconds: null },
});

/** {bps, to a hundredth} of a ratio, {ten-thousandths} of a correlation: as facts have them. */
const measured = ({ kind }: Warning, tracks: readonly Track[]): number | null => {
  const [one, other] = tracks;
  if (one === undefined) return null;
  if (kind === 'volatility-high') {
    const volatility = volatilityOf(one);
    return volatility === null ? null : Math.round(volatility * 1_000_000) / 100;
  }
  const found = other === undefined ? null : correlationOf(one, other);
  return found === null ? null : Math.round(found.correlation * 10_000) + 0;
};

/**
 * Whether a warning came true, by what is stored of its seven days. One look is enough to show that something came; that it did not is said
 * only where no day was without a row.
 */
export const judgeWarning = (warning: Warning, evidence: WarningEvidence): WarningVerdict => {
  switch (evidence.kind) {
    case 'looks':
      return judgeLooks(warning, evidence);
    case 'tracks': {
      const amount = measured(warning, evidence.tracks);
      const areWatched = evidence.tracks.every((track) =>
        isWatched(
          track.map(({ atSeconds }) => atSeconds),
          warning,
        ),
      );
      return amount === null || !areWatched
        ? { outcome: 'not-judged', why: 'too-few-prices' }
        : overall(amount, warning.threshold);
    }
    default:
      return evidence.shareBps === null
        ? { outcome: 'not-judged', why: 'nothing-traded' }
        : overall(evidence.shareBps, warning.threshold);
  }
};
