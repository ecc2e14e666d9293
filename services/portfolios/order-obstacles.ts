import type { Obstacle } from '../../lib/api/portfolio-dto.ts';
import type { AssetState, Snapshot } from '../../lib/engine/snapshot.ts';
import type { OrderRecord } from '../../lib/ledger/fleet-record.ts';
import { BPS, E18, formatDecimal, powerOfTen } from '../../lib/money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';

/** What an order asks, against the market at one block. Prices are whole bought tokens per whole sold one, 18 decimals, rounded down. */
export type Asked = {
  readonly limitPriceE18: bigint;
  /** Null while either asset has no usable price. */
  readonly marketPriceE18: bigint | null;
  /** Of the asked price above (+) or below (−) the market. */
  readonly distanceBps: number | null;
};

/** What an order is judged by, all of it at one block: a stored look, or the chain as it is now. */
export type Sight = Pick<
  Snapshot,
  'blockNumber' | 'nowSeconds' | 'paused' | 'generation' | 'guard' | 'buckets'
> & { readonly assets: readonly SeenAsset[] };
type SeenAsset = Omit<AssetState, 'targetBps' | 'targetExactE18' | 'lock' | 'priceAgeSecondsMax'>;

type Ends = { readonly sell: SeenAsset | undefined; readonly buy: SeenAsset | undefined };
type Judged = { readonly order: OrderRecord; readonly snapshot: Sight; readonly asked: Asked } & Ends;
/** One obstacle in a sentence. */
export type Hindrance = { readonly kind: Obstacle; readonly sentence: string };
type Rule = { readonly kind: Obstacle; readonly sentence: (judged: Judged) => string | null };

const endsOf = ({ leg }: OrderRecord, snapshot: Sight): Ends => ({
  sell: snapshot.assets.find(({ token }) => token === leg.sellToken),
  buy: snapshot.assets.find(({ token }) => token === leg.buyToken),
});

/** {buyToken/sellToken} = {buyUnits} × {units/sellToken} / ({sellUnits} × {units/buyToken}); null when the look doesn't know an asset. */
export const askedBy = (order: OrderRecord, snapshot: Sight): Asked | null => {
  const { sell, buy } = endsOf(order, snapshot);
  if (sell === undefined || buy === undefined) return null;
  const { makingAmount, takingAmount } = order.body.order;
  const limitPriceE18 =
    (takingAmount * powerOfTen(sell.decimals) * E18) / (makingAmount * powerOfTen(buy.decimals));
  if (!sell.price.ok || !buy.price.ok || buy.price.usdE18 <= 0n || sell.price.usdE18 <= 0n)
    return { limitPriceE18, marketPriceE18: null, distanceBps: null };
  const marketPriceE18 = (sell.price.usdE18 * E18) / buy.price.usdE18;
  const distanceBps =
    marketPriceE18 === 0n ? null : Number(((limitPriceE18 - marketPriceE18) * BPS) / marketPriceE18);
  return { limitPriceE18, marketPriceE18, distanceBps };
};

const remainingUnits = ({ order }: Judged): bigint => order.body.order.makingAmount - order.filledSellUnits;
const amount = (units: bigint, { decimals, symbol }: SeenAsset): string =>
  `${formatDecimal(units, decimals)} ${symbol}`;
const chainTime = (seconds: number): string => `${formatUtcDate(seconds)} ${formatUtcTime(seconds)} UTC`;

const coolUntil = ({ sell, buy, snapshot }: Judged): number => {
  const { cooldownSeconds } = snapshot.guard;
  const stamps = [sell?.lastBoughtAtSeconds ?? null, buy?.lastSoldAtSeconds ?? null];
  return Math.max(...stamps.map((stamp) => (stamp === null ? 0 : stamp + cooldownSeconds)));
};

const isTurnoverSpent = ({ snapshot: { buckets, nowSeconds } }: Judged): boolean =>
  buckets.turnoverLeftE18 === 0n &&
  (buckets.oneOffTurnoverLeftE18 === 0n || buckets.oneOffExpiresAtSeconds <= nowSeconds);

const without = (asset: SeenAsset | undefined): string | null =>
  asset !== undefined && !asset.price.ok ? asset.symbol : null;

/** The contract's own rules, in its order, and at last what only keeps takers from wanting to. */
const RULES: readonly Rule[] = [
  {
    kind: 'paused',
    sentence: ({ snapshot }) =>
      snapshot.paused ? 'The portfolio is paused: the contract refuses every fill.' : null,
  },
  {
    kind: 'generation',
    sentence: ({ order, snapshot }) =>
      snapshot.generation > order.generation
        ? `It carries generation ${order.generation}, and the contract is at ${snapshot.generation}: it is void.`
        : null,
  },
  {
    kind: 'expired',
    sentence: ({ order, snapshot }) =>
      snapshot.nowSeconds > order.body.expiresAtSeconds
        ? `It expired at ${chainTime(order.body.expiresAtSeconds)} of the chain’s time.`
        : null,
  },
  {
    kind: 'feed',
    sentence: ({ sell, buy }) => {
      const symbol = without(sell) ?? without(buy);
      return symbol === null
        ? null
        : `${symbol} has no usable price, and the contract fills nothing that it can’t value.`;
    },
  },
  {
    kind: 'balance',
    sentence: (judged) =>
      judged.sell !== undefined && judged.sell.units < remainingUnits(judged)
        ? `The portfolio holds ${amount(judged.sell.units, judged.sell)}, less than the ${amount(remainingUnits(judged), judged.sell)} still on sale.`
        : null,
  },
  {
    kind: 'allowance',
    sentence: (judged) =>
      judged.sell !== undefined &&
      judged.sell.allowanceUnits !== null &&
      judged.sell.allowanceUnits < remainingUnits(judged)
        ? `The allowance for ${judged.sell.symbol} is ${amount(judged.sell.allowanceUnits, judged.sell)}, less than is still on sale.`
        : null,
  },
  {
    kind: 'slippage',
    sentence: ({ asked, snapshot }) =>
      asked.distanceBps !== null && -asked.distanceBps > snapshot.guard.maxSlippageBps
        ? `It asks ${-asked.distanceBps} bps less than the market; the contract gives away at most ${snapshot.guard.maxSlippageBps} bps.`
        : null,
  },
  {
    kind: 'turnover-budget',
    sentence: (judged) =>
      isTurnoverSpent(judged) ? 'The contract’s turnover budget is used up; it refills over the day.' : null,
  },
  {
    kind: 'loss-budget',
    sentence: ({ asked, snapshot }) =>
      asked.distanceBps !== null && asked.distanceBps < 0 && snapshot.buckets.lossLeftE18 === 0n
        ? 'The contract’s loss budget is used up; it refills over the day.'
        : null,
  },
  {
    kind: 'cooldown',
    sentence: (judged) =>
      coolUntil(judged) > judged.snapshot.nowSeconds
        ? `The contract’s cooldown between buying and selling an asset lasts until ${chainTime(coolUntil(judged))} of the chain’s time.`
        : null,
  },
  {
    kind: 'hidden',
    sentence: ({ order }) =>
      order.status === 'unfillable' && order.statusReason === 'hidden'
        ? 'It was taken out of the order book; whoever had seen it before can still fill it.'
        : null,
  },
  {
    kind: 'price-off',
    sentence: ({ asked }) =>
      asked.distanceBps !== null && asked.distanceBps > 0
        ? `It asks ${asked.distanceBps} bps more than the market: a taker gains by it once the market has come that far.`
        : null,
  },
];

/** Why an order can't be filled, or isn't, as far as one look can tell; the gravest first. */
export const orderObstacles = (order: OrderRecord, snapshot: Sight): readonly Hindrance[] => {
  const asked = askedBy(order, snapshot);
  if (asked === null) return [];
  const judged = { order, snapshot, asked, ...endsOf(order, snapshot) };
  return RULES.flatMap(({ kind, sentence }) => {
    const said = sentence(judged);
    return said === null ? [] : [{ kind, sentence: said }];
  });
};
