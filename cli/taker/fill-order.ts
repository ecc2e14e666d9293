import { type Address, decodeFunctionResult, type Hex, parseEventLogs, type TransactionReceipt } from 'viem';
import { erc20Abi } from '../../lib/abi/erc20-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import type { BookEntry } from './book-entry.ts';
import type { TakerClient } from './client.ts';
import { GAS_LIMIT_MAX } from './gas.ts';
import { fillCalldata } from './protocol.ts';

export type PreparedFill = {
  /** The exact bytes that were simulated and will be sent. */
  readonly calldata: Hex;
  readonly makingAmount: bigint;
  readonly takingAmount: bigint;
  readonly gasEstimate: bigint;
};

export type FillRequest = {
  readonly protocol: Address;
  readonly entry: BookEntry;
  readonly makingAmount: bigint;
  readonly takingAmountMax: bigint;
};

const simulate = async (client: TakerClient, request: FillRequest): Promise<PreparedFill> => {
  const calldata = fillCalldata(request);
  const call = { account: client.account, to: request.protocol, data: calldata, gas: GAS_LIMIT_MAX };
  const { data } = await client.call(call);
  const [makingAmount, takingAmount, orderHash] = decodeFunctionResult({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    data: data ?? '0x',
  });
  if (orderHash !== request.entry.orderHash.toLowerCase())
    throw new Error('the protocol filled another order');
  const gasEstimate = await client.estimateGas(call);
  return { calldata, makingAmount, takingAmount, gasEstimate };
};

/**
 * Tries the fill by `eth_call` from the taker's own account, and again with its limit tightened to the price found, so
 * that what is sent can't cost more than what was simulated. Throws as the chain does when it would revert.
 */
export const prepareFill = async (client: TakerClient, request: FillRequest): Promise<PreparedFill> => {
  const first = await simulate(client, request);
  const exact = first.makingAmount === request.makingAmount && first.takingAmount === request.takingAmountMax;
  if (exact) return first;
  return simulate(client, {
    ...request,
    makingAmount: first.makingAmount,
    takingAmountMax: first.takingAmount,
  });
};

/** What moved between the taker and the world in a transaction, from the tokens' own Transfer logs. */
export const movedUnits = (
  receipt: Pick<TransactionReceipt, 'logs'>,
  query: { readonly token: Address; readonly account: Address },
): { readonly received: bigint; readonly sent: bigint } => {
  const account = query.account.toLowerCase();
  let received = 0n;
  let sent = 0n;
  for (const log of parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs })) {
    if (log.address.toLowerCase() !== query.token) continue;
    const { from, to, value } = log.args;
    if (to.toLowerCase() === account) received += value;
    if (from.toLowerCase() === account) sent += value;
  }
  return { received, sent };
};

/** What the protocol says is left of the order after a fill, raw units. */
export const leftOver = (receipt: Pick<TransactionReceipt, 'logs'>, orderHash: Hex): bigint =>
  parseEventLogs({ abi: limitOrderProtocolAbi, eventName: 'OrderFilled', logs: receipt.logs }).find(
    ({ args }) => args.orderHash === orderHash.toLowerCase(),
  )?.args.remainingAmount ?? 0n;
