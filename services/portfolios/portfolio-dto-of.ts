import type { LookDto, PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { HaltRecord, LookRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { sharePlaces } from '../../lib/money/display.ts';
import { e18ToBpsRounded } from '../../lib/money/fixed-point.ts';
import { assetDtosOf, cents, heldNavUsdE18 } from './asset-dtos.ts';
import type { LiveSight } from './judge-order.ts';
import { policyText } from './policy-text.ts';
import { portfolioState, stateInputOf } from './portfolio-state.ts';
import { tokensOf } from './token-words.ts';
import { fillDtoOf, tradeDtosOf } from './trade-dtos.ts';

/** A look as pages show it: amounts as exact decimal text, weights in basis points. */
export function lookDtoOf(look: LookRecord): LookDto {
  const { snapshot, decision } = look;
  const assets = assetDtosOf(look);
  const explanation = explain(decision);
  const navUsdE18 = heldNavUsdE18(look);
  return {
    decisionId: look.decisionId,
    blockNumber: snapshot.blockNumber.toString(),
    blockTimeSeconds: snapshot.nowSeconds,
    lookedAtSeconds: look.lookedAtSeconds,
    valueUsd: navUsdE18 === null ? null : cents(navUsdE18),
    trackingErrorBps: decision.trackingErrorE18 === null ? null : e18ToBpsRounded(decision.trackingErrorE18),
    places: sharePlaces(
      assets.map(({ targetBps, band }) => ({ targetBps, bandBps: band?.widthBps ?? null })),
    ),
    isHalted: snapshot.halted,
    why: explanation.why,
    sentence: explanation.sentence,
    nextLookAtSeconds: decision.nextLookAt,
    assets,
  };
}

/** A portfolio as pages show it. */
export function portfolioDtoOf(
  portfolio: PortfolioRecord,
  halted: HaltRecord | null,
  live: LiveSight | null = null,
): PortfolioDto {
  const { look } = portfolio;
  const snapshot = look?.snapshot ?? null;
  const tokens = tokensOf(snapshot);
  const { state, detail } = portfolioState(stateInputOf(portfolio, halted));
  return {
    id: portfolio.id,
    kind: portfolio.kind,
    chainId: portfolio.chainId,
    address: portfolio.address,
    holder: portfolio.holder,
    name: portfolio.name === '' ? `Portfolio ${portfolio.id}` : portfolio.name,
    simulated: portfolio.simulated,
    policyText: look === null ? null : policyText(look.policy),
    state,
    stateDetail: detail,
    look: look === null ? null : lookDtoOf(look),
    openTrades: tradeDtosOf(portfolio.liveOrders, { snapshot, tokens, live }),
    lastFills: portfolio.lastFills.map((fill) => fillDtoOf(fill, tokens)),
    fillCount: portfolio.fillCount,
    nextTurnAtSeconds: portfolio.nextTurnAtSeconds,
  };
}
