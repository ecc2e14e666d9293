import {
  type Address,
  bytesToBigInt,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  hashStruct,
  isHex,
  type TypedDataDefinition,
} from 'viem';

/** One condition of a delegation. `args` are of whoever redeems it: neither signed nor hashed. */
export type Caveat = { readonly enforcer: Address; readonly terms: Hex; readonly args: Hex };

/** What `delegator` lets `delegate` do in its name, as the DelegationManager of ERC-7710 takes it. */
export type Delegation = {
  readonly delegate: Address;
  readonly delegator: Address;
  /** Hash of the delegation that this one passes on; `ROOT_AUTHORITY` = it passes on none. */
  readonly authority: Hex;
  readonly caveats: readonly Caveat[];
  readonly salt: bigint;
};

export type SignedDelegation = Delegation & { readonly signature: Hex };

export const ROOT_AUTHORITY: Hex = `0x${'f'.repeat(64)}`;

/** The address that stands for everybody: whoever has such a delegation may redeem it. */
export const ANY_DELEGATE: Address = '0x0000000000000000000000000000000000000a11';

const TYPES = {
  Delegation: [
    { name: 'delegate', type: 'address' },
    { name: 'delegator', type: 'address' },
    { name: 'authority', type: 'bytes32' },
    { name: 'caveats', type: 'Caveat[]' },
    { name: 'salt', type: 'uint256' },
  ],
  Caveat: [
    { name: 'enforcer', type: 'address' },
    { name: 'terms', type: 'bytes' },
  ],
} as const;

const messageOf = ({ delegate, delegator, authority, caveats, salt }: Delegation) => ({
  ...{ delegate, delegator, authority, salt },
  caveats: caveats.map(({ enforcer, terms }) => ({ enforcer, terms })),
});

/** `DelegationManager.getDelegationHash`: the same on every chain, without signature and `args`. */
export const delegationHash = (delegation: Delegation): Hex =>
  hashStruct({ types: TYPES, primaryType: 'Delegation', data: messageOf(delegation) });

/** The EIP-712 typed data that the delegator signs. */
export const delegationTypedData = (
  delegation: Delegation,
  { chainId, manager }: { readonly chainId: number; readonly manager: Address },
): TypedDataDefinition<typeof TYPES, 'Delegation'> => ({
  domain: { name: 'DelegationManager', version: '1', chainId, verifyingContract: manager },
  types: TYPES,
  primaryType: 'Delegation',
  message: messageOf(delegation),
});

/**
 * The salt of a delegation of ours. With equal salts, equal terms are one delegation, and revoking one revokes the other.
 *
 * @param random 32 bytes of a source fit for keys
 * @throws {RangeError} where they are not 32, or all 0
 */
export const delegationSalt = (random: Uint8Array): bigint => {
  const salt = bytesToBigInt(random);
  if (random.length !== 32 || salt === 0n) throw new RangeError('a salt is 32 random bytes, not all 0');
  return salt;
};

const CONTEXT = [
  {
    type: 'tuple[]',
    components: [
      { name: 'delegate', type: 'address' },
      { name: 'delegator', type: 'address' },
      { name: 'authority', type: 'bytes32' },
      {
        name: 'caveats',
        type: 'tuple[]',
        components: [
          { name: 'enforcer', type: 'address' },
          { name: 'terms', type: 'bytes' },
          { name: 'args', type: 'bytes' },
        ],
      },
      { name: 'salt', type: 'uint256' },
      { name: 'signature', type: 'bytes' },
    ],
  },
] as const;

/** The permission context of one root delegation, as `redeemDelegations` takes it. */
export const permissionContext = (delegation: SignedDelegation): Hex =>
  encodeAbiParameters(CONTEXT, [[delegation]]);

/** The delegations of a permission context, the last link first, addresses in lower case; null where it is none. */
export const delegationsOf = (context: Hex): readonly SignedDelegation[] | null => {
  if (!isHex(context)) return null;
  try {
    return decodeAbiParameters(CONTEXT, context)[0].map((link) => ({
      ...link,
      delegate: lower(link.delegate),
      delegator: lower(link.delegator),
      caveats: link.caveats.map((caveat) => ({ ...caveat, enforcer: lower(caveat.enforcer) })),
    }));
  } catch {
    return null;
  }
};

const lower = (address: Address): Address => address.toLowerCase() as Address;
