import { type Address, encodeFunctionData, type Hex, parseAbi } from 'viem';
import type { SignedDelegation } from './delegation.ts';

const MANAGER = parseAbi([
  'struct Caveat { address enforcer; bytes terms; bytes args; }',
  'struct Delegation { address delegate; address delegator; bytes32 authority; Caveat[] caveats; uint256 salt; bytes signature; }',
  'function disableDelegation(Delegation delegation)',
]);
const CLONE = parseAbi(['function pause()', 'function unpause(uint40 generation)']);

/** A call as it stands: where to, and what. */
export type PlainCall = { readonly to: Address; readonly data: Hex };

/**
 * What the account itself sends to revoke a delegation. The signature isn't asked for, so none is sent along; from anybody else it reverts.
 * Source: DelegationManager 1.3.0, `disableDelegation`.
 */
export const revokeCall = (manager: Address, delegation: SignedDelegation): PlainCall => ({
  to: manager,
  data: encodeFunctionData({
    ...{ abi: MANAGER, functionName: 'disableDelegation' },
    args: [{ ...delegation, caveats: [...delegation.caveats], signature: '0x' }],
  }),
});

/** What guardian or account send to stop a contract that trades by delegations. */
export const pauseCall = (clone: Address): PlainCall => ({
  to: clone,
  data: encodeFunctionData({ abi: CLONE, functionName: 'pause' }),
});

/** What the account sends to let its contract go on, in the generation that it has now: of another one it reverts. */
export const unpauseCall = (clone: Address, generation: number): PlainCall => ({
  to: clone,
  data: encodeFunctionData({ abi: CLONE, functionName: 'unpause', args: [generation] }),
});
