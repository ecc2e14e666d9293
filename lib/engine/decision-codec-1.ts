import { z } from 'zod';
import type { AssetVerdict, Decision, DroppedLeg } from './decision.ts';
import { actTo2, leg2 } from './decision-codec-2.ts';
import type { Hold } from './hold.ts';
import { limitMet, reason } from './leg-schema.ts';
import { address, bps, integer, natural, seconds } from './snapshot-schema.ts';

// The form in which decisions were stored before holds had one shape: `reason`, `limit` and `lookAgainAt` lie beside each other, the plan
// has the reason alone, and there is no number of the codec. Rows keep it for good; nothing is written in it any more.

const verdict1 = z.object({
  token: address,
  symbol: z.string(),
  action: z.enum(['sell', 'buy', 'hold']),
  reason: reason.nullable(),
  limit: limitMet.nullable(),
  valueUsdE18: natural.nullable(),
  inFlightUsdE18: integer,
  targetE18: natural,
  weightE18: natural.nullable(),
  driftE18: integer.nullable(),
  relativeDriftE18: integer.nullable(),
  plannedUsdE18: integer,
  lookAgainAt: seconds,
});

const dropped1 = z.object({
  sellToken: address,
  buyToken: address,
  valueUsdE18: natural,
  reason,
  limit: limitMet.nullable(),
  lookAgainAt: seconds,
});

const stored1 = z.object({
  engineVersion: z.string(),
  plan: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('hold'), reason }),
    z.object({ kind: z.literal('act'), legs: z.tuple([leg2], leg2) }),
  ]),
  trigger: z
    .enum(['absolute', 'relative', 'hybrid', 'calendar', 'calendar-band', 'volatility-band', 'cash-flow'])
    .nullable(),
  assets: z.array(verdict1),
  dropped: z.array(dropped1),
  navUsdE18: natural.nullable(),
  trackingErrorE18: natural.nullable(),
  trackingErrorBps: bps.nullable(),
  trackingErrorAfterE18: natural.nullable(),
  expectedCostUsdE18: natural,
  expectedBenefitUsdE18: natural.nullable(),
  decidedAt: seconds,
  nextLookAt: seconds,
});

const verdictFrom1 = ({ reason, limit, lookAgainAt, ...rest }: z.output<typeof verdict1>): AssetVerdict => ({
  ...rest,
  hold: reason === null ? null : { reason, detail: null, limit, lookAgainAt },
});

const droppedFrom1 = ({ reason, limit, lookAgainAt, ...rest }: z.output<typeof dropped1>): DroppedLeg => ({
  ...rest,
  hold: { reason, detail: null, limit, lookAgainAt },
});

/** A decision stored by codec 1, as today's type; what its form left out (details, the plan's own limit) is null. */
export const decisionSchema1: z.ZodType<Decision> = stored1.transform((stored): Decision => {
  const { plan, nextLookAt } = stored;
  return {
    ...stored,
    plan:
      plan.kind === 'act'
        ? plan
        : { kind: 'hold', hold: { reason: plan.reason, detail: null, limit: null, lookAgainAt: nextLookAt } },
    assets: stored.assets.map(verdictFrom1),
    dropped: stored.dropped.map(droppedFrom1),
  };
});

const flat1 = ({ reason, limit, lookAgainAt }: Hold) => ({ reason, limit, lookAgainAt });

/** Today's decision in the form of codec 1, bigints still bigints: what a row of that time is compared with. */
export const decisionToCodec1 = ({ plan, assets, dropped, ...rest }: Decision): object => ({
  ...rest,
  plan: plan.kind === 'act' ? actTo2(plan.legs) : { kind: 'hold', reason: plan.hold.reason },
  assets: assets.map(({ hold, ...asset }) => ({
    ...asset,
    ...(hold === null ? { reason: null, limit: null, lookAgainAt: rest.nextLookAt } : flat1(hold)),
  })),
  dropped: dropped.map(({ hold, ...part }) => ({ ...part, ...flat1(hold) })),
});
