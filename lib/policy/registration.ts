import type { Address, Hex } from 'viem';
import type { Policy } from '../engine/policy.ts';
import { fail, type Result, type UnixSeconds } from '../result.ts';
import { parsePolicy, policyToJson } from './policy.ts';

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
};

/**
 * One text for one value: no blanks, keys in the order of their UTF-16 code units, as RFC 8785 has it. For plain JSON values whose
 * keys are no integers, which JavaScript would put first.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));

/** Longest name of a portfolio, in characters. */
export const NAME_LENGTH_MAX = 80;

/** What an owner says of a portfolio: the rules it is kept by. Only its signature makes it the owner's word. */
export type Registration = {
  readonly chainId: number;
  readonly portfolio: Address;
  readonly name: string;
  /** A complete policy as {@link policyTextOf} writes it. */
  readonly policy: string;
  /** Which of two is the newer. */
  readonly signedAtSeconds: UnixSeconds;
};

/** A registration and the bytes its owner signed it with: an ECDSA signature, or what a contract's EIP-1271 takes. */
export type SignedRegistration = Registration & { readonly signature: Hex };

const TYPES = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
  Registration: [
    { name: 'portfolio', type: 'address' },
    { name: 'name', type: 'string' },
    { name: 'policy', type: 'string' },
    { name: 'signedAt', type: 'uint64' },
  ],
} as const;

/**
 * EIP-712 typed data of a registration, in its portfolio's own domain ("1Balancer", version "1"), as `eth_signTypedData_v4` takes it. It
 * moves nothing: no function of the contract takes this type.
 */
export const registrationTypedData = (registration: Registration) =>
  ({
    domain: {
      name: '1Balancer',
      version: '1',
      chainId: registration.chainId,
      verifyingContract: registration.portfolio,
    },
    types: TYPES,
    primaryType: 'Registration',
    message: {
      portfolio: registration.portfolio,
      name: registration.name,
      policy: registration.policy,
      signedAt: registration.signedAtSeconds,
    },
  }) as const;

/** A policy as the text that is signed: every field said, canonical JSON. */
export const policyTextOf = (policy: Policy): string => canonicalJson(policyToJson(policy));

/**
 * The policy of a signed text. What the text leaves out takes the documented defaults, never an operator's.
 * @returns the policy, or `policy-invalid`: by field, or because the text isn't canonical, so that one policy has one text
 */
export const readPolicyText = (text: string): Result<Policy> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('policy-invalid', 'The signed policy is no JSON.');
  }
  if (canonicalJson(json) !== text)
    return fail('policy-invalid', 'The signed policy is not canonical JSON: keys in order, no blanks.');
  return parsePolicy(json);
};
