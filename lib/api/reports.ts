import { z } from 'zod';
import { TRIGGER_KINDS } from '../engine/policy.ts';
import { CHAIN_VENUE_IDS } from '../engine/venue-id.ts';
import { ABSENCES } from '../performance/figure.ts';
import { endpoint } from './endpoint.ts';
import { addressText, idField, secondsField, wholeText } from './fields.ts';
import { figureOf, performanceDto, statisticsDto } from './performance.ts';
import { blockTime, bps, usdE18 } from './performance-fields.ts';

/** How far back a report looks from the portfolio's newest look. */
export const REPORT_SPANS = ['24h', '30d', '1y'] as const;
export type ReportSpan = (typeof REPORT_SPANS)[number];

const strategy = z.object({
  trigger: z.enum(TRIGGER_KINDS).nullable().describe('What asked for it; null where that was not recorded.'),
  venue: z.enum(CHAIN_VENUE_IDS),
  rebalances: z.int().min(1),
  successBps: figureOf(bps).describe('Filled whole ÷ closed.'),
  tradedUsdE18: usdE18,
  costUsdE18: usdE18.describe('Given − got at the prices of the decisions; negative: takers paid for it.'),
  costBps: figureOf(bps).describe('Cost per dollar traded.'),
  medianFillSeconds: figureOf(z.int().min(0)),
});
export type StrategyDto = z.infer<typeof strategy>;

const risk = z.object({
  volatilityBps: figureOf(bps).describe('Yearly, of daily returns.'),
  sharpeE4: figureOf(z.int()).describe('Sharpe ratio × 10,000, yearly, against no return at all.'),
  sortinoE4: figureOf(z.int()).describe('Sortino ratio × 10,000, yearly.'),
  drawdownBps: figureOf(bps).describe('The deepest fall from a peak, by day (by hour in 24 h).'),
  drawdownPeakAtSeconds: secondsField.nullable(),
  drawdownTroughAtSeconds: secondsField.nullable(),
  drawdownRecoveredAtSeconds: secondsField.nullable().describe('Null: it hasn’t.'),
});

const attribution = z.object({
  assets: figureOf(
    z.array(
      z.object({ token: addressText, symbol: z.string(), usdE18: usdE18.describe('Negative: it took.') }),
    ),
  ).describe('The change of the gain against holding, by asset; they add up to it.'),
  versusIndexBps: figureOf(bps).describe('(1 + time-weighted) ÷ (1 + target index) − 1.'),
  ofItCostBps: figureOf(bps).describe('Of it trading cost and gas ÷ mean value.'),
  ofItDriftBps: figureOf(bps).describe('The rest: being off target while prices moved.'),
});

export const reportDto = z
  .object({
    span: z.enum(REPORT_SPANS),
    fromSeconds: blockTime.describe('The span’s beginning, or the portfolio’s where that is later.'),
    toSeconds: blockTime.describe('The newest look.'),
    watchedSeconds: z.int().min(0).describe('From the first look to the newest.'),
    performance: performanceDto,
    statistics: statisticsDto,
    gas: z.object({
      transactions: z
        .int()
        .min(0)
        .describe('The bot’s own, failed ones too. Takers pay for those of their fills.'),
      unpriced: z.int().min(0).describe('Of them, those of when the native coin’s price was not noted.'),
      costWei: wholeText,
      usdE18: usdE18.describe('Of those that have a price.'),
    }),
    risk,
    attribution,
    strategies: z
      .array(strategy)
      .describe('The best first: least cost per dollar traded, then most often filled whole.'),
  })
  .meta({ id: 'Report' });
export type ReportDto = z.infer<typeof reportDto>;

export const reportAnswer = z.object({
  report: reportDto.nullable(),
  absent: z.enum(ABSENCES).nullable().describe('Why there is none; null where there is.'),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;

export const readReport = endpoint({
  id: 'readReport',
  method: 'GET',
  path: '/api/portfolios/{id}/reports/{span}',
  tag: 'Reports',
  summary:
    'A portfolio over 24 hours, 30 days or a year: performance, attribution against holding and the target index, risk, costs, fills against the mid, gas and which ways of rebalancing went best.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField, span: z.enum(REPORT_SPANS) }),
  query: z.strictObject({
    format: z.enum(['json', 'csv']).default('json').describe('Default json. In csv each figure is a row.'),
  }),
  answer: reportAnswer,
  media: 'text/csv',
  cost: 10,
});
