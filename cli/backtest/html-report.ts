import { BASELINES, type BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { ratioOf } from '../../lib/performance/returns.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';
import { heldLines, percentText, usdText } from './figures.ts';
import { type FinishedRun, settingsLines, twinLines } from './finished-run.ts';
import { lineChart, thinned } from './html-chart.ts';
import {
  dataTable,
  escapeHtml,
  figuresHtml,
  tradesHtml,
  type ValueSeries,
  withMinus,
  yearsHtml,
} from './html-tables.ts';
import { weightsHtml } from './html-weights.ts';
import type { BacktestOptions } from './read-options.ts';

const POINTS_MAX = 480;
const TABLE_ROWS_MAX = 60;

/** What makes the report again: the command as it was typed, and the version that ran it. */
export type Provenance = { readonly command: string; readonly version: string };

type Section = {
  readonly title: string;
  readonly note: string;
  readonly charts: readonly string[];
  readonly table: string;
};

const sectionHtml = ({ title, note, charts, table }: Section): string =>
  `<section><h2>${escapeHtml(title)}</h2><p>${escapeHtml(note)}</p>${charts.join('')}<details><summary>The same as a table</summary>${table}</details></section>`;

/** The result in a sentence or two. */
const leadOf = ({ planned, result }: FinishedRun): string => {
  const { run, baselines } = result;
  const of = ({ finalUsdE18, cagr, drawdown }: typeof run): string =>
    `${usdText(finalUsdE18, 0)} USD${cagr === null ? '' : ` (${withMinus(percentText(cagr, 1))} a year)`}, at worst ${percentText(-drawdown.depth, 1)} below an earlier high`;
  const paid =
    run.depositedUsdE18 + run.withdrawnUsdE18 === 0n
      ? ''
      : `, ${usdText(run.depositedUsdE18, 0)} USD paid in and ${usdText(run.withdrawnUsdE18, 0)} USD taken out on the way,`;
  const held = baselines === null ? '' : ` Holding the first basket would have made ${of(baselines.hold)}.`;
  return `${usdText(planned.spec.initialUsdE18, 0)} USD${paid} became ${of(run)}.${held} Rebalancing took ${run.legs} trades and ${usdText(run.costUsdE18, 0)} USD of costs, the first purchase included.`;
};

/** One line per policy, and one for holding: what became of the money, the worst of it, and what it took. */
const comparedHtml = (runs: readonly FinishedRun[]): string => {
  const lineOf = (
    name: string,
    { finalUsdE18, cagr, drawdown, legs, costUsdE18 }: FinishedRun['result']['run'],
  ): string =>
    `<li><b>${escapeHtml(name)}</b> became ${usdText(finalUsdE18, 0)} USD${cagr === null ? '' : ` (${withMinus(percentText(cagr, 1))} a year)`}, at worst ${percentText(-drawdown.depth, 1)} below an earlier high, by ${legs} trades for ${usdText(costUsdE18, 0)} USD</li>`;
  const hold = runs[0]?.result.baselines?.hold;
  const lines = runs.map(({ name, result }) => lineOf(name, result.run));
  if (hold !== undefined) lines.push(lineOf('hold', hold));
  const cash = usdText(runs[0]?.planned.spec.initialUsdE18 ?? 0n, 0);
  return `<p class="lead">${cash} USD under each policy:</p><ul class="compared">${lines.join('').replaceAll(' %', '\u00a0%')}</ul>`;
};

/** Every run by the values of its own rows, and the baselines: all of them beside one run, holding alone beside several. */
const seriesOf = (runs: readonly FinishedRun[]): readonly ValueSeries[] => {
  const rows = runs[0]?.rows ?? [];
  const kinds = runs.length > 1 ? BASELINES.slice(0, 1) : BASELINES;
  return [
    ...runs.map((run) => ({ name: run.name, rows: run.rows, of: (row: BacktestRow) => row.indexUsdE18 })),
    ...kinds.map((kind) => ({
      name: kind,
      rows,
      of: (row: BacktestRow) => row.baselinesIndexUsdE18?.[kind] ?? 0n,
    })),
  ];
};

/** How far below its highest value so far a series stood, row by row. */
const drawdownsOf = ({ rows, of }: ValueSeries): readonly number[] => {
  let highest = 0n;
  return rows.map((row) => {
    if (of(row) > highest) highest = of(row);
    return highest === 0n ? 0 : ratioOf(of(row), highest) - 1;
  });
};

const valueSection = (runs: readonly FinishedRun[]): Section => {
  const rows = runs[0]?.rows ?? [];
  const initialUsdE18 = runs[0]?.planned.spec.initialUsdE18 ?? 1n;
  const series = seriesOf(runs);
  const chart = (logarithmic: boolean): string =>
    lineChart({
      label: `Value per dollar over time, ${logarithmic ? 'logarithmic' : 'linear'} scale`,
      times: thinned(rows, POINTS_MAX).map(({ knownAtSeconds }) => knownAtSeconds),
      logarithmic,
      lines: series.map((line) => ({
        name: line.name,
        values: thinned(line.rows, POINTS_MAX).map((row) => ratioOf(line.of(row), initialUsdE18)),
      })),
      tick: (value) => `${Number(value.toPrecision(2))} ×`,
    });
  const few = thinned(rows, TABLE_ROWS_MAX);
  return {
    title: 'Value',
    note: 'What one dollar became: first on a logarithmic scale, on which equal distances are equal percentages, then on a linear one. What the owner paid in or took out is left out.',
    charts: [chart(true), chart(false)],
    table: dataTable(
      ['close known', ...series.map((line) => `${line.name}, USD`)],
      few.map(({ knownAtSeconds }) => formatUtcDate(knownAtSeconds)),
      few.map((_, at) =>
        series.map((line) => {
          const row = thinned(line.rows, TABLE_ROWS_MAX)[at];
          return row === undefined ? '–' : usdText(line.of(row));
        }),
      ),
    ),
  };
};

const drawdownSection = (runs: readonly FinishedRun[]): Section => {
  const rows = runs[0]?.rows ?? [];
  const series = seriesOf(runs).slice(0, runs.length + 1);
  const falls = series.map(drawdownsOf);
  const few = thinned(rows, TABLE_ROWS_MAX);
  return {
    title: 'Drawdown',
    note: 'How far below its highest value so far each stood.',
    charts: [
      lineChart({
        label: 'Drawdown over time',
        times: thinned(rows, POINTS_MAX).map(({ knownAtSeconds }) => knownAtSeconds),
        logarithmic: false,
        lines: series.map(({ name }, index) => ({ name, values: thinned(falls[index] ?? [], POINTS_MAX) })),
        tick: (value) => withMinus(percentText(value, 0)),
      }),
    ],
    table: dataTable(
      ['close known', ...series.map(({ name }) => name)],
      few.map(({ knownAtSeconds }) => formatUtcDate(knownAtSeconds)),
      few.map((_, at) => falls.map((fall) => percentText(thinned(fall, TABLE_ROWS_MAX)[at] ?? 0))),
    ),
  };
};

const costsSection = (runs: readonly FinishedRun[]): Section => {
  const rows = runs[0]?.rows ?? [];
  const initialUsdE18 = runs[0]?.planned.spec.initialUsdE18 ?? 1n;
  const few = thinned(rows, TABLE_ROWS_MAX);
  return {
    title: 'Costs',
    note: 'All costs so far, as a share of the value at the start.',
    charts: [
      lineChart({
        label: 'Costs so far over time',
        times: thinned(rows, POINTS_MAX).map(({ knownAtSeconds }) => knownAtSeconds),
        logarithmic: false,
        lines: runs.map((run) => ({
          name: run.name,
          values: thinned(run.rows, POINTS_MAX).map(({ costUsdE18 }) => ratioOf(costUsdE18, initialUsdE18)),
        })),
        tick: (value) => percentText(value, 1),
      }),
    ],
    table: dataTable(
      ['close known', ...runs.map(({ name }) => `${name}, USD`)],
      few.map(({ knownAtSeconds }) => formatUtcDate(knownAtSeconds)),
      few.map((_, at) => runs.map((run) => usdText(thinned(run.rows, TABLE_ROWS_MAX)[at]?.costUsdE18 ?? 0n))),
    ),
  };
};

/** A report in one file: no script, no request, readable in light and dark, every chart also as a table. One run, or several compared. */
export const htmlReport = (
  runs: readonly FinishedRun[],
  options: BacktestOptions,
  { command, version }: Provenance,
): string => {
  const [first] = runs;
  if (first === undefined) return '';
  const several = runs.length > 1;
  const title = several
    ? `Backtest of ${runs.map(({ name }) => name).join(', ')}`
    : `Backtest of ${first.name}`;
  const lines = [...settingsLines(first, options), ...twinLines(runs)];
  const heldBack = runs.flatMap((run) => [
    `${several ? `${run.name}: r` : 'R'}ebalancing alpha over holding the first basket: ${withMinus(percentText(run.result.rebalancingAlpha))}`,
    ...heldLines(run.result).map((line) => (several ? `${run.name}: ${line}` : line)),
  ]);
  const listOf = (texts: readonly string[]): string =>
    `<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`;
  const body = [
    figuresHtml(runs, first),
    yearsHtml(seriesOf(runs)),
    ...[valueSection(runs), drawdownSection(runs)].map(sectionHtml),
    ...runs.map((run) => weightsHtml(run, several)),
    sectionHtml(costsSection(runs)),
    ...runs.map((run) => tradesHtml(run, several)),
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${several ? comparedHtml(runs) : `<p class="lead">${escapeHtml(leadOf(first).replaceAll(' %', '\u00a0%'))}</p>`}
${several ? `${listOf(lines)}<details><summary>What each policy held back</summary>${listOf(heldBack)}</details>` : listOf([...lines, ...heldBack])}
${body.join('\n')}
<footer><p>Simulated on past prices; every leg is assumed to fill at the close it was decided on, at the stated costs. Past results don’t tell what comes.</p>
<p>Made by 1Balancer ${escapeHtml(version)}: <code>${escapeHtml(command)}</code></p></footer>
</main></body>
</html>
`;
};

/** Series colours keep 3 : 1 against either background; lines differ by dash as well as by colour. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#16181d;--soft:#5a6070;--rule:#d9dce3;--s0:#1d5fd1;--s1:#b3560f;--s2:#0f7a5a;--s3:#8a3fb8;--s4:#a8265c;--s5:#4a6b00;--s6:#006c8a;--s7:#7a5c00}
@media(prefers-color-scheme:dark){:root{--ground:#111318;--text:#e8eaef;--soft:#a2a9b8;--rule:#2f343f;--s0:#7aa7ff;--s1:#f0a050;--s2:#4fd0a5;--s3:#cf9bf0;--s4:#f58bb5;--s5:#b5d660;--s6:#5fc8e6;--s7:#e0c050}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
ul.compared li{color:var(--text)}
h3{font-size:.95rem;margin:1rem 0 0}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2rem}.small .plot{height:9rem}code{font-size:.85em;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin:2.5rem 0 .25rem}
p,li,footer,figcaption{color:var(--soft)}ul{padding-left:1.1rem}footer{margin-top:3rem;font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;width:100%}
th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
th[scope=row]{text-align:left;font-weight:400}thead th{font-weight:600}
th[scope=row]{position:sticky;left:0;background:var(--ground)}.own td:first-of-type{font-weight:600}
.lead{font-size:1.1rem;color:var(--text);max-width:44rem}
figure{margin:.75rem 0 0}.chart{display:grid;grid-template-columns:3.6rem 1fr;grid-template-rows:auto 1.6rem;font-size:.8rem;color:var(--soft);font-variant-numeric:tabular-nums}
.plot{display:block;width:100%;height:19rem;overflow:visible}
.values,.times{position:relative}.times{grid-column:2}
.values span{position:absolute;right:.5rem;transform:translateY(-50%);white-space:nowrap}
.times span{position:absolute;top:.35rem;transform:translateX(-50%);white-space:nowrap}
.times span:first-child{transform:none}.times span:last-child{transform:translateX(-100%)}
.axis{stroke:var(--rule);vector-effect:non-scaling-stroke}.line{fill:none;stroke-width:1.6;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.4rem 0;padding:0;list-style:none;font-size:.9rem}
.key svg{display:inline-block;width:1.8rem;height:.7rem;margin-right:.4rem;vertical-align:middle}
@media(max-width:40rem){main{padding-top:1.25rem}.plot{height:13rem}.times span:nth-child(even){display:none}}
@media print{details{display:none}section{break-inside:avoid}}
details{margin-top:.5rem}summary{cursor:pointer;color:var(--soft)}
`.trim();
