import type { PortfolioState } from '../../lib/api/portfolio-dto.ts';
import { REASONS, type Reason } from '../../lib/engine/reasons.ts';
import type { HaltRecord, PortfolioIndexRow, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { BPS } from '../../lib/money/fixed-point.ts';

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
  halted: 'waiting',
  'outside-window': 'waiting',
  'no-key': 'blocked',
  'not-registered': 'blocked',
  quarantined: 'blocked',
  'value-absurd': 'blocked',
  'snapshot-contradiction': 'waiting',
  'legs-max': 'waiting',
  'token-changed': 'blocked',
  'signer-too-strong': 'blocked',
  'part-traded': 'waiting',
  'delegation-missing': 'blocked',
  'delegation-revoked': 'blocked',
  'delegation-expired': 'blocked',
  'delegation-exhausted': 'waiting',
  'delegation-superseded': 'blocked',
  'delegation-refused': 'blocked',
  'delegations-paused': 'blocked',
};

/** What only the signer's key can mend. */
export const SIGNER_REASONS: readonly Reason[] = ['signer-not-authorised', 'no-key', 'signer-too-strong'];

/** Reasons that need somebody, but for the signer's. */
export const BLOCKED_REASONS: readonly Reason[] = REASONS.filter(
  (reason) => STATE_OF_REASON[reason] === 'blocked' && !SIGNER_REASONS.includes(reason),
);

/** What of a portfolio its one word depends on. */
export type StateInput = {
  readonly halted: boolean;
  readonly paused: boolean;
  readonly quarantineReason: string | null;
  readonly liveOrders: PortfolioIndexRow['liveOrders'];
  /** Null before the first look; no reason when it acts. */
  readonly lastDecision: { readonly reason: Reason | null } | null;
};

/** Of a portfolio with all its orders. */
export const stateInputOf = (portfolio: PortfolioRecord, halted: HaltRecord | null): StateInput => {
  const { liveOrders, look } = portfolio;
  const filledBps = liveOrders.reduce(
    (sum, { filledSellUnits, body }) => sum + Number((filledSellUnits * BPS) / body.order.makingAmount),
    0,
  );
  const unfillable = liveOrders.find(({ status }) => status === 'unfillable');
  return {
    halted: halted !== null,
    paused: portfolio.paused,
    quarantineReason: portfolio.quarantineReason,
    liveOrders: {
      count: liveOrders.length,
      filledBps: liveOrders.length === 0 ? 0 : Math.floor(filledBps / liveOrders.length),
      unfillableReason: unfillable === undefined ? null : (unfillable.statusReason ?? 'order unfillable'),
    },
    lastDecision:
      look === null
        ? null
        : { reason: look.decision.plan.kind === 'hold' ? look.decision.plan.hold.reason : null },
  };
};

/** Whole per cent, never 100 before the last unit is sold. */
const filledPercent = (filledBps: number): number => Math.min(99, Math.round(filledBps / 100));

/** The one word a portfolio is summed up by. What is true now (paused, halted, open orders) goes before what was decided earlier. */
export function portfolioState(input: StateInput): StateWords {
  const { liveOrders, lastDecision } = input;
  if (input.paused) return { state: 'paused', detail: null };
  if (input.quarantineReason !== null) return { state: 'blocked', detail: input.quarantineReason };
  if (input.halted)
    return { state: 'halted', detail: liveOrders.count > 0 ? 'an order is still open' : null };
  if (liveOrders.unfillableReason !== null) return { state: 'blocked', detail: liveOrders.unfillableReason };
  if (liveOrders.count > 0)
    return { state: 'order-open', detail: `${filledPercent(liveOrders.filledBps)} % filled` };
  if (lastDecision === null) return { state: 'not-looked-at', detail: null };
  if (lastDecision.reason === null) return { state: 'waiting', detail: 'order filled, next look confirms' };
  const state = STATE_OF_REASON[lastDecision.reason];
  return {
    state,
    detail: state === 'on-target' || state === 'paused' ? null : lastDecision.reason.replaceAll('-', ' '),
  };
}
