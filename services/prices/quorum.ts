import {
  lowerMedian,
  lowestFirst,
  type PricedAsset,
  type PriceSource,
  type SourcePrice,
  type ToldPrice,
} from '../../lib/ledger/price-source.ts';
import { BPS, formatDecimal } from '../../lib/money/fixed-point.ts';

const ANSWERS_MIN = 2;
/** A source this far from the median of all is left out. */
const OUTLIER_BPS_MAX = 200n;

const said = ({ source, usdE18 }: ToldPrice): string => `${source} ${formatDecimal(usdE18, 18)}`;

/** |price − middle| ÷ middle above the limit, without division. */
const isFar = (price: bigint, middle: bigint): boolean => {
  const distance = price > middle ? price - middle : middle - price;
  return distance * BPS > middle * OUTLIER_BPS_MAX;
};

/**
 * The lower median of at least two fresh prices that agree. A source far from the median of all is left out, as long as more than half of
 * all sources with a price stay; `source` tells who was heard and who was left out and why.
 */
export const quorumOf = (token: PricedAsset['token'], answers: readonly SourcePrice[]): SourcePrice => {
  const fresh = answers.flatMap((answer) => (answer.ok ? [answer] : []));
  const without = answers.flatMap((answer) => (answer.ok ? [] : [answer.detail]));
  // One more voice may be enough.
  const retryAtSeconds = answers.flatMap((answer) => (answer.ok ? [] : (answer.retryAtSeconds ?? [])));
  const none = (fault: 'missing' | 'disagree', detail: string): SourcePrice => ({
    ...{ source: 'quorum', token, ok: false, fault },
    detail: [detail, ...without].join('; '),
    ...(retryAtSeconds.length === 0 ? {} : { retryAtSeconds: Math.min(...retryAtSeconds) }),
  });
  const middle = lowerMedian(lowestFirst(fresh));
  if (middle === undefined || fresh.length < ANSWERS_MIN)
    return none('missing', `only ${fresh.length} of ${answers.length} sources has a fresh price`);
  const near = fresh.filter(({ usdE18 }) => !isFar(usdE18, middle.usdE18));
  const far = fresh.filter(({ usdE18 }) => isFar(usdE18, middle.usdE18));
  const median = lowerMedian(lowestFirst(near));
  if (median === undefined || near.length < ANSWERS_MIN || near.length * 2 <= fresh.length)
    return none('disagree', `the sources disagree: ${fresh.map(said).join(', ')}`);
  const left = [...far.map((each) => `${said(each)} is too far off`), ...without];
  return {
    source: `quorum of ${near.map(said).join(', ')}${left.length === 0 ? '' : `; left out: ${left.join('; ')}`}`,
    token,
    ok: true,
    usdE18: median.usdE18,
    updatedAtSeconds: Math.min(...near.map(({ updatedAtSeconds }) => updatedAtSeconds)),
  };
};

/** Several sources as one: all are asked at once, and what they agree on is the answer. */
export const quorumSource =
  (sources: readonly PriceSource[]): PriceSource =>
  async (assets, block) => {
    const answers = await Promise.all(sources.map((source) => source(assets, block)));
    return new Map(
      assets.map((asset) => [
        asset,
        quorumOf(
          asset.token,
          answers.flatMap((each) => each.get(asset) ?? []),
        ),
      ]),
    );
  };
