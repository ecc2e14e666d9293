import { describe, expect, it } from 'vitest';
import { sharesText, typedShares } from './typed-shares.ts';

describe('shares as somebody types them', () => {
  it('are a token and its per cent on each line, and read back to the same', () => {
    const typed = ' nep141:wrap.near 25 \n\nnep141:usdc.near   74.5%\nnep141:zec.omft.near 0.50';
    const shares = [
      { token: 'nep141:wrap.near', targetBps: 2_500 },
      { token: 'nep141:usdc.near', targetBps: 7_450 },
      { token: 'nep141:zec.omft.near', targetBps: 50 },
    ];
    expect(typedShares(typed)).toEqual(shares);
    expect(typedShares(sharesText(shares))).toEqual(shares);
  });

  it.each(['nep141:wrap.near', '25', 'nep141:wrap.near 1.005', 'nep141:wrap.near -5', 'a b 5'])(
    'name the line that can’t be read: %s',
    (line) => {
      expect(typedShares(`nep141:usdc.near 5\n${line}`)).toContain(`“${line}” can’t be read`);
    },
  );
});
