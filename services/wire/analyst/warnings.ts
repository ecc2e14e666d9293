import type { TransactionSql } from 'postgres';
import type { WarningEvidence } from '../../../lib/analyst/warnings/judge-warning.ts';
import type { WarnedAsset } from '../../../lib/analyst/warnings/warning.ts';
import { costBpsOf } from '../../../lib/performance/cost-split.ts';
import { rebalanceStatistics } from '../../../lib/performance/rebalance-statistics.ts';
import type { Result } from '../../../lib/result.ts';
import { keepWarnings, type WarningsKept } from '../../analyst/keep-warnings.ts';
import { readPriceTracks } from '../../store/analyst/fact-reads.ts';
import {
  type DueWarning,
  readBudgetsLeft,
  readDrifts,
  readDueWarnings,
  readFilledOrders,
  settleWarning,
} from '../../store/analyst/warning-evidence.ts';
import {
  claimWarningTurns,
  readNewestDecisions,
  saveWarnings,
  sweepWarnings,
} from '../../store/analyst/warnings.ts';
import { factsOf, type SummaryParts } from './summaries.ts';

/** What a chain's warnings are raised and judged with. */
export type WarningParts = Pick<SummaryParts, 'run' | 'served'>;

/** As facts read prices. */
const STEP_SECONDS = 3_600;

const tracksOf = async (
  sql: TransactionSql,
  { assets, raisedAtSeconds, dueAtSeconds }: DueWarning,
): Promise<WarningEvidence> => {
  const wanted = assets.map(({ symbol, source }: WarnedAsset) => ({ asset: symbol, source: source ?? '' }));
  const found = await readPriceTracks(sql, {
    ...{ series: wanted, fromSeconds: raisedAtSeconds, toSeconds: dueAtSeconds, stepSeconds: STEP_SECONDS },
  });
  const tracks = wanted.map(
    ({ asset, source }) => found.find((one) => one.asset === asset && one.source === source)?.track ?? [],
  );
  return { kind: 'tracks', tracks };
};

/** What stored rows hold of a warning's seven days. */
const evidenceOf = async (sql: TransactionSql, due: DueWarning): Promise<WarningEvidence> => {
  const { kind, portfolioId, assets, newestSeconds } = due;
  const watch = { portfolioId, fromSeconds: due.raisedAtSeconds, toSeconds: due.dueAtSeconds };
  switch (kind) {
    case 'band-left':
      return {
        ...{ kind: 'looks', newestSeconds },
        looks: await readDrifts(sql, { ...watch, token: assets[0]?.token ?? '' }),
      };
    case 'budget-low':
      return { kind: 'looks', newestSeconds, looks: await readBudgetsLeft(sql, watch) };
    case 'cost-high': {
      const found = rebalanceStatistics(await readFilledOrders(sql, watch));
      const { tradedUsdE18, costUsdE18, split } = found;
      const shares = costBpsOf({ tradedUsdE18, costUsdE18, ...split });
      return { kind: 'costs', shareBps: shares?.wholeBps ?? null };
    }
    default:
      return tracksOf(sql, due);
  }
};

/** Judges a chain's warnings whose time is over, and raises what there is to warn of. */
export const tendWarnings = (
  { run, served }: WarningParts,
  timeIsUp: () => boolean,
): Promise<Result<WarningsKept>> => {
  const { chainId } = served;
  return keepWarnings<DueWarning>(
    {
      claim: (limit) => run((sql) => claimWarningTurns(sql, { chainId, limit })),
      facts: (ids, span) => factsOf({ run }, ids, span),
      newest: (ids) => run((sql) => readNewestDecisions(sql, ids)),
      save: (found) => run((sql) => saveWarnings(sql, found)),
      due: (limit) => run((sql) => readDueWarnings(sql, { chainId, limit })),
      evidence: (due) => run((sql) => evidenceOf(sql, due)),
      settle: (settlement) => run((sql) => settleWarning(sql, settlement)),
      sweep: () => run(sweepWarnings),
    },
    timeIsUp,
  );
};
