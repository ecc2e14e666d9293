import { type Address, type Hex, toHex } from 'viem';
import { type Ask, quantityOf } from './ask.ts';
import { refusalOf as balancerRefusalOf, type Refusal, revertDataOf } from './contract-errors.ts';
import type { OwnerCall } from './owner-call.ts';

/** What a call would do in the newest block: go through, be refused by the contract, or nobody can say. */
export type Rehearsal =
  | { readonly kind: 'passes'; readonly gas: bigint }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly message: string };

/** Half again as much: what a call needs may grow until it is mined, and `withdrawAll` refuses to be starved. */
const gasWithReserve = (estimated: bigint): bigint => (estimated * 3n) / 2n;

const messageOf = (error: unknown): string => {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.split('\n')[0]?.slice(0, 200) ?? '';
};

/** Says what a revert's data means; who calls another contract than the Balancer's has words of its own. */
export type RefusalOf = (data: Hex) => Refusal;

type Rehearsed = { readonly call: OwnerCall; readonly refusalOf?: RefusalOf | undefined };

/** Tries a call by `eth_call` as `from`, and asks what gas it needs. Nothing is sent. */
export async function rehearse(
  ask: Ask,
  from: Address,
  { call: { to, data, valueWei }, refusalOf = balancerRefusalOf }: Rehearsed,
): Promise<Rehearsal> {
  const transaction = { from, to, data, value: toHex(valueWei) };
  try {
    await ask({ method: 'eth_call', params: [transaction, 'latest'] });
    const estimated = quantityOf(
      await ask({ method: 'eth_estimateGas', params: [transaction] }),
      'eth_estimateGas',
    );
    return { kind: 'passes', gas: gasWithReserve(estimated) };
  } catch (error) {
    const revert = revertDataOf(error);
    if (revert !== null) return { kind: 'refused', refusal: refusalOf(revert) };
    return { kind: 'unknown', message: messageOf(error) };
  }
}
