import type { Policy, PresetName } from '../engine/policy.ts';
import { policySchema } from './policy.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const preset = (name: PresetName, json: Record<string, unknown>): Policy =>
  policySchema.parse({ version: 1, preset: name, ...json });

/** Prices walk at the market's pace: docs/execution.md tells what fills then lose. */
const MEASURED = { walk: 'measured' };

/** The named policies a portfolio can start from; each is a complete policy that can be changed field by field. */
export const PRESETS: Readonly<Record<PresetName, Policy>> = {
  conservative: preset('conservative', {
    triggers: [{ kind: 'calendar', intervalSeconds: 7 * DAY }],
    destination: { kind: 'target' },
    orderTerms: MEASURED,
    lookEverySeconds: HOUR,
  }),
  balanced: preset('balanced', {
    triggers: [{ kind: 'calendar', intervalSeconds: DAY }],
    destination: { kind: 'target' },
    orderTerms: MEASURED,
    lookEverySeconds: HOUR,
  }),
  aggressive: preset('aggressive', {
    triggers: [{ kind: 'calendar', intervalSeconds: 6 * HOUR }],
    destination: { kind: 'target' },
    orderTerms: MEASURED,
    lookEverySeconds: 900,
  }),
  'test-network': preset('test-network', {
    triggers: [{ kind: 'relative', bandBps: 1_500 }],
    limits: { minTradeUsd: '1', cooldownSeconds: 900 },
    // Nobody waits there for a better price: what a taker gains is given up at once.
    orderTerms: { spreadBps: -10 },
    lookEverySeconds: 60,
  }),
  index: preset('index', {
    triggers: [{ kind: 'absolute', bandBps: 500 }],
    orderTerms: MEASURED,
    lookEverySeconds: HOUR,
  }),
};

/** What each preset does, in one line, for menus and help texts. */
export const PRESET_SUMMARIES: Readonly<Record<PresetName, string>> = {
  conservative: 'Back to target once a week.',
  balanced: 'Back to target once a day.',
  aggressive: 'Back to target four times a day.',
  'test-network':
    'Half-way into the band when a value is 15 % off its target, at 0.1 % under the feeds so that a taker comes at once; 15 minutes between rebalances.',
  index: 'Half-way into the band when a weight is 5 points off its target; an hourly look.',
};
