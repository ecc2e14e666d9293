import { type Address, encodeFunctionData, type Hex, maxUint256, zeroAddress } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';

/** One wallet call to a portfolio. */
export type OwnerCall = { readonly to: Address; readonly data: Hex; readonly valueWei: bigint };

const call = (to: Address, data: Hex): OwnerCall => ({ to, data, valueWei: 0n });

/** Stops all trading and voids every signed order. Owner or signer. */
export const pauseCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'pause' }));

/** Trading may go on, with orders that are signed from now on. */
export const unpauseCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'unpause' }));

/** Voids every signed order and proposal; trading goes on with new ones. Owner or signer. */
export const voidOrdersCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'bumpGeneration' }));

/** Another bot key; zero: none may sign. Voids every signed order too. */
export const setSignerCall = (portfolio: Address, signer: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [signer] }));

/** No bot may sign any more. */
export const revokeSignerCall = (portfolio: Address): OwnerCall => setSignerCall(portfolio, zeroAddress);

/** Names who may take the portfolio over; zero: nobody any more. It stays its owner's until the other accepts. */
export const transferOwnershipCall = (portfolio: Address, newOwner: Address): OwnerCall =>
  call(
    portfolio,
    encodeFunctionData({ abi: balancerAbi, functionName: 'transferOwnership', args: [newOwner] }),
  );

/** Takes the portfolio over; only who was named may. Voids every signed order. */
export const acceptOwnershipCall = (portfolio: Address): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'acceptOwnership' }));

/** All of each of the listed tokens; one that fails is skipped. */
export const withdrawAllCall = (
  portfolio: Address,
  { tokens, to }: { readonly tokens: readonly Address[]; readonly to: Address },
): OwnerCall =>
  call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawAll', args: [tokens, to] }));

/** The same share of every asset, rounded down; `bps` 1 to 10,000. */
export const withdrawShareCall = (
  portfolio: Address,
  { bps, to }: { readonly bps: number; readonly to: Address },
): OwnerCall =>
  call(
    portfolio,
    encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawShare', args: [BigInt(bps), to] }),
  );

/** Some of one token, in its raw units; null = all of it. */
export const withdrawCall = (
  portfolio: Address,
  wanted: { readonly token: Address; readonly units: bigint | null; readonly to: Address },
): OwnerCall => {
  const args = [wanted.token, wanted.units ?? maxUint256, wanted.to] as const;
  return call(portfolio, encodeFunctionData({ abi: balancerAbi, functionName: 'withdraw', args }));
};
