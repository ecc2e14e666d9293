import type { AssetVerdict, Decision, DroppedLeg, Leg } from '../engine/decision.ts';
import type { LimitMet } from '../engine/hold.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';
import type { Fact, FactMeasure, FactQuality, FactRow, FactValue } from './fact.ts';
import { time, usd, word } from './fact-list.ts';
import { subjectNames } from './subject-names.ts';

/** A decision as it was journaled, with the ids of its rows. */
export type JournaledDecision = {
  readonly decisionId: string;
  readonly snapshotId: string;
  readonly snapshot: Snapshot;
  readonly decision: Decision;
};

type Said = {
  readonly measure: FactMeasure;
  readonly value: FactValue;
  /** What tells it from others of its measure in one decision. */
  readonly part?: string;
  readonly subject?: string;
  readonly against?: string;
};

/** {bps, to a hundredth} of a share in 18 decimals, to the nearest. */
const share = (shareE18: bigint): FactValue => {
  const twice = 2n * shareE18 + (shareE18 < 0n ? -(10n ** 12n) : 10n ** 12n);
  return { unit: 'bps', amount: Number(twice / (2n * 10n ** 12n)) / 100 };
};

/** The tokens of one decision: what they are called, and their decimals. */
class Tokens {
  private readonly names: ReadonlyMap<string, string>;
  private readonly places: ReadonlyMap<string, number>;

  constructor({ assets }: Snapshot) {
    this.names = subjectNames(assets);
    this.places = new Map(assets.map(({ token, decimals }) => [token, decimals]));
  }

  name(token: string): string {
    return this.names.get(token) ?? token;
  }

  units(token: string, amount: bigint): FactValue {
    return { unit: 'units', amount, decimals: this.places.get(token) ?? 0 };
  }
}

type Pair = { readonly sellToken: string; readonly buyToken: string };

/** What a limit counts: raw units are those of what was to be sold, and the legs of a plan are a plain number. */
const amountOf = (
  { name, unit }: LimitMet,
  amount: bigint,
  sold: (amount: bigint) => FactValue,
): FactValue => {
  switch (unit) {
    case 'usd-e18':
      return usd(amount);
    case 'share-e18':
      return share(amount);
    case 'units':
      return name === 'legs-max' ? { unit: 'count', amount: Number(amount) } : sold(amount);
    default:
      return { unit, amount: Number(amount) };
  }
};

const limitSaid = (
  limit: LimitMet | null,
  sold: (amount: bigint) => FactValue,
  about: Omit<Said, 'measure' | 'value'>,
): readonly Said[] =>
  limit === null
    ? []
    : [
        { ...about, measure: 'limit-name', value: word(limit.name) },
        { ...about, measure: 'limit-actual', value: amountOf(limit, limit.actual, sold) },
        { ...about, measure: 'limit-allowed', value: amountOf(limit, limit.allowed, sold) },
      ];

const droppedFor = (dropped: readonly DroppedLeg[], limit: LimitMet | null): DroppedLeg | undefined =>
  dropped.find(
    ({ hold }) =>
      hold.limit !== null &&
      limit !== null &&
      hold.limit.name === limit.name &&
      hold.limit.actual === limit.actual,
  );

const planSaid = ({ plan, dropped, trigger }: Decision, tokens: Tokens): readonly Said[] => {
  const fired: readonly Said[] =
    trigger === null ? [] : [{ measure: 'decision-trigger', value: word(trigger) }];
  if (plan.kind === 'act')
    return [
      { measure: 'decision', value: word('act') },
      ...fired,
      ...plan.legs.flatMap((leg) => legSaid(leg, tokens)),
    ];
  const { reason, limit } = plan.hold;
  const sold = droppedFor(dropped, limit)?.sellToken ?? '';
  return [
    { measure: 'decision', value: word('hold') },
    ...fired,
    { measure: 'decision-reason', value: word(reason) },
    ...limitSaid(limit, (amount) => tokens.units(sold, amount), {}),
  ];
};

const pairOf = ({ sellToken, buyToken }: Pair, tokens: Tokens) => ({
  subject: tokens.name(sellToken),
  against: tokens.name(buyToken),
});

const legSaid = (leg: Leg, tokens: Tokens): readonly Said[] => {
  const about = { ...pairOf(leg, tokens), part: `leg-${leg.index}` };
  return [
    { ...about, measure: 'planned-sale', value: tokens.units(leg.sellToken, leg.sellUnits) },
    { ...about, measure: 'planned-purchase', value: tokens.units(leg.buyToken, leg.expectedBuyUnits) },
    { ...about, measure: 'planned-value', value: usd(leg.sellValueUsdE18) },
  ];
};

const droppedSaid = (one: DroppedLeg, index: number, tokens: Tokens): readonly Said[] => {
  const about = { ...pairOf(one, tokens), part: `dropped-${index}` };
  return [
    { ...about, measure: 'dropped-value', value: usd(one.valueUsdE18) },
    { ...about, measure: 'dropped-reason', value: word(one.hold.reason) },
    ...limitSaid(one.hold.limit, (amount) => tokens.units(one.sellToken, amount), about),
  ];
};

const assetSaid = (
  { token, hold, valueUsdE18, weightE18, targetE18, driftE18 }: AssetVerdict,
  { snapshot, decision }: JournaledDecision,
  tokens: Tokens,
): readonly Said[] => {
  const about = { subject: tokens.name(token) };
  const price = snapshot.assets.find((asset) => asset.token === token)?.price;
  const sold = droppedFor(decision.dropped, hold?.limit ?? null)?.sellToken ?? token;
  const known: readonly Said[] = [
    ...(valueUsdE18 === null ? [] : [{ ...about, measure: 'value' as const, value: usd(valueUsdE18) }]),
    ...(price?.ok === true ? [{ ...about, measure: 'price' as const, value: usd(price.usdE18) }] : []),
    ...(weightE18 === null ? [] : [{ ...about, measure: 'weight' as const, value: share(weightE18) }]),
    ...(driftE18 === null ? [] : [{ ...about, measure: 'drift' as const, value: share(driftE18) }]),
  ];
  return [
    ...known,
    { ...about, measure: 'target', value: share(targetE18) },
    ...(hold === null ? [] : [{ ...about, measure: 'asset-reason' as const, value: word(hold.reason) }]),
    ...limitSaid(hold?.limit ?? null, (amount) => tokens.units(sold, amount), about),
  ];
};

const wholeSaid = (decision: Decision): readonly Said[] => {
  const { navUsdE18, trackingErrorE18, expectedCostUsdE18, expectedBenefitUsdE18 } = decision;
  const amounts = [
    ['value', navUsdE18 === null ? null : usd(navUsdE18)],
    ['tracking-error', trackingErrorE18 === null ? null : share(trackingErrorE18)],
    ['expected-cost', decision.plan.kind === 'act' ? usd(expectedCostUsdE18) : null],
    ['expected-benefit', expectedBenefitUsdE18 === null ? null : usd(expectedBenefitUsdE18)],
  ] as const;
  return [
    { measure: 'decided-at', value: time(decision.decidedAt) },
    { measure: 'next-look-at', value: time(decision.nextLookAt) },
    ...amounts.flatMap(([measure, value]) => (value === null ? [] : [{ measure, value }])),
  ];
};

const sourcesOf = ({ assets }: Snapshot): readonly string[] =>
  [...new Set(assets.flatMap(({ price }) => (price.ok ? [price.source] : [])))].sort();

/**
 * What one decision says: what was decided and why, the limit that was met, where each asset stood, and what was planned or left out.
 * Ids are `<measure>:<decision>`, then the leg where there are several (`leg-0`, `dropped-0`), then the asset.
 * @param asOf the time by which its age is told
 */
export const decisionFacts = (journaled: JournaledDecision, asOf: UnixSeconds): readonly Fact[] => {
  const { decisionId, snapshotId, snapshot, decision } = journaled;
  const tokens = new Tokens(snapshot);
  const quality: FactQuality = {
    ageSeconds: Math.max(asOf - decision.decidedAt, 0),
    samples: 1,
    sources: sourcesOf(snapshot),
  };
  const rows: readonly FactRow[] = [
    { kind: 'decision', id: decisionId },
    { kind: 'snapshot', id: snapshotId },
  ];
  const said = [
    ...planSaid(decision, tokens),
    ...wholeSaid(decision),
    ...decision.assets.flatMap((asset) => assetSaid(asset, journaled, tokens)),
    ...decision.dropped.flatMap((one, index) => droppedSaid(one, index, tokens)),
  ];
  return said.map(({ measure, value, part, subject = null, against = null }) => ({
    id: [measure, decisionId, part, subject].filter((one) => one !== undefined && one !== null).join(':'),
    ...{ measure, subject, against, span: null, value, quality, rows },
  }));
};
