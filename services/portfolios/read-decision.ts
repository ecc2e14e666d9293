import type { DecisionDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { OrderRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import type { DecisionRecord } from '../../lib/ledger/portfolio-history.ts';
import { e18ToBpsRounded } from '../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../lib/result.ts';
import { cents } from './asset-dtos.ts';
import { guardDtoOf } from './guard-dto.ts';
import { planDtoOf } from './plan-dto.ts';
import { policyText } from './policy-text.ts';
import { lookDtoOf } from './portfolio-dto-of.ts';
import { tokensOf } from './token-words.ts';
import { tradeDtosOf } from './trade-dtos.ts';

export type DecisionRead = DecisionRecord & {
  readonly readAtSeconds: number;
  readonly portfolio: Pick<PortfolioRecord, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  readonly orders: readonly OrderRecord[];
};

/** One decision's page, from its row alone: nothing is computed again. Null when there is none that the viewer may see. */
export const readDecision = async (
  read: () => Promise<Result<DecisionRead | null>>,
): Promise<Result<DecisionDto | null>> => {
  const answer = await read();
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const { readAtSeconds, portfolio, look, tickId, policyVersion, orders } = answer.value;
  const { snapshot, decision, policy } = look;
  const plan = planDtoOf(snapshot, policy, decision);
  return ok({
    readAtSeconds,
    portfolio: {
      id: portfolio.id,
      chainId: portfolio.chainId,
      address: portfolio.address,
      name: portfolio.name === '' ? `Portfolio ${portfolio.id}` : portfolio.name,
      simulated: portfolio.simulated,
    },
    id: look.decisionId,
    tickId,
    kind: decision.plan.kind,
    reason: decision.plan.kind === 'hold' ? decision.plan.hold.reason : null,
    why: plan.why,
    trigger: decision.trigger,
    engineVersion: decision.engineVersion,
    policyVersion,
    policyText: policyText(policy),
    atSeconds: look.lookedAtSeconds,
    blockHash: snapshot.blockHash,
    generation: snapshot.generation.toString(),
    look: lookDtoOf(look),
    plan,
    guard: guardDtoOf(snapshot),
    trackingErrorAfterBps:
      decision.trackingErrorAfterE18 === null ? null : e18ToBpsRounded(decision.trackingErrorAfterE18),
    expectedCostUsd: cents(decision.expectedCostUsdE18),
    expectedBenefitUsd:
      decision.expectedBenefitUsdE18 === null ? null : cents(decision.expectedBenefitUsdE18),
    trades: tradeDtosOf(orders, { snapshot, tokens: tokensOf(snapshot) }),
  });
};
