import { parseDecimal, powerOfTen } from '../money/fixed-point.ts';

/** What divides whole and fraction. The other of the two, a blank or an apostrophe may group thousands. */
export type DecimalMark = 'point' | 'comma';

const DECIMALS = 18;
/** Whole numbers of this many digits are exact as doubles. */
const EXACT_DIGITS_MAX = 15;

const EMPTY = new Set([
  '',
  'nan',
  'null',
  'none',
  'n/a',
  'na',
  '#n/a',
  '#na',
  '-',
  '--',
  '–',
  '—',
  '.',
  '?',
  'nil',
  'undefined',
]);

/** Whether a cell says that there is no observation. */
export const isEmptyCell = (cell: string): boolean => cell === '' || EMPTY.has(cell.trim().toLowerCase());

const SIGNS = /^(?:US)?[$€£¥₿]\s*|\s*(?:[$€£¥]|USDT?|EUR)$/gi;

/** The number of a cell without the signs of a currency, and without blanks and apostrophes between its thousands. */
const bare = (cell: string): string =>
  cell
    .trim()
    .replace(SIGNS, '')
    .replace(/(?<=\d)[\s'’](?=\d{3}(?:\D|$))/g, '');

const GROUPED_BY_POINT = /^-?\d{1,3}(?:\.\d{3})+$/;
const GROUPED_BY_COMMA = /^-?\d{1,3}(?:,\d{3})+$/;

/** What one cell says of its file's decimal mark: 'either' = "1,234" or "1.234", which are two numbers; null = nothing. */
export const decimalMarkOf = (cell: string): DecimalMark | 'either' | null => {
  const text = bare(cell);
  const [point, comma] = [text.lastIndexOf('.'), text.lastIndexOf(',')];
  if (!/^-?[\d.,]+(?:e[+-]?\d+)?$/i.test(text) || (point < 0 && comma < 0)) return null;
  if (point >= 0 && comma >= 0) return point > comma ? 'point' : 'comma';
  const [mark, other] = point >= 0 ? (['point', 'comma'] as const) : (['comma', 'point'] as const);
  if (!(mark === 'point' ? GROUPED_BY_POINT : GROUPED_BY_COMMA).test(text) || /^-?0\D/.test(text))
    return mark;
  return text.split(/[.,]/).length > 2 ? other : 'either';
};

const PLAIN = /^-?\d+(?:\.\d+)?$/;
const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const LOOSE = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i;

/** As a plain decimal with a point and nothing else, or null. */
const plainText = (cell: string, mark: DecimalMark): string | null => {
  const text = bare(cell);
  const pointed =
    mark === 'point' ? text : text.replace(/[.,]/g, (character) => (character === ',' ? '.' : ','));
  if (PLAIN.test(pointed)) return pointed;
  const ungrouped = GROUPED.test(pointed) ? pointed.replaceAll(',', '') : pointed;
  const match = LOOSE.exec(ungrouped);
  if (match === null || `${match[2]}${match[3]}` === '') return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`;
  const places = fraction.length - Number(exponent);
  const padded = places > 0 ? digits.padStart(places + 1, '0') : digits.padEnd(digits.length - places, '0');
  const at = padded.length - Math.max(places, 0);
  return `${sign === '-' ? '-' : ''}${padded.slice(0, at)}${places > 0 ? `.${padded.slice(at)}` : ''}`;
};

/**
 * Reads plain decimals above zero of at most 15 digits, and leaves any other text to {@link parsePrice}, which takes ten times as long:
 * nearly every cell of a long file is one of these, and none is cut out of its line.
 */
export class ShortPriceReader {
  /** Where the last price ends. */
  end = 0;
  readonly #markCode: number;
  readonly #delimiterCode: number;

  /** A delimiter ends a price before the text does; null = prices are whole texts. */
  constructor(mark: DecimalMark, delimiter: string | null) {
    this.#markCode = (mark === 'point' ? '.' : ',').charCodeAt(0);
    this.#delimiterCode = delimiter === null ? -1 : delimiter.charCodeAt(0);
  }

  /** The price at `from` of a text that ends at `to`; null when there is no short plain decimal. */
  read(text: string, from: number, to: number): bigint | null {
    let digits = 0;
    let point = -1;
    let at = from;
    for (; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 48 && code <= 57) digits = digits * 10 + (code - 48);
      else if (code === this.#delimiterCode) break;
      else if (code === this.#markCode && point < 0 && at > from) point = at;
      else return null;
    }
    this.end = at;
    const length = point < 0 ? at - from : at - from - 1;
    if (digits === 0 || point === at - 1 || length > EXACT_DIGITS_MAX) return null;
    return BigInt(digits) * powerOfTen(DECIMALS - (point < 0 ? 0 : at - 1 - point));
  }
}

/** A price as read; `rounded` = it has more than 18 places, of which the rest was rounded half up. */
export type CellPrice = { readonly priceE18: bigint; readonly rounded: boolean };

const rounded = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = parseDecimal(`${whole}.${fraction.slice(0, DECIMALS)}`, DECIMALS) ?? 0n;
  return (fraction[DECIMALS] ?? '0') >= '5' ? kept + (text.startsWith('-') ? -1n : 1n) : kept;
};

/**
 * Reads a price in 18 decimals: plain, with thousands in groups of three, with a currency's sign, or with an exponent.
 * @returns the price, or null when the cell is no number under this decimal mark.
 */
export const parsePrice = (cell: string, mark: DecimalMark): CellPrice | null => {
  const text = plainText(cell, mark);
  if (text === null) return null;
  const exact = parseDecimal(text, DECIMALS);
  return exact === null ? { priceE18: rounded(text), rounded: true } : { priceE18: exact, rounded: false };
};
