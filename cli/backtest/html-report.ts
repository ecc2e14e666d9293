import { BASELINES } from '../../lib/backtest/backtest-types.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { ratioOf } from '../../lib/performance/ratio.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';
import { figuresFor, heldLines, yearsOf } from './figures.ts';
import { type FinishedRun, settingsLines } from './finished-run.ts';
import { areaChart, lineChart, thinned } from './html-chart.ts';
import { REPORT_STYLE } from './html-style.ts';
import { dataTable, escapeHtml, htmlTable, withMinus } from './html-table.ts';
import type { BacktestOptions } from './options.ts';
import { percentText, usdText } from './text-table.ts';

const POINTS_MAX = 480;
const TABLE_ROWS_MAX = 60;

type Section = {
  readonly title: string;
  readonly note: string;
  readonly chart: string;
  readonly table: string;
};

const sectionHtml = ({ title, note, chart, table }: Section): string =>
  `<section><h2>${escapeHtml(title)}</h2><p>${escapeHtml(note)}</p>${chart}<details><summary>The same as a table</summary>${table}</details></section>`;

/** How far a holder of the first basket stood below his highest value, row by row. */
const heldDrawdowns = (rows: FinishedRun['rows']): readonly number[] => {
  let highest = 0n;
  return rows.map(({ baselinesUsdE18 }) => {
    const value = baselinesUsdE18?.hold ?? 0n;
    if (value > highest) highest = value;
    return highest === 0n ? 0 : ratioOf(value, highest) - 1;
  });
};

/** The result in a sentence or two. */
const leadOf = ({ planned, result }: FinishedRun): string => {
  const { run, baselines } = result;
  const of = ({ finalUsdE18, cagr, drawdown }: typeof run): string =>
    `${usdText(finalUsdE18, 0)} USD${cagr === null ? '' : ` (${withMinus(percentText(cagr, 1))} a year)`}, at worst ${percentText(-drawdown.depth, 1)} below an earlier high`;
  const held = baselines === null ? '' : ` Holding the first basket would have made ${of(baselines.hold)}.`;
  return `${usdText(planned.spec.initialUsdE18, 0)} USD became ${of(run)}.${held} Rebalancing took ${run.legs} trades and ${usdText(run.costUsdE18, 0)} USD of costs, the first purchase included.`;
};

/** The charts of a run, each with the figures it is drawn from. */
const sectionsOf = ({ name, planned, rows }: FinishedRun): readonly Section[] => {
  const { spec } = planned;
  const few = thinned(rows, POINTS_MAX);
  const fewer = thinned(rows, TABLE_ROWS_MAX);
  const held = thinned(heldDrawdowns(rows), POINTS_MAX);
  const heldInTable = thinned(heldDrawdowns(rows), TABLE_ROWS_MAX);
  const times = few.map(({ knownAtSeconds }) => knownAtSeconds);
  const labels = fewer.map(({ knownAtSeconds }) => formatUtcDate(knownAtSeconds));
  const perDollar = (value: bigint): number => ratioOf(value, spec.initialUsdE18);
  const values = [
    { name, of: (row: (typeof rows)[number]) => row.navUsdE18 },
    ...BASELINES.map((kind) => ({
      name: kind,
      of: (row: (typeof rows)[number]) => row.baselinesUsdE18?.[kind] ?? 0n,
    })),
  ];
  const symbols = spec.assets.map(({ symbol }) => symbol);
  return [
    {
      title: 'Value',
      note: 'What one dollar became, on a logarithmic scale, against holding, daily and calendar-monthly rebalancing.',
      chart: lineChart({
        label: 'Value per dollar over time',
        times,
        logarithmic: true,
        lines: values.map((line) => ({ name: line.name, values: few.map((row) => perDollar(line.of(row))) })),
        tick: (value) => `${Number(value.toPrecision(2))} ×`,
      }),
      table: dataTable(
        ['close known', ...values.map((line) => `${line.name}, USD`)],
        labels,
        fewer.map((row) => values.map((line) => usdText(line.of(row)))),
      ),
    },
    {
      title: 'Drawdown',
      note: 'How far below its highest value so far the portfolio stood, and the held first basket.',
      chart: lineChart({
        label: 'Drawdown over time',
        times,
        logarithmic: false,
        lines: [
          { name, values: few.map(({ drawdown }) => drawdown) },
          { name: 'hold', values: held },
        ],
        tick: (value) => withMinus(percentText(value, 0)),
      }),
      table: dataTable(
        ['close known', name, 'hold'],
        labels,
        fewer.map(({ drawdown }, index) => [percentText(drawdown), percentText(heldInTable[index] ?? 0)]),
      ),
    },
    {
      title: 'Weights',
      note: 'Shares of the value after each row’s trades.',
      chart: areaChart({
        label: 'Weights over time',
        times,
        names: symbols,
        shares: few.map(({ weightsE18 }) => weightsE18.map((weight) => ratioOf(weight, E18))),
      }),
      table: dataTable(
        ['close known', ...symbols],
        labels,
        fewer.map(({ weightsE18 }) => weightsE18.map((weight) => percentText(ratioOf(weight, E18), 1))),
      ),
    },
    {
      title: 'Costs',
      note: 'All costs so far, as a share of the value at the start.',
      chart: lineChart({
        label: 'Costs so far over time',
        times,
        logarithmic: false,
        lines: [{ name, values: few.map(({ costUsdE18 }) => perDollar(costUsdE18)) }],
        tick: (value) => percentText(value, 1),
      }),
      table: dataTable(
        ['close known', 'costs so far, USD'],
        labels,
        fewer.map(({ costUsdE18 }) => [usdText(costUsdE18)]),
      ),
    },
  ];
};

/** A report in one file: no script, no request, readable in light and dark, every chart also as a table. */
export const htmlReport = (finished: FinishedRun, options: BacktestOptions): string => {
  const { name, result } = finished;
  const { baselines, run } = result;
  const columns = [
    { name, run },
    ...(baselines === null ? [] : BASELINES.map((kind) => ({ name: kind, run: baselines[kind] }))),
  ];
  const figures = figuresFor(yearsOf(result)).map((figure) => [
    figure.name.trim(),
    ...columns.map((column) => figure.text(column.run)),
  ]);
  const title = `Backtest of ${name}`;
  const lines = [
    ...settingsLines(finished, options),
    `Rebalancing alpha over holding the first basket: ${withMinus(percentText(result.rebalancingAlpha))}`,
    ...heldLines(result),
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(leadOf(finished).replaceAll(' %', '\u00a0%'))}</p>
<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>
<section><h2>Figures</h2>${htmlTable(['', ...columns.map((column) => column.name)], figures, { own: true })}</section>
${sectionsOf(finished).map(sectionHtml).join('\n')}
<footer>Simulated on past prices; every leg is assumed to fill at the close it was decided on, at the stated costs. Past results don’t tell what comes.</footer>
</main></body>
</html>
`;
};
