import { type Address, zeroHash } from 'viem';
import type { Permit } from './permit.ts';

/** One entry of the contract's `Deposit[]`: with a permit, or by the allowance that is there. */
export const depositEntry = (token: Address, units: bigint, permit: Permit | null) => ({
  ...{ token, amount: units, permitDeadline: permit?.deadlineSeconds ?? 0n },
  ...{ v: permit?.v ?? 0, r: permit?.r ?? zeroHash, s: permit?.s ?? zeroHash },
});
