import type { PerformanceDto } from '../../lib/api/performance.ts';
import type { ShareCardDto } from '../../lib/api/share-card-dto.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { explain, REASON_WORDS } from '../../lib/engine/explain.ts';
import type { HaltRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { ok, type Result } from '../../lib/result.ts';
import { lookDtoOf } from './portfolio-dto-of.ts';
import { portfolioState, stateInputOf } from './portfolio-state.ts';

/** What the database tells of a portfolio that is shared, in per cent or all of it. */
export type ShareCardRead = {
  readonly readAtSeconds: number;
  readonly halted: HaltRecord | null;
  readonly portfolio: PortfolioRecord;
  /** Whether its owner allows amounts. */
  readonly amounts: boolean;
  readonly performance: PerformanceDto | null;
};

/** Words of a hold whose only numbers are shares; every other reason may name a sum. */
const whyOf = (decision: Decision): string => {
  const { plan } = decision;
  if (plan.kind === 'hold')
    return plan.hold.reason === 'in-band'
      ? explain(decision).why
      : `No trade: ${REASON_WORDS[plan.hold.reason]}.`;
  const symbolOf = (token: string): string =>
    decision.assets.find((asset) => asset.token === token)?.symbol ?? 'an asset';
  const list = (tokens: readonly string[]): string => [...new Set(tokens.map(symbolOf))].join(', ');
  const { legs } = plan;
  return `Selling ${list(legs.map(({ sellToken }) => sellToken))} for ${list(legs.map(({ buyToken }) => buyToken))}, back towards the targets.`;
};

/** One portfolio's card for everybody; null alike where there is none, where it isn't shared, and before its first look. */
export const readShareCard = async (
  read: () => Promise<Result<ShareCardRead | null>>,
): Promise<Result<ShareCardDto | null>> => {
  const answer = await read();
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const { readAtSeconds, halted, portfolio, amounts, performance } = answer.value;
  const { id, chainId, address, name, simulated, look } = portfolio;
  if (look === null) return ok(null);
  const { assets, places, trackingErrorBps, lookedAtSeconds, valueUsd } = lookDtoOf(look);
  const { state, detail } = portfolioState(stateInputOf(portfolio, halted));
  return ok({
    ...{ readAtSeconds, chainId, address, simulated, state, places, trackingErrorBps, lookedAtSeconds },
    name: name === '' ? `Portfolio ${id}` : name,
    // What blocks it may be told with sums.
    stateDetail: state === 'blocked' ? null : detail,
    why: whyOf(look.decision),
    assets: assets.map(({ symbol, targetBps, weightBps, band, standing }) => ({
      ...{ symbol, targetBps, weightBps, band, standing },
    })),
    sinceSeconds: performance?.fromSeconds ?? null,
    timeWeightedBps: performance?.timeWeightedBps.value ?? null,
    holdBps: performance?.holdBps.value ?? null,
    valueUsd: amounts ? valueUsd : null,
  });
};
