import type { FactMeasure } from '../facts/fact.ts';
import { DOWN, LEAST, LESS, MEASURE_WORDS, MORE, MOST, PLAIN_WORDS, UP } from './measure-words.ts';
import { WORDS_OF } from './say-word.ts';

/** What a written number counts. */
export type NumberUnit = 'usd' | 'percent' | 'points' | 'bps' | 'plain' | 's' | 'min' | 'h' | 'days';

/** A number as it was written: `digits` without its point, so many `places` after it. */
export type NumberRead = {
  readonly kind: 'number';
  readonly unit: NumberUnit;
  readonly sign: '+' | '−' | '';
  readonly digits: bigint;
  readonly places: number;
  /** "less than $ 0.01", which is a form of its own. */
  readonly isUnderACent: boolean;
};

/** What a text is made of, as far as it claims anything. */
export type Token = (
  | NumberRead
  | { readonly kind: 'time'; readonly text: string }
  | { readonly kind: 'span'; readonly text: string }
  | { readonly kind: 'subject'; readonly name: string }
  | { readonly kind: 'whole' }
  | { readonly kind: 'measure'; readonly measures: readonly FactMeasure[] }
  | { readonly kind: 'word'; readonly meanings: readonly Meaning[] }
  | { readonly kind: 'than'; readonly more: boolean }
  | { readonly kind: 'top'; readonly most: boolean }
  | { readonly kind: 'way'; readonly up: boolean }
  | { readonly kind: 'clause' }
  | { readonly kind: 'sentence' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'unread' }
) & { readonly at: number; readonly text: string };

/** One word of a closed list, of the measure that it may be of. */
export type Meaning = { readonly measure: FactMeasure; readonly word: string };

type Phrase = { readonly text: string; readonly token: Unplaced };
type Unplaced = Token extends infer T ? (T extends Token ? Omit<T, 'at' | 'text'> : never) : never;

const phrase =
  (token: Unplaced) =>
  (text: string): Phrase => ({ text, token });

const wordPhrases = (): Phrase[] => {
  const meanings = new Map<string, Meaning[]>();
  for (const [measure, words] of Object.entries(WORDS_OF))
    for (const [word, text] of Object.entries(words))
      meanings.set(text, [...(meanings.get(text) ?? []), { measure: measure as FactMeasure, word }]);
  return [...meanings].map(([text, of]) => ({ text, token: { kind: 'word', meanings: of } }));
};

const measurePhrases = (): Phrase[] =>
  Object.entries(MEASURE_WORDS).flatMap(([measure, words]) =>
    words.map(phrase({ kind: 'measure', measures: [measure as FactMeasure] })),
  );

/** Longest first: "tracking error" is not an error, and "less than $ 0.01" is read as a number before. */
const PHRASES: readonly Phrase[] = [
  ...wordPhrases(),
  ...measurePhrases(),
  ...MORE.map(phrase({ kind: 'than', more: true })),
  ...LESS.map(phrase({ kind: 'than', more: false })),
  ...MOST.map(phrase({ kind: 'top', most: true })),
  ...LEAST.map(phrase({ kind: 'top', most: false })),
  ...UP.map(phrase({ kind: 'way', up: true })),
  ...DOWN.map(phrase({ kind: 'way', up: false })),
  ...['portfolio', 'whole'].map(phrase({ kind: 'whole' })),
  ...['and', 'while', 'but'].map(phrase({ kind: 'clause' })),
].sort((a, b) => b.text.length - a.text.length);

const READABLE: ReadonlySet<string> = new Set([
  ...PLAIN_WORDS,
  ...PHRASES.flatMap(({ text }) => text.toLowerCase().split(/[^a-z]+/)),
  ...['utc', 's', 'min', 'h', 'days', 'pp', 'bps', 'less', 'than'],
]);

/** Whether a name reads as one of the words that a text is made of. */
export const isPlainWord = (name: string): boolean => READABLE.has(name.toLowerCase());

const STAMP = '\\d{4}-\\d{2}-\\d{2}(?: \\d{2}:\\d{2} UTC)?';
const SPAN = new RegExp(`[Ff]rom ${STAMP} to ${STAMP}(?![\\w-])`, 'y');
const TIME = new RegExp(`${STAMP}(?![\\w-])`, 'y');
const NUMBER =
  /(less than )?([+−])?(\$ )?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?( %| pp| bps| s| min| h| days)?(?![\w%$-]|[.,]\d)/y;
const WORD = /[A-Za-z]+/y;
const UNITS: Readonly<Record<string, NumberUnit>> = {
  ...{
    ' %': 'percent',
    ' pp': 'points',
    ' bps': 'bps',
    ' s': 's',
    ' min': 'min',
    ' h': 'h',
    ' days': 'days',
  },
};

const numberAt = (text: string, at: number): Token | null => {
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [all, less, sign = '', dollar, whole = '', fraction = '', suffix] = match;
  const unit = dollar === undefined ? (UNITS[suffix ?? ''] ?? 'plain') : 'usd';
  const isUnderACent = less !== undefined;
  const isOdd =
    (dollar !== undefined && suffix !== undefined) || (isUnderACent && all !== 'less than $ 0.01');
  if (isOdd) return { kind: 'unread', at, text: all };
  const digits = BigInt(`${whole.replaceAll(',', '')}${fraction}`);
  const isGrouped = whole.includes(',') || whole.length < 4;
  if (!isGrouped || (whole.length > 1 && whole.startsWith('0'))) return { kind: 'unread', at, text: all };
  return {
    ...{ kind: 'number', unit, sign: sign as NumberRead['sign'], digits, places: fraction.length },
    ...{ isUnderACent, at, text: all },
  };
};

const sticky = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

const isLetter = (text: string, at: number): boolean => /[A-Za-z0-9]/.test(text.charAt(at));

/** A name ends where no letter or digit goes on with it, not even after a dot, plus or minus. */
const endsName = (text: string, end: number): boolean =>
  !isLetter(text, end) && !(/[.+-]/.test(text.charAt(end)) && isLetter(text, end + 1));

const subjectAt = (text: string, at: number, names: readonly string[]): Token | null => {
  const name = names.find((one) => text.startsWith(one, at) && endsName(text, at + one.length));
  if (name === undefined) return null;
  const possessive = /^['’]s(?![A-Za-z])/.exec(text.slice(at + name.length))?.[0] ?? '';
  return { kind: 'subject', name, at, text: `${name}${possessive}` };
};

/** A sentence may begin with a capital letter. */
const sameWords = (text: string, at: number, wanted: string): boolean => {
  const found = text.slice(at, at + wanted.length);
  return (
    (found === wanted || `${found.charAt(0).toLowerCase()}${found.slice(1)}` === wanted) &&
    !isLetter(text, at + wanted.length)
  );
};

const phraseAt = (text: string, at: number): Token | null => {
  const found = PHRASES.find((one) => sameWords(text, at, one.text));
  if (found === undefined) return null;
  return { ...found.token, at, text: text.slice(at, at + found.text.length) };
};

const MARKS: Readonly<Record<string, 'clause' | 'sentence'>> = {
  ...{ '.': 'sentence', '\n': 'sentence', ',': 'clause', ';': 'clause', ':': 'clause' },
  ...{ '(': 'clause', ')': 'clause' },
};

const tokenAt = (text: string, at: number, names: readonly string[]): Token => {
  const span = sticky(SPAN, text, at);
  if (span !== null) return { kind: 'span', at, text: span };
  const time = sticky(TIME, text, at);
  if (time !== null) return { kind: 'time', at, text: time };
  const known = subjectAt(text, at, names) ?? numberAt(text, at) ?? phraseAt(text, at);
  if (known !== null) return known;
  const word = sticky(WORD, text, at);
  if (word !== null) {
    const isPlain = PLAIN_WORDS.has(`${word.charAt(0).toLowerCase()}${word.slice(1)}`);
    return { kind: isPlain && !isLetter(text, at + word.length) ? 'plain' : 'unread', at, text: word };
  }
  const mark = text.charAt(at);
  return { kind: MARKS[mark] ?? 'unread', at, text: mark };
};

/** Reads a text by itself, with the names of the assets that it may speak of. What can't be read is a token too: nothing is skipped but spaces. */
export const readText = (text: string, names: readonly string[]): readonly Token[] => {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === ' ') {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, longestFirst);
    tokens.push(token);
    at += Math.max(token.text.length, 1);
  }
  return tokens;
};
