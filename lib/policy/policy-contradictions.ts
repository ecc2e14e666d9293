import { bandOfTrigger } from '../engine/policy.ts';
import { parseDecimal } from '../money/fixed-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { PolicyFields } from './policy-fields.ts';

/** A field that cannot be as it is, given the others. */
export type Contradiction = { readonly path: readonly (string | number)[]; readonly message: string };

type Input = PolicyFields;

/** Shorter than most clocks' ticks, nothing could be kept to. */
const PART_SECONDS_MIN = 60;

const usd = (text: string): bigint => parseDecimal(text, 18) ?? 0n;

const limitContradictions = ({ limits }: Input): Contradiction[] => {
  const found: Contradiction[] = [];
  if (usd(limits.maxTradeUsd) === 0n)
    found.push({
      path: ['limits', 'maxTradeUsd'],
      message: 'must be above zero, else nothing can ever be traded',
    });
  if (usd(limits.minTradeUsd) > usd(limits.maxTradeUsd)) {
    found.push({
      path: ['limits', 'minTradeUsd'],
      message: `must not exceed maxTradeUsd (${limits.maxTradeUsd}), else every trade is too small or too large`,
    });
  }
  if (usd(limits.minTradeUsd) > usd(limits.dailyVolumeUsd)) {
    found.push({
      path: ['limits', 'dailyVolumeUsd'],
      message: `must be at least minTradeUsd (${limits.minTradeUsd}), else no trade fits into a day`,
    });
  }
  return found;
};

type TriggerInput = Input['triggers'][number];

/** The shortest time between two dates of a calendar; null for triggers without dates. */
const shortestWait = (trigger: TriggerInput): number | null => {
  if (trigger.kind === 'calendar' || trigger.kind === 'calendar-band') return trigger.intervalSeconds;
  if (trigger.kind === 'weekly') return 7 * DAY_SECONDS;
  return trigger.kind === 'monthly' ? 28 * DAY_SECONDS : null;
};

const triggerContradictions = ({ triggers, limits, destination }: Input): Contradiction[] => {
  const found: Contradiction[] = [];
  let hasBand = false;
  for (const [index, trigger] of triggers.entries()) {
    if (bandOfTrigger(trigger) !== null) hasBand = true;
    if (trigger.kind === 'volatility-band' && trigger.scaleBpsMin > trigger.scaleBpsMax) {
      found.push({
        path: ['triggers', index, 'scaleBpsMin'],
        message: `must not exceed scaleBpsMax (${trigger.scaleBpsMax})`,
      });
    }
    const everySeconds = shortestWait(trigger);
    if (everySeconds !== null && limits.cooldownSeconds > everySeconds) {
      found.push({
        path: ['limits', 'cooldownSeconds'],
        message: `must not exceed the interval of trigger ${index + 1} (${everySeconds} s), else it never comes due in time`,
      });
    }
  }
  if (destination.kind === 'band-edge' && !hasBand) {
    found.push({
      path: ['destination', 'kind'],
      message:
        'band-edge needs a trigger with a band; calendar and cash-flow have none: use target or fraction',
    });
  }
  // On the very edge a hair of rounding is outside again, and a fraction then goes the same share of the way once more.
  if (destination.kind === 'fraction' && hasBand && destination.marginBps === 0) {
    found.push({
      path: ['destination', 'marginBps'],
      message:
        'must be above 0 where a trigger has a band, else the portfolio stops on its edge and trades again at the next look',
    });
  }
  return found;
};

const termContradictions = ({ orderTerms, limits }: Input): Contradiction[] => {
  const found: Contradiction[] = [];
  if (orderTerms.discountBpsMax > limits.slippageBpsMax) {
    found.push({
      path: ['orderTerms', 'discountBpsMax'],
      message: `must not exceed limits.slippageBpsMax (${limits.slippageBpsMax})`,
    });
  }
  if (orderTerms.spreadBps < -orderTerms.discountBpsMax) {
    found.push({
      path: ['orderTerms', 'spreadBps'],
      message: `must not start below −discountBpsMax (−${orderTerms.discountBpsMax})`,
    });
  }
  return found;
};

const partContradictions = ({ orderTerms: { inParts }, limits, triggers }: Input): Contradiction[] => {
  if (inParts === null) return [];
  const found: Contradiction[] = [];
  if (inParts.overSeconds < inParts.parts * Math.max(limits.cooldownSeconds, PART_SECONDS_MIN))
    found.push({
      path: ['orderTerms', 'inParts', 'overSeconds'],
      message: `must give each of the ${inParts.parts} parts limits.cooldownSeconds (${limits.cooldownSeconds}) and at least ${PART_SECONDS_MIN} s, else a part is over before it may be traded`,
    });
  if (triggers.every(({ kind }) => kind === 'cash-flow'))
    found.push({
      path: ['orderTerms', 'inParts'],
      message: 'needs another trigger than cash-flow, whose trade ends with its first fill',
    });
  return found;
};

const windowContradictions = ({ window }: Input): Contradiction[] => {
  if (window === null) return [];
  const found: Contradiction[] = [];
  if (window.fromSecondOfDay === window.toSecondOfDay) {
    found.push({
      path: ['window', 'toSecondOfDay'],
      message:
        'must differ from fromSecondOfDay, else the window never opens; leave the window out to trade at all times',
    });
  }
  if (new Set(window.days).size !== window.days.length)
    found.push({ path: ['window', 'days'], message: 'names a day twice' });
  return found;
};

const ruleContradictions = ({ assetRules }: Input): Contradiction[] => {
  const found: Contradiction[] = [];
  const seen = new Set<string>();
  for (const [index, rule] of assetRules.entries()) {
    if (seen.has(rule.token))
      found.push({ path: ['assetRules', index, 'token'], message: 'has two rules; keep one' });
    seen.add(rule.token);
  }
  return found;
};

/** Every pair of fields that makes the policy impossible or pointless, each with the field to change and why. */
export const policyContradictions = (policy: Input): readonly Contradiction[] => [
  ...limitContradictions(policy),
  ...triggerContradictions(policy),
  ...termContradictions(policy),
  ...partContradictions(policy),
  ...windowContradictions(policy),
  ...ruleContradictions(policy),
];
