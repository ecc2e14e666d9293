import { z } from 'zod';
import { integer, natural } from '../json/stored-json.ts';
import type { AssetVerdict, Decision, DroppedLeg, Leg } from './decision.ts';
import { decisionFields } from './decision-schema.ts';
import type { Hold } from './hold.ts';
import { legFields, limitMet, reason } from './leg-schema.ts';
import { address, bps, seconds } from './snapshot-schema.ts';
import { FORMER_ORDER_BOOK, venueOf, venueWord } from './venue-word.ts';

// The forms in which decisions were stored before today's. Rows keep theirs for good; nothing is written in one any more.

// Codec 2, before venues had one vocabulary: a leg's venue is its `kind`, and the order book is `limit-order`.

const { venue: _, ...unchanged } = legFields;

/** A leg as codecs 1 and 2 hold it. */
const leg2 = z
  .object({ ...unchanged, kind: venueWord })
  .transform(({ kind, ...rest }): Leg => ({ ...rest, venue: venueOf(kind) }));

/** A decision stored by codec 2, as today's type. */
export const decisionSchema2: z.ZodType<Decision> = z.object(decisionFields(leg2));

const legTo2 = ({ index, venue, ...rest }: Leg): object => ({
  index,
  kind: venue === 'order-book' ? FORMER_ORDER_BOOK : venue,
  ...rest,
});

/** A plan in the form of codecs 1 and 2 where it acts: what a row of that time is compared with. */
const actTo2 = (legs: readonly Leg[]): object => ({ kind: 'act', legs: legs.map(legTo2) });

/** Today's decision in the form of codec 2, bigints still bigints. */
export const decisionToCodec2 = ({ engineVersion, plan, ...rest }: Decision): object => ({
  codec: 2,
  engineVersion,
  plan: plan.kind === 'act' ? actTo2(plan.legs) : plan,
  ...rest,
});

// Codec 1, before holds had one shape: `reason`, `limit` and `lookAgainAt` lie beside each other, the plan has the reason alone, and
// there is no number of the codec.

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
