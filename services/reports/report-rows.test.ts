import { expect, it } from 'vitest';
import type { ReportDto } from '../../lib/api/reports.ts';
import { reportRows } from './report-rows.ts';

it('a report as rows has each figure once, as a plain decimal with its unit, or why there is none', () => {
  const report = {
    span: '24h',
    fromSeconds: 10,
    gas: { costWei: '12', usdE18: '-1500000000000000000' },
    risk: {
      sharpeE4: { value: -12_345, absent: null },
      drawdownBps: { value: null, absent: 'never-valued' },
    },
    strategies: [{ trigger: null, costBps: { value: 3, absent: null } }],
  } as unknown as ReportDto;
  expect(reportRows(report)).toEqual([
    { figure: 'span', value: '24h', unit: '', absent: null },
    { figure: 'fromSeconds', value: '10', unit: 'unix seconds', absent: null },
    { figure: 'gas.costWei', value: '12', unit: 'wei', absent: null },
    { figure: 'gas.usdE18', value: '-1.5', unit: 'USD', absent: null },
    { figure: 'risk.sharpeE4', value: '-1.2345', unit: 'ratio', absent: null },
    { figure: 'risk.drawdownBps', value: null, unit: 'bps', absent: 'never-valued' },
    { figure: 'strategies.0.trigger', value: null, unit: '', absent: null },
    { figure: 'strategies.0.costBps', value: '3', unit: 'bps', absent: null },
  ]);
});
