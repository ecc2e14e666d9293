import type { Address } from 'viem';
import type { Enforcers } from './caveat-terms.ts';

/** Where a chain has its DelegationManager, and the enforcers that we know. */
export type DelegationPlace = { readonly manager: Address; readonly enforcers: Enforcers };

/** Where a chain has the code of accounts that grant delegations. Addresses lower-cased. */
export type AccountCode = {
  /** What an EOA names when it is upgraded (EIP-7702). */
  readonly upgraded: Address;
  /** What a Hybrid account's proxy calls. */
  readonly hybrid: Address;
  /** Makes contracts at addresses that follow from their code (CREATE2). */
  readonly deployer: Address;
};

/** The delegation framework of a chain. */
export type DelegationFramework = DelegationPlace & { readonly accounts: AccountCode };

/** Where a chain has the contracts of accounts that trade by their delegations. Addresses lower-cased. */
export type DelegatedContracts = DelegationPlace & { readonly factory: Address };

/**
 * Version 1.3.0 of MetaMask's delegation framework, at the same addresses on every chain that has it. Source: `@metamask/smart-accounts-kit`
 * 2.0.0, with which a test compares them.
 */
export const DELEGATION_FRAMEWORK: DelegationFramework = {
  manager: '0xdb9b1e94b5b69df7e401ddbede43491141047db3',
  enforcers: {
    period: '0x474e3ae7e169e940607cc624da8a15eb120139ab',
    timestamp: '0x1046bb45c8d673d4ea75321280db34899413c069',
    value: '0x92bf12322527caa612fd31a0e810472bbb106a8f',
    nonce: '0xde4f2fac4b3d87a1d9953ca5fc09fca7f366254f',
    redeemer: '0xe144b0b2618071b4e56f746313528a669c7e65c5',
  },
  accounts: {
    upgraded: '0x63c0c19a282a1b52b07dd5a65b58948a07dae32b',
    hybrid: '0x48dbe696a4d990079e039489ba2053b36e8ffec4',
    deployer: '0x69aa2f9fe1572f1b640e1bbc512f5c3a734fc77c',
  },
};

/** A chain's own contracts, and where it has the framework. */
export type DelegatedChain = DelegatedContracts &
  DelegationFramework & {
    /** Null: its code is put in place for the one call. */
    readonly lens: Address | null;
    /** First block that the factory can be found in. */
    readonly fromBlock: bigint;
  };

/**
 * Hash of the code of the proxy that every Hybrid account is, whatever it calls. Source: `@metamask/delegation-abis` 2.0.0, of which a test
 * deploys one.
 */
export const HYBRID_PROXY_CODE_HASH = '0x8678a7d794f76a790255c0db52d6276dc7259cc7a211426bca106e5ebb4b1ddf';

type KitEnforcers = { readonly caveatEnforcers: Readonly<Record<string, Address>> };

/** The enforcers that we know, among those of the official kit by its own names. @throws where it lacks one */
export const enforcersOf = ({ caveatEnforcers }: KitEnforcers): Enforcers => {
  const at = (name: string): Address => {
    const address = caveatEnforcers[name];
    if (address === undefined) throw new Error(`the kit has no ${name}`);
    return address;
  };
  return {
    period: at('ERC20PeriodTransferEnforcer'),
    timestamp: at('TimestampEnforcer'),
    value: at('ValueLteEnforcer'),
    nonce: at('NonceEnforcer'),
    redeemer: at('RedeemerEnforcer'),
  };
};
