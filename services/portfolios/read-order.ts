import type { OrderDetailDto, OrderFillDto } from '../../lib/api/order-detail-dto.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import type {
  FillRecord,
  HaltRecord,
  Heartbeat,
  OrderRecord,
  PortfolioIndexRow,
  PortfolioRecord,
} from '../../lib/ledger/fleet-record.ts';
import { isLive } from '../../lib/ledger/lifecycle.ts';
import type { DecisionRecord } from '../../lib/ledger/portfolio-history.ts';
import { BPS, E18, formatDecimal, powerOfTen } from '../../lib/money/fixed-point.ts';
import { orderTypedData } from '../../lib/orders/limit-order.ts';
import { proposalTypedData } from '../../lib/orders/proposal-typed-data.ts';
import { proposalOf } from '../../lib/orders/sign-proposal.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { LiveSight } from './judge-order.ts';
import { portfolioVersion } from './read-portfolio.ts';
import { type Tokens, tokenAt, tokensOf } from './token-words.ts';
import { fillDtoOf, orderDtoOf } from './trade-dtos.ts';

/** All that the database knows of one order. */
export type OrderRead = {
  readonly heartbeat: Heartbeat;
  readonly halted: HaltRecord | null;
  readonly index: PortfolioIndexRow;
  readonly portfolio: PortfolioRecord;
  readonly order: OrderRecord;
  /** What it was decided by; null when this build can't read it. */
  readonly decision: DecisionRecord | null;
  /** Oldest first. */
  readonly fills: readonly FillRecord[];
};

export type ReadOrderDeps = {
  readonly read: () => Promise<Result<OrderRead | null>>;
  readonly judge: (portfolio: PortfolioRecord) => Promise<LiveSight | null>;
  readonly tickIntervalSeconds: number;
};

const priceIn = (snapshot: Snapshot, token: string): bigint | null => {
  const asset = snapshot.assets.find((one) => one.token === token);
  return asset?.price.ok === true ? asset.price.usdE18 : null;
};

/**
 * What a fill got against the prices that were decided on, in basis points: + = more than the market paid then.
 * {bps} = (bought value − sold value) × 10,000 ÷ sold value, rounded towards zero; null without both prices.
 */
const againstDecisionBps = (fill: FillRecord, snapshot: Snapshot, tokens: Tokens): number | null => {
  const [sellPrice, buyPrice] = [priceIn(snapshot, fill.sellToken), priceIn(snapshot, fill.buyToken)];
  if (sellPrice === null || buyPrice === null) return null;
  const worth = (units: bigint, price: bigint, token: string): bigint =>
    (units * price * E18) / powerOfTen(tokenAt(tokens, token).decimals);
  const sold = worth(fill.sellUnits, sellPrice, fill.sellToken);
  const bought = worth(fill.buyUnits, buyPrice, fill.buyToken);
  return sold === 0n ? null : Number(((bought - sold) * BPS) / sold);
};

/** What came in beyond the order's own limit: {units} = bought − ⌈sold × taking ÷ making⌉. */
const surplusUnits = ({ sellUnits, buyUnits }: FillRecord, { body }: OrderRecord): bigint => {
  const { makingAmount, takingAmount } = body.order;
  return buyUnits - (sellUnits * takingAmount + makingAmount - 1n) / makingAmount;
};

const typedDataOf = ({ body, chainId, generation }: OrderRecord) =>
  body.kind === 'order'
    ? orderTypedData(body.order, chainId)
    : proposalTypedData(proposalOf(body, { chainId, generation }));

const typedDataText = (order: OrderRecord): string =>
  JSON.stringify(typedDataOf(order), (_, value) => (typeof value === 'bigint' ? value.toString() : value), 2);

const receiptOf =
  ({ order, decision }: OrderRead, tokens: Tokens) =>
  (fill: FillRecord): OrderFillDto => ({
    ...fillDtoOf(fill, tokens),
    surplusUnits: formatDecimal(surplusUnits(fill, order), tokenAt(tokens, fill.buyToken).decimals),
    againstDecisionBps: decision === null ? null : againstDecisionBps(fill, decision.look.snapshot, tokens),
  });

/** One order with its life, fills and what was signed. Null when there is none that the viewer may see. */
export const readOrder = async ({
  read,
  judge,
  tickIntervalSeconds,
}: ReadOrderDeps): Promise<Result<OrderDetailDto | null>> => {
  const answer = await read();
  if (!answer.ok) return answer;
  if (answer.value === null) return ok(null);
  const { heartbeat, portfolio, order, decision, fills } = answer.value;
  const snapshot = decision?.look.snapshot ?? portfolio.look?.snapshot ?? null;
  const tokens = tokensOf(snapshot);
  const live = isLive(order.status) ? await judge({ ...portfolio, liveOrders: [order] }) : null;
  const { id, chainId, address, name, simulated } = portfolio;
  return ok({
    readAtSeconds: heartbeat.readAtSeconds,
    version: portfolioVersion(answer.value, tickIntervalSeconds),
    portfolio: { id, chainId, address, name: name === '' ? `Portfolio ${id}` : name, simulated },
    sellSymbol: tokenAt(tokens, order.leg.sellToken).symbol,
    buySymbol: tokenAt(tokens, order.leg.buyToken).symbol,
    order: orderDtoOf(order, { snapshot, tokens, live }),
    decisionWhy: decision === null ? null : explain(decision.look.decision).why,
    placedAtSeconds: order.placedAtMicros === null ? null : Number(order.placedAtMicros / 1_000_000n),
    closedAtSeconds: order.closedAtSeconds,
    generation: order.generation.toString(),
    venue: order.venue,
    fills: fills.map(receiptOf(answer.value, tokens)),
    typedData: typedDataText(order),
    signature: order.body.signature,
  });
};
