import type { Address, Hex } from 'viem';
import {
  ensureAllowance,
  type Fees,
  gasLimitFor,
  offeredFees,
  readDecimals,
  readInventory,
} from './account.ts';
import type { CheckedOrder } from './book.ts';
import { isAnswer, revertReason, type TakerClient, writeLine } from './client.ts';
import {
  allowsParts,
  leftOver,
  linearTakingAmount,
  makingAmountFor,
  movedUnits,
  type PreparedFill,
  prepareFill,
} from './order.ts';
import type { OwnPrices } from './prices.ts';
import { fillAmount, isWorthIt, profitUsdE18, type Trade, usdText, type Valuation } from './profit.ts';

const RECEIPT_TIMEOUT_MS = 60_000;

export type TakerTerms = {
  readonly protocol: Address;
  /** Least profit as a share of what is paid. */
  readonly edgeBps: number;
  /** How often only a part is taken, 0…1. */
  readonly partialRate: number;
  readonly seed: number;
};

type Attempt = { readonly kind: 'filled' } | { readonly kind: 'skipped'; readonly why: string };

type Candidate = { readonly order: CheckedOrder; readonly prices: OwnPrices; readonly terms: TakerTerms };
type Opinion = { readonly making: Valuation; readonly taking: Valuation; readonly native: Valuation };
type ReadyFill = { readonly fill: PreparedFill; readonly fees: Fees; readonly opinion: Opinion };

const skipped = (why: string): Attempt => ({ kind: 'skipped', why });

const formOpinion = async (client: TakerClient, { order, prices }: Candidate): Promise<Opinion | null> => {
  const making = prices.usdE18.get(order.makerAsset);
  const taking = prices.usdE18.get(order.takerAsset);
  const native = prices.usdE18.get(prices.native);
  // Tokens without a price of our own are never touched: not read, not approved, not traded.
  if (making === undefined || taking === undefined || native === undefined) return null;
  return {
    making: { priceUsdE18: making, decimals: await readDecimals(client, order.makerAsset) },
    taking: { priceUsdE18: taking, decimals: await readDecimals(client, order.takerAsset) },
    native: { priceUsdE18: native, decimals: 18 },
  };
};

const tradeOf = (
  opinion: Opinion,
  fill: Pick<PreparedFill, 'makingAmount' | 'takingAmount'>,
  gasWei: bigint,
): Trade => ({
  ...opinion,
  makingAmount: fill.makingAmount,
  takingAmount: fill.takingAmount,
  gasWei,
});

/** What to ask for, best first: by chance a part, else all; a part may be too small for the maker's rules. */
const amountsToTry = ({ order, terms }: Candidate, inventory: bigint): readonly bigint[] => {
  const { orderHash, order: words } = order.entry;
  const payable = makingAmountFor(words, inventory);
  const most = order.fillable < payable ? order.fillable : payable;
  const wish = { orderHash, remaining: order.remaining, fillable: most, allowsParts: allowsParts(words) };
  const wanted = fillAmount({ ...wish, partialRate: terms.partialRate, seed: terms.seed });
  const all = fillAmount({ ...wish, partialRate: 0, seed: terms.seed });
  return [...new Set([wanted, all])].filter((amount) => amount > 0n);
};

/** Worth it with gas at its most; and so is the rest that a part leaves, or nobody would come back for it. */
const judge = (ready: ReadyFill, order: CheckedOrder, edgeBps: number): string | null => {
  const { fill, fees, opinion } = ready;
  const gasWeiMax = gasLimitFor(fill.gasEstimate) * fees.maxFeePerGas;
  if (!isWorthIt(tradeOf(opinion, fill, gasWeiMax), edgeBps)) return 'not profitable after gas';
  const makingAmount = order.remaining - fill.makingAmount;
  if (makingAmount === 0n || fill.makingAmount === order.fillable) return null;
  const rest = { makingAmount, takingAmount: linearTakingAmount(order.entry.order, makingAmount) };
  return isWorthIt(tradeOf(opinion, rest, gasWeiMax), edgeBps) ? null : 'the rest would not pay its gas';
};

/** What the first simulation may cost. An extension may add fees of up to 131 %; what is sent is limited to what was found. */
const firstLimit = ({ entry }: CheckedOrder, makingAmount: bigint): bigint =>
  linearTakingAmount(entry.order, makingAmount) * (entry.extension === '0x' ? 1n : 3n);

/** The first amount that the chain lets through and that pays, simulated with the bytes that will be sent; else why not. */
const prepareAny = async (
  client: TakerClient,
  candidate: Candidate & { readonly opinion: Opinion },
  amounts: readonly bigint[],
): Promise<ReadyFill | string> => {
  const { order, terms, opinion } = candidate;
  let why = 'nothing to fill';
  for (const makingAmount of amounts) {
    const takingAmountMax = firstLimit(order, makingAmount);
    try {
      const request = { protocol: terms.protocol, entry: order.entry, makingAmount, takingAmountMax };
      const [fill, fees] = await Promise.all([prepareFill(client, request), offeredFees(client)]);
      const ready = { fill, fees, opinion };
      const objection = judge(ready, order, terms.edgeBps);
      if (objection === null) return ready;
      why = objection;
    } catch (error) {
      if (!isAnswer(error)) throw error;
      why = `reverts: ${revertReason(error)}`;
    }
  }
  return why;
};

const report = (
  candidate: Candidate,
  { fill, opinion }: ReadyFill,
  outcome: { hash: Hex; gasWei: bigint; partial: boolean },
): void => {
  const { order, prices } = candidate;
  const profit = profitUsdE18(tradeOf(opinion, fill, outcome.gasWei));
  writeLine({
    event: 'fill',
    orderHash: order.entry.orderHash.toLowerCase(),
    maker: order.maker,
    makerAsset: order.makerAsset,
    takerAsset: order.takerAsset,
    makingAmount: fill.makingAmount,
    takingAmount: fill.takingAmount,
    gasWei: outcome.gasWei,
    profitUsd: usdText(profit),
    profitUsdE18: profit,
    prices: prices.label,
    txHash: outcome.hash,
    partial: outcome.partial,
  });
};

/** Sends the simulated bytes and reports what the chain says happened, from the receipt's own logs. */
const sendFill = async (client: TakerClient, candidate: Candidate, ready: ReadyFill): Promise<Attempt> => {
  const { order, terms } = candidate;
  const { fill, fees } = ready;
  const hash = await client.sendTransaction({
    to: terms.protocol,
    data: fill.calldata,
    gas: gasLimitFor(fill.gasEstimate),
    ...fees,
  });
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
  const gasWei = receipt.gasUsed * receipt.effectiveGasPrice;
  if (receipt.status !== 'success') {
    writeLine({ event: 'reverted', orderHash: order.entry.orderHash, txHash: hash, gasWei });
    return skipped('the fill reverted');
  }
  const account = client.account.address;
  const makingAmount = movedUnits(receipt, { token: order.makerAsset, account }).received;
  const takingAmount = movedUnits(receipt, { token: order.takerAsset, account }).sent;
  report(
    candidate,
    { ...ready, fill: { ...fill, makingAmount, takingAmount } },
    { hash, gasWei, partial: leftOver(receipt, order.entry.orderHash) > 0n },
  );
  return { kind: 'filled' };
};

/**
 * Fills an order if that is profitable at the taker's own prices, gas at its most included. What is sent can't cost
 * more than what was simulated; only another taker who is faster can leave a smaller rest for the same gas.
 */
export const tryOrder = async (client: TakerClient, candidate: Candidate): Promise<Attempt> => {
  const { order, terms } = candidate;
  const opinion = await formOpinion(client, candidate);
  if (opinion === null) return skipped('no price of our own');
  const inventory = await readInventory(client, order.takerAsset);
  const amounts = amountsToTry(candidate, inventory);
  const [first] = amounts;
  if (first === undefined) return skipped('inventory too small');
  const takingAmount = linearTakingAmount(order.entry.order, first);
  const withoutGas = tradeOf(opinion, { makingAmount: first, takingAmount }, 0n);
  if (!isWorthIt(withoutGas, terms.edgeBps)) return skipped('not profitable');
  await ensureAllowance(client, order.takerAsset, { spender: terms.protocol, units: inventory });
  const ready = await prepareAny(client, { ...candidate, opinion }, amounts);
  return typeof ready === 'string' ? skipped(ready) : sendFill(client, candidate, ready);
};
