/** Whose file it is, as `--from` names it; `csv` = any other table of times and prices. */
export const PROVIDERS = [
  'binance',
  'kraken',
  'coinbase',
  'coingecko',
  'coinmarketcap',
  'cryptodatadownload',
  'yahoo',
  'investing',
  'portfolio-performance',
  'ccxt',
  'csv',
] as const;

export type Provider = (typeof PROVIDERS)[number];

const NAMES: Readonly<Record<Provider, string>> = {
  binance: 'a Binance candle file',
  kraken: 'a Kraken candle file',
  coinbase: 'a Coinbase candle file',
  coingecko: 'a CoinGecko file',
  coinmarketcap: 'a CoinMarketCap file',
  cryptodatadownload: 'a CryptoDataDownload file',
  yahoo: 'a Yahoo candle file',
  investing: 'an Investing.com file',
  'portfolio-performance': 'a Portfolio Performance file of quotes',
  ccxt: 'a candle file as ccxt writes it',
  csv: 'a file of one price a row',
};

/** "a Binance candle file". */
export const providerText = (provider: Provider): string => NAMES[provider];

const ALIASES: Readonly<Record<string, Provider>> = {
  cdd: 'cryptodatadownload',
  cmc: 'coinmarketcap',
  pp: 'portfolio-performance',
  freqtrade: 'ccxt',
  pandas: 'csv',
  spreadsheet: 'csv',
};

/** The provider of a name on the command line, or null. */
export const providerOf = (name: string): Provider | null =>
  PROVIDERS.find((provider) => provider === name) ?? ALIASES[name] ?? null;

/** Header words that give a provider away, all of them together. */
const SIGNS: readonly (readonly [Provider, readonly string[]])[] = [
  ['coingecko', ['snapped at', 'price']],
  ['coinmarketcap', ['timeopen', 'timeclose']],
  ['coinmarketcap', ['sno', 'marketcap']],
  ['binance', ['open time', 'close time']],
  ['binance', ['opentime', 'closetime']],
  ['cryptodatadownload', ['unix', 'date', 'symbol']],
  ['yahoo', ['adj close', 'volume']],
  ['investing', ['price', 'change %']],
  ['investing', ['zuletzt', 'hoch']],
  ['portfolio-performance', ['datum', 'kurs']],
  ['portfolio-performance', ['date', 'quote']],
];

/** Whose header this is; csv when nobody's in particular. */
export const providerOfHeader = (words: readonly string[]): Provider =>
  SIGNS.find(([, signs]) => signs.every((sign) => words.includes(sign)))?.[0] ?? 'csv';
