import { type Address, encodeFunctionData, type Hex, zeroAddress } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';

/** One wallet call to a portfolio. */
export type OwnerCall = { readonly to: Address; readonly data: Hex; readonly valueWei: bigint };

const call = (to: Address, data: Hex): OwnerCall => ({ to, data, valueWei: 0n });

/** Stops all trading and voids every signed order. Owner or signer. */
export const pauseCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'pause' }));

/** Voids every signed order and proposal; trading goes on with new ones. Owner or signer. */
export const voidOrdersCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'bumpGeneration' }));

/** Another bot key; zero: none may sign. Voids every signed order too. */
export const setSignerCall = (portfolio: Address, signer: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [signer] }));

/** No bot may sign any more. */
export const revokeSignerCall = (portfolio: Address): OwnerCall => setSignerCall(portfolio, zeroAddress);

/** All of each of the listed tokens; one that fails is skipped. */
export const withdrawAllCall = (
  portfolio: Address,
  { tokens, to }: { readonly tokens: readonly Address[]; readonly to: Address },
): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawAll', args: [tokens, to] }));
