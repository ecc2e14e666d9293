import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenName } from './token-name.ts';

const TOKEN = '0x00000000000000000000000000000000000000AB';
const SHORT = '0x0000…00ab';

describe('the name of a token', () => {
  it.each([
    ['USDC', 'USDC'],
    ['USD₮0', 'USD₮0'],
    ['$WIF', '$WIF'],
    ['  wrapped   thing ', 'wrapped thing'],
    ['NUL\0byte', 'NULbyte'],
    ['\u202eCDSU', 'CDSU'],
    ['a\u2066b\u200fc\u061cd', 'abcd'],
    ['line\nbreak\u2028too', 'linebreaktoo'],
    ['z\u0335\u0335\u0335algo', 'zalgo'],
    ['0123456789abcdefghij', '0123456789abcdef'],
    ['🦄'.repeat(20), '🦄'.repeat(16)],
    ['', SHORT],
    ['\0\u200b\u3164\u2800 ', SHORT],
    ['\ud800', SHORT],
  ])('%j is shown as %j', (given, shown) => {
    expect(tokenName(given, TOKEN)).toBe(shown);
  });

  it('is never empty, never longer than 16 characters, and nothing in it is invisible or turns the line around', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (given) => {
        const name = tokenName(given, TOKEN);
        expect([...name].length).toBeLessThanOrEqual(16);
        expect(name).toMatch(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u);
        expect(name).toBe(name.trim());
      }),
    );
  });
});
