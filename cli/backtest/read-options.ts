import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import { E18, parseDecimal } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { parseUtcDate, parseUtcInstant } from '../../lib/time/utc.ts';
import { type Input, UsageError } from '../command/command.ts';
import { type PriceWish, readPriceFlags } from '../price-argument.ts';
import type { BACKTEST_OPTIONS } from './options.ts';

export type Output = 'table' | 'json' | 'csv';

export type BacktestOptions = {
  /** Files, to read as one; or one that begins with db: or sim:. */
  readonly prices: readonly string[];
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

type Values = Input<typeof BACKTEST_OPTIONS>['values'];

class Reader {
  readonly problems: string[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  priceNames(): readonly string[] {
    const names = (this.#values.prices ?? []).filter((name) => name !== '');
    if (names.length === 0) this.problems.push('--prices is missing');
    const alone = names.find((name) => /^(?:db|sim):/.test(name));
    if (alone !== undefined && names.length > 1)
      this.problems.push(`--prices: ${alone} is a whole market and can't be put beside other prices`);
    return names;
  }

  needed(name: 'targets' | 'policy'): string {
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

const policyNames = (text: string): readonly string[] =>
  text === 'presets' ? PRESET_NAMES : text.split(',').map((name) => name.trim());

/** What the options ask for. @throws {UsageError} naming every problem, not only the first */
export const readOptions = ({ values, typed }: Input<typeof BACKTEST_OPTIONS>): BacktestOptions => {
  const read = new Reader(values);
  read.problems.push(...conflictsOf(values));
  const { wish: priceWish, problems } = readPriceFlags(values);
  read.problems.push(...problems);
  const costBps = read.number('cost-bps', '10');
  if (!Number.isInteger(costBps)) read.problems.push('--cost-bps: a whole number of basis points');
  const options: BacktestOptions = {
    prices: read.priceNames(),
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
    command: typed,
  };
  if (options.periodsPerYear !== null && options.periodsPerYear <= 0)
    read.problems.push('--periods-per-year: must be above zero');
  const several = options.policies.length > 1;
  if (several && (options.sweep !== null || options.shock !== null || values.csv || values.trades))
    read.problems.push('--policy: name one policy for --sweep, --shock, --trades or --csv');
  if (read.problems.length > 0) throw new UsageError(...read.problems);
  return options;
};
