import type { Fact, FactMeasure, Span } from '../facts/fact.ts';
import { costBpsText, grouped, percentText, priceText, unitsText, usdText } from '../money/display.ts';
import { formatDecimal } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS, formatUtcDate, formatUtcTime } from '../time/utc.ts';
import { WORDS_OF } from './say-word.ts';

/** What is above or below something, and therefore always has its sign. */
export const SIGNED: ReadonlySet<FactMeasure> = new Set<FactMeasure>([
  ...(['drift', 'return', 'price-change', 'hold-return', 'versus-hold', 'index-return'] as const),
  ...([
    'versus-index',
    'contribution-share',
    'gain-share',
    'trading-share',
    'trend-pace',
    'price-jump',
  ] as const),
]);

/** How shares of a measure are written: per cent, percentage points, or basis points. */
export const shareFormOf = (measure: FactMeasure): 'percent' | 'points' | 'bps' =>
  measure === 'drift' ? 'points' : measure === 'cost-share' ? 'bps' : 'percent';

const signed = (measure: FactMeasure, bps: number, text: string): string =>
  SIGNED.has(measure) && Math.round(bps) > 0 ? `+${text}` : text;

const shareText = (measure: FactMeasure, bps: number): string => {
  const form = shareFormOf(measure);
  if (form === 'bps') return groupedText(costBpsText(bps));
  return signed(measure, bps, `${percentText(wholeBps(bps), 2)} ${form === 'points' ? 'pp' : '%'}`);
};

/** "9,772.70 bps": every number of a thousand and more is written in groups. */
const groupedText = (text: string): string => text.replace(/\d{4,}/, grouped);

/** Half away from zero, and never a nothing with a sign. */
const wholeBps = (bps: number): number => Math.sign(bps) * Math.round(Math.abs(bps)) + 0;

/** "2026-11-24 04:12 UTC". */
export const timeText = (time: UnixSeconds): string => `${formatUtcDate(time)} ${formatUtcTime(time)} UTC`;

const DURATIONS = [
  { unit: 'days', seconds: DAY_SECONDS, from: 2 * DAY_SECONDS },
  { unit: 'h', seconds: 3_600, from: 7_200 },
  { unit: 'min', seconds: 60, from: 120 },
] as const;

/** "45 s", "20 min", "3 h", "30 days": to the nearest of the largest unit of which there are two. */
export const durationText = (seconds: number): string => {
  const fit = DURATIONS.find(({ from }) => seconds >= from);
  return fit === undefined ? `${Math.round(seconds)} s` : `${Math.round(seconds / fit.seconds)} ${fit.unit}`;
};

/** "from 2026-10-31 to 2026-11-30", with times where it is less than two days. */
export const spanText = ({ from, to }: Span): string =>
  to - from >= 2 * DAY_SECONDS
    ? `from ${formatUtcDate(from)} to ${formatUtcDate(to)}`
    : `from ${timeText(from)} to ${timeText(to)}`;

/** To a hundredth, half away from zero, and never a nothing with a sign. */
const ratioText = (ratioE4: number): string => percentText(wholeBps(ratioE4 / 100), 2);

/** As pages write it; of so little that nothing would be left of it there, every digit. */
const tokensText = (units: bigint, decimals: number): string => {
  const text = unitsText(units, decimals);
  return units !== 0n && text === '0' ? formatDecimal(units, decimals) : text;
};

const OF_WHAT_IS_GOT: ReadonlySet<FactMeasure> = new Set<FactMeasure>(['planned-purchase', 'bought']);
const WITH_NAME: ReadonlySet<FactMeasure> = new Set<FactMeasure>([
  ...(['held', 'sold', 'planned-sale', 'bought', 'planned-purchase'] as const),
]);

/** As pages write it; of less than they have places for, every digit. */
const priceOf = (usdE18: bigint): string => {
  const text = priceText(usdE18);
  return usdE18 !== 0n && !/[1-9]/.test(text) ? `$ ${formatDecimal(usdE18, 18)}` : text;
};

/** The asset that a fact is said of: of what was bought, that and not what was given for it. */
export const spokenSubject = ({ measure, subject, against }: Fact): string | null =>
  OF_WHAT_IS_GOT.has(measure) ? against : subject;

/** Units have the name of their token where that is the fact's own; a limit's may be another's. */
const amountText = (fact: Fact, text: string): string =>
  WITH_NAME.has(fact.measure) ? `${text} ${spokenSubject(fact) ?? ''}`.trimEnd() : text;

/** The one form in which a fact is written, with its unit: for the template, for slots and for pages. */
export const sayFact = (fact: Fact): string => {
  const { measure, value } = fact;
  switch (value.unit) {
    case 'usdE18':
      return measure === 'price' ? priceOf(value.amount) : usdText(value.amount);
    case 'units':
      return amountText(fact, tokensText(value.amount, value.decimals));
    case 'bps':
      return shareText(measure, value.amount);
    case 'ratioE4':
      return ratioText(value.amount);
    case 'count':
      return grouped(String(value.amount));
    case 'seconds':
      return durationText(value.amount);
    case 'time':
      return timeText(value.at);
    default:
      return WORDS_OF[measure]?.[value.word] ?? value.word;
  }
};
