import { parseDecimal } from '../money/fixed-point.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { civilFromDays, daysFromCivil, parseUtcDate } from '../time/utc.ts';
import type { Flow } from './flows.ts';

/** What an owner pays in or takes out, before the period is known. */
export type FlowPlan = { readonly flowsBetween: (period: FlowPeriod) => readonly Flow[] };

/** Flows of the opening's instant are its own first basket; those after the last row change nothing any more. */
export type FlowPeriod = { readonly afterSeconds: UnixSeconds; readonly toSeconds: UnixSeconds };

const DAY_SECONDS = 86_400;
/** Two thousand years of months: beyond it somebody has mistaken the unit. */
const FLOWS_MAX = 24_000;

const refuse = (message: string): Result<never> => fail('flow-invalid', `flow: ${message}`);

/** The first instants of a schedule after another one. */
type Schedule = (after: UnixSeconds) => UnixSeconds;

/** Monday 1970-01-05 was day 4. */
const nextMonday: Schedule = (after) => {
  const day = Math.floor(after / DAY_SECONDS);
  return (day + 7 - ((((day - 4) % 7) + 7) % 7)) * DAY_SECONDS;
};

const nextMonth: Schedule = (after) => {
  const { year, month } = civilFromDays(Math.floor(after / DAY_SECONDS));
  const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
  return daysFromCivil(next) * DAY_SECONDS;
};

const scheduleOf = (text: string): Schedule | null => {
  if (text === 'week') return nextMonday;
  if (text === 'month') return nextMonth;
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  return days === undefined || Number(days) === 0 ? null : (after) => after + Number(days) * DAY_SECONDS;
};

const columnOf = (asset: string | undefined, symbols: readonly string[]): Result<number | null> => {
  if (asset === undefined || asset === '') return ok(null);
  const column = symbols.indexOf(asset);
  return column < 0 ? refuse(`${asset} is not held; there are ${symbols.join(' ')}`) : ok(column);
};

const amountOf = (text: string): bigint | null => {
  const amount = parseDecimal(text.replace(/^\+/, ''), 18);
  return amount === null || amount === 0n ? null : amount;
};

/**
 * Reads "500/30d", "-200/month" or "500/week@USDC": so many USD paid in (or taken out) every so many days from the opening on, on the
 * first of every month or on every Monday; after @, the asset that a deposit arrives as. Without it, the targets are bought.
 * @returns the plan, or `flow-invalid` saying what is wrong.
 */
export const parseFlowPlan = (text: string, symbols: readonly string[]): Result<FlowPlan> => {
  const [, amountText = '', every = '', asset] = /^\s*([+-]?[\d.]+)\/(\w+)(?:@(\S+))?\s*$/.exec(text) ?? [];
  const schedule = scheduleOf(every);
  const amountUsdE18 = amountOf(amountText);
  if (schedule === null || amountUsdE18 === null)
    return refuse(`"${text.trim().slice(0, 40)}" is not like 500/30d, -200/month or 500/week@USDC`);
  const column = columnOf(asset, symbols);
  if (!column.ok) return column;
  return ok({
    flowsBetween: ({ afterSeconds, toSeconds }) => {
      const flows: Flow[] = [];
      for (let at = schedule(afterSeconds); at <= toSeconds && flows.length < FLOWS_MAX; at = schedule(at))
        flows.push({ atSeconds: at, amountUsdE18, column: column.value });
      return flows;
    },
  });
};

/** One line of a file of flows: date, amount and, where a deposit arrives as one asset, its name. */
const flowOfLine = (line: string, symbols: readonly string[]): Result<Flow> => {
  const [date = '', amountText = '', asset, ...more] = line.split(',').map((cell) => cell.trim());
  const atSeconds = parseUtcDate(date);
  const amountUsdE18 = amountOf(amountText);
  if (atSeconds === null || amountUsdE18 === null || more.length > 0)
    return refuse(`"${line.slice(0, 40)}" is not like 2024-02-01,500 or 2024-02-01,500,USDC`);
  const column = columnOf(asset, symbols);
  return column.ok ? ok({ atSeconds, amountUsdE18, column: column.value }) : column;
};

/**
 * Reads a file of flows: "date,amount[,asset]" per line, in any order, a heading allowed.
 * @returns the plan, or `flow-invalid` with the line.
 */
export const parseFlowFile = (text: string, symbols: readonly string[]): Result<FlowPlan> => {
  const flows: Flow[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (index === 0 && /^\s*date\b/i.test(line))) continue;
    const flow = flowOfLine(line, symbols);
    if (!flow.ok) return fail(flow.error.code, `line ${index + 1}: ${flow.error.message}`);
    flows.push(flow.value);
  }
  return ok({
    flowsBetween: ({ afterSeconds, toSeconds }) =>
      flows.filter(({ atSeconds }) => atSeconds > afterSeconds && atSeconds <= toSeconds),
  });
};
