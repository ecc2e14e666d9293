import {
  ANY_BENEFICIARY,
  getSmartAccountsEnvironment,
  ROOT_AUTHORITY as KIT_ROOT,
  type Caveat as KitCaveat,
  type Delegation as KitDelegation,
} from '@metamask/smart-accounts-kit';
import {
  createCaveatBuilder,
  encodeDelegations,
  hashDelegation,
  SIGNABLE_DELEGATION_TYPED_DATA,
  toDelegationStruct,
} from '@metamask/smart-accounts-kit/utils';
import fc from 'fast-check';
import { hashTypedData, numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { type CaveatKind, type CaveatTerms, caveatOf, decodeTerms, encodeTerms } from './caveat-terms.ts';
import {
  ANY_DELEGATE,
  type Delegation,
  delegationHash,
  delegationsOf,
  delegationTypedData,
  permissionContext,
  ROOT_AUTHORITY,
} from './delegation.ts';
import { DELEGATION_FRAMEWORK, enforcersOf } from './framework.ts';
import { arbitrarySignedDelegation, arbitraryTerms } from './testing/arbitrary-delegation.ts';
import { ENFORCERS, KIT } from './testing/kit-environment.ts';

const THOUSAND = { numRuns: 1_000 };

const asKits = ({
  salt,
  caveats,
  ...rest
}: Delegation & { readonly signature: `0x${string}` }): KitDelegation => ({
  ...rest,
  caveats: caveats.map((caveat) => ({ ...caveat })),
  salt: numberToHex(salt),
});

const seconds = (value: bigint): number => Number(value);

/** The kit's own words for the same terms. */
const kitCaveat = (terms: CaveatTerms): KitCaveat | undefined => {
  const build = createCaveatBuilder(KIT);
  switch (terms.kind) {
    case 'period':
      return build
        .addCaveat('erc20PeriodTransfer', {
          tokenAddress: terms.token,
          periodAmount: terms.amountUnits,
          periodDuration: seconds(terms.periodSeconds),
          startDate: seconds(terms.startSeconds),
        })
        .build()[0];
    case 'timestamp':
      return build
        .addCaveat('timestamp', {
          afterThreshold: seconds(terms.afterSeconds),
          beforeThreshold: seconds(terms.beforeSeconds),
        })
        .build()[0];
    case 'value':
      return build.addCaveat('valueLte', { maxValue: terms.maxWei }).build()[0];
    case 'nonce':
      return build.addCaveat('nonce', { nonce: numberToHex(terms.nonce) }).build()[0];
    case 'redeemer':
      return build.addCaveat('redeemer', { redeemers: [...terms.redeemers] }).build()[0];
  }
};

/** What is signed of a caveat; its `args` are of whoever redeems it. */
const wordsOfKit = (terms: CaveatTerms) => {
  const caveat = kitCaveat(terms);
  return { enforcer: caveat?.enforcer, terms: caveat?.terms };
};

describe('a delegation, beside the official kit', () => {
  it('has its hash, for 1,000 random ones', () => {
    fc.assert(
      fc.property(arbitrarySignedDelegation, (delegation) => {
        expect(delegationHash(delegation)).toBe(hashDelegation(asKits(delegation)));
      }),
      THOUSAND,
    );
  }, 240_000);

  it('is signed as the kit has it signed, on any chain, for 1,000 random ones', () => {
    fc.assert(
      fc.property(arbitrarySignedDelegation, fc.integer({ min: 1, max: 2 ** 31 }), (delegation, chainId) => {
        const manager = KIT.DelegationManager;
        const kits = hashTypedData({
          domain: { chainId, name: 'DelegationManager', version: '1', verifyingContract: manager },
          types: SIGNABLE_DELEGATION_TYPED_DATA,
          primaryType: 'Delegation',
          message: toDelegationStruct(asKits(delegation)),
        });
        expect(hashTypedData(delegationTypedData(delegation, { chainId, manager }))).toBe(kits);
      }),
      THOUSAND,
    );
  }, 240_000);

  it('becomes the same permission context, and is read out of one again, for 1,000 random ones', () => {
    fc.assert(
      fc.property(arbitrarySignedDelegation, (delegation) => {
        const context = permissionContext(delegation);
        expect(context).toBe(encodeDelegations([asKits(delegation)]));
        expect(delegationsOf(context)).toEqual([delegation]);
      }),
      THOUSAND,
    );
  }, 240_000);

  it('has its terms of every caveat we know, and reads them, for 1,000 random ones', () => {
    fc.assert(
      fc.property(arbitraryTerms, (terms) => {
        expect(caveatOf(terms, ENFORCERS)).toMatchObject(wordsOfKit(terms));
        expect(decodeTerms(terms.kind, encodeTerms(terms))).toEqual(terms);
      }),
      THOUSAND,
    );
  }, 240_000);

  it('is redeemed where it says that every chain has the framework', () => {
    const { manager, enforcers, accounts } = DELEGATION_FRAMEWORK;
    for (const chainId of [1, 10, 137, 8_453, 42_161, 11_155_111]) {
      const kit = getSmartAccountsEnvironment(chainId);
      expect(manager).toBe(kit.DelegationManager.toLowerCase());
      expect(accounts).toEqual({
        upgraded: kit.implementations.EIP7702StatelessDeleGatorImpl?.toLowerCase(),
        hybrid: kit.implementations.HybridDeleGatorImpl?.toLowerCase(),
        deployer: kit.SimpleFactory.toLowerCase(),
      });
      for (const [kind, address] of Object.entries(enforcersOf(kit)))
        expect(enforcers[kind as CaveatKind]).toBe(address.toLowerCase());
    }
  });

  it('has its words for "passes on none" and for "anybody"', () => {
    expect(ROOT_AUTHORITY).toBe(KIT_ROOT);
    expect(ANY_DELEGATE).toBe(ANY_BENEFICIARY);
  });
});
