import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runBacktest } from '../../lib/backtest/backtest.ts';
import { backtestJson } from '../../lib/backtest/backtest-json.ts';
import { BASELINES, type BacktestRow } from '../../lib/backtest/backtest-types.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { ENGINE_VERSION } from '../../lib/engine/version.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { textTable } from '../command/terminal.ts';
import { seriesCsv } from './csv.ts';
import { figuresFor, heldLines, percentText, yearsOf } from './figures.ts';
import { type FinishedRun, remarksOn, settingsLines, twinLines } from './finished-run.ts';
import { htmlReport } from './html-report.ts';
import { isBusy, looksJson, looksTable } from './looks.ts';
import { planRun } from './plan-run.ts';
import type { BacktestOptions } from './read-options.ts';

/** Plans and runs one policy; rows are kept only where an output needs them. */
export const runPolicy = (file: PriceFile, options: BacktestOptions, name: string): Result<FinishedRun> => {
  const read = planRun(file, options, name);
  if (!read.ok) return read;
  const { planned } = read.value;
  const rows: BacktestRow[] = [];
  const keeps = options.output === 'csv' || options.html !== null;
  const { spec } = planned;
  const looks: Decision[] = [];
  const keepBusy = (decision: Decision): void => {
    if (isBusy(decision)) looks.push(decision);
  };
  const result = runBacktest({
    ...spec,
    ...(keeps ? { onRow: (row) => rows.push(row) } : {}),
    ...(options.trades || options.html !== null ? { onDecision: keepBusy } : {}),
  });
  return result.ok ? ok({ name, planned, result: result.value, rows, looks }) : result;
};

const jsonOf = (runs: readonly FinishedRun[]): string => {
  const [only] = runs;
  if (only !== undefined && runs.length === 1)
    return backtestJson(only.result, { remarks: remarksOn(only.planned) });
  const each = runs.map(
    ({ name, planned, result }) =>
      `  ${JSON.stringify(name)}: ${backtestJson(result, { indent: '  ', remarks: remarksOn(planned) })}`,
  );
  return `{\n${each.join(',\n')}\n}`;
};

const tradesJson = (runs: readonly FinishedRun[]): string => {
  const looks = JSON.stringify(looksJson(runs[0]?.looks ?? []), null, 2).replaceAll('\n', '\n  ');
  return `{\n  "figures": ${jsonOf(runs).replaceAll('\n', '\n  ')},\n  "looks": ${looks}\n}`;
};

const tradesText = ({ looks }: FinishedRun): readonly string[] =>
  looks.length === 0 ? ['no trade, and nothing held back'] : [looksTable(looks)];

const tableOf = (runs: readonly FinishedRun[], options: BacktestOptions): string => {
  const [first] = runs;
  if (first === undefined) return '';
  const baselines = first.result.baselines;
  const columns = [
    ...runs.map(({ name, result }) => ({ name, run: result.run })),
    ...(baselines === null ? [] : BASELINES.map((name) => ({ name, run: baselines[name] }))),
  ];
  const figures = figuresFor(yearsOf(first.result), first.planned.spec.flows !== undefined).map(
    ({ name, text }) => [name, ...columns.map(({ run }) => text(run))],
  );
  const alphas = runs.map(
    ({ name, result }) =>
      `rebalancing alpha of ${name} over holding the first basket: ${percentText(result.rebalancingAlpha)}`,
  );
  const held = runs.flatMap(({ name, result }) =>
    heldLines(result).map((line) => (runs.length > 1 ? `${name}: ${line}` : line)),
  );
  return [
    ...settingsLines(first, options),
    ...twinLines(runs),
    '',
    textTable([['', ...columns.map(({ name }) => name)], ...figures]),
    '',
    ...alphas,
    ...held,
    ...(options.trades ? ['', ...tradesText(first)] : []),
  ].join('\n');
};

/** Which 1Balancer, and which engine, made the figures. */
const versionText = (): string => {
  const path = join(import.meta.dirname, '..', '..', 'package.json');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8')));
  return `${version}, engine ${ENGINE_VERSION}`;
};

const writeReport = (path: string, html: string): Result<null> => {
  try {
    writeFileSync(path, html);
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return fail('file-unwritable', `--html: ${path} can't be written${code}`);
  }
};

/** Runs every policy that was asked for and gives what goes to stdout. */
export const runPlain = (
  file: PriceFile,
  options: BacktestOptions,
  remark: (text: string) => void,
): Result<string> => {
  const runs: FinishedRun[] = [];
  for (const name of options.policies) {
    const run = runPolicy(file, options, name);
    if (!run.ok) return run;
    runs.push(run.value);
  }
  const [first] = runs;
  if (options.output !== 'table' && first !== undefined)
    for (const text of remarksOn(first.planned)) remark(text);
  if (options.html !== null && first !== undefined) {
    const written = writeReport(
      options.html,
      htmlReport(runs, options, { command: options.command, version: versionText() }),
    );
    if (!written.ok) return written;
  }
  if (options.output === 'json') return ok(options.trades ? tradesJson(runs) : jsonOf(runs));
  if (options.output === 'csv' && first !== undefined)
    return ok(
      seriesCsv(
        first.rows,
        first.planned.spec.assets.map(({ symbol }) => symbol),
      ),
    );
  const note = options.html === null ? '' : `\nreport written to ${options.html}`;
  return ok(tableOf(runs, options) + note);
};
