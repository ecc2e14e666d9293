import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { feeTakerCode } from '../abi/fee-taker-code.ts';
import { isKnownFeeTaker } from './known-fee-taker.ts';

/** Digits of the first immutable, behind `0x`. */
const AT = 2 + 2 * 801;

describe('the FeeTaker that is known', () => {
  it('is the compiled one, whatever its immutables are, and no other', () => {
    const word = 'ab'.repeat(32);
    const deployed: Hex = `${feeTakerCode.slice(0, AT) as Hex}${word}${feeTakerCode.slice(AT + 64)}`;
    expect(
      [feeTakerCode, deployed, deployed.toUpperCase().replace('0X', '0x') as Hex].map(isKnownFeeTaker),
    ).toEqual([...[true, true, true]]);
    const beside: Hex = `${deployed.slice(0, AT - 2) as Hex}00${deployed.slice(AT)}`;
    expect(['0x', `${feeTakerCode}00`, beside].map((code) => isKnownFeeTaker(code as Hex))).toEqual([
      ...[false, false, false],
    ]);
  });
});
