import { absolute, E18, formatDecimalRounded, powerOfTen } from './fixed-point.ts';

/**
 * Numbers as people read them, one form for each kind, for sentences and pages alike: what is shown here and there must be the same
 * text. One locale, and no `Intl`, so that every machine prints the same.
 */

const MINUS = '−';
const HALF_A_CENT_E18 = E18 / 200n;

/** "6,319.91" of the plain decimal "6319.91"; the minus is a real one. */
export const grouped = (decimal: string): string => {
  const [whole = '', fraction] = decimal.replace('-', '').split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${decimal.startsWith('-') ? MINUS : ''}${text}${fraction === undefined ? '' : `.${fraction}`}`;
};

const padded = (decimal: string, places: number): string => {
  if (places === 0) return decimal;
  const [whole, fraction = ''] = decimal.split('.');
  return `${whole}.${fraction.padEnd(places, '0')}`;
};

/** Exactly so many places, rounded half away from zero. */
const fixed = (value: bigint, decimals: number, places: number): string =>
  grouped(padded(formatDecimalRounded(value, decimals, places), places));

/** "$ 49,615.00" of USD in 18 decimals; what is not nothing is never printed as nothing. */
export const usdText = (usdE18: bigint): string => {
  const magnitude = absolute(usdE18);
  const sign = usdE18 < 0n ? MINUS : '';
  if (magnitude !== 0n && magnitude < HALF_A_CENT_E18) return 'less than $ 0.01';
  return `${sign}$ ${fixed(magnitude, 18, 2)}`;
};

/** "$ 0.9998": two places from a hundred dollars on, four from a cent, eight below. USD a token, 18 decimals. */
export const priceText = (usdE18: bigint): string => {
  const places = usdE18 >= 100n * E18 ? 2 : usdE18 >= E18 / 100n ? 4 : 8;
  return `$ ${fixed(usdE18, 18, places)}`;
};

/** "1.842", "5,481.10", "0.012346": two places from a thousand tokens on, four from one, six below. */
export const unitsText = (units: bigint, decimals: number): string => {
  const whole = absolute(units) / powerOfTen(decimals);
  if (whole >= 1_000n) return fixed(units, decimals, 2);
  const text = formatDecimalRounded(units, decimals, whole === 0n ? 6 : 4);
  return grouped(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
};

/** Places of a percentage: a band of less than 5 points needs hundredths to be told from its edge, and so does a target with hundredths. */
export const sharePlaces = (
  weights: readonly { readonly targetBps: number; readonly bandBps: number | null }[],
): 1 | 2 =>
  weights.some(({ targetBps, bandBps }) => targetBps % 10 !== 0 || (bandBps !== null && bandBps < 500))
    ? 2
    : 1;

/** Basis points as shown: rounded to what so many places of a per cent can say, half away from zero. */
const roundedBps = (bps: number, places: 1 | 2): number =>
  places === 2 ? bps : Math.sign(bps) * Math.round(Math.abs(bps) / 10) * 10;

/** "43.1" of 4,310 basis points. */
export const percentText = (bps: number, places: 1 | 2): string => {
  const shown = roundedBps(bps, places);
  return `${shown < 0 ? MINUS : ''}${(Math.abs(shown) / 100).toFixed(places)}`;
};

/** "+3.10 %", "−0.05 %": a return. */
export const signedPercentText = (bps: number): string => `${bps > 0 ? '+' : ''}${percentText(bps, 2)} %`;

/** "3.20 bps", "−0.05 bps": a cost, to a hundredth. */
export const costBpsText = (bps: number): string => `${bps < 0 ? MINUS : ''}${Math.abs(bps).toFixed(2)} bps`;

/** weight − target of the numbers as they are shown, in basis points: what is shown subtracts. */
export const shownDriftBps = (weightBps: number, targetBps: number, places: 1 | 2): number =>
  roundedBps(weightBps, places) - roundedBps(targetBps, places);

/** "+3.1 pp": with a sign, where no word says which way. */
export const signedPointsText = (bps: number, places: 1 | 2): string => {
  const text = percentText(bps, places);
  return `${roundedBps(bps, places) <= 0 ? text : `+${text}`} pp`;
};

/** "3.1 pp over", "0.6 pp under": with a word, where no sign says which way; null when it is nothing as shown. */
export const wordedPointsText = (bps: number, places: 1 | 2): string | null =>
  roundedBps(bps, places) === 0
    ? null
    : `${percentText(Math.abs(bps), places)} pp ${bps > 0 ? 'over' : 'under'}`;
