/**
 * Pyth's ids of prices in US dollars ("Crypto.<asset>/USD"), the same on every chain: docs.pyth.network/price-feeds/price-feeds. Keyed by
 * the asset of a Chainlink feed (chain.ts), so that one token is priced as the same asset by both.
 */
export const PYTH_IDS: ReadonlyMap<string, string> = new Map([
  ['ETH', 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace'],
  ['BTC', 'e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43'],
  ['WBTC', 'c9d8b075a5c69303365ae23633d4e085199bf5c520a3b90fed1322a0342ffc33'],
  ['cbBTC', '2817d7bfe5c64b8ea956e9a26f573ef64e72e4d7891f2d6af9bcc93f7aff9a97'],
  ['USDC', 'eaa020c61cc479712813461ce153894a96a6c00b21ed0cfc2798d1f9a9e9c94a'],
  ['USDT', '2b89b9dc8fdf9f34709a5b106b472f0f39bb6ca9ce04b0fd7f2e971688e2e53b'],
  ['DAI', 'b0948a5e5313200c632b51bb5ca32f6de0d36e9950a942d19751e833f70dabfd'],
  ['LINK', '8ac0c70fff57e9aefdf5edf44b51d62c2d433653cbb2cf5cc06bb115af04d221'],
  ['AAVE', '2b9ab1e972a281585084148ba1389800799bd4be63b957507db1349314e47445'],
  ['ARB', '3fa4252848f9f0a1480be62745a4629d9eb1322aebab8a791e344b3b9c1adcf5'],
  ['OP', '385f64d993f7b77d8182ed5003d97c60aa3361f3cecfe711544d2d59165e9bdf'],
  ['POL', 'ffd11c5a1cfd42f80afb2df4d9f264c15f956d68153335374ec10722edd70472'],
  ['AVAX', '93da3352f9f1d105fdfe4971cfa80e9dd777bfc5d0f683ebb6e1294b92137bb7'],
]);
