import type { FakeToken } from './provider.ts';

const token = (
  assetId: string,
  [symbol, blockchain, decimals, priceMicroUsd]: readonly [string, string, number, bigint],
): FakeToken => ({ assetId, symbol, blockchain, decimals, priceMicroUsd, leastUnits: 10n });

export const USDC = 'nep141:usdc.near';
export const BTC = 'nep141:btc.omft.near';

/** Ten assets of many chains, and the dollar that a deposit becomes. Made up, as their prices are. */
export const INDEX_MARKET: readonly FakeToken[] = [
  token(USDC, ['USDC', 'near', 6, 1_000_000n]),
  token(BTC, ['BTC', 'btc', 8, 60_000_000_000n]),
  token('nep141:eth.omft.near', ['ETH', 'eth', 18, 3_000_000_000n]),
  token('nep141:sol.omft.near', ['SOL', 'sol', 9, 150_000_000n]),
  token('nep141:wrap.near', ['NEAR', 'near', 24, 5_000_000n]),
  token('nep141:xrp.omft.near', ['XRP', 'xrp', 6, 500_000n]),
  token('nep141:doge.omft.near', ['DOGE', 'doge', 8, 100_000n]),
  token('nep141:zec.omft.near', ['ZEC', 'zec', 8, 40_000_000n]),
  token('nep141:ada.omft.near', ['ADA', 'cardano', 6, 400_000n]),
  token('nep141:tron.omft.near', ['TRX', 'tron', 6, 120_000n]),
  token('nep141:ltc.omft.near', ['LTC', 'ltc', 8, 80_000_000n]),
];
