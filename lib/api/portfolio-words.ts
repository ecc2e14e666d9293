// Apart from what parses them: pages that list these words carry no parser.
/** What a portfolio is doing, in the reader's words. Each has an icon, a word and one of the four tones. */
export const PORTFOLIO_STATES = [
  'blocked',
  'halted',
  'paused',
  'order-open',
  'waiting',
  'not-looked-at',
  'on-target',
] as const;

/** By what a list of portfolios may be ordered. */
export const PORTFOLIO_SORTS = ['needs-me', 'name', 'value', 'off-target', 'last-look'] as const;
