import type { FillDto, OrderDto, TradeDto } from '../../lib/api/portfolio-dto.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import type { FillRecord, OrderRecord } from '../../lib/ledger/fleet-record.ts';
import { isLive } from '../../lib/ledger/lifecycle.ts';
import { BPS, formatDecimal, formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { judgeOrder, type LiveSight } from './judge-order.ts';
import { askedBy, orderObstacles } from './order-obstacles.ts';
import { pairText, type Tokens, tokenAt } from './token-words.ts';

/** What orders and fills are told by: the last look, the tokens it knows, and the chain where it was asked just now. */
export type TradeView = {
  readonly snapshot: Snapshot | null;
  readonly tokens: Tokens;
  readonly live?: LiveSight | null;
};

/** Eight places say any price to a basis point from 0.0001 on. */
const ratio = (valueE18: bigint): string => formatDecimalRounded(valueE18, 18, 8);

const filledBps = (filledUnits: bigint, ofUnits: bigint): number =>
  ofUnits === 0n ? 0 : Number((filledUnits * BPS) / ofUnits);

const amountsOf = ({ body, leg }: OrderRecord) => ({
  sellToken: leg.sellToken,
  buyToken: leg.buyToken,
  sellUnits: body.order.makingAmount,
  buyUnits: body.order.takingAmount,
});

type Judgement = Pick<OrderDto, 'obstacles' | 'fillableUnits' | 'judgedAtBlock' | 'judgedBy'>;

const NOT_JUDGED: Judgement = { obstacles: [], fillableUnits: null, judgedAtBlock: null, judgedBy: null };

/** By the contract where it was asked, else by the last look; nobody judges what is over. */
const judgementOf = (order: OrderRecord, { snapshot, tokens, live }: TradeView): Judgement => {
  if (!isLive(order.status)) return NOT_JUDGED;
  const answer = live?.answers.get(order.body.orderHash);
  if (live != null && answer !== undefined)
    return {
      obstacles: [...judgeOrder(order, live)],
      fillableUnits: formatDecimal(answer.fillable, tokenAt(tokens, order.leg.sellToken).decimals),
      judgedAtBlock: live.sight.blockNumber.toString(),
      judgedBy: 'contract',
    };
  if (snapshot === null) return NOT_JUDGED;
  return {
    obstacles: [...orderObstacles(order, snapshot)],
    fillableUnits: null,
    judgedAtBlock: snapshot.blockNumber.toString(),
    judgedBy: 'look',
  };
};

/** One order as pages show it, judged while somebody may still fill it. */
export const orderDtoOf = (order: OrderRecord, view: TradeView): OrderDto => {
  const { tokens } = view;
  const sight = view.live?.sight ?? view.snapshot;
  const asked = sight === null ? null : askedBy(order, sight);
  const { sellUnits, buyUnits } = pairText(tokens, amountsOf(order));
  return {
    orderHash: order.body.orderHash,
    ...order.part,
    ...{ sellUnits, buyUnits },
    filledSellUnits: formatDecimal(order.filledSellUnits, tokenAt(tokens, order.leg.sellToken).decimals),
    filledBps: filledBps(order.filledSellUnits, order.body.order.makingAmount),
    status: order.status,
    statusReason: order.statusReason,
    limitPrice: asked === null ? '0' : ratio(asked.limitPriceE18),
    marketPrice: asked === null || asked.marketPriceE18 === null ? null : ratio(asked.marketPriceE18),
    distanceBps: asked?.distanceBps ?? null,
    ...judgementOf(order, view),
    signedAtSeconds: order.signedAtSeconds,
    expiresAtSeconds: order.body.expiresAtSeconds,
  };
};

const tradeKey = ({ part, leg }: OrderRecord): string =>
  `${part.decisionId}-${leg.sellToken}-${leg.buyToken}`;

const tradeOf = (orders: readonly [OrderRecord, ...OrderRecord[]], view: TradeView): TradeDto => {
  const [first] = orders;
  const sum = (of: (order: OrderRecord) => bigint): bigint =>
    orders.reduce((total, order) => total + of(order), 0n);
  const sellUnits = sum(({ body }) => body.order.makingAmount);
  return {
    id: tradeKey(first),
    ...pairText(view.tokens, {
      ...amountsOf(first),
      sellUnits,
      buyUnits: sum(({ body }) => body.order.takingAmount),
    }),
    filledBps: filledBps(
      sum(({ filledSellUnits }) => filledSellUnits),
      sellUnits,
    ),
    orders: orders.map((order) => orderDtoOf(order, view)),
  };
};

/** The orders of one pair of one decision as one trade, in the order in which each first appears. */
export const tradeDtosOf = (orders: readonly OrderRecord[], view: TradeView): TradeDto[] => {
  const trades = new Map<string, [OrderRecord, ...OrderRecord[]]>();
  for (const order of orders) {
    const trade = trades.get(tradeKey(order));
    if (trade === undefined) trades.set(tradeKey(order), [order]);
    else trade.push(order);
  }
  return [...trades.values()].map((trade) => tradeOf(trade, view));
};

/** One fill as pages show it. */
export const fillDtoOf = (fill: FillRecord, tokens: Tokens): FillDto => ({
  id: `${fill.txHash}-${fill.logIndex}`,
  txHash: fill.txHash,
  orderHash: fill.orderHash,
  decisionId: fill.part?.decisionId ?? null,
  slice:
    fill.part === null || fill.part.sliceOf < 2
      ? null
      : { number: fill.part.sliceNumber, of: fill.part.sliceOf },
  ...pairText(tokens, fill),
  taker: fill.taker,
  blockNumber: fill.blockNumber.toString(),
  blockTimeSeconds: fill.blockTimeSeconds,
  lossBps: fill.lossBps,
});
