import { TICK_BUDGET_MS_MAX, TICK_LIMIT_MAX } from '../../lib/api/tick-limits.ts';
import type { Options } from '../command/command.ts';

const TICK_OPTIONS = {
  limit: { value: 'N', otherwise: String(TICK_LIMIT_MAX), text: 'most portfolios of one tick' },
  'budget-ms': {
    value: 'N',
    fallback: '20000',
    text: `time one tick may take, in milliseconds; at most ${TICK_BUDGET_MS_MAX}`,
  },
} as const satisfies Options;

export const LOOP_OPTIONS = {
  'interval-seconds': { value: 'N', otherwise: 'TICK_INTERVAL_SECONDS', text: 'between two ticks' },
  ...TICK_OPTIONS,
} as const satisfies Options;

export const ONCE_OPTIONS = {
  'dry-run': { text: 'decides and shows the plans; stores, signs and places nothing' },
  ...TICK_OPTIONS,
  json: { text: 'one line of JSON instead of text' },
} as const satisfies Options;
