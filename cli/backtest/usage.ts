import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import { PRICE_FLAGS_USAGE } from '../price-argument.ts';

/** What `npm run backtest -- --help` prints. */
export const USAGE = `npm run backtest -- --prices FILE --targets BTC=40,ETH=30,SOL=30 --policy balanced [options]

Runs the engine over a price history and compares it with holding, daily and calendar-monthly rebalancing.

  --prices FILE        a file of closes, one column per asset, or of one asset's candles as NAME=FILE; several files
                       become one: BTC=btc.csv ETH=eth.csv. Its shapes and how they are told: docs/price-files.md. A row is
                       dated by its opening and traded on when its close is known, one step later; or db:SOURCE,
                       db:SOURCE@1h: what npm run prices has stored; or sim:SEED, a made-up hourly market
${PRICE_FLAGS_USAGE}
  --targets LIST       percent per asset, 100 together (0 winds one down); or "equal": the same share of every column
  --policy NAME|FILE   ${PRESET_NAMES.join(', ')}; a JSON file (docs/policy.md);
                       several, divided by commas; or "presets"
  --from, --to DAY     first and last row, both included, like 2021-05-01 or 2021-05-19T12:00:00Z
  --initial-usd N      value to start with                                                     [100000]
  --cost-bps N         cost of a leg in basis points of the value sold; 0 asks for free ones   [10]
  --gas-usd N          gas of a leg in USD               [0 for orders: the taker pays; a guess for proposals]
  --flow LIST          deposits (+) and withdrawals (−): 500/30d, -200/month (on its 1st), 500/week (on Mondays),
                       500/30d@USDC: arrives as USDC (else bought at the targets); or a FILE of date,amount[,asset]
  --ended HOW          hold: an asset whose prices end stays at its last close and nothing is traded any more;
                       gone: it is worth nothing from then on and the rest goes on             [hold]
  --believe            prices that move fifty times or more at once and stay there are refused (cents for dollars
                       look just like it); this says that it happened
  --annualise          growth per year also of less than a year
  --cost-side SIDE     bought: paid once, out of what the sale returns (a swap)
                       each: --cost-bps is paid on the sale and again on the purchase          [bought]
  --opening HOW        paid: the first basket is bought at these costs; free: it is handed in  [paid]
  --risk-free RATE     yearly, for Sharpe and Sortino, like 0.03                               [0]
  --periods-per-year N returns per year: 252 for stocks            [each counts for the time it took, of 365 days]
  --sweep PLAN         bands=1..20,intervals=1d,7d,30d: every combination, with the policy's own kind of band
  --shock LIST         ETH=-40%,SOL=-60%: prices move at once at the last row; shows the trades that follow
  --contract LIMITS    turnover=30,loss=1: percent of the value that the contract lets through a day, half of it at once;
                       or open                           [open; for a shock: the guard that fits the preset]
  --trades             every trade of the period, and what the limits held back, look by look
  --json | --csv       figures as JSON; rows as CSV. Into a pipe: npm run --silent backtest -- …, or npm's own lines come first
  --html FILE          a report with charts in one file, of one policy or of several compared

Exit code 0 when it ran, 1 when prices, targets or policy were refused, 2 when the options can't be read.`;
