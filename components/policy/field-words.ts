/** In what a number is written, and what it means beside it. */
export type Unit = 'bps' | 'seconds' | 'second-of-day' | 'usd' | 'plain';

type Words = { readonly label: string; readonly unit: Unit };

const words = (label: string, unit: Unit = 'plain'): Words => ({ label, unit });

/** Every field of a policy, in people's words. */
const FIELDS: Readonly<Record<string, Words>> = {
  version: words('Version'),
  preset: words('Began as'),
  triggers: words('Trades when'),
  destination: words('Trades to'),
  limits: words('Limits'),
  window: words('Only in a window of time'),
  costGate: words('Only if it is worth its cost'),
  orderTerms: words('Orders'),
  assetRules: words('Rules for single assets'),
  lookEverySeconds: words('Looks every', 'seconds'),
  kind: words('Kind'),
  band: words('Band'),
  bandBps: words('Band', 'bps'),
  relativeBps: words('Share of the target', 'bps'),
  floorBps: words('Smallest drift', 'bps'),
  intervalSeconds: words('Every', 'seconds'),
  weekday: words('Day of the week, 0 = Sunday'),
  dayOfMonth: words('Day of the month'),
  secondOfDay: words('From', 'second-of-day'),
  referenceVolatilityBps: words('Reference volatility', 'bps'),
  scaleBpsMin: words('Smallest factor', 'bps'),
  scaleBpsMax: words('Largest factor', 'bps'),
  flowBpsMin: words('Money that came or went, at least', 'bps'),
  marginBps: words('Distance kept from the edge', 'bps'),
  fractionBps: words('Share of the way', 'bps'),
  minTradeUsd: words('Smallest trade', 'usd'),
  maxTradeUsd: words('Largest order', 'usd'),
  dailyVolumeUsd: words('Most sold in a day', 'usd'),
  cooldownSeconds: words('Between two rebalances', 'seconds'),
  slippageBpsMax: words('Worst price below the mid', 'bps'),
  priceImpactBpsMax: words('Most price impact', 'bps'),
  gasCostBpsMax: words('Most gas', 'bps'),
  gasLimitBufferBps: words('Gas limit over the estimate', 'bps'),
  priceDisagreementBpsMax: words('Most that sources disagree', 'bps'),
  weightBpsMax: words('Largest weight', 'bps'),
  legsMax: words('Most orders of one plan'),
  days: words('Days'),
  fromSecondOfDay: words('From', 'second-of-day'),
  toSecondOfDay: words('To', 'second-of-day'),
  benefitRateBps: words('Worth of removing all drift', 'bps'),
  costShareBpsMax: words('Most of it that may be spent', 'bps'),
  venue: words('Where'),
  immediate: words('At once instead'),
  inParts: words('In parts over a time'),
  parts: words('How many parts'),
  overSeconds: words('Over', 'seconds'),
  driftBpsMin: words('From this drift on', 'bps'),
  patienceSeconds: words('After waiting for', 'seconds'),
  costBpsMax: words('Most it may cost', 'bps'),
  walk: words('Pace of the price'),
  spreadBps: words('Asked above the mid', 'bps'),
  walkBpsPerHour: words('Price walks down, an hour', 'bps'),
  discountBpsMax: words('Walk ends below the mid', 'bps'),
  expiresInSeconds: words('Lives', 'seconds'),
  token: words('Asset'),
  lock: words('Lock'),
};

/** A field in people's words. One that has none is a bug, and shows by its own name. */
export const fieldWords = (name: string): Words => FIELDS[name] ?? words(name);

/** Whether a field has words of its own. */
export const hasWords = (name: string): boolean => name in FIELDS;

const UNITS: Readonly<Record<Unit, string>> = {
  bps: 'basis points',
  seconds: 'seconds',
  'second-of-day': 'seconds after midnight UTC',
  usd: 'USD',
  plain: '',
};

/** The unit as it stands behind the field. */
export const unitText = (unit: Unit): string => UNITS[unit];

const SPANS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

const spanText = (seconds: number): string => {
  let left = seconds;
  const parts = SPANS.flatMap(([size, name]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.length === 0 ? '0 s' : parts.join(' ');
};

const clockText = (seconds: number): string => {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor((seconds % 3_600) / 60))} UTC`;
};

/** What a number comes to: "5 %", "15 min", "04:30 UTC"; null where its unit says all, or it is no whole number. */
export const meaningOf = (unit: Unit, value: unknown): string | null => {
  if (typeof value !== 'number' || !Number.isInteger(value)) return null;
  if (unit === 'bps') return `${(value / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
  if (value < 0) return null;
  if (unit === 'seconds') return spanText(value);
  return unit === 'second-of-day' ? clockText(value) : null;
};

/** "band-edge" as "band edge". */
export const choiceWords = (choice: unknown): string => String(choice).replaceAll('-', ' ');
