import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { type CaveatTerms, caveatOf } from '../../lib/delegations/caveat-terms.ts';
import {
  type Delegation,
  delegationHash,
  delegationTypedData,
  permissionContext,
  ROOT_AUTHORITY,
} from '../../lib/delegations/delegation.ts';
import type { DelegationPlace } from '../../lib/delegations/framework.ts';
import type { UnixSeconds } from '../../lib/result.ts';

const DAY_SECONDS = 86_400;

/** A delegation that its account has signed. */
export type Granted = { readonly delegation: Delegation; readonly hash: Hex; readonly context: Hex };

export type GrantDraft = {
  readonly place: DelegationPlace;
  readonly delegator: Address;
  readonly delegate: Address;
  readonly token: Address;
  /** A day. */
  readonly amountUnits: bigint;
  readonly startSeconds: UnixSeconds;
  readonly expiresAtSeconds: UnixSeconds;
  readonly salt: bigint;
  readonly more?: readonly CaveatTerms[];
};

/** So much of a token a day, until it expires, and nothing else but what `more` says. */
export const draftGrant = (draft: GrantDraft): Delegation => {
  const { place, delegator, delegate, token, amountUnits, startSeconds, expiresAtSeconds, salt } = draft;
  const terms: readonly CaveatTerms[] = [
    {
      ...{ kind: 'period', token, amountUnits, periodSeconds: BigInt(DAY_SECONDS) },
      startSeconds: BigInt(startSeconds),
    },
    { kind: 'timestamp', afterSeconds: 0n, beforeSeconds: BigInt(expiresAtSeconds) },
    ...(draft.more ?? []),
  ];
  const caveats = terms.map((one) => caveatOf(one, place.enforcers));
  return { delegate, delegator, authority: ROOT_AUTHORITY, caveats, salt };
};

export const grantedWith = (delegation: Delegation, signature: Hex): Granted => ({
  delegation,
  hash: delegationHash(delegation),
  context: permissionContext({ ...delegation, signature }),
});

/** Signed by a key whose own account it is of. */
export const signGrant = async (
  account: PrivateKeyAccount,
  delegation: Delegation,
  place: { readonly chainId: number; readonly manager: Address },
): Promise<Granted> =>
  grantedWith(delegation, await account.signTypedData(delegationTypedData(delegation, place) as never));
