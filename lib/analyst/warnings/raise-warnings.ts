import { decisionFacts, type JournaledDecision } from '../../facts/decision-facts.ts';
import type { Fact, Facts } from '../../facts/fact.ts';
import { subjectNames } from '../../facts/subject-names.ts';
import { WARNED_SECONDS, type WarnedAsset, type Warning } from './warning.ts';

/** What warnings are raised on: the facts of the last week and of the last quarter up to the same look, and that look's decision. */
export type WarningGrounds = {
  readonly week: Facts;
  readonly quarter: Facts;
  /** Null where there is none that can be read. */
  readonly newest: JournaledDecision | null;
};

/** An older fact says nothing of the week to come. */
const FRESH_SECONDS = 2 * 3_600;
/** Fewer prices than those of a day are too few to measure a week by. */
const SAMPLES_MIN = 24;
/** Half of all moves of a bell curve are smaller than so many of its deviations: nearer to the edge than that it is as likely left as not. */
const EVEN_ODDS = 0.6745;
const YEAR_DAYS = 365.25;
const CORRELATION_E4_MIN = 8_000;
const CORRELATION_RISE_E4_MIN = 1_000;
/**
 * Less of a day's budget is little, by the alert's own word. A contract holds half of the limit ready, so that 5,000 is all there ever is:
 * with three tenths of that used it is heading there.
 */
export const BUDGET_LOW_BPS = 2_000;
const BUDGET_HEADING_BPS = 3_500;
const COST_TIMES = 2;
const COST_RISE_BPS_MIN = 5;
/** Rebalances that a week's cost is told by, and how many times as many the usual one. */
const REBALANCES_MIN = 3;
const REBALANCES_TIMES = 2;

/** The facts of one portfolio by id, the fresh ones only. */
class Known {
  private readonly facts: ReadonlyMap<string, Fact>;

  constructor(facts: readonly Fact[]) {
    this.facts = new Map(facts.map((fact) => [fact.id, fact]));
  }

  get(id: string): Fact | null {
    const fact = this.facts.get(id);
    return fact === undefined || fact.quality.ageSeconds > FRESH_SECONDS ? null : fact;
  }

  amount(id: string): number | null {
    const fact = this.get(id);
    if (fact === null) return null;
    const { value } = fact;
    return value.unit === 'bps' || value.unit === 'ratioE4' || value.unit === 'count' ? value.amount : null;
  }

  /** What was estimated from a day's prices at least. */
  estimate(id: string): number | null {
    const samples = this.get(id)?.quality.samples ?? 0;
    return samples >= SAMPLES_MIN ? this.amount(id) : null;
  }

  word(id: string): string | null {
    const value = this.get(id)?.value;
    return value?.unit === 'word' ? value.word : null;
  }

  source(id: string): string | null {
    return this.get(id)?.quality.sources[0] ?? null;
  }
}

type Found = Pick<Warning, 'kind' | 'assets' | 'threshold' | 'seen' | 'factIds'>;

type Scene = {
  readonly known: Known;
  readonly assets: readonly WarnedAsset[];
  readonly decisionId: string | null;
};

/** {bps of the portfolio}: one deviation of what a week moves a weight by, the rest of the portfolio standing still. */
const weekMoveBps = (weightBps: number, volatilityBps: number): number => {
  const weight = weightBps / 10_000;
  return weight * (1 - weight) * volatilityBps * Math.sqrt(7 / YEAR_DAYS);
};

/** An asset within its band, no further from the edge than even odds take it in a week. */
const bandLeft = ({ known, decisionId }: Scene, asset: WarnedAsset): readonly Found[] => {
  const { name } = asset;
  const edgeId = `limit-allowed:${decisionId}:${name}`;
  if (known.word(`limit-name:${decisionId}:${name}`) !== 'band') return [];
  const [edge, drift, weight] = [edgeId, `drift.now:${name}`, `weight.now:${name}`].map((id) =>
    known.amount(id),
  );
  const volatilityId = [`volatility.7d:${name}`, `volatility.90d:${name}`].find(
    (id) => known.estimate(id) !== null,
  );
  if (edge == null || drift == null || weight == null || volatilityId === undefined) return [];
  // Points keep whole basis points: what is told is what they can show.
  const threshold = Math.ceil(edge);
  const left = threshold - Math.abs(drift);
  const move = EVEN_ODDS * weekMoveBps(weight, known.estimate(volatilityId) ?? 0);
  if (left <= 0 || left > move) return [];
  const factIds = [`drift.now:${name}`, edgeId, `weight.now:${name}`, volatilityId];
  return [{ kind: 'band-left', assets: [asset], threshold, seen: Math.abs(drift), factIds }];
};

/** A week more restless than usual: the next one is said to be above the usual too. */
const volatilityHigh = ({ known }: Scene, asset: WarnedAsset): readonly Found[] => {
  const { name } = asset;
  const ids = [`volatility.7d:${name}`, `volatility-usual.90d:${name}`, `regime.90d:${name}`] as const;
  const [seen, threshold] = [known.estimate(ids[0]), known.estimate(ids[1])];
  if (known.word(ids[2]) !== 'turbulent' || seen === null || threshold === null || asset.source === null)
    return [];
  return [{ kind: 'volatility-high', assets: [asset], threshold, seen, factIds: ids }];
};

/** Two assets that moved together in the last week, and more so than usual. */
const correlationHigh = ({ known, assets }: Scene): readonly Found[] =>
  assets.flatMap((one, index) =>
    assets.slice(index + 1).flatMap((other): readonly Found[] => {
      const ids = ['7d', '90d'].map((span) => `correlation.${span}:${one.name}/${other.name}`);
      const [seen, threshold] = ids.map((id) => known.estimate(id));
      if (seen == null || threshold == null || one.source === null || other.source === null) return [];
      if (seen < CORRELATION_E4_MIN || seen - threshold < CORRELATION_RISE_E4_MIN) return [];
      return [{ kind: 'correlation-high', assets: [one, other], threshold, seen, factIds: ids }];
    }),
  );

/** {bps of the limit} that is left now, rounded down, of the half that a bucket holds; a limit of nothing is whole. */
const leftBps = (known: Known, what: 'loss' | 'turnover'): number | null => {
  const [used, limit] = [known.amount(`${what}-used.now`), known.amount(`${what}-limit.now`)];
  if (used === null || limit === null) return null;
  return limit === 0 ? 10_000 : Math.floor((10_000 * (limit / 2 - used)) / limit);
};

/** The scarcer budget of a day, well used and not yet as low as its alert has it. */
const budgetLow = ({ known }: Scene): readonly Found[] => {
  const [loss, turnover] = [leftBps(known, 'loss'), leftBps(known, 'turnover')];
  if (loss === null || turnover === null) return [];
  const seen = Math.min(loss, turnover);
  if (seen < BUDGET_LOW_BPS || seen >= BUDGET_HEADING_BPS) return [];
  const what = loss <= turnover ? 'loss' : 'turnover';
  const factIds = [`${what}-used.now`, `${what}-limit.now`];
  return [{ kind: 'budget-low', assets: [], threshold: BUDGET_LOW_BPS, seen, factIds }];
};

/** A week whose trades cost more than twice the quarter's, of enough of them. */
const costHigh = ({ known }: Scene): readonly Found[] => {
  const ids = ['cost-share.7d', 'cost-share.90d', 'rebalances-filled.7d', 'rebalances-filled.90d'];
  const [seen, usual, filled, filledUsually] = ids.map((id) => known.amount(id));
  if (seen == null || usual == null || filled == null || filledUsually == null || usual <= 0) return [];
  if (filled < REBALANCES_MIN || filledUsually < REBALANCES_TIMES * filled) return [];
  if (seen <= COST_TIMES * usual || seen - usual < COST_RISE_BPS_MIN) return [];
  return [{ kind: 'cost-high', assets: [], threshold: COST_TIMES * usual, seen, factIds: ids }];
};

/** Each asset of the newest look by the name that facts have for it. */
const assetsOf = (known: Known, newest: JournaledDecision | null): readonly WarnedAsset[] => {
  const assets = newest?.snapshot.assets ?? [];
  const names = subjectNames(assets);
  return assets.map(({ token, symbol }) => {
    const name = names.get(token) ?? token;
    return { token, name, symbol, source: known.source(`volatility.90d:${name}`) };
  });
};

/** What these facts say to watch within the next seven days; the thresholds are docs/analyst.md's. */
export const raiseWarnings = ({ week, quarter, newest }: WarningGrounds): readonly Warning[] => {
  const decided = newest === null ? [] : decisionFacts(newest, week.asOf);
  const known = new Known([...quarter.facts, ...week.facts, ...decided]);
  const assets = assetsOf(known, newest);
  const scene: Scene = { known, assets, decisionId: newest?.decisionId ?? null };
  const found = [
    ...assets.flatMap((asset) => [...bandLeft(scene, asset), ...volatilityHigh(scene, asset)]),
    ...correlationHigh(scene),
    ...budgetLow(scene),
    ...costHigh(scene),
  ];
  const [raisedAtSeconds, dueAtSeconds] = [week.asOf, week.asOf + WARNED_SECONDS];
  return found.map((one) => ({ ...one, raisedAtSeconds, dueAtSeconds }));
};
