import type { CashFlowDto } from '../../lib/api/rebalances.ts';
import { BPS } from '../../lib/money/fixed-point.ts';

/** One transfer of a block, or a holding that began or ceased to be counted. */
export type CashFlow = {
  readonly kind: CashFlowDto['kind'];
  readonly transfer: {
    readonly txHash: string;
    readonly logIndex: number;
    readonly counterparty: string;
  } | null;
  readonly blockNumber: bigint;
  readonly timeSeconds: number;
  readonly token: string;
  /** Signed: + came in. */
  readonly units: bigint;
  /** Of all transfers of the token in the block and direction together; null before a look was taken in after it. */
  readonly valued: {
    readonly units: bigint;
    readonly valueUsdE18: bigint | null;
    readonly priceUsdE18: bigint | null;
    readonly priceAtSeconds: number | null;
    readonly beforeUsdE18: bigint;
    readonly afterUsdE18: bigint;
    readonly weightBeforeBps: number | null;
    readonly weightAfterBps: number | null;
  } | null;
};

/** The part of a block's value that is one transfer's, towards zero. */
const ownValue = ({ units, valued }: CashFlow): bigint | null =>
  valued === null || valued.valueUsdE18 === null || valued.units === 0n
    ? null
    : (valued.valueUsdE18 * units) / valued.units;

const shareBps = (valueUsdE18: bigint | null, { units, valued }: CashFlow): number | null => {
  if (valueUsdE18 === null || valued === null) return null;
  const whole = units > 0n ? valued.afterUsdE18 : valued.beforeUsdE18;
  const size = valueUsdE18 < 0n ? -valueUsdE18 : valueUsdE18;
  return whole === 0n ? null : Number((size * BPS) / whole);
};

/** A cash flow as the API answers it. */
export const cashFlowDtoOf = (flow: CashFlow): CashFlowDto => {
  const { kind, transfer, blockNumber, timeSeconds, token, units, valued } = flow;
  const valueUsdE18 = ownValue(flow);
  return {
    kind,
    txHash: transfer?.txHash ?? null,
    logIndex: transfer?.logIndex ?? null,
    counterparty: transfer?.counterparty ?? null,
    blockNumber: `${blockNumber}`,
    timeSeconds,
    token,
    units: `${units}`,
    valueUsdE18: valueUsdE18?.toString() ?? null,
    priceUsdE18: valued?.priceUsdE18?.toString() ?? null,
    priceAtSeconds: valued?.priceAtSeconds ?? null,
    shareBps: shareBps(valueUsdE18, flow),
    weightBeforeBps: valued?.weightBeforeBps ?? null,
    weightAfterBps: valued?.weightAfterBps ?? null,
  };
};
