import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import type { Options } from '../command/command.ts';
import { PRICE_OPTIONS } from '../prices/options.ts';

const MARKET_OPTIONS = {
  prices: {
    value: 'FILE',
    many: true,
    text:
      'a file of closes, one column per asset, or of one asset’s candles as NAME=FILE; several files become one: BTC=btc.csv ' +
      'ETH=eth.csv. Its shapes and how they are told: docs/price-files.md. A row is dated by its opening and traded on when its close ' +
      'is known, one step later; or db:SOURCE, db:SOURCE@1h: what npm run prices has stored; or sim:SEED, a made-up hourly market',
  },
  ...PRICE_OPTIONS,
  targets: {
    value: 'LIST',
    text: 'percent per asset, 100 together (0 winds one down); or "equal": the same share of every column',
  },
  policy: {
    value: 'NAME|FILE',
    text: `${PRESET_NAMES.join(', ')}; a JSON file (docs/policy.md); several, divided by commas; or "presets"`,
  },
  from: {
    value: 'DAY',
    otherwise: 'all',
    text: 'first row, included, like 2021-05-01 or 2021-05-19T12:00:00Z',
  },
  to: { value: 'DAY', otherwise: 'all', text: 'last row, included' },
} as const satisfies Options;

const MONEY_OPTIONS = {
  'initial-usd': { value: 'N', fallback: '100000', text: 'value to start with' },
  'cost-bps': {
    value: 'N',
    fallback: '10',
    text: 'cost of a leg in basis points of the value sold; 0 asks for free ones',
  },
  'gas-usd': {
    value: 'N',
    otherwise: '0 for orders: the taker pays; a guess for proposals',
    text: 'gas of a leg in USD',
  },
  flow: {
    value: 'LIST',
    text:
      'deposits (+) and withdrawals (−): 500/30d, -200/month (on its 1st), 500/week (on Mondays), 500/30d@USDC: arrives as USDC (else ' +
      'bought at the targets); or a FILE of date,amount[,asset]',
  },
  ended: {
    value: 'HOW',
    fallback: 'hold',
    text:
      'hold: an asset whose prices end stays at its last close and nothing is traded any more; gone: it is worth nothing from then on ' +
      'and the rest goes on',
  },
  believe: {
    text:
      'prices that move fifty times or more at once and stay there are refused (cents for dollars look just like it); this says that it ' +
      'happened',
  },
  annualise: { text: 'growth per year also of less than a year' },
  'cost-side': {
    value: 'SIDE',
    fallback: 'bought',
    text: 'bought: paid once, out of what the sale returns (a swap); each: --cost-bps is paid on the sale and again on the purchase',
  },
  opening: {
    value: 'HOW',
    fallback: 'paid',
    text: 'paid: the first basket is bought at these costs; free: it is handed in',
  },
  'risk-free': { value: 'RATE', fallback: '0', text: 'yearly, for Sharpe and Sortino, like 0.03' },
  'periods-per-year': {
    value: 'N',
    otherwise: 'each counts for the time it took, of 365 days',
    text: 'returns per year: 252 for stocks',
  },
} as const satisfies Options;

export const BACKTEST_OPTIONS = {
  ...MARKET_OPTIONS,
  ...MONEY_OPTIONS,
  sweep: {
    value: 'PLAN',
    text: 'bands=1..20,intervals=1d,7d,30d: every combination, with the policy’s own kind of band',
  },
  shock: {
    value: 'LIST',
    text: 'ETH=-40%,SOL=-60%: prices move at once at the last row; shows the trades that follow',
  },
  contract: {
    value: 'LIMITS',
    otherwise: 'open; for a shock: the guard that fits the preset',
    text: 'turnover=30,loss=1: percent of the value that the contract lets through a day, half of it at once; or open',
  },
  trades: { text: 'every trade of the period, and what the limits held back, look by look' },
  json: {
    text: 'figures as JSON. Into a pipe: npm run --silent backtest -- …, or npm’s own lines come first',
  },
  csv: { text: 'rows as CSV' },
  html: { value: 'FILE', text: 'a report with charts in one file, of one policy or of several compared' },
} as const satisfies Options;
