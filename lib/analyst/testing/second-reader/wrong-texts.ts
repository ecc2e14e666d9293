/** What a planted fault is about. */
export const FAULT_GROUPS = ['number', 'unit', 'asset', 'time', 'comparison'] as const;
type FaultGroup = (typeof FAULT_GROUPS)[number];

/** One way in which a line that was right is made wrong; null where there is nothing of the kind in it. */
export type Fault = {
  readonly group: FaultGroup;
  readonly name: string;
  readonly plant: (line: string, names: readonly string[]) => string | null;
};

const at = (line: string, pattern: RegExp, to: (found: string) => string | null): string | null => {
  const match = pattern.exec(line);
  const changed = match === null ? null : to(match[0]);
  if (match === null || changed === null || changed === match[0]) return null;
  return line.slice(0, match.index) + changed + line.slice(match.index + match[0].length);
};

const DIGITS = String.raw`\d{1,3}(?:,\d{3})*(?:\.\d+)?`;
/** The first, or the last, number that is no part of a date. */
const FIRST = new RegExp(String.raw`(?<![\d:.,-])(?<!less than \$ )${DIGITS}(?![\d:-])(?! UTC)`);
const LAST = new RegExp(`${FIRST.source}(?=(?:(?!${FIRST.source}).)*$)`);
const NUMBER_AT = { first: FIRST, last: LAST } as const;
type Place = keyof typeof NUMBER_AT;

const next = (digit: string): string => String((Number(digit) + 1) % 10);
const isNothing = (text: string): boolean => !/[1-9]/.test(text);

const NUMBERS: Readonly<Record<string, (found: string) => string | null>> = {
  'the last digit one more': (text) => text.replace(/\d$/, next),
  'the last digit another': (text) => text.replace(/\d$/, (digit) => String((Number(digit) + 7) % 10)),
  'the first digit another': (text) => text.replace(/^\d/, (digit) => (digit === '9' ? '8' : next(digit))),
  'two digits the other way round': (text) => text.replace(/(\d)(\d)$/, '$2$1'),
  'ten times': (text) => (isNothing(text) ? null : text.replace(/(\d)\.(\d)/, '$1$2.')),
  'a thousand times': (text) => (isNothing(text) ? null : text.replace(/^[\d,]+/, '$&,000')),
  'a tenth': (text) =>
    isNothing(text) || text.includes(',') ? null : text.replace(/(\d)\.(\d)/, '.$1$2').replace(/^\./, '0.'),
  'the next whole one': (text) =>
    text.replace(/\d(?=\.|$)/, next).replace(/\.\d+/, (part) => part.replace(/\d/g, '0')),
  'cut off at the point': (text) => (/\.0*[1-9]/.test(text) ? text.replace(/\.\d+/, '') : null),
  'nothing at all': (text) => (isNothing(text) ? null : '0.00'),
  'another sign': (text) => (isNothing(text) ? null : `−${text}`),
  'two of them': (text) => `${text} and 17.00`,
  'no groups': (text) => (text.includes(',') ? text.replaceAll(',', '') : null),
  'in words': () => 'seven',
};

const ofNumbers = (Object.keys(NUMBER_AT) as Place[]).flatMap((place) =>
  Object.entries(NUMBERS).map(
    ([name, to]): Fault => ({
      ...{ group: 'number', name: `${place} number: ${name}` },
      plant: (line) => at(line, NUMBER_AT[place], to),
    }),
  ),
);

type Swap = readonly [name: string, from: RegExp, to: string | ((found: string) => string)];

const swapped = (group: FaultGroup, [name, from, to]: Swap): Fault => ({
  ...{ group, name },
  plant: (line) => at(line, from, typeof to === 'string' ? () => to : to),
});

const UNITS: readonly Swap[] = [
  ['per cent as points', /(?<=\d) %/, ' pp'],
  ['per cent as basis points', /(?<=\d) %/, ' bps'],
  ['per cent left out', /(?<=\d) %/, ''],
  ['per cent of a thousand', /(?<=\d) %/, ' ‰'],
  ['per cent as days', /(?<=\d) %/, ' days'],
  ['points as per cent', /(?<=\d) pp/, ' %'],
  ['points as basis points', /(?<=\d) pp/, ' bps'],
  ['points left out', /(?<=\d) pp/, ''],
  ['basis points as per cent', /(?<=\d) bps/, ' %'],
  ['basis points as points', /(?<=\d) bps/, ' pp'],
  ['basis points left out', /(?<=\d) bps/, ''],
  ['dollars left out', /\$ (?=\d)/, ''],
  ['dollars as euros', /\$ (?=\d)/, '€ '],
  ['dollars as pounds', /\$ (?=\d)/, '£ '],
  ['dollars as per cent', /\$ ([\d,.]+\d)/, '5.00 %'],
  ['minutes as hours', /(?<=\d) min/, ' h'],
  ['minutes as seconds', /(?<=\d) min/, ' s'],
  ['hours as minutes', /(?<=\d) h\b/, ' min'],
  ['hours as days', /(?<=\d) h\b/, ' days'],
  ['seconds as minutes', /(?<=[1-9]) s\b/, ' min'],
  ['seconds as hours', /(?<=[1-9]) s\b/, ' h'],
  ['a count in dollars', /(?<=rebalances |anomalies )(?=\d)/, '$ '],
  ['a correlation in per cent', /(?<=correlation with \w+ −?\d\.\d\d)/, ' %'],
];

const TIMES: readonly Swap[] = [
  [
    'a minute later',
    /(?<=\d\d:)\d\d(?= UTC)/,
    (minute) => String((Number(minute) + 1) % 60).padStart(2, '0'),
  ],
  ['an hour later', /\d\d(?=:\d\d UTC)/, (hour) => String((Number(hour) + 1) % 24).padStart(2, '0')],
  ['twelve hours on', /\d\d(?=:\d\d UTC)/, (hour) => String((Number(hour) + 12) % 24).padStart(2, '0')],
  ['another zone', / UTC/, ' CET'],
  ['no zone', / UTC/, ''],
  ['a day off', /(?<=\d{4}-\d\d-)\d\d/, (day) => String((Number(day) % 27) + 1).padStart(2, '0')],
  ['another month', /(?<=\d{4}-)\d\d(?=-\d\d)/, (month) => String((Number(month) % 12) + 1).padStart(2, '0')],
  ['another year', /\d{4}(?=-\d\d-\d\d)/, (year) => String(Number(year) - 1)],
  ['the end a day off', /(?<=to \d{4}-\d\d-)\d\d/, (day) => String((Number(day) % 27) + 1).padStart(2, '0')],
  ['the end another year', /(?<=to )\d{4}/, (year) => String(Number(year) + 1)],
  [
    'both ends exchanged',
    /(?<=From )(\S+(?: \S+ UTC)?) to (\S+(?: \S+ UTC)?)(?=,| the)/,
    (span) => span.split(' to ').reverse().join(' to '),
  ],
  ['now where it was a span', /From \S+(?: \S+ UTC)? to \S+(?: \d\d:\d\d UTC)?,?/, 'Now,'],
  ['a span where it was now', /^Now,/, 'From 2026-10-19 to 2026-11-18,'],
  ['yesterday', /^Now,/, 'Yesterday,'],
];

/** The first name of a line, and another one of the facts. */
const another =
  (step: number) =>
  (line: string, names: readonly string[]): string | null => {
    const found = names.find((name) => new RegExp(`\\b${name}\\b`).test(line));
    const other = found === undefined ? undefined : names[(names.indexOf(found) + step) % names.length];
    return found === undefined || other === undefined || other === found
      ? null
      : line.replace(new RegExp(`\\b${found}\\b`), other);
  };

const renamed = (name: string, to: (name: string) => string): Fault => ({
  ...{ group: 'asset', name },
  plant: (line, names) => {
    const found = names.find((one) => new RegExp(`\\b${one}\\b`).test(line));
    return found === undefined ? null : line.replace(new RegExp(`\\b${found}\\b`), to(found));
  },
});

const ASSETS: readonly Fault[] = [
  { group: 'asset', name: 'the next one', plant: another(1) },
  { group: 'asset', name: 'the one after', plant: another(2) },
  renamed('one that is not held', () => 'LINK'),
  renamed('in small letters', (name) => name.toLowerCase()),
  renamed('bridged', (name) => `${name}.e`),
  renamed('a letter less', (name) => name.slice(0, -1)),
  renamed('a letter that looks alike', (name) =>
    name.replace(/[TBE]/, (one) => ({ T: 'Т', B: 'В', E: 'Е' })[one] ?? one),
  ),
  renamed('the whole', () => 'the portfolio'),
  swapped('asset', ['an asset for the whole', /the portfolio(?=[:,])/, 'WETH']),
  swapped('asset', ['another portfolio', /the portfolio/, 'the other portfolio']),
];

const PAIRS: readonly (readonly [string, string])[] = [
  ['weight', 'target'],
  ['gain', 'deposits'],
  ['deposits', 'withdrawals'],
  ['cost of spread', 'cost of impact'],
  ['gas cost', 'cost of spread'],
  ['deepest fall', 'fall from the peak'],
  ['volatility', 'contribution'],
  ['return of the basket left alone', 'return beyond the basket left alone'],
  ['used of the daily loss', 'limit of the daily loss'],
  ['used of the daily turnover', 'limit of the daily turnover'],
  ['used of the daily loss', 'used of the daily turnover'],
  ['filled rebalances', 'anomalies'],
  ['average tracking error', 'volatility'],
  ['was to be sold', 'was to be bought'],
  ['tracking error was', 'expected cost was'],
  ['nothing was traded', 'a trade was asked for'],
  ['rising', 'falling'],
  ['going sideways', 'rising'],
  ['more restless than usual', 'calmer than usual'],
  ['as restless as usual', 'more restless than usual'],
  ['every asset is inside its band', 'the last rebalance was too recent'],
  ['the asset it needs is locked', 'the asset it needs is not healthy'],
  ['gas would cost too much', 'the trade would be too small'],
  ["the contract's daily budget is used up", 'the daily volume is used up'],
  ['an asset had left its band', 'the interval of the policy had passed'],
  ['an asset had left its wider band', 'an asset had left the band that volatility sets'],
  ['the loss that a day may have', 'the turnover that a day may have'],
  ['the smallest trade', 'the largest trade'],
  ['the cost of gas', 'the impact on the market'],
  ['Decided on', 'Next look'],
];

/** One thing said of another's figure: each of a pair where the other stands. */
const COMPARISONS: readonly Fault[] = [
  ...PAIRS.flatMap(([one, other]) =>
    [
      [one, other],
      [other, one],
    ].map(([from = '', to = '']) =>
      swapped('comparison', [`${to} for ${from}`, new RegExp(`\\b${from}(?![a-z])`), to]),
    ),
  ),
  ...['far ', 'never ', 'nearly ', 'twice '].map((word) =>
    swapped('comparison', [
      `${word}more`,
      /(?=more restless|calmer|as restless|inside|rising|falling)/,
      word,
    ]),
  ),
];

/** Faults of every kind, for who plants them. */
export const FAULTS: readonly Fault[] = [
  ...ofNumbers,
  ...UNITS.map((one) => swapped('unit', one)),
  ...TIMES.map((one) => swapped('time', one)),
  ...ASSETS,
  ...COMPARISONS,
];
