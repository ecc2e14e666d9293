/** How far a chart reaches back from the last look, by the chain's time; null = to the first. */
export const CHART_SPAN_SECONDS = {
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
  all: null,
} as const;

export const CHART_SPANS = ['day', 'week', 'month', 'year', 'all'] as const;
export type ChartSpan = (typeof CHART_SPANS)[number];
