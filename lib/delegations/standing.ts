import { decodeErrorResult, type Hex, parseAbi } from 'viem';

/** What DelegationManager, enforcers and accounts refuse with, as far as a cause follows from it. */
const ERRORS = parseAbi([
  'error CannotUseADisabledDelegation()',
  'error EnforcedPause()',
  'error EmptySignature()',
  'error InvalidEOASignature()',
  'error InvalidERC1271Signature()',
  'error ECDSAInvalidSignature()',
  'error ECDSAInvalidSignatureLength(uint256 length)',
  'error ECDSAInvalidSignatureS(bytes32 s)',
  'error Error(string)',
]);

/** What a chain says of a delegation when it is redeemed for nothing. */
export type Standing =
  | 'good'
  /** Disabled at the manager; it can be enabled again. */
  | 'revoked'
  /** The account has raised the nonce that it names. */
  | 'nonce-raised'
  | 'expired'
  | 'not-begun'
  /** Of its period nothing is left. */
  | 'exhausted'
  /** The account says that the signature is none of its own: another key stands behind it now, or other code. */
  | 'not-signed'
  /** The account has no code, so nothing can act for it. */
  | 'not-deployed'
  /** The chain's manager takes nobody's delegations. */
  | 'manager-paused'
  /** Refused for a cause that we don't know. */
  | 'not-accepted';

/** A word for the row; `superseded` is said by the factory, not by the delegation. */
export const DELEGATION_STATUSES = [
  'granted',
  'revoked',
  'expired',
  'exhausted',
  'superseded',
  'not-accepted',
] as const;
export type DelegationStatus = (typeof DELEGATION_STATUSES)[number];

const BY_NAME: Readonly<Record<string, Standing>> = {
  CannotUseADisabledDelegation: 'revoked',
  EnforcedPause: 'manager-paused',
  EmptySignature: 'not-signed',
  InvalidEOASignature: 'not-signed',
  InvalidERC1271Signature: 'not-signed',
  ECDSAInvalidSignature: 'not-signed',
  ECDSAInvalidSignatureLength: 'not-signed',
  ECDSAInvalidSignatureS: 'not-signed',
};

/** Enforcers speak in sentences of their own. */
const BY_WORDS: Readonly<Record<string, Standing>> = {
  'TimestampEnforcer:expired-delegation': 'expired',
  'TimestampEnforcer:early-delegation': 'not-begun',
  'ERC20PeriodTransferEnforcer:transfer-not-started': 'not-begun',
  'ERC20PeriodTransferEnforcer:transfer-amount-exceeded': 'exhausted',
  'NonceEnforcer:invalid-nonce': 'nonce-raised',
};

/** Why a redemption of nothing was refused, by what it was refused with. */
export const standingOfRevert = (data: Hex): Standing => {
  try {
    const { errorName, args } = decodeErrorResult({ abi: ERRORS, data });
    return BY_NAME[errorName] ?? BY_WORDS[String(args?.[0])] ?? 'not-accepted';
  } catch {
    return 'not-accepted';
  }
};

const STATUS: Readonly<Record<Standing, DelegationStatus>> = {
  good: 'granted',
  revoked: 'revoked',
  'nonce-raised': 'revoked',
  expired: 'expired',
  exhausted: 'exhausted',
  'not-begun': 'not-accepted',
  'not-signed': 'not-accepted',
  'not-deployed': 'not-accepted',
  'manager-paused': 'not-accepted',
  'not-accepted': 'not-accepted',
};

export const statusOf = (standing: Standing): DelegationStatus => STATUS[standing];

/** Whether a status is for good: a revoked delegation can be enabled again, a period begins anew, an account can take its key back. */
export const isFinal = (status: DelegationStatus): boolean => status === 'expired' || status === 'superseded';

const WHY: Readonly<Record<Exclude<Standing, 'good'>, string>> = {
  revoked: 'The account has revoked it. It can be enabled again.',
  'nonce-raised': 'The account has raised its nonce, which ends all that it granted under the former one.',
  expired: 'It has expired.',
  exhausted: 'What it allows in this period is used up. It begins anew with the next one.',
  'not-begun': 'It does not hold yet.',
  'not-signed':
    'The account does not take the signature for its own: it was changed, or another key stands behind it now.',
  'not-deployed':
    'The account has no code on this chain, so nothing can act for it. Deploy or upgrade it first.',
  'manager-paused':
    'The owner of this chain’s DelegationManager has paused it: no delegation of anybody works.',
  'not-accepted': 'The account refuses to act on it, and does not say why.',
};

const isStanding = (word: string): word is Exclude<Standing, 'good'> => Object.hasOwn(WHY, word);

/** The same of a row: of one whose contract was replaced, and of a word that an earlier version wrote. */
export const whyOfRow = (status: DelegationStatus, standing: string): string | null => {
  if (status === 'superseded')
    return 'The account has another contract now, or none: what was granted to this one moves nothing.';
  return isStanding(standing) ? WHY[standing] : null;
};

/** Why nothing can be moved by a delegation, in a sentence; null when it is good. */
export const whyNotGood = (standing: Standing): string | null => (standing === 'good' ? null : WHY[standing]);
