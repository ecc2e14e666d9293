import { z } from 'zod';
import type { Decision, Leg } from './decision.ts';
import { decisionFields } from './decision-schema.ts';
import { legFields } from './leg-schema.ts';
import { FORMER_ORDER_BOOK, venueOf, venueWord } from './venue-id.ts';

// The form in which decisions were stored before venues had one vocabulary: a leg's venue is its `kind`, and the order book is
// `limit-order`. Rows keep it for good; nothing is written in it any more.

const { venue: _, ...unchanged } = legFields;

/** A leg as codecs 1 and 2 hold it. */
export const leg2 = z
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
export const actTo2 = (legs: readonly Leg[]): object => ({ kind: 'act', legs: legs.map(legTo2) });

/** Today's decision in the form of codec 2, bigints still bigints. */
export const decisionToCodec2 = ({ engineVersion, plan, ...rest }: Decision): object => ({
  codec: 2,
  engineVersion,
  plan: plan.kind === 'act' ? actTo2(plan.legs) : plan,
  ...rest,
});
