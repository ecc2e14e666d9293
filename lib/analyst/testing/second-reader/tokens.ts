import { type Meaning, PHRASES } from './phrases.ts';

/** A decimal as it is written: digits without a point, and how many stand behind it. */
export type Written = { readonly digits: bigint; readonly places: number };

export type Unit = '$' | '%' | 'pp' | 'bps' | 's' | 'min' | 'h' | 'days' | '';

export type Token =
  | {
      readonly is: 'number';
      readonly unit: Unit;
      readonly value: Written;
      readonly sign: '' | '+' | '−';
      readonly isUnder: boolean;
    }
  | { readonly is: 'time'; readonly at: number; readonly isDay: boolean }
  | { readonly is: 'span'; readonly from: number; readonly to: number; readonly isDay: boolean }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'end' }
  | Meaning;

const TIME = String.raw`(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d) UTC)?`;
const AMOUNT = String.raw`([1-9]\d{0,2}(?:,\d{3})*|0)(?:\.(\d+))?`;
const STOP = String.raw`(?!\w|,\d|\.\d)`;

const SPAN = new RegExp(`^from ${TIME} to ${TIME}${STOP}`, 'i');
const MOMENT = new RegExp(`^${TIME}${STOP}`);
const MONEY = new RegExp(String.raw`^(less than )?([+−]?)\$ ${AMOUNT}${STOP}`);
const NUMBER = new RegExp(String.raw`^([+−]?)${AMOUNT}(?: (%|pp|bps|s|min|h|days|day)(?!\w))?${STOP}`);
const END = /^(?:\.(?=\s|$)|\n)/;

/** Days from 1970 to a day of the calendar, each month by its length. */
const daysBefore = (year: number, month: number, date: number): number => {
  const isLeap = (one: number) => (one % 4 === 0 && one % 100 !== 0) || one % 400 === 0;
  let days = date - 1;
  for (let one = 1970; one < year; one += 1) days += isLeap(one) ? 366 : 365;
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (const length of lengths.slice(0, month - 1)) days += length;
  return days;
};

const secondsOf = (day: string, clock: string | undefined): number => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [hour = 0, minute = 0] = (clock ?? '0:0').split(':').map(Number);
  return daysBefore(year, month, date) * 86_400 + hour * 3_600 + minute * 60;
};

const written = (whole: string, part: string | undefined): Written => ({
  digits: BigInt(`${whole.replaceAll(',', '')}${part ?? ''}`),
  places: part?.length ?? 0,
});

type Found = { readonly token: Token; readonly length: number };
type Finder = (rest: string) => Found | null;

const findSpan: Finder = (rest) => {
  const [all, fromDay = '', fromClock, toDay = '', toClock] = SPAN.exec(rest) ?? [];
  if (all === undefined) return null;
  const [from, to] = [secondsOf(fromDay, fromClock), secondsOf(toDay, toClock)];
  // One end by the minute and one by the day is no span of ours.
  if ((fromClock === undefined) !== (toClock === undefined)) return null;
  return { length: all.length, token: { is: 'span', from, to, isDay: fromClock === undefined } };
};

const findMoment: Finder = (rest) => {
  const [all, day = '', clock] = MOMENT.exec(rest) ?? [];
  if (all === undefined) return null;
  return {
    length: all.length,
    token: { is: 'time', at: secondsOf(day, clock), isDay: clock === undefined },
  };
};

const findMoney: Finder = (rest) => {
  const [all, under, sign = '', whole = '', part] = MONEY.exec(rest) ?? [];
  if (all === undefined) return null;
  const value = written(whole, part);
  const token = { is: 'number', unit: '$', value, sign, isUnder: under !== undefined } as const;
  return { length: all.length, token: { ...token, sign: sign as '' | '+' | '−' } };
};

const findNumber: Finder = (rest) => {
  const [all, sign = '', whole = '', part, unit = ''] = NUMBER.exec(rest) ?? [];
  if (all === undefined) return null;
  const token = { is: 'number', value: written(whole, part), isUnder: false } as const;
  const plural = unit === 'day' ? 'days' : unit;
  return { length: all.length, token: { ...token, unit: plural as Unit, sign: sign as '' | '+' | '−' } };
};

const findEnd: Finder = (rest) => {
  const [all] = END.exec(rest) ?? [];
  return all === undefined ? null : { length: all.length, token: { is: 'end' } };
};

const startsWith = (rest: string, word: string): boolean =>
  rest.startsWith(word) && (/\W$/.test(word) || !/^[\w.+-]*\w/.test(rest.slice(word.length)));

const findName =
  (names: readonly string[]): Finder =>
  (rest) => {
    const name = names.find((one) => startsWith(rest, one));
    return name === undefined ? null : { length: name.length, token: { is: 'name', name } };
  };

const findPhrase: Finder = (rest) => {
  const lower = rest.toLowerCase();
  const found = PHRASES.find(([phrase]) => startsWith(lower, phrase));
  return found === undefined ? null : { length: found[0].length, token: { ...found[1] } };
};

export type Lexed = { readonly tokens: readonly Token[]; readonly unread: readonly string[] };

/** A text as tokens, and whatever in it is none. */
export const lex = (text: string, names: readonly string[]): Lexed => {
  const byLength = [...names].sort((one, other) => other.length - one.length);
  const finders = [findEnd, findSpan, findMoment, findMoney, findNumber, findName(byLength), findPhrase];
  const tokens: Token[] = [];
  const unread: string[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const blank = /^ /.exec(rest)?.[0].length ?? 0;
    const found = blank > 0 ? null : finders.map((find) => find(rest)).find((one) => one !== null);
    if (found !== null && found !== undefined) tokens.push(found.token);
    else if (blank === 0) unread.push(rest.split(/\s/, 1)[0] ?? rest);
    at += found?.length ?? Math.max(blank, rest.search(/\s|$/), 1);
  }
  return { tokens, unread };
};
