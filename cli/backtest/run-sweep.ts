import { runBacktest } from '../../lib/backtest/backtest.ts';
import { backtestJson, runJson } from '../../lib/backtest/backtest-json.ts';
import { parseSweep, runSweep, type SweepOutcome, sweepCells } from '../../lib/backtest/sweep.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type ProgressScreen, progressBar, textTable } from '../command/terminal.ts';
import { sweepCsv } from './csv.ts';
import { intervalText, percentText, ratioText, usdText, yearsOf } from './figures.ts';
import { remarksOn } from './finished-run.ts';
import { planRun } from './plan-run.ts';
import type { BacktestOptions } from './read-options.ts';

const rowOf = ({ bandBps, intervalSeconds, result }: SweepOutcome): readonly string[] => {
  const { run } = result;
  const years = yearsOf(result);
  return [
    `${bandBps / 100} %`,
    intervalText(intervalSeconds),
    usdText(run.finalUsdE18, 0),
    percentText(run.cagr),
    ratioText(run.sharpe),
    percentText(run.drawdown.depth, 1),
    percentText(run.turnover / years, 0),
    usdText(run.costUsdE18, 0),
    String(run.legs),
    percentText(run.trackingErrorMean),
  ];
};

const HEADER = [
  'band',
  'interval',
  'final, USD',
  'CAGR',
  'Sharpe',
  'drawdown',
  'turnover/y',
  'costs, USD',
  'legs',
  'tracking error',
];

const jsonOf = (cells: readonly SweepOutcome[], baselines: string): string => {
  const texts = cells.map(
    ({ bandBps, intervalSeconds, result }) =>
      `    {\n      "bandBps": ${bandBps},\n      "intervalSeconds": ${intervalSeconds},\n      "run": ${runJson(result.run, '      ')}\n    }`,
  );
  return `{\n  "cells": [\n${texts.join(',\n')}\n  ],\n  "policy": ${baselines}\n}`;
};

/** Backtests every combination of the sweep, with a bar on `screen`, and gives what goes to stdout. */
export const sweepCommand = (
  file: PriceFile,
  options: BacktestOptions,
  { screen, error }: { readonly screen: ProgressScreen; readonly error: (text: string) => void },
): Result<string> => {
  const plan = parseSweep(options.sweep ?? '');
  if (!plan.ok) return plan;
  const name = options.policies[0] ?? '';
  const read = planRun(file, options, name);
  if (!read.ok) return read;
  const { planned } = read.value;
  const { spec } = planned;
  for (const text of remarksOn(planned)) error(text);
  const bar = progressBar(screen, sweepCells(plan.value).length);
  const cells: SweepOutcome[] = [];
  for (const outcome of runSweep(spec, plan.value)) {
    if (!outcome.ok) return outcome;
    cells.push(outcome.value);
    bar.update(cells.length);
  }
  bar.clear();
  if (options.output === 'csv') return ok(sweepCsv(cells));
  const unchanged = runBacktest(spec);
  if (!unchanged.ok) return unchanged;
  if (options.output === 'json')
    return ok(jsonOf(cells, backtestJson(unchanged.value, { indent: '  ', remarks: remarksOn(planned) })));
  const { baselines } = unchanged.value;
  const others = Object.entries({ [name]: unchanged.value.run, ...baselines }).map(([label, run]) => {
    const row = rowOf({ bandBps: 0, intervalSeconds: 0, result: { ...unchanged.value, run } });
    return [label, '', ...row.slice(2)];
  });
  return ok(textTable([HEADER, ...cells.map(rowOf), ...others]));
};
