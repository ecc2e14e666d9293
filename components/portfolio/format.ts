/** Formatting for people, in one place and one locale, so that server and browser print the same. */
const LOCALE = 'en-US';

const usdFormat = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "$ 49,615.00" of exact decimal text. */
export const formatUsd = (decimal: string): string => {
  const text = usdFormat.format(Number(decimal));
  return text.startsWith('-') ? `−$ ${text.slice(1)}` : `$ ${text}`;
};

/** About how much: "$ 310", without cents. */
export const formatUsdRough = (decimal: string): string =>
  `$ ${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 }).format(Math.abs(Number(decimal)))}`;

/** A price: two places from a hundred dollars on, four below, more for fractions of a cent. */
export const formatPrice = (decimal: string): string => {
  const price = Number(decimal);
  const places = price >= 100 ? 2 : price >= 0.01 ? 4 : 8;
  return `$ ${new Intl.NumberFormat(LOCALE, { minimumFractionDigits: places, maximumFractionDigits: places }).format(price)}`;
};

/** Token units, short enough to read; the exact text belongs into a title. */
export const formatUnits = (decimal: string): string => {
  const units = Number(decimal);
  const places = units >= 1_000 ? 2 : units >= 1 ? 4 : 6;
  const least = units >= 1_000 ? 2 : 0;
  return new Intl.NumberFormat(LOCALE, {
    minimumFractionDigits: least,
    maximumFractionDigits: places,
  }).format(units);
};

/** "43.1" of basis points. */
export const formatPercent = (bps: number): string => (bps / 100).toFixed(1);

/** "+3.1 pp", with a real minus sign. */
export const formatPoints = (bps: number): string => {
  const text = Math.abs(bps / 100).toFixed(1);
  if (text === '0.0') return '0.0 pp';
  return `${bps < 0 ? '−' : '+'}${text} pp`;
};

/** "1,204". */
export const formatCount = (whole: string | number): string =>
  new Intl.NumberFormat(LOCALE).format(BigInt(whole));

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

/** "0x7af2…91c4". */
export const shortHex = (hex: string): string => `${hex.slice(0, 6)}…${hex.slice(-4)}`;
