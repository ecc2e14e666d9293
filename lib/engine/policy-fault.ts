import { BPS_WHOLE } from '../money/fixed-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type {
  Band,
  Destination,
  Immediate,
  InParts,
  OrderTerms,
  Policy,
  TradingWindow,
  Trigger,
} from './policy.ts';

/** More orders than any plan places. */
const LEGS_MAX = 1_000;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isShare = (value: number): boolean => isCount(value) && value <= BPS_WHOLE;

/** Whether it is a whole number of seconds, at least one. */
export const isInterval = (seconds: number): boolean => Number.isSafeInteger(seconds) && seconds >= 1;

const soundBand = (band: Band): boolean =>
  band.kind === 'hybrid' ? isCount(band.relativeBps) && isCount(band.floorBps) : isCount(band.bandBps);

const soundTrigger = (trigger: Trigger): boolean => {
  switch (trigger.kind) {
    case 'calendar':
      return isInterval(trigger.intervalSeconds);
    case 'calendar-band':
      return isInterval(trigger.intervalSeconds) && soundBand(trigger.band);
    case 'weekly':
      return isDayTime(trigger.secondOfDay) && isWeekday(trigger.weekday) && soundOptionalBand(trigger.band);
    case 'monthly':
      return (
        isDayTime(trigger.secondOfDay) &&
        isCount(trigger.dayOfMonth - 1) &&
        trigger.dayOfMonth <= 31 &&
        soundOptionalBand(trigger.band)
      );
    case 'volatility-band':
      return (
        soundBand(trigger.band) &&
        isInterval(trigger.referenceVolatilityBps) &&
        isCount(trigger.scaleBpsMin) &&
        isCount(trigger.scaleBpsMax)
      );
    case 'cash-flow':
      return isCount(trigger.flowBpsMin);
    default:
      return soundBand(trigger);
  }
};

const isDayTime = (second: number): boolean => isCount(second) && second < DAY_SECONDS;
const isWeekday = (day: number): boolean => isCount(day) && day <= 6;
const soundOptionalBand = (band: Band | null): boolean => band === null || soundBand(band);

const soundDestination = (destination: Destination): boolean =>
  destination.kind === 'target' ||
  (isShare(destination.marginBps) && (destination.kind !== 'fraction' || isShare(destination.fractionBps)));

const soundLimits = ({ limits }: Policy): boolean =>
  limits.minTradeUsdE18 >= 0n &&
  limits.maxTradeUsdE18 > 0n &&
  limits.dailyVolumeUsdE18 >= 0n &&
  isCount(limits.cooldownSeconds) &&
  isShare(limits.slippageBpsMax) &&
  isCount(limits.priceImpactBpsMax) &&
  isCount(limits.gasCostBpsMax) &&
  isCount(limits.priceDisagreementBpsMax) &&
  isCount(limits.weightBpsMax) &&
  isInterval(limits.legsMax) &&
  limits.legsMax <= LEGS_MAX;

const soundWindow = ({ days, fromSecondOfDay, toSecondOfDay }: TradingWindow): boolean =>
  days.length > 0 && days.every(isWeekday) && isDayTime(fromSecondOfDay) && isDayTime(toSecondOfDay - 1);

const soundTerms = (terms: OrderTerms): boolean =>
  Number.isSafeInteger(terms.spreadBps) &&
  terms.spreadBps > -BPS_WHOLE &&
  isCount(terms.walkBpsPerHour) &&
  isShare(terms.discountBpsMax) &&
  isInterval(terms.expiresInSeconds) &&
  soundImmediate(terms.immediate) &&
  soundParts(terms.inParts);

const soundParts = (inParts: InParts | null): boolean =>
  inParts === null ||
  (isInterval(inParts.parts) && isInterval(inParts.overSeconds) && inParts.parts <= inParts.overSeconds);

const soundImmediate = (immediate: Immediate | null): boolean =>
  immediate === null ||
  (isCount(immediate.costBpsMax) &&
    isCount(immediate.driftBpsMin ?? 0) &&
    isCount(immediate.patienceSeconds ?? 0));

/**
 * What makes a policy impossible to follow, as one plain clause; null when it can be followed. The schema refuses all of it earlier, with
 * the field's name; here it keeps a value that came another way from being decided on.
 */
export const policyFaultIn = (policy: Policy): string | null => {
  const { triggers, window, costGate, assetRules } = policy;
  if (triggers.length === 0 || !triggers.every(soundTrigger)) return 'a trigger of the policy is impossible';
  if (!soundDestination(policy.destination)) return "the policy's destination is impossible";
  if (!soundLimits(policy)) return 'a limit of the policy is impossible';
  if (window !== null && !soundWindow(window)) return "the policy's trading hours are impossible";
  if (costGate !== null && !(isCount(costGate.benefitRateBps) && isCount(costGate.costShareBpsMax)))
    return "the policy's cost gate is impossible";
  if (!soundTerms(policy.orderTerms)) return "the policy's order terms are impossible";
  if (!assetRules.every(({ weightBpsMax }) => weightBpsMax === null || isCount(weightBpsMax)))
    return 'an asset rule of the policy is impossible';
  return isInterval(policy.lookEverySeconds) ? null : "the policy's time between two looks is impossible";
};
