import type { FactMeasure } from '../facts/fact.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS, parseUtcDate, startOfUtcDay, utcWeekday } from '../time/utc.ts';

/** As long as a question may be. */
export const QUESTION_LENGTH_MAX = 300;

/** From the first second to before the last. */
export type Period = { readonly from: UnixSeconds; readonly to: UnixSeconds };

/** What is asked, told by rules; nothing of the question's own text goes any further. */
export type Asked =
  | {
      readonly kind: 'why';
      readonly side: 'sell' | 'buy' | 'trade' | 'hold' | null;
      readonly asset: string | null;
      readonly period: Period | null;
    }
  | { readonly kind: 'fact'; readonly measures: readonly FactMeasure[]; readonly asset: string | null }
  | { readonly kind: 'summary' }
  /** Of an asset that isn't the portfolio's. */
  | { readonly kind: 'not-its-asset' }
  | { readonly kind: 'unknown' };

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const dayFrom = (from: UnixSeconds): Period => ({ from, to: from + DAY_SECONDS });

/** The time that a question names: a date, today, yesterday, a day of the week that is past or today, or so many days. */
const periodIn = (text: string, now: UnixSeconds): Period | null => {
  const today = startOfUtcDay(now);
  const date = parseUtcDate(/\b\d{4}-\d{2}-\d{2}\b/.exec(text)?.[0] ?? '');
  if (date !== null) return dayFrom(date);
  if (/\byesterday\b/.test(text)) return dayFrom(today - DAY_SECONDS);
  if (/\b(today|this morning|tonight)\b/.test(text)) return dayFrom(today);
  const weekday = WEEKDAYS.findIndex((name) => new RegExp(`\\b${name}s?\\b`).test(text));
  if (weekday !== -1) return dayFrom(today - ((utcWeekday(today) - weekday + 7) % 7) * DAY_SECONDS);
  if (/\b(last|this|past) week\b/.test(text)) return { from: now - 7 * DAY_SECONDS, to: now + 1 };
  if (/\b(last|this|past) month\b/.test(text)) return { from: now - 30 * DAY_SECONDS, to: now + 1 };
  return null;
};

const escaped = (name: string): string => name.replace(/[.+-]/g, '\\$&');

/** The asset that a question names, in whatever case: one of these and no other. */
const assetIn = (text: string, names: readonly string[]): string | null =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .find((name) => new RegExp(`(?<![\\w.+-])${escaped(name.toLowerCase())}(?![\\w+-])`).test(text)) ?? null;

/** Words in capitals that are no asset's. */
const ACRONYMS = new Set(
  'AM API APR APY BPS CSV DCA EUR FAQ FIFO HIFO ID IRR LIFO NAV OK PDF PM PNL ROI TWR UI USD UTC'.split(' '),
);

/**
 * Whether a name in capitals stands there that isn't one of these: what is known of others would be told as if it were of that. Where all is in
 * capitals nothing is told by them, and a name in small letters can't be told from a word.
 */
const namesAnother = (question: string, names: readonly string[]): boolean => {
  if (!/[a-z]/.test(question)) return false;
  const known = new Set(names.flatMap((name) => name.toUpperCase().split(/[^A-Z0-9]+/)));
  return (question.match(/(?<![\w.])[A-Z][A-Z0-9]{1,11}(?![\w.]*\w)/g) ?? []).some(
    (word) => !known.has(word) && !ACRONYMS.has(word),
  );
};

/** What is to come stands in no record. */
const FORECAST = /\b(will|tomorrow|forecast\w*|predict\w*|next (week|month|year))\b/;

/** What is asked of facts, by the words that ask for it; the first that fits. */
const MEASURES: readonly (readonly [pattern: RegExp, measures: readonly FactMeasure[]])[] = [
  [/\b(deposit|put in|paid in|came in)/, ['deposited']],
  [/\b(withdr[ae]w|taken out|went out)/, ['withdrawn']],
  [/\b(gas)\b/, ['cost-gas']],
  [
    /\b(fees?|costs?|spen[dt]|slippage|spread)\b/,
    ['cost', 'cost-spread', 'cost-impact', 'cost-gas', 'cost-share'],
  ],
  [/\b(contribut|helped|hurt|brought)/, ['contribution']],
  [/\b(correlat)/, ['correlation']],
  [/\b(volatil|risk|restless)/, ['volatility', 'volatility-usual', 'regime']],
  [/\b(drawdown|deepest|peak)/, ['drawdown', 'drawdown-now']],
  [
    /\b(beat|better than hold|versus hold|left alone|hodl|just hold)/,
    ['return', 'hold-return', 'versus-hold'],
  ],
  [/\b(return|performance|perform|earn|gain|profit|los[et]|made|make)\b/, ['return', 'gain', 'versus-hold']],
  [/\b(budget|limit|loss used|turnover)/, ['loss-used', 'loss-limit', 'turnover-used', 'turnover-limit']],
  [/\b(anomal|unusual|odd|wrong|strange)/, ['anomalies', 'look-gap', 'odd-flow', 'price-jump']],
  [/\b(trend|rising|falling|direction)/, ['trend', 'trend-pace']],
  [/\b(how many|how often|number of).*\b(rebalanc|trade)/, ['rebalances', 'rebalances-filled', 'traded']],
  [/\b(drift|off (its|the) target|far from)/, ['drift', 'tracking-error']],
  [/\b(target)/, ['target', 'weight', 'drift']],
  [/\b(weight|share|allocation|how much of)/, ['weight', 'target', 'drift']],
  [/\b(price)/, ['price', 'price-change']],
  [/\b(how many|units?|balance)\b/, ['held', 'value']],
  [/\b(worth|value|how much)\b/, ['value']],
];

const sideIn = (text: string): Extract<Asked, { kind: 'why' }>['side'] => {
  if (/\b(not|nothing|never|didn'?t|hold|wait|idle|stuck|no trades?)\b|n['’]t\b/.test(text)) return 'hold';
  if (/\b(sell|sold|selling|sale|dump)\b/.test(text)) return 'sell';
  if (/\b(buy|bought|buying|purchase)\b/.test(text)) return 'buy';
  return /\b(trade|traded|trading|rebalanc\w*|swap|swapped|act|acted|happen(ed)?|did|do|done|decid\w*|order)\b/.test(
    text,
  )
    ? 'trade'
    : null;
};

const isWhy = (text: string): boolean =>
  /\b(why|reason|how come|what for|explain|because)\b/.test(text) ||
  /\b(what|when|did|have)\b.*\b(sell|sold|buy|bought|trade[ds]?|rebalanced?|swap(ped)?|decid\w*|happen(ed)?|do|done)\b/.test(
    text,
  );

/** Tells what is asked, by rules: the names are of the portfolio's own assets, and no other is answered of. */
export const classify = (
  question: string,
  { names, now }: { readonly names: readonly string[]; readonly now: UnixSeconds },
): Asked => {
  const text = question.slice(0, QUESTION_LENGTH_MAX).toLowerCase();
  const asset = assetIn(text, names);
  if (asset === null && namesAnother(question.slice(0, QUESTION_LENGTH_MAX), names))
    return { kind: 'not-its-asset' };
  if (/\b(how many|how often|number of)\b/.test(text)) {
    const counted = MEASURES.find(([pattern]) => pattern.test(text));
    if (counted !== undefined) return { kind: 'fact', measures: counted[1], asset };
  }
  if (isWhy(text)) return { kind: 'why', side: sideIn(text), asset, period: periodIn(text, now) };
  if (FORECAST.test(text)) return { kind: 'unknown' };
  const found = MEASURES.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return { kind: 'fact', measures: found[1], asset };
  return /\b(summar|overview|how (is|are|am)|status|going|doing)/.test(text)
    ? { kind: 'summary' }
    : { kind: 'unknown' };
};
