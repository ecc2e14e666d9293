import type { PortfolioState } from '../../lib/api/portfolio-dto.ts';
import type { Reason } from '../../lib/engine/reasons.ts';
import type { PortfolioRecord } from '../../lib/ledger/fleet-record.ts';

export type StateWords = { readonly state: PortfolioState; readonly detail: string | null };

/** What a hold for this reason means to its owner; `blocked` needs somebody, `waiting` passes by itself. */
const STATE_OF_REASON: Readonly<Record<Reason, PortfolioState>> = {
  'in-band': 'on-target',
  cooldown: 'waiting',
  'below-minimum': 'waiting',
  'over-daily-volume': 'waiting',
  'order-open': 'order-open',
  'price-missing': 'blocked',
  'price-stale': 'blocked',
  'prices-disagree': 'blocked',
  'impact-too-high': 'waiting',
  'gas-too-high': 'waiting',
  'cost-exceeds-benefit': 'waiting',
  'allowance-low': 'blocked',
  'asset-locked': 'blocked',
  'asset-unhealthy': 'blocked',
  paused: 'paused',
  'signer-not-authorised': 'blocked',
  'budget-exhausted': 'waiting',
  unfunded: 'blocked',
  'venue-unavailable': 'blocked',
  'chain-lagging': 'waiting',
  halted: 'paused',
  'outside-window': 'waiting',
  'no-key': 'blocked',
  'not-registered': 'blocked',
  quarantined: 'blocked',
  'value-absurd': 'blocked',
  'snapshot-contradiction': 'waiting',
  'legs-max': 'waiting',
  'token-changed': 'blocked',
  'signer-too-strong': 'blocked',
};

/** Whole per cent, the mean over orders; never 100 before the last unit is sold. */
function filledPercent(orders: PortfolioRecord['liveOrders']): number {
  const sumBps = orders.reduce(
    (sum, { filledSellUnits, body }) => sum + (filledSellUnits * 10_000n) / body.order.makingAmount,
    0n,
  );
  return Math.min(99, Math.round(Number(sumBps) / orders.length / 100));
}

/** The one word a portfolio is summed up by. What is on chain now (paused, open orders) goes before what was decided earlier. */
export function portfolioState(portfolio: PortfolioRecord): StateWords {
  if (portfolio.paused) return { state: 'paused', detail: null };
  if (portfolio.quarantineReason !== null) return { state: 'blocked', detail: portfolio.quarantineReason };
  const unfillable = portfolio.liveOrders.find(({ status }) => status === 'unfillable');
  if (unfillable !== undefined)
    return { state: 'blocked', detail: unfillable.statusReason ?? 'order unfillable' };
  if (portfolio.liveOrders.length > 0)
    return { state: 'order-open', detail: `${filledPercent(portfolio.liveOrders)} % filled` };
  const plan = portfolio.look?.decision.plan;
  if (plan === undefined) return { state: 'not-looked-at', detail: null };
  if (plan.kind === 'act') return { state: 'waiting', detail: 'order filled, next look confirms' };
  const state = STATE_OF_REASON[plan.hold.reason];
  return {
    state,
    detail: state === 'on-target' || state === 'paused' ? null : plan.hold.reason.replaceAll('-', ' '),
  };
}
