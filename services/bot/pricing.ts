import type { NoPrice, Price, PriceFault } from '../../lib/engine/snapshot.ts';
import { lowerMedian, lowestFirst, type SourcePrice, type ToldPrice } from '../../lib/ledger/price-source.ts';
import { BPS, formatDecimal, smaller } from '../../lib/money/fixed-point.ts';

/** The gravest first: of several reasons for having no price, this one is told. */
const FAULTS: readonly PriceFault[] = ['absurd', 'missing', 'stale', 'disagree'];

const noPrice = (answers: readonly SourcePrice[], quorum: number): NoPrice => {
  const faults = answers.filter((answer) => !answer.ok);
  const worst = FAULTS.flatMap((fault) => faults.filter((answer) => answer.fault === fault))[0];
  if (worst === undefined)
    return { ok: false, fault: 'missing', detail: `fewer than ${quorum} sources have a price` };
  const { fault, detail, retryAtSeconds } = worst;
  return { ok: false, fault, detail, ...(retryAtSeconds === undefined ? {} : { retryAtSeconds }) };
};

/** Beyond this, two sources are told to be this far apart: a billion basis points is as absurd as any more. */
const DISTANCE_BPS_MAX = 10n ** 9n;

const distanceBps = (lowestUsdE18: bigint, highestUsdE18: bigint): number => {
  const bps = ((highestUsdE18 - lowestUsdE18) * BPS) / lowestUsdE18;
  return Number(smaller(bps, DISTANCE_BPS_MAX));
};

const ofOne = new WeakMap<ToldPrice, Price>();

/** Nobody is there to disagree. A price that many were told is one. */
const aloneOf = (told: ToldPrice): Price => {
  const known = ofOne.get(told);
  if (known !== undefined) return known;
  const { usdE18, updatedAtSeconds, source } = told;
  const price = { ok: true, usdE18, updatedAtSeconds, source, disagreementBps: null } as const;
  ofOne.set(told, price);
  return price;
};

/**
 * The price a tick trades on: the lower median of all sources that have one, if at least `quorum` do, with the age of the
 * oldest and the largest distance between two of them. A missing price is never a price of 0.
 */
export const agreePrice = (answers: readonly SourcePrice[], quorum = 1): Price | NoPrice => {
  const [only] = answers;
  if (answers.length === 1 && quorum <= 1 && only?.ok === true && only.usdE18 > 0n) return aloneOf(only);
  const usable = lowestFirst(answers.flatMap((answer) => (answer.ok && answer.usdE18 > 0n ? [answer] : [])));
  const [lowest] = usable;
  const highest = usable.at(-1);
  const median = lowerMedian(usable);
  if (usable.length < quorum || lowest === undefined || highest === undefined || median === undefined)
    return noPrice(answers, quorum);
  return {
    ok: true,
    usdE18: median.usdE18,
    updatedAtSeconds: Math.min(...usable.map(({ updatedAtSeconds }) => updatedAtSeconds)),
    source: usable.map(({ source }) => source).join(', '),
    disagreementBps: usable.length === 1 ? null : distanceBps(lowest.usdE18, highest.usdE18),
  };
};

export type PriceCheck = {
  /** How many sources must have a price: all that are asked. */
  readonly sources: number;
  readonly disagreementBpsMax: number;
};

/**
 * The price of the source that stands last, the operator's choice, if all have one and agree; the account's own feeds stand first.
 * Sources that disagree are named with what each says, and there is no price.
 */
export const checkedPrice = (answers: readonly SourcePrice[], check: PriceCheck): Price | NoPrice => {
  const agreed = agreePrice(answers, check.sources);
  const chosen = answers.at(-1);
  if (!agreed.ok || agreed.disagreementBps === null || chosen === undefined || !chosen.ok) return agreed;
  if (agreed.disagreementBps <= check.disagreementBpsMax) return { ...agreed, usdE18: chosen.usdE18 };
  const said = answers.flatMap((answer) =>
    answer.ok ? [`${answer.source} says ${formatDecimal(answer.usdE18, 18)} USD`] : [],
  );
  const apart = `${agreed.disagreementBps} bps apart, and ${check.disagreementBpsMax} are allowed`;
  return { ok: false, fault: 'disagree', detail: `${said.join(' and ')}: ${apart}` };
};
