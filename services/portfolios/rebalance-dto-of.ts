import type { Hex } from 'viem';
import type { RebalanceLogDto } from '../../lib/api/rebalances.ts';
import { decodeDecision, decodeSnapshot } from '../../lib/engine/codec.ts';
import { isLive, type OrderStatus } from '../../lib/ledger/lifecycle.ts';
import { BPS } from '../../lib/money/fixed-point.ts';
import { v2SwapIn } from '../../lib/orders/v2-swap.ts';
import type { Execution } from '../../lib/performance/execution.ts';
import { type RebalanceRecord, rebalanceRecord } from '../../lib/performance/rebalance-record.ts';
import { outcomeOf } from '../../lib/performance/rebalance-statistics.ts';
import { parsePolicy } from '../../lib/policy/policy.ts';

const USD_CENT_E18 = 10n ** 16n;

/** A decision to act, as it was journaled. */
export type Rebalance = {
  readonly decisionId: string;
  readonly policyVersion: number;
  readonly engineVersion: string;
  readonly blockNumber: bigint;
  readonly blockHash: string;
  readonly decidedAtSeconds: number;
  readonly lookedAtSeconds: number;
  readonly snapshot: unknown;
  readonly decision: unknown;
  readonly policy: unknown;
};

/** One of its orders and what became of it. */
export type RebalanceOrderLog = {
  readonly id: string;
  readonly orderHash: string;
  readonly venue: string;
  readonly legIndex: number;
  readonly sellToken: string;
  readonly buyToken: string;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly filledSellUnits: bigint;
  readonly filledBuyUnits: bigint;
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly signedAtSeconds: number;
  readonly placedAtSeconds: number | null;
  readonly expiresAtSeconds: number;
  readonly fillCount: number;
  readonly lastFillAtSeconds: number | null;
  readonly lossBps: number | null;
  readonly fills: readonly {
    readonly txHash: string;
    readonly logIndex: number;
    readonly blockNumber: bigint;
    readonly timeSeconds: number;
    readonly taker: string;
    readonly sellUnits: bigint;
    readonly buyUnits: bigint;
    readonly lossBps: number | null;
  }[];
  readonly swapData: Hex | null;
  readonly gasUsed: bigint | null;
  readonly gasCostWei: bigint | null;
  readonly gasUsdE18: bigint | null;
  readonly gasUsdMissing: string | null;
  readonly isGasOpen: boolean;
};

/** Null where an engine wrote it that this one can't read: then only what stands in the rows is told. */
const recordOf = (one: Rebalance, orders: readonly RebalanceOrderLog[]): RebalanceRecord | null => {
  const snapshot = decodeSnapshot(one.snapshot);
  const decision = decodeDecision(one.decision);
  const policy = parsePolicy(one.policy);
  if (!snapshot.ok || !decision.ok || !policy.ok) return null;
  return rebalanceRecord({ snapshot: snapshot.value, decision: decision.value, rules: policy.value }, orders);
};

/** {bps} = (given − brought) × 10,000 ÷ given, rounded towards zero; null where nothing was given. */
const shortOf = ({ givenUsdE18 }: Execution, broughtUsdE18: bigint): number | null =>
  givenUsdE18 === 0n ? null : Number(((givenUsdE18 - broughtUsdE18) * BPS) / givenUsdE18);

const executionDto = (one: Execution | null) => ({
  givenUsdE18: one?.givenUsdE18.toString() ?? null,
  expectedUsdE18: one?.expectedUsdE18.toString() ?? null,
  gotUsdE18: one?.gotUsdE18.toString() ?? null,
  spreadUsdE18: one === null ? null : `${one.gotUsdE18 - one.givenUsdE18}`,
  expectedSlippageBps: one === null ? null : shortOf(one, one.expectedUsdE18),
  slippageBps: one === null ? null : shortOf(one, one.gotUsdE18),
});

const orderDto = (
  order: RebalanceOrderLog,
  execution: Execution | null,
): RebalanceLogDto['orders'][number] => {
  const { fills, lastFillAtSeconds: _, isGasOpen: __, swapData, ...rest } = order;
  return {
    ...rest,
    sellUnits: `${order.sellUnits}`,
    buyUnits: `${order.buyUnits}`,
    filledSellUnits: `${order.filledSellUnits}`,
    filledBuyUnits: `${order.filledBuyUnits}`,
    ...executionDto(execution),
    swapPath: swapData === null ? null : [...(v2SwapIn(swapData)?.path ?? [])],
    gasUsed: order.gasUsed?.toString() ?? null,
    gasCostWei: order.gasCostWei?.toString() ?? null,
    gasUsdE18: order.gasUsdE18?.toString() ?? null,
    fills: fills.map((fill) => ({
      ...fill,
      blockNumber: `${fill.blockNumber}`,
      sellUnits: `${fill.sellUnits}`,
      buyUnits: `${fill.buyUnits}`,
    })),
  };
};

const lastFillOf = (orders: readonly RebalanceOrderLog[]): number | null => {
  const ends = orders.flatMap(({ lastFillAtSeconds }) => lastFillAtSeconds ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
};

/** Of all orders with a known loss, by what each sold at the decision's prices; to a hundredth. */
const lossOf = (
  orders: readonly RebalanceOrderLog[],
  executions: readonly (Execution | null)[],
): number | null => {
  let [lost, sold] = [0, 0n];
  for (const [index, { lossBps }] of orders.entries()) {
    const cents = (executions[index]?.givenUsdE18 ?? 0n) / USD_CENT_E18;
    if (lossBps === null || cents === 0n) continue;
    lost += lossBps * Number(cents);
    sold += cents;
  }
  return sold === 0n ? null : Math.round((lost / Number(sold)) * 100) / 100;
};

const NOT_IN_A_BLOCK = 'A transaction of a proposal is not known to be in a block yet.';

/** What the bot's own transactions cost. Whoever fills an order, or carries a proposal out in the bot's place, pays for that. */
const gasOf = (orders: readonly RebalanceOrderLog[]) => {
  const missing = orders.flatMap(({ gasUsed, gasUsdMissing, isGasOpen }) =>
    gasUsed === null && isGasOpen ? [NOT_IN_A_BLOCK] : (gasUsdMissing ?? []),
  );
  const sum = orders.reduce((usdE18, order) => usdE18 + (order.gasUsdE18 ?? 0n), 0n);
  const [why = null] = missing;
  return { gasUsdE18: why === null ? `${sum}` : null, gasUsdMissing: why };
};

/** An entry of the rebalance log. */
export const rebalanceDtoOf = (one: Rebalance, orders: readonly RebalanceOrderLog[]): RebalanceLogDto => {
  const record = recordOf(one, orders);
  const lastFill = lastFillOf(orders);
  return {
    decisionId: one.decisionId,
    policyVersion: one.policyVersion,
    engineVersion: one.engineVersion,
    blockNumber: `${one.blockNumber}`,
    blockHash: one.blockHash,
    trigger: record?.trigger ?? null,
    outcome: outcomeOf(orders.map((order) => ({ ...order, isLive: isLive(order.status) }))),
    triggeredAtSeconds: record?.triggeredAtSeconds ?? null,
    decidedAtSeconds: one.decidedAtSeconds,
    lookedAtSeconds: one.lookedAtSeconds,
    lastFillAtSeconds: lastFill,
    executionSeconds: lastFill === null ? null : Math.max(lastFill - one.decidedAtSeconds, 0),
    trackingErrorBeforeBps: record?.trackingErrorBeforeBps ?? null,
    trackingErrorPlannedBps: record?.trackingErrorPlannedBps ?? null,
    trackingErrorAfterBps: record?.trackingErrorAfterBps ?? null,
    weights: (record?.weights ?? []).map((change) => ({ ...change })),
    ...executionDto(record?.total ?? null),
    lossBps: lossOf(orders, record?.executions ?? []),
    ...gasOf(orders),
    orders: orders.map((order, index) => orderDto(order, record?.executions[index] ?? null)),
  };
};
