import type { FactMeasure } from '../facts/fact.ts';

/** By which words a text names a measure: the first of each is what the template writes. */
export const MEASURE_WORDS: Readonly<Partial<Record<FactMeasure, readonly string[]>>> = {
  value: ['worth', 'value', 'valued at'],
  price: ['price', 'priced at'],
  held: ['holds', 'held', 'holding of'],
  weight: ['weight', 'weighs'],
  target: ['target'],
  drift: ['drift', 'off its target'],
  'tracking-error': ['tracking error'],
  'tracking-error-average': ['average tracking error'],
  looks: ['looks'],
  gain: ['gain'],
  deposited: ['deposits', 'deposited', 'came in'],
  withdrawn: ['withdrawals', 'withdrawn', 'went out'],
  return: ['return', 'returned'],
  'price-change': ['change of the price', 'price change', 'price changed by'],
  'hold-return': ['return of the basket left alone', 'basket left alone'],
  'versus-hold': ['return beyond the basket left alone', 'beyond the basket left alone'],
  'versus-hold-value': ['gain beyond the basket left alone'],
  'index-return': ['return of the targets', 'return of the index'],
  'versus-index': ['return beyond the targets', 'return beyond the index'],
  drawdown: ['deepest fall', 'drawdown'],
  'drawdown-now': ['fall from the peak'],
  contribution: ['contribution', 'contributed'],
  'contribution-share': ['contribution as a share'],
  'trading-effect': ['effect of trading'],
  'gain-share': ['gain as a share'],
  'trading-share': ['trading as a share'],
  'held-effect': ['effect of what was left alone'],
  'unmoved-effect': ['effect of tokens by themselves'],
  'rebalance-effect': ['effect of a rebalance'],
  'trend-pace': ['pace of the trend', 'pace'],
  'trend-fit': ['fit of the trend'],
  volatility: ['volatility'],
  'volatility-usual': ['usual volatility'],
  correlation: ['correlation', 'correlated'],
  rebalances: ['rebalances', 'rebalance'],
  'rebalances-filled': ['filled rebalances', 'rebalances filled'],
  traded: ['traded', 'turnover'],
  cost: ['cost', 'costs'],
  'cost-spread': ['cost of spread', 'spread'],
  'cost-fee': ['cost of fees', 'fees'],
  'cost-impact': ['cost of impact', 'impact'],
  'cost-gas': ['gas cost', 'gas'],
  'cost-moved': ['cost of moving prices', 'moving prices'],
  'cost-share': ['cost of what was traded', 'cost share'],
  'loss-used': ['used of the daily loss', 'loss budget used'],
  'loss-limit': ['limit of the daily loss', 'loss limit'],
  'turnover-used': ['used of the daily turnover', 'turnover budget used'],
  'turnover-limit': ['limit of the daily turnover', 'turnover limit'],
  'price-jump': ['jump of the price', 'price jump', 'price jumped by'],
  'look-gap': ['gap between looks', 'without a look for'],
  'odd-flow': ['unusual flow'],
  anomalies: ['anomalies', 'anomaly'],
  'decided-at': ['decided on', 'decided at', 'decision of'],
  'next-look-at': ['next look'],
  'limit-actual': ['found'],
  'limit-allowed': ['limit'],
  'planned-sale': ['to be sold'],
  'planned-purchase': ['to be bought'],
  'planned-value': ['planned value'],
  'dropped-value': ['left out'],
  'expected-cost': ['expected cost'],
  'expected-benefit': ['expected benefit'],
  sold: ['sold', 'sale of'],
  bought: ['bought'],
  'sold-value': ['worth when sold', 'value sold'],
  'bought-value': ['worth when bought', 'value bought'],
  'filled-at': ['filled on', 'filled at'],
};

/** Words that say which of two is more, of one asset beside another, or what is the most of all: what they claim is worked out again. */
export const MORE = ['more than', 'higher than', 'larger than', 'above', 'ahead of', 'better than'] as const;
export const LESS = ['less than', 'lower than', 'smaller than', 'below', 'behind', 'worse than'] as const;
export const MOST = ['the most', 'largest', 'highest', 'best'] as const;
export const LEAST = ['the least', 'smallest', 'lowest', 'worst'] as const;

/** Words that say which way something went. */
export const UP = [
  'rose',
  'rose by',
  'grew',
  'grew by',
  'up',
  'up by',
  'positive',
  'increased',
  'increased by',
] as const;
export const DOWN = [
  'fell',
  'fell by',
  'shrank',
  'shrank by',
  'down',
  'down by',
  'negative',
  'decreased',
  'decreased by',
  'lost',
] as const;

/** Which measures of an asset, and of the whole, a way without a measure is said of. */
export const WAY_MEASURES = { asset: ['price-change'], whole: ['return'] } as const;

/** Every other word that a text may have. None of them counts, compares, promises, advises, denies, gives a cause or names. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these its it they there which where as at by for from in into of on over to with within during through
  is was are were has had have be been being and or but also both then now
  asset assets market trade trades trading policy plan basket look looked read here
  stands stood came comes went goes shows showed says said means meant
  period time date moment figure figures record recorded records row rows stored fact facts
  last current together overall again known recent summary question answer answers
  reason reasons decision decisions order orders fill fills token tokens prices feed feeds`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
