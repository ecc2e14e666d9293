/** One thing that may be wrong with a right text, wherever it stands there; `change` answers nothing where there is no such thing. */
export type Mutation = { readonly name: string; readonly change: (text: string) => string | null };

const swap = (name: string, from: RegExp, to: string | ((found: string) => string)): Mutation => ({
  name,
  change: (text) => {
    const match = from.exec(text);
    if (match === null) return null;
    const changed = typeof to === 'string' ? to : to(match[0]);
    return `${text.slice(0, match.index)}${changed}${text.slice(match.index + match[0].length)}`;
  },
});

/** The last number of a text that is no part of a date or a time. */
const NUMBER =
  /(?<![\d-]|\d:)[+−]?(?:\$ )?\d[\d,]*(?:\.\d+)?(?: %| pp| bps| h| days)?(?![\d:-]|\.\d)(?=[^\d]*$)/;
const bump = (digit: string): string => String((Number(digit) + 1) % 10);
const inNumber = (name: string, to: (found: string) => string): Mutation =>
  swap(`number: ${name}`, NUMBER, to);

/** What may be wrong with a number. */
export const NUMBER_FAULTS: readonly Mutation[] = [
  inNumber('another last digit', (text) => text.replace(/\d(?=\D*$)/, bump)),
  inNumber('another first digit', (text) =>
    text.replace(/\d/, (digit) => (digit === '9' ? '8' : bump(digit))),
  ),
  inNumber('ten times', (text) => text.replace(/(\d)(?!.*\d)/, '$10')),
  inNumber('a digit in front', (text) => text.replace(/\d/, '7$&')),
  inNumber('a place too many', (text) => text.replace(/\d(?=\D*$)/, '$&0')),
  inNumber('a place too few', (text) =>
    text.replace(/\.\d+/, (found) => found.slice(0, -1)).replace(/^(\D*\d+)(?=\D*$)/, '$19'),
  ),
  inNumber('rounded to the whole', (text) =>
    text.replace(/\.\d+|(?<=\d)(?=\D*$)/, (found) => (found === '' ? '0' : '')),
  ),
  inNumber('another sign', (text) =>
    /^[+−]/.test(text) ? text.replace(/^[+−]/, (sign) => (sign === '+' ? '−' : '+')) : `−${text}`,
  ),
  inNumber('a hyphen for a minus', (text) => `-${text.replace(/^[+−]/, '')}`),
  inNumber('about', (text) => `about ${text}`),
  inNumber('nearly', (text) => `nearly ${text}`),
  inNumber('more than', (text) => `more than ${text}`),
  inNumber('a plus-minus', (text) => `±${text}`),
  inNumber('a tilde', (text) => `~${text}`),
  inNumber('a range', (text) => `${text} – ${text.replace(/\d/, bump)}`),
  inNumber('a number beside it', (text) => `${text} or 42`),
  inNumber('in letters', () => 'forty-two'),
  inNumber('twice', (text) => `twice ${text}`),
  inNumber('half', (text) => `half of ${text}`),
  inNumber('as an exponent', (text) => text.replace(/\d(?=\D*$)/, '$&e3')),
  inNumber('thousands', (text) => text.replace(/\d(?=\D*$)/, '$&k')),
  inNumber('a comma for the point', (text) =>
    text.replace(/\.(\d+)|(?<=\d)(?=\D*$)/, (_, digits?: string) => `,${digits ?? '5'}`),
  ),
  inNumber('Arabic-Indic digits', (text) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
  ),
  inNumber('full-width digits', (text) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ),
  inNumber('a fraction', (text) => text.replace(/\d(?=\D*$)/, '$&½')),
  inNumber('nothing', () => '0'),
];

/** What may be wrong with what a number counts. */
export const UNIT_FAULTS: readonly Mutation[] = [
  ...(['%', 'pp', 'bps', 'h', 'days', 'min', 's', 'x', 'WETH', 'per cent', '%%', '$'] as const).map((unit) =>
    inNumber(`the unit ${unit}`, (text) => {
      const bare = text.replace(/\$ /, '').replace(/ (?:%|pp|bps|h|days)$/, '');
      const changed = `${bare} ${unit}`;
      return changed === text ? `${bare} degrees` : changed;
    }),
  ),
  inNumber('dollars', (text) =>
    text.includes('$') ? text.replace('$ ', '') : `$ ${text.replace(/ .*$/, '')}`,
  ),
  inNumber('euros', (text) => `€ ${text.replace(/^([+−]?)\$ /, '$1')}`),
  inNumber('a dollar too many', (text) => `$ $ ${text}`),
  inNumber('a sign of per cent without its space', (text) => `${text.replace(/ .*$/, '')}%`),
];

/** What may be wrong with who it is said of. */
export const ASSET_FAULTS: readonly Mutation[] = [
  swap('asset: another one', /WETH|WBTC|USDC/, (name) => (name === 'WETH' ? 'WBTC' : 'WETH')),
  swap('asset: the third', /WETH|WBTC|USDC/, (name) => (name === 'USDC' ? 'WBTC' : 'USDC')),
  swap('asset: one that is not held', /WETH|WBTC|USDC/, 'LINK'),
  swap('asset: by its common name', /WETH|WBTC|USDC/, 'ether'),
  swap('asset: in small letters', /WETH|WBTC|USDC/, (name) => name.toLowerCase()),
  swap('asset: with a Cyrillic letter', /WETH|WBTC|USDC/, (name) =>
    name.replace(/[EBC]/, (letter) => ({ E: 'Е', B: 'В', C: 'С' })[letter] ?? letter),
  ),
  swap('asset: with a letter too many', /WETH|WBTC|USDC/, (name) => `s${name}`),
  swap('asset: with an ending', /WETH|WBTC|USDC/, (name) => `${name}.e`),
  swap('asset: none', /WETH|WBTC|USDC/, 'the portfolio'),
  swap('asset: one where there is none', /the portfolio/, 'WETH'),
  swap('asset: the market', /the portfolio/, 'Bitcoin'),
];

/** What may be wrong with when it was. */
export const TIME_FAULTS: readonly Mutation[] = [
  swap('time: a day before', /2026-11-18/, '2026-11-17'),
  swap('time: a year before', /2026-/, '2025-'),
  swap('time: another beginning', /2026-1[01]-1[79](?=.* to )/, '2026-10-01'),
  swap('time: a minute later', /04:00 UTC/, '04:01 UTC'),
  swap('time: in another zone', /04:00 UTC/, '04:00 CET'),
  swap('time: afternoon', /04:00 UTC/, '16:00 UTC'),
  swap('time: the other span', /[Ff]rom 2026-\S+(?: 04:00 UTC)? to 2026-11-18(?: 04:00 UTC)?/, (span) =>
    span.includes('10-19')
      ? 'From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC'
      : 'From 2026-10-19 to 2026-11-18',
  ),
  swap('time: no span', /From 2026-\S+(?: 04:00 UTC)? to 2026-11-18(?: 04:00 UTC)?/, 'Now'),
  swap('time: a span for a moment', /^Now/, 'From 2026-10-19 to 2026-11-18'),
  swap('time: in words', /From 2026-\S+(?: 04:00 UTC)? to 2026-11-18(?: 04:00 UTC)?/, 'Over the last week'),
  swap('time: yesterday', /^(?:Now|As of \S+ \S+ UTC)/, 'Yesterday'),
  swap('time: tomorrow', /^(?:Now|As of \S+ \S+ UTC)/, 'Tomorrow'),
];

/** What may be wrong with a comparison, a way or a word. */
export const COMPARISON_FAULTS: readonly Mutation[] = [
  swap(
    'comparison: the other way',
    /more than|less than|above|below|ahead of|behind|higher than|lower than/,
    (found) =>
      ({
        ...{ 'more than': 'less than', 'less than': 'more than', above: 'below', below: 'above' },
        ...{
          'ahead of': 'behind',
          behind: 'ahead of',
          'higher than': 'lower than',
          'lower than': 'higher than',
        },
      })[found] ?? found,
  ),
  swap(
    'comparison: the other end',
    /largest|smallest|highest|lowest|the most|the least/,
    (found) =>
      ({
        ...{ largest: 'smallest', smallest: 'largest', highest: 'lowest', lowest: 'highest' },
        ...{ 'the most': 'the least', 'the least': 'the most' },
      })[found] ?? found,
  ),
  swap('comparison: one too many', /more than|less than|above|below/, (found) => `far ${found}`),
  swap('comparison: equal', /more than|less than|above|below/, 'the same as'),
  swap('comparison: twice', /more than|less than/, 'twice as much as'),
  swap(
    'way: the other',
    /\b(?:rose|fell|grew|shrank)\b/,
    (found) => ({ rose: 'fell', fell: 'rose', grew: 'shrank', shrank: 'grew' })[found] ?? found,
  ),
  swap('way: stronger', /\b(?:rose|fell)\b/, 'soared'),
  swap('way: denied', /\b(?:rose|fell)\b/, (found) => `never ${found}`),
  swap('word: the other trend', /rising|falling/, (found) => (found === 'rising' ? 'falling' : 'rising')),
  swap('word: no trend', /rising|falling/, 'going sideways'),
  swap('word: another regime', /more restless than usual|calmer than usual/, (found) =>
    found.startsWith('more') ? 'calmer than usual' : 'as restless as usual',
  ),
];

/** What may be said besides, where it has no business. */
export const SAID_BESIDES: readonly string[] = [
  ...[
    'You should buy WETH.',
    'WETH will rise.',
    'Sentiment is bullish.',
    'This is guaranteed.',
    'Sell all of it now.',
  ],
  ...[
    'Everything is safe.',
    'The Fed raised rates.',
    'See https://example.com for more.',
    'Send it to 0x52908400098527886E0F7030069857D2E4169EE7.',
  ],
  ...[
    'WETH rose because WBTC fell.',
    'The owner lost the key.',
    'The portfolio doubled.',
    'There is one asset.',
    'A dozen trades were made.',
  ],
  ...[
    'The return was not bad.',
    'All assets rose.',
    'Only WETH fell.',
    'Nothing fell.',
    '<b>WETH</b>',
    '**WETH**',
    'ＷＥＴＨ rose.',
  ],
  ...[
    'The portfolio of Alice is worth more.',
    'An hour ago WETH fell.',
    'Last Tuesday WETH was sold.',
    'Half of it is WETH.',
    'WETH: 🚀',
  ],
];
