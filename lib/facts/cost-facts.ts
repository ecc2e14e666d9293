import { costBpsOf } from '../performance/cost-split.ts';
import { rebalanceStatistics } from '../performance/rebalance-statistics.ts';
import type { FactRow } from './fact.ts';
import { bps, count, type FactList, ofFigure, usd } from './fact-list.ts';
import type { Scene } from './portfolio-read.ts';

/** Rows that one fact names. */
const ROWS_MAX = 20;

/** What rebalances came to and what trading cost, by its causes: takers' spread, impact in pools, what prices moved meanwhile, gas. */
export const sayCosts = (list: FactList, { orders, end, spanName, span, asOf }: Scene): void => {
  const found = rebalanceStatistics(orders);
  const decisions = [...new Set(orders.map(({ decisionId }) => decisionId))];
  const lastFill = orders.reduce((last, { lastFillAtSeconds }) => Math.max(last, lastFillAtSeconds ?? 0), 0);
  const basis = {
    ...{ when: spanName, span },
    rows: decisions.slice(-ROWS_MAX).map((id): FactRow => ({ kind: 'decision', id })),
    quality: {
      ageSeconds: Math.max(asOf - Math.max(lastFill, end.timeSeconds), 0),
      samples: found.fills.count,
      sources: [],
    },
  };
  list.say('rebalances', count(found.count), {
    ...basis,
    quality: { ...basis.quality, samples: found.count },
  });
  list.say('rebalances-filled', count(found.outcomes.filled), basis);
  list.say('traded', usd(found.tradedUsdE18), basis);
  const { tradedUsdE18, costUsdE18, split } = found;
  list.say('cost', tradedUsdE18 === 0n ? 'nothing-traded' : usd(costUsdE18), basis);
  const shares = costBpsOf({ tradedUsdE18, costUsdE18, ...split });
  list.say('cost-share', shares === null ? 'nothing-traded' : bps(shares.wholeBps), basis);
  if (tradedUsdE18 === 0n) {
    for (const one of ['cost-spread', 'cost-impact', 'cost-moved', 'cost-gas'] as const)
      list.say(one, 'nothing-traded', basis);
    return;
  }
  list.say('cost-spread', ofFigure(split.spreadUsdE18, usd), basis);
  list.say('cost-impact', ofFigure(split.impactUsdE18, usd), basis);
  list.say('cost-moved', ofFigure(split.movedUsdE18, usd), basis);
  list.say('cost-gas', ofFigure(found.gasUsdE18, usd), basis);
  // A taker's fee is within the spread, a pool's within the impact: no row tells it by itself.
  list.say('cost-fee', 'not-recorded', basis);
};
