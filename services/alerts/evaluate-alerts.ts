import type { AlertKind } from '../../lib/alerts/alert-kinds.ts';
import { type CashSighting, cashConditions } from '../../lib/alerts/cash-conditions.ts';
import {
  type PortfolioSighting,
  portfolioConditions,
  type SystemSighting,
  systemConditions,
} from '../../lib/alerts/conditions.ts';
import {
  type AlertChanges,
  type Condition,
  judgeAlerts,
  type OpenAlert,
} from '../../lib/alerts/judge-alerts.ts';
import { ok, type Result } from '../../lib/result.ts';

export type Evaluation = Pick<SystemSighting, 'chainId' | 'intervalSeconds' | 'failureCode'> & {
  /** Null = outside of any tick. */
  readonly tickId: string | null;
};

export type AlertPorts = {
  readonly read: (query: Pick<Evaluation, 'chainId' | 'tickId'>) => Promise<
    Result<{
      readonly portfolios: readonly PortfolioSighting[];
      readonly cash: readonly CashSighting[];
      /** What the analyst warns of, and nobody was told yet. */
      readonly warned: readonly Condition[];
      readonly open: readonly OpenAlert[];
      readonly system: Pick<SystemSighting, 'gapSeconds' | 'unfundedSigners' | 'xminAgeSeconds'>;
    }>
  >;
  readonly write: (changes: AlertChanges) => Promise<Result<void>>;
};

/** What a tick alone finds out: outside of one nothing of it is raised, nor recovered. */
const OF_TICKS: readonly string[] = ['RPC_LAGGING'] satisfies readonly AlertKind[];

/** As many statements whatever the number of portfolios: four that read, and two that write where something is wrong. */
export const evaluateAlerts = async (
  { read, write }: AlertPorts,
  evaluation: Evaluation,
): Promise<Result<AlertChanges>> => {
  const found = await read(evaluation);
  if (!found.ok) return found;
  const isTick = evaluation.tickId !== null;
  const examined = ({ kind }: { readonly kind: AlertKind }) => isTick || !OF_TICKS.includes(kind);
  const { portfolios, cash, warned } = found.value;
  const open = found.value.open.filter(examined);
  const system = { ...evaluation, ...found.value.system };
  const conditions = [
    ...portfolioConditions(portfolios),
    ...cashConditions(cash),
    ...warned,
    ...systemConditions({ system, portfolios }),
  ];
  const changes = judgeAlerts(conditions.filter(examined), open);
  if (changes.seen.length === 0 && changes.recovered.length === 0) return ok(changes);
  const written = await write(changes);
  return written.ok ? ok(changes) : written;
};
