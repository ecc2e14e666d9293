import { describe, expect, it } from 'vitest';
import { typedBacktest as run, testFolder } from './testing/typed-backtest.ts';

const { fileOf } = testFolder();

const DAYS = Array.from({ length: 28 }, (_, index) => `2024-02-${String(index + 1).padStart(2, '0')}`);
const gold = (index: number): string => (100 + 30 * Math.sin(index)).toFixed(2);
const yen = (index: number): string => (1 + 0.1 * Math.cos(index)).toFixed(4);
const fileOfDays = (name: string, row: (index: number) => string): string =>
  fileOf(
    name,
    `${name.startsWith('both') ? 'date,XAU,YEN' : 'Date,Close'}\n${DAYS.map((day, index) => `${day},${row(index)}`).join('\n')}\n`,
  );

const BOTH = fileOfDays('both.csv', (index) => `${gold(index)},${yen(index)}`);
const XAU = fileOfDays('xau.csv', gold);
const YEN = fileOfDays('yen.csv', yen);
const REST = ['--targets', 'XAU=60,YEN=40', '--policy', 'balanced', '--json'];

describe('files of one asset each', () => {
  it.each([
    ['one option, a word for each file', ['--prices', `XAU=${XAU}`, `YEN=${YEN}`, ...REST]],
    ['joined to the option by =', [`--prices=XAU=${XAU}`, `YEN=${YEN}`, ...REST]],
    ['after all other options', [...REST, '--prices', `XAU=${XAU}`, `YEN=${YEN}`]],
    ['the option twice', ['--prices', `XAU=${XAU}`, ...REST, '--prices', `YEN=${YEN}`]],
    ['divided by commas', ['--prices', `XAU=${XAU},YEN=${YEN}`, ...REST]],
  ])('are one market: %s', async (_, argv) => {
    const whole = await run('--prices', BOTH, ...REST);
    expect(whole.code).toBe(0);
    expect(await run(...argv)).toEqual(whole);
  });

  it('may be in a file whose name has a comma', async () => {
    const comma = fileOfDays('both, and more.csv', (index) => `${gold(index)},${yen(index)}`);
    expect(await run('--prices', comma, ...REST)).toEqual(await run('--prices', BOTH, ...REST));
  });

  it('are named when one of them is not there, and a word after another option is no file', async () => {
    const missing = await run('--prices', `XAU=${XAU}`, 'YEN=/nowhere.csv', ...REST);
    expect([missing.code, missing.error]).toEqual([1, expect.stringContaining('/nowhere.csv')]);
    const stray = await run('--prices', BOTH, ...REST, 'XAU.csv');
    expect([stray.code, stray.error]).toEqual([2, expect.stringContaining("Unexpected argument 'XAU.csv'")]);
  });

  it.each(['sim:7', 'db:coinbase'])('are not put beside %s', async (market) => {
    const refused = await run('--prices', `XAU=${XAU}`, market, ...REST);
    expect([refused.code, refused.error]).toEqual([2, expect.stringContaining(`--prices: ${market} is`)]);
  });
});

describe('the distance of rows', () => {
  const spaced = (name: string, labels: readonly string[]): string =>
    fileOf(name, `date,XAU,YEN\n${labels.map((label, index) => `${label},${gold(index)},1`).join('\n')}\n`);
  const months = (step: number): readonly string[] =>
    Array.from({ length: 6 }, (_, index) =>
      new Date(Date.UTC(2020, index * step, 1)).toISOString().slice(0, 10),
    );
  const hours = (step: number): readonly string[] =>
    Array.from({ length: 6 }, (_, index) => new Date(Date.UTC(2020, 0, 1, index * step)).toISOString());

  it.each([
    ['6 hourly closes', hours(1)],
    ['6 closes 4h apart', hours(4)],
    ['6 daily closes', hours(24)],
    ['6 weekly closes', hours(168)],
    ['6 monthly closes', months(1)],
    ['6 closes 2 months apart', months(2)],
    ['6 quarterly closes', months(3)],
    ['6 yearly closes', months(12)],
  ])('is told: %s', async (words, labels) => {
    const { out } = await run('--prices', spaced('spaced.csv', labels), ...REST.slice(0, -1));
    expect(out).toContain(words);
  });

  it('in calendar months names first and last row as the file does, and makes no gap of a short month', async () => {
    const monthly = spaced('monthly.csv', months(1));
    const { out } = await run('--prices', monthly, ...REST.slice(0, -1));
    expect(out).toContain('2020-01-01 … 2020-06-01, 6 monthly closes');
    expect(out).not.toContain('missing');
    const ends = spaced('ends.csv', ['2020-01-31', '2020-02-29', '2020-03-31', '2020-05-31']);
    expect(JSON.parse((await run('--prices', ends, ...REST)).out).remarks).toEqual([
      '1 row is missing after 2020-03-31; nothing was filled in',
    ]);
  });

  it('counts only the rows that are missing within the period asked for', async () => {
    const holed = spaced('holed.csv', [...DAYS.slice(0, 5), ...DAYS.slice(8, 20), ...DAYS.slice(21)]);
    const remarksOf = async (...period: string[]) =>
      JSON.parse((await run('--prices', holed, ...REST, ...period)).out).remarks;
    expect(await remarksOf()).toEqual([
      '4 rows are missing in 2 places, the first after 2024-02-05; nothing was filled in',
    ]);
    expect(await remarksOf('--from', '2024-02-07')).toEqual([
      '1 row is missing after 2024-02-20; nothing was filled in',
    ]);
    expect(await remarksOf('--to', '2024-02-07')).toEqual([]);
    expect(await remarksOf('--from', '2024-02-09', '--to', '2024-02-20')).toEqual([]);
  });
});

describe('what the reader of a file had to say', () => {
  it('is among the remarks of the figures, in JSON, beside them and in the table', async () => {
    const fine = `1.${'0'.repeat(18)}5`;
    const path = fileOf('fine.csv', `date,XAU,YEN\n${DAYS.map((day) => `${day},${fine},1`).join('\n')}\n`);
    const note = '28 prices have more than 18 places and were rounded to 18';
    const json = await run('--prices', path, ...REST);
    expect([JSON.parse(json.out).remarks, json.error]).toEqual([[note], note]);
    expect((await run('--prices', path, ...REST.slice(0, -1))).out).toContain(note);
  });
});
