import { grouped, priceText, unitsText, usdText } from '../../lib/money/display.ts';
import { formatDecimalRounded, parseDecimal } from '../../lib/money/fixed-point.ts';

/** Formatting for people, in one place and one locale, so that server and browser print the same. Amounts come as exact decimal text. */

/** Decimal text in 18 decimals; text that is none is a bug of ours and shows as such. */
const e18 = (decimal: string): bigint => parseDecimal(decimal, 18) ?? 0n;

/** "$ 49,615.00". */
export const formatUsd = (decimal: string): string => usdText(e18(decimal));

/** "+$ 12.30", "−$ 3.00": how much more the first is than the second, exactly as both are shown. */
export const formatUsdDifference = (decimal: string, from: string): string => {
  const difference = e18(decimal) - e18(from);
  return difference > 0n ? `+${usdText(difference)}` : usdText(difference);
};

/** About how much: "$ 310", without cents. */
export const formatUsdRough = (decimal: string): string =>
  `$ ${grouped(formatDecimalRounded(e18(decimal.replace('-', '')), 18, 0))}`;

/** "4.25 %" of "4.2512", with a minus that is one. */
export const formatPercent = (decimal: string): string =>
  `${formatDecimalRounded(e18(decimal), 18, 2).replace('-', '−')}\u00a0%`;

/** "$ 0.9998" */
export const formatPrice = (decimal: string): string => priceText(e18(decimal));

/** How much of a token one bought or sold token costs: five significant digits at least. */
export const formatRatio = (decimal: string): string => {
  const value = e18(decimal);
  const places = value >= 10n ** 21n ? 2 : value >= 10n ** 18n ? 4 : 8;
  return grouped(formatDecimalRounded(value, 18, places));
};

/** Token units, short enough to read; the exact text belongs into a title. */
export const formatUnits = (decimal: string): string => unitsText(parseDecimal(decimal, 36) ?? 0n, 36);

/** "1,204". */
export const formatCount = (whole: string | number): string => grouped(String(whole));

const SPANS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** "18 s", "3 min", "2 h", "4 d": rounded down. */
export const formatSpan = (seconds: number): string => {
  const [size, unit] = SPANS.find(([span]) => seconds >= span) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${unit}`;
};

/** "9 Nov 2022, 04:12 UTC". */
export const formatInstant = (seconds: number): string =>
  `${new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(seconds * 1_000))} UTC`;

/** "9 November 2022". */
export const formatDay = (seconds: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  }).format(new Date(seconds * 1_000));

/** "04:12 UTC". */
export const formatTime = (seconds: number): string =>
  `${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(new Date(seconds * 1_000))} UTC`;

/** "0x7af2…91c4". */
export const shortHex = (hex: string): string => `${hex.slice(0, 6)}…${hex.slice(-4)}`;

/** Where the price of a fill stood against the feeds' at its block, from what it gave away. */
export const formatLoss = (lossBps: number): string =>
  lossBps === 0
    ? 'at the feeds’ price'
    : `${Math.abs(lossBps).toFixed(2)} bps ${lossBps > 0 ? 'below' : 'above'} the feeds’ price`;

/** A sentence in which no line ends between a number and its sign. */
export const unbroken = (sentence: string): string =>
  sentence.replace(/\$ (?=\d)/g, '$\u00a0').replace(/(\d) (?=%|pp\b)/g, '$1\u00a0');
