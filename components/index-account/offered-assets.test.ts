import { describe, expect, it } from 'vitest';
import { notOfferedText, offeredAssets, pricedByOneText } from './offered-assets.ts';
import type { Asset } from './use-assets.ts';

const assetOf = (symbol: string, chain: string, changed: Partial<Asset> = {}): Asset => ({
  ...{ asset: `nep141:${symbol}`, symbol, chain, decimals: 6, priceUsd: '1', memoNeeded: false },
  ...{ pricedBy: ['1click', 'pyth'], addressesChecked: true, ...changed },
});
const BTC = assetOf('BTC', 'btc');
const TON = assetOf('TON', 'ton', { addressesChecked: false, pricedBy: ['1click'] });
const OLD = assetOf('OLD', 'near', { priceUsd: null, pricedBy: ['1click'] });

describe('what is offered for a deposit', () => {
  it('has a price and a chain whose addresses are checked; what is not offered is named with its reason', () => {
    expect(offeredAssets([BTC, TON, OLD])).toEqual([BTC]);
    expect(notOfferedText([BTC, TON, OLD, assetOf('JETTON', 'ton', { addressesChecked: false })])).toBe(
      'Not offered. From ton: addresses can’t be checked there, so a refund could be lost. OLD on near: no price, so the cap could not be kept.',
    );
    expect(notOfferedText([BTC])).toBeNull();
  });
});

describe('what one source alone prices', () => {
  it('is named, of what the account holds or is to hold, and of nothing else', () => {
    expect(pricedByOneText([BTC, TON, OLD], [OLD.asset, TON.asset, BTC.asset])).toContain(
      'Priced by the provider alone: OLD and TON. ',
    );
    expect(pricedByOneText([BTC, TON], [TON.asset])).toContain('alone: TON. ');
    expect(pricedByOneText([BTC, TON], [BTC.asset])).toBeNull();
    expect(pricedByOneText([BTC, TON], [])).toBeNull();
  });
});
