import { decodeRevertData } from '@metamask/smart-accounts-kit/utils';
import { encodeErrorResult, type Hex, parseAbi, toFunctionSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  DELEGATION_STATUSES,
  type DelegationStatus,
  isFinal,
  type Standing,
  standingOfRevert,
  statusOf,
  whyNotGood,
  whyOfRow,
} from './standing.ts';

const named = (name: string): Hex => toFunctionSelector(`${name}()`);
const words = (text: string): Hex =>
  encodeErrorResult({ abi: parseAbi(['error Error(string)']), errorName: 'Error', args: [text] });

const ROWS: readonly (readonly [Hex, Standing, DelegationStatus])[] = [
  [named('CannotUseADisabledDelegation'), 'revoked', 'revoked'],
  [words('NonceEnforcer:invalid-nonce'), 'nonce-raised', 'revoked'],
  [words('TimestampEnforcer:expired-delegation'), 'expired', 'expired'],
  [words('TimestampEnforcer:early-delegation'), 'not-begun', 'not-accepted'],
  [words('ERC20PeriodTransferEnforcer:transfer-not-started'), 'not-begun', 'not-accepted'],
  [words('ERC20PeriodTransferEnforcer:transfer-amount-exceeded'), 'exhausted', 'exhausted'],
  [named('InvalidEOASignature'), 'not-signed', 'not-accepted'],
  [named('InvalidERC1271Signature'), 'not-signed', 'not-accepted'],
  [named('ECDSAInvalidSignature'), 'not-signed', 'not-accepted'],
  [named('EmptySignature'), 'not-signed', 'not-accepted'],
  [named('EnforcedPause'), 'manager-paused', 'not-accepted'],
  [named('InvalidDelegate'), 'not-accepted', 'not-accepted'],
  [words('something that a token says'), 'not-accepted', 'not-accepted'],
  ['0x', 'not-accepted', 'not-accepted'],
  ['0xdeadbeef', 'not-accepted', 'not-accepted'],
];

describe('what a redemption of nothing is refused with', () => {
  it.each(ROWS)('%s means one cause, told in a sentence', (data, standing, status) => {
    expect(standingOfRevert(data)).toBe(standing);
    expect(statusOf(standing)).toBe(status);
    expect(whyNotGood(standing)).toMatch(/^[A-Z].*\.$/);
  });

  it('is what the official kit reads in it', () => {
    for (const name of ['CannotUseADisabledDelegation', 'InvalidEOASignature', 'InvalidERC1271Signature'])
      expect(decodeRevertData(named(name))?.errorName).toBe(name);
  });

  it('is nothing where it is good', () => {
    expect(whyNotGood('good')).toBeNull();
    expect(statusOf('good')).toBe('granted');
  });

  it('is told of a row as well: of a replaced contract, and nothing of a word that nobody knows', () => {
    expect(whyOfRow('revoked', 'nonce-raised')).toBe(whyNotGood('nonce-raised'));
    expect(whyOfRow('superseded', 'good')).toContain('another contract now');
    expect(whyOfRow('granted', 'good')).toBeNull();
    expect(whyOfRow('granted', 'toString')).toBeNull();
  });

  it('ends a delegation for good only where it has expired, or its clone is no longer the current one', () => {
    expect(DELEGATION_STATUSES.filter(isFinal)).toEqual(['expired', 'superseded']);
  });
});
