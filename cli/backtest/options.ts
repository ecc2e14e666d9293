import { parseArgs } from 'node:util';
import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import { parseDecimal } from '../../lib/money/decimal-text.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { parseUtcDate, parseUtcInstant } from '../../lib/time/utc.ts';
import { PRICE_FLAGS, PRICE_FLAGS_USAGE, type PriceWish, readPriceFlags } from '../price-argument.ts';

export const USAGE = `npm run backtest -- --prices FILE --targets BTC=40,ETH=30,SOL=30 --policy balanced [options]

Runs the engine over a price history and compares it with holding, daily and calendar-monthly rebalancing.

  --prices FILE        a file of closes, one column per asset, or of one asset's candles as NAME=FILE; several files
                       divided by commas become one. Its shapes and how they are told: docs/price-files.md. A row is
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

export type Output = 'table' | 'json' | 'csv';

export type BacktestOptions = {
  readonly prices: string;
  readonly priceWish: PriceWish;
  readonly targets: string;
  readonly policies: readonly string[];
  readonly fromSeconds: UnixSeconds | null;
  readonly toSeconds: UnixSeconds | null;
  readonly initialUsdE18: bigint;
  readonly costBps: number;
  /** Null = what the policy's venue makes likely. */
  readonly gasUsdE18: bigint | null;
  /** As given: a list of plans, or the path of a file. */
  readonly flow: string | null;
  readonly ended: 'hold' | 'gone';
  readonly believe: boolean;
  readonly anyPeriod: boolean;
  readonly costSides: 'bought' | 'each';
  readonly openingPaid: boolean;
  readonly riskFreeRate: number;
  readonly periodsPerYear: number | null;
  readonly sweep: string | null;
  readonly shock: string | null;
  readonly contract: string | null;
  readonly trades: boolean;
  readonly output: Output;
  readonly html: string | null;
  /** The command as it was typed. */
  readonly command: string;
};

export type ReadOptions =
  | { readonly kind: 'run'; readonly options: BacktestOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly problems: readonly string[] };

const FLAGS = {
  prices: { type: 'string' },
  ...PRICE_FLAGS,
  targets: { type: 'string' },
  policy: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'initial-usd': { type: 'string', default: '100000' },
  'cost-bps': { type: 'string', default: '10' },
  'gas-usd': { type: 'string' },
  flow: { type: 'string' },
  ended: { type: 'string', default: 'hold' },
  believe: { type: 'boolean', default: false },
  annualise: { type: 'boolean', default: false },
  'cost-side': { type: 'string', default: 'bought' },
  opening: { type: 'string', default: 'paid' },
  'risk-free': { type: 'string', default: '0' },
  'periods-per-year': { type: 'string' },
  sweep: { type: 'string' },
  shock: { type: 'string' },
  contract: { type: 'string' },
  trades: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  html: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const parse = (argv: readonly string[]) =>
  parseArgs({ args: withoutLeadingDashes(argv), options: FLAGS, allowPositionals: false }).values;

/** A value may begin with a dash ("--shock=-…" aside, parseArgs takes it for an option), so values are joined to their names. */
const withoutLeadingDashes = (argv: readonly string[]): string[] => {
  const joined: string[] = [];
  for (const [index, word] of argv.entries()) {
    const before = argv[index - 1];
    if (before !== undefined && VALUED.has(before) && /^-[\d.]/.test(word))
      joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
};

const VALUED = new Set(
  Object.entries(FLAGS)
    .filter(([, { type }]) => type === 'string')
    .map(([name]) => `--${name}`),
);

type Values = ReturnType<typeof parse>;

class Reader {
  readonly problems: string[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  needed(name: 'prices' | 'targets' | 'policy'): string {
    const text = this.#values[name];
    if (text === undefined || text === '') this.problems.push(`--${name} is missing`);
    return text ?? '';
  }

  instant(name: 'from' | 'to'): UnixSeconds | null {
    const text = this.#values[name];
    if (text === undefined) return null;
    const time = parseUtcDate(text) ?? parseUtcInstant(text);
    if (time === null) this.problems.push(`--${name}: "${text}" is not a day like 2021-05-01`);
    // A day named as the end includes its last hour.
    return time !== null && name === 'to' && parseUtcDate(text) !== null ? time + 86_399 : time;
  }

  usd(name: 'initial-usd' | 'gas-usd'): bigint {
    const text = this.#values[name] ?? '';
    const amount = parseDecimal(text, 18);
    if (amount === null || amount < 0n) this.problems.push(`--${name}: "${text}" is not an amount of USD`);
    return amount ?? 0n;
  }

  number(name: 'cost-bps' | 'risk-free' | 'periods-per-year', fallback: string): number {
    const text = this.#values[name] ?? fallback;
    const scaled = parseDecimal(text, 18);
    if (scaled === null) this.problems.push(`--${name}: "${text}" is not a number`);
    return Number(scaled ?? 0n) / Number(E18);
  }

  choice<T extends string>(name: 'cost-side' | 'opening' | 'ended', choices: readonly T[]): T | undefined {
    const found = choices.find((choice) => choice === this.#values[name]);
    if (found === undefined)
      this.problems.push(`--${name}: "${this.#values[name]}" is not ${choices.join(' or ')}`);
    return found;
  }
}

/** Outputs that a kind of run doesn't have: refused, for a file that was asked for and never written is found missing too late. */
const conflictsOf = ({ json, csv, html, sweep, shock, trades }: Values): readonly string[] => {
  const problems: string[] = [];
  if (json && csv) problems.push('--json and --csv: choose one');
  if (sweep !== undefined && shock !== undefined) problems.push('--sweep and --shock: choose one');
  if (html !== undefined && (sweep !== undefined || shock !== undefined))
    problems.push('--html: a report shows plain runs; leave out --sweep and --shock');
  if (csv && shock !== undefined) problems.push('--csv: a shock is shown as a table, or with --json');
  if (trades && (csv || sweep !== undefined || shock !== undefined))
    problems.push('--trades: goes with one plain run, as a table or with --json');
  return problems;
};

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const policyNames = (text: string): readonly string[] =>
  text === 'presets' ? PRESET_NAMES : text.split(',').map((name) => name.trim());

/** Reads the command line; every problem is named, not only the first. */
export const readOptions = (argv: readonly string[]): ReadOptions => {
  let values: Values;
  try {
    values = parse(argv);
  } catch (error) {
    return { kind: 'bad', problems: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help) return { kind: 'help' };
  const read = new Reader(values);
  read.problems.push(...conflictsOf(values));
  const { wish: priceWish, problems } = readPriceFlags(values);
  read.problems.push(...problems);
  const costBps = read.number('cost-bps', '10');
  if (!Number.isInteger(costBps)) read.problems.push('--cost-bps: a whole number of basis points');
  const options: BacktestOptions = {
    prices: read.needed('prices'),
    priceWish,
    targets: read.needed('targets'),
    policies: policyNames(read.needed('policy')),
    fromSeconds: read.instant('from'),
    toSeconds: read.instant('to'),
    initialUsdE18: read.usd('initial-usd'),
    costBps,
    gasUsdE18: values['gas-usd'] === undefined ? null : read.usd('gas-usd'),
    flow: values.flow ?? null,
    ended: read.choice('ended', ['hold', 'gone']) ?? 'hold',
    believe: values.believe,
    anyPeriod: values.annualise,
    costSides: read.choice('cost-side', ['bought', 'each']) ?? 'bought',
    openingPaid: read.choice('opening', ['paid', 'free']) === 'paid',
    riskFreeRate: read.number('risk-free', '0'),
    periodsPerYear: values['periods-per-year'] === undefined ? null : read.number('periods-per-year', '0'),
    sweep: values.sweep ?? null,
    shock: values.shock ?? null,
    contract: values.contract ?? null,
    trades: values.trades,
    output: values.json ? 'json' : values.csv ? 'csv' : 'table',
    html: values.html ?? null,
    command: `npm run backtest -- ${argv.map(quoted).join(' ')}`,
  };
  if (options.periodsPerYear !== null && options.periodsPerYear <= 0)
    read.problems.push('--periods-per-year: must be above zero');
  const several = options.policies.length > 1;
  if (several && (options.sweep !== null || options.shock !== null || values.csv || values.trades))
    read.problems.push('--policy: name one policy for --sweep, --shock, --trades or --csv');
  return read.problems.length > 0 ? { kind: 'bad', problems: read.problems } : { kind: 'run', options };
};
