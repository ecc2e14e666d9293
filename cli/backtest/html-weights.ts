import { policyBand } from '../../lib/backtest/backtest-state.ts';
import { yardstickOf } from '../../lib/backtest/run-meter.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { ratioOf } from '../../lib/performance/returns.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';
import { percentText } from './figures.ts';
import type { FinishedRun } from './finished-run.ts';
import { lineChart, thinned } from './html-chart.ts';
import { dataTable, escapeHtml } from './html-tables.ts';

const POINTS_MAX = 240;
const TABLE_ROWS_MAX = 60;

/** How far every asset's weight was from its target and, where the policy has one, from the edges of its band: a small chart each. */
export const weightsHtml = ({ name, planned, rows }: FinishedRun, named: boolean): string => {
  const { spec } = planned;
  const { targets, widths } = yardstickOf(
    spec.assets.map(({ targetE18 }) => targetE18),
    policyBand(spec.policy),
  );
  const few = thinned(rows, POINTS_MAX);
  const fewer = thinned(rows, TABLE_ROWS_MAX);
  const symbols = spec.assets.map(({ symbol }) => symbol);
  const charts = symbols.map((symbol, column) => {
    const target = targets[column] ?? 0;
    const width = widths?.[column] ?? null;
    const flat = (value: number) => few.map(() => Math.max(value, 0));
    const band =
      width === null
        ? []
        : [
            { name: 'band, upper edge', values: flat(target + width) },
            { name: 'band, lower edge', values: flat(target - width) },
          ];
    const chart = lineChart({
      label: `Weight of ${symbol} over time, its target${width === null ? '' : ' and its band'}`,
      times: few.map(({ knownAtSeconds }) => knownAtSeconds),
      logarithmic: false,
      lines: [
        { name: symbol, values: few.map(({ weightsE18 }) => ratioOf(weightsE18[column] ?? 0n, E18)) },
        { name: 'target', values: flat(target) },
        ...band,
      ],
      tick: (value) => percentText(value, 1),
    });
    return `<div class="small"><h3>${escapeHtml(symbol)}</h3>${chart}</div>`;
  });
  const table = dataTable(
    ['close known', ...symbols],
    fewer.map(({ knownAtSeconds }) => formatUtcDate(knownAtSeconds)),
    fewer.map(({ weightsE18 }) => weightsE18.map((weight) => percentText(ratioOf(weight, E18), 1))),
  );
  return `<section><h2>${escapeHtml(named ? `Weights under ${name}` : 'Weights')}</h2><p>Share of the value after each row’s trades, against the target${widths === null ? '' : ' and the edges of the policy’s band'}.</p><div class="grid">${charts.join('')}</div><details><summary>The same as a table</summary>${table}</details></section>`;
};
