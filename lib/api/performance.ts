import { z } from 'zod';
import { ABSENCES } from '../performance/figure.ts';
import { endpoint } from './endpoint.ts';
import { addressText, wholeText } from './fields.ts';
import { blockTime, bps, ofPortfolio, usdE18 } from './performance-fields.ts';

/** A figure, or the reason why there is none. */
export const figureOf = <T extends z.ZodType>(value: T) =>
  z.object({
    value: value.nullable(),
    absent: z.enum(ABSENCES).nullable().describe('Why there is no value; null where there is one.'),
  });

/** How far back from a portfolio's newest look. */
export const RANGES = ['7d', '30d', '90d', '1y', 'all'] as const;
export type Range = (typeof RANGES)[number];
const rangeField = z.enum(RANGES).default('30d').describe('Up to the newest look. Default 30d.');
const lossBps = z.number().describe('In hundredths; negative: more came in than the feeds said.');

export const performanceDto = z
  .object({
    fromSeconds: blockTime,
    toSeconds: blockTime,
    observedSeconds: z.int().min(0).describe('Of the time between, without gaps.'),
    startUsdE18: usdE18,
    endUsdE18: usdE18,
    depositedUsdE18: usdE18,
    withdrawnUsdE18: usdE18,
    gainUsdE18: figureOf(usdE18).describe('End − start − deposits + withdrawals.'),
    versusHoldUsdE18: figureOf(usdE18).describe(
      'Gain beyond that of the basket that was put in and left alone.',
    ),
    timeWeightedBps: figureOf(bps).describe('Of the period, not of a year.'),
    moneyWeightedBps: figureOf(bps).describe('Of the period.'),
    moneyWeightedYearlyBps: figureOf(bps).describe('XIRR; none for less than a year.'),
    holdBps: figureOf(bps).describe('Time-weighted, of the basket that was left alone.'),
    rebalancingBps: figureOf(bps).describe('(1 + time-weighted) ÷ (1 + hold) − 1.'),
    indexBps: figureOf(bps).describe('Of a dollar held exactly at the targets, without cost.'),
    versusIndexBps: figureOf(bps).describe('(1 + time-weighted) ÷ (1 + index) − 1.'),
  })
  .meta({ id: 'Performance' });
export type PerformanceDto = z.infer<typeof performanceDto>;

const performanceAnswer = z
  .object({
    performance: performanceDto.nullable(),
    absent: z.enum(ABSENCES).nullable().describe('Why there is none; null where there is.'),
  })
  .meta({ id: 'PerformanceAnswer' });

export const readPerformance = endpoint({
  ...ofPortfolio,
  id: 'readPerformance',
  path: '/api/portfolios/{id}/performance',
  summary:
    'What became of a portfolio: dollars, time- and money-weighted return, and the basket that was left alone.',
  query: z.strictObject({ range: rangeField }),
  answer: performanceAnswer,
});

const dayOfFills = z.object({
  dayStartSeconds: blockTime.describe('00:00 UTC.'),
  rebalances: z.int().min(1),
  medianSeconds: z.int().min(0).describe('From the trigger to the last fill.'),
  longestSeconds: z.int().min(0),
});

export const statisticsDto = z
  .object({
    fromSeconds: blockTime,
    toSeconds: blockTime,
    observedSeconds: z.int().min(0).describe('Of the time between, without gaps.'),
    driftNowBps: figureOf(bps).describe('½ Σ |weight − target| of what is held.'),
    driftAverageBps: figureOf(bps).describe('Weighted with time.'),
    driftWorstBps: figureOf(bps),
    rebalances: z.object({
      count: z.int().min(0).describe('Decisions to act whose orders were signed; the latest 2,000 at most.'),
      filled: z.int().min(0),
      partlyFilled: z.int().min(0),
      unfilled: z.int().min(0),
      open: z.int().min(0),
    }),
    successBps: figureOf(bps).describe('Filled whole ÷ closed.'),
    tradedUsdE18: usdE18.describe('Sold, at the prices of the decisions.'),
    costUsdE18: usdE18.describe('Given − got at the prices of the decisions; negative: takers paid for it.'),
    costBps: figureOf(bps).describe('Cost per dollar traded: the slippage that came true.'),
    expectedSlippageBps: figureOf(bps).describe('What the decisions expected of the same fills.'),
    spreadUsdE18: figureOf(usdE18).describe(
      'Of the cost: given to takers, by the feeds at the fills’ blocks.',
    ),
    impactUsdE18: figureOf(usdE18).describe('Of the cost: lost in pools by swaps, their fees included.'),
    movedUsdE18: figureOf(usdE18).describe('Of the cost: what prices moved between decision and fill.'),
    filledBps: figureOf(bps).describe('What was sold ÷ what closed orders offered.'),
    medianFillSeconds: figureOf(z.int().min(0)).describe('From the trigger to the last fill.'),
    longestFillSeconds: figureOf(z.int().min(0)),
    fills: z
      .object({
        count: z.int().min(0),
        unpriced: z.int().min(0).describe('At blocks whose prices nobody recorded.'),
        averageBps: figureOf(lossBps).describe('By what each order sold.'),
        bestBps: figureOf(lossBps),
        worstBps: figureOf(lossBps),
      })
      .describe('Each fill against the mid of the feeds at its block.'),
    gasUsdE18: figureOf(usdE18).describe('Paid by the portfolio; whoever fills an order pays for its gas.'),
    gasBps: figureOf(bps).describe('Gas per dollar traded.'),
    days: z.array(dayOfFills).describe('Oldest first; days without a fill are left out.'),
  })
  .meta({ id: 'Statistics' });
export type StatisticsDto = z.infer<typeof statisticsDto>;

const statisticsAnswer = z
  .object({
    statistics: statisticsDto.nullable(),
    absent: z.enum(ABSENCES).nullable().describe('Why there are none; null where there are.'),
  })
  .meta({ id: 'StatisticsAnswer' });

export const readStatistics = endpoint({
  ...ofPortfolio,
  id: 'readStatistics',
  path: '/api/portfolios/{id}/statistics',
  summary:
    'Drift, rebalances, cost and speed over a range; none before a portfolio was watched for seven days.',
  query: z.strictObject({ range: rangeField }),
  answer: statisticsAnswer,
  cost: 5,
});

/** Points of one answer. */
export const POINTS_MAX = 500;

const secondsQuery = z
  .string()
  .regex(/^\d{1,10}$/, 'must be a time in whole seconds')
  .transform(Number)
  .optional();

const pointsQuery = z
  .string()
  .regex(/^([2-9]|[1-9]\d|[1-4]\d\d|500)$/, `must be a whole number from 2 to ${POINTS_MAX}`)
  .transform(Number)
  .default(POINTS_MAX)
  .describe(`At most so many points, 2 to ${POINTS_MAX}. Default ${POINTS_MAX}.`);

export const seriesDto = z
  .object({
    fromSeconds: blockTime,
    toSeconds: blockTime,
    stepSeconds: z.int().min(1).describe('A point is the last look of its step.'),
    assets: z.array(z.object({ token: addressText, symbol: z.string() })),
    points: z
      .array(
        z.object({
          timeSeconds: blockTime,
          blockNumber: wholeText,
          valueUsdE18: usdE18,
          holdUsdE18: usdE18.nullable().describe('The basket that was put in and left alone.'),
          growthBps: bps.nullable().describe('Time-weighted return since the first look.'),
          holdGrowthBps: bps.nullable(),
          indexGrowthBps: bps
            .nullable()
            .describe('Of a dollar held exactly at the targets; null where it was not recorded.'),
          trackingErrorBps: bps.nullable(),
          driftsBps: z
            .array(bps.nullable())
            .describe('weight − target, in the order of the assets; null: not counted.'),
          gapSeconds: z
            .int()
            .min(0)
            .describe('How long nobody looked before this point; draw no line across it.'),
        }),
      )
      .max(POINTS_MAX),
  })
  .meta({ id: 'Series' });
export type SeriesDto = z.infer<typeof seriesDto>;

export const readSeries = endpoint({
  ...ofPortfolio,
  id: 'readSeries',
  path: '/api/portfolios/{id}/series',
  summary:
    'Value, the basket left alone, drift of each asset and tracking error over any span, in at most 500 points.',
  query: z.strictObject({
    range: rangeField,
    fromSeconds: secondsQuery.describe('In place of the range.'),
    toSeconds: secondsQuery.describe('Default: the newest look.'),
    points: pointsQuery,
  }),
  answer: seriesDto,
  cost: 2,
});
