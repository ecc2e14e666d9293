import type { DecisionRowDto, PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { explain, REASON_WORDS } from '../../lib/engine/explain.ts';
import type {
  HaltRecord,
  Heartbeat,
  OrderRecord,
  PortfolioIndexRow,
  PortfolioRecord,
} from '../../lib/ledger/fleet-record.ts';
import type { DecisionRun, HeldBefore } from '../../lib/ledger/portfolio-history.ts';
import { ok, type Result } from '../../lib/result.ts';
import { activityDtosOf, type Happened } from './activity-dtos.ts';
import { type ChartRead, chartSeriesOf } from './chart-series-of.ts';
import { guardDtoOf } from './guard-dto.ts';
import { haltDtoOf } from './halt-dto-of.ts';
import type { LiveSight } from './judge-order.ts';
import { planNow } from './plan-dto.ts';
import { portfolioDtoOf } from './portfolio-dto-of.ts';
import { botState } from './readiness.ts';
import { tokensOf } from './token-words.ts';
import { tradeDtosOf } from './trade-dtos.ts';
import { versionOf } from './version-of.ts';

/** All the database knows that one portfolio's page shows. */
export type PortfolioRead = Happened & {
  readonly heartbeat: Heartbeat;
  readonly halted: HaltRecord | null;
  readonly index: PortfolioIndexRow;
  readonly portfolio: PortfolioRecord;
  readonly closedOrders: readonly OrderRecord[];
  readonly runs: readonly DecisionRun[];
  /** Of older looks; null where none is summed up. */
  readonly heldBefore: HeldBefore | null;
  /** Whether whoever asks owns it. */
  readonly owned: boolean;
  /** Null before the first look that could be valued. */
  readonly chart: ChartRead | null;
};

export type ReadPortfolioDeps = {
  /** Null alike when there is none and when the viewer may not see it. */
  readonly read: () => Promise<Result<PortfolioRead | null>>;
  /** What the chain says now of a portfolio with live orders; null when it doesn't answer in time, or isn't served. */
  readonly judge: (portfolio: PortfolioRecord) => Promise<LiveSight | null>;
  readonly tickIntervalSeconds: number;
};

const runDto = ({ decision, blockNumber, ...run }: DecisionRun): DecisionRowDto => ({
  ...run,
  blockNumber: blockNumber.toString(),
  why:
    decision === null
      ? `No trade: ${run.reason === null ? 'it can’t be read by this version' : REASON_WORDS[run.reason]}.`
      : explain(decision).why,
});

type Versioned = Pick<PortfolioRead, 'halted' | 'index' | 'heartbeat'>;

/** Of everything that the page shows but its age. */
export const portfolioVersion = (
  { halted, index, heartbeat }: Versioned,
  tickIntervalSeconds: number,
): string => versionOf([index, halted, botState(heartbeat, tickIntervalSeconds).stale]);

/** One portfolio's page; null when there is none that the viewer may see. Fails with `database-unavailable` or `database-not-migrated`. */
export const readPortfolio = async ({
  read,
  judge,
  tickIntervalSeconds,
}: ReadPortfolioDeps): Promise<Result<PortfolioDetailDto | null>> => {
  const answer = await read();
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const { heartbeat, halted, portfolio, closedOrders, runs, heldBefore, chart, owned, ...happened } =
    answer.value;
  const { look } = portfolio;
  const snapshot = look?.snapshot ?? null;
  const tokens = tokensOf(snapshot);
  const live = portfolio.liveOrders.length === 0 ? null : await judge(portfolio);
  return ok({
    readAtSeconds: heartbeat.readAtSeconds,
    version: portfolioVersion(answer.value, tickIntervalSeconds),
    bot: botState(heartbeat, tickIntervalSeconds),
    halted: haltDtoOf(halted),
    portfolio: portfolioDtoOf(portfolio, halted, live),
    isOwner: owned,
    keys: {
      owner: portfolio.owner,
      guardian: portfolio.guardian,
      signer: portfolio.signer,
      signerAuthorised: snapshot?.signerAuthorised ?? null,
      generation: portfolio.generation.toString(),
    },
    guard: snapshot === null ? null : guardDtoOf(snapshot),
    closedTrades: tradeDtosOf(closedOrders, { snapshot, tokens }),
    decisions: runs.map(runDto),
    heldBefore,
    activity: activityDtosOf(happened, tokens),
    series: chart === null ? null : chartSeriesOf(chart, look),
    plan: look === null ? null : planNow(look.snapshot, look.policy),
  });
};
