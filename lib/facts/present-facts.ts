import { E18_PER_BPS } from '../money/fixed-point.ts';
import type { SeriesPoint } from '../performance/series-point.ts';
import { worthsOf } from './contributions.ts';
import type { FactRow } from './fact.ts';
import { bps, count, type FactList, usd } from './fact-list.ts';
import { partsOfBps } from './parts-of-bps.ts';
import type { LastLook, Scene } from './portfolio-read.ts';

const NOW = { when: 'now', span: null } as const;

/** The age of the oldest price that the point is valued by. */
const priceAgeOf = ({ assets, timeSeconds }: SeriesPoint, asOf: number): number =>
  assets.reduce(
    (oldest, { price }) => Math.max(oldest, price === null ? 0 : asOf - price.atSeconds),
    Math.max(asOf - timeSeconds, 0),
  );

const pointRow = ({ snapshotId }: SeriesPoint): readonly FactRow[] => [{ kind: 'snapshot', id: snapshotId }];

/** What is held now, at which prices, and how far that is from its targets. */
export const sayWhatIsHeld = (list: FactList, { end, look, names, sources, asOf }: Scene): void => {
  const basis = { ...NOW, rows: pointRow(end) };
  const quality = { ageSeconds: priceAgeOf(end, asOf), samples: end.assets.length, sources };
  list.say('value', usd(end.valueUsdE18), { ...basis, quality });
  list.say('looks', count(end.looks), { ...basis, quality });
  const drifted = end.trackingErrorBps;
  const none = end.valueUsdE18 === 0n ? 'nothing-held' : 'no-targets';
  list.say('tracking-error', drifted === null ? none : bps(drifted), { ...basis, quality });
  const worths = worthsOf(end);
  const weights =
    end.valueUsdE18 > 0n ? partsOfBps([...worths.values()], end.valueUsdE18).partsBps : undefined;
  for (const [index, { token, decimals, units, price, driftBps }] of end.assets.entries()) {
    const which = { subject: names.get(token) ?? token };
    const age = price === null ? quality.ageSeconds : Math.max(asOf - price.atSeconds, 0);
    const own = { ...basis, which, quality: { ...quality, ageSeconds: age, samples: 1 } };
    const target = look?.assets.find((asset) => asset.token === token)?.targetBps;
    list.say('held', { unit: 'units', amount: units, decimals }, own);
    list.say('price', price === null ? 'price-missing' : usd(price.usdE18), own);
    list.say('value', usd(worths.get(token) ?? 0n), own);
    list.say('weight', weights === undefined ? 'nothing-held' : bps(weights[index] ?? 0), own);
    list.say('target', target === undefined ? 'no-targets' : bps(target), own);
    list.say('drift', driftBps === null ? none : bps(driftBps), own);
  }
};

/**
 * {bps of value, to a hundredth, rounded up} that counts as used of a limit with so much left. A bucket holds half of a day's limit, and
 * refills the other half in a day: nothing is used of one that has half.
 */
const usedBps = (limitBps: number, leftE18: bigint): number => {
  const used = (BigInt(limitBps) * E18_PER_BPS) / 2n - leftE18;
  const step = E18_PER_BPS / 100n;
  return used <= 0n ? 0 : Number((used + step - 1n) / step) / 100;
};

const limitsOf = ({ guard, buckets }: LastLook) =>
  [
    ['loss', guard.lossBpsPerDay, buckets.lossLeftE18],
    ['turnover', guard.turnoverBpsPerDay, buckets.turnoverLeftE18],
  ] as const;

/** What the contract's own limits of a day are, and what of them is used; rounded against the portfolio. */
export const sayBudgets = (list: FactList, { look, asOf }: Scene): void => {
  if (look === null) {
    for (const id of ['loss-used', 'loss-limit', 'turnover-used', 'turnover-limit'] as const)
      list.missing.push({ id: `${id}.now`, why: 'no-limits-read' });
    return;
  }
  const rows: readonly FactRow[] = [
    { kind: 'decision', id: look.decisionId },
    { kind: 'snapshot', id: look.snapshotId },
  ];
  const basis = { ...NOW, rows, quality: { ageSeconds: asOf - look.atSeconds, samples: 1, sources: [] } };
  for (const [name, limitBps, leftE18] of limitsOf(look)) {
    list.say(`${name}-limit`, bps(limitBps), basis);
    list.say(`${name}-used`, bps(usedBps(limitBps, leftE18)), basis);
  }
};
