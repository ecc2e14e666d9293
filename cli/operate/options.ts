import type { Options } from '../command/command.ts';

const PORTFOLIO = {
  value: 'ADDRESS',
  otherwise: 'all',
  text: 'of the portfolio, its Balancer contract',
} as const;
const JSON_LINES = { text: 'JSON instead of text, numbers of tokens in their raw units' } as const;

export const ORDERS_OPTIONS = { portfolio: PORTFOLIO, json: JSON_LINES } as const satisfies Options;
export const PAUSE_OPTIONS = {
  portfolio: { ...PORTFOLIO, otherwise: 'all trading' },
} as const satisfies Options;
export const CANCEL_OPTIONS = {
  portfolio: PORTFOLIO,
  yes: { text: 'does it; without it, what would be done is shown and nothing changes' },
  json: JSON_LINES,
} as const satisfies Options;
