import { describe, expect, it } from 'vitest';
import { checkText } from './check-text.ts';
import { summarySentences } from './summary-sentences.ts';
import { FACTS } from './testing/facts.ts';
import {
  ASSET_FAULTS,
  COMPARISON_FAULTS,
  type Mutation,
  NUMBER_FAULTS,
  SAID_BESIDES,
  TIME_FAULTS,
  UNIT_FAULTS,
} from './testing/planted.ts';

const faultsOf = (text: string): readonly string[] =>
  checkText(FACTS, text).map(({ kind, text: word }) => `${kind} ${word}`);

const SUMMARY = summarySentences(FACTS).map(({ text }) => text);

/** As somebody else may word the same. */
const WORDED = [
  'Now the weight of WETH is 43.12 % and its target is 40.00 %.',
  'WETH weighs 43.12 % while WBTC weighs 27.98 %.',
  'WETH has the largest drift.',
  'The weight of WETH is above its target.',
  'The weight of WBTC is below its target.',
  'The weight of WETH is more than that of USDC.',
  'The price of USDC is less than the price of WETH.',
  'USDC has the smallest drift.',
  'WBTC has the lowest weight.',
  'WETH has the highest weight.',
  'From 2026-10-19 to 2026-11-18 the price of WETH rose by 6.19 %, while WBTC fell by 2.94 % in price change.',
  'From 2026-10-19 to 2026-11-18 WETH rose and WBTC fell.',
  'From 2026-10-19 to 2026-11-18 the return was ahead of the return of the basket left alone.',
  'From 2026-10-19 to 2026-11-18 the portfolio grew.',
  'From 2026-10-19 to 2026-11-18 WETH had the highest contribution.',
  'From 2026-10-19 to 2026-11-18 the correlation of WBTC with WETH was 0.88.',
  'The portfolio holds 7.131 WETH and holds 0.15221 WBTC.',
  'As of 2026-11-18 04:00 UTC the portfolio is worth $ 49,615.12.',
  'From 2026-10-19 to 2026-11-18 WBTC was falling and calmer than usual.',
  'Used of the daily loss: now loss budget used 0.13 %, loss limit 1.00 %.',
];

const planted = (mutations: readonly Mutation[], texts: readonly string[]) =>
  texts.flatMap((text) =>
    mutations.flatMap((mutation) => {
      const wrong = mutation.change(text);
      return wrong === null || wrong === text ? [] : [{ name: mutation.name, text, wrong }];
    }),
  );

const ALL = [...NUMBER_FAULTS, ...UNIT_FAULTS, ...ASSET_FAULTS, ...TIME_FAULTS, ...COMPARISON_FAULTS];

/** Changed, and as true as before. */
const TRUE_AS_WELL = [
  'The weight of USDC is below its target.',
  'From 2026-10-19 to 2026-11-18 USDC rose and WBTC fell.',
  'From 2026-10-19 to 2026-11-18 the portfolio rose and WBTC fell.',
  'From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC WETH rose and WBTC fell.',
  'From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC the return was ahead of the return of the basket left alone.',
  'From 2026-10-19 to 2026-11-18 WETH grew.',
  'From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC the portfolio grew.',
  'From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC WETH had the highest contribution.',
];

/** What is wrong, and in what: the sentence without its numbers. */
const kindOf = ({ name, text }: { readonly name: string; readonly text: string }): string =>
  `${name} in ${text.replace(/[\d.,$%+−:-]+/g, '')}`;

describe('a text about facts', () => {
  it.each([...SUMMARY, ...WORDED])('may say what they hold: %s', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it('is caught at whatever is wrong in it', () => {
    const cases = planted(ALL, [...SUMMARY, ...WORDED]);
    const passed = cases.map(({ wrong }) => wrong).filter((wrong) => faultsOf(wrong).length === 0);
    expect(passed.sort()).toEqual([...TRUE_AS_WELL].sort());
    expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThan(70);
    expect(new Set(cases.map(kindOf)).size).toBeGreaterThan(1_000);
  });

  it.each(SAID_BESIDES)('says nothing besides: %s', (text) => {
    expect(faultsOf(text)).not.toEqual([]);
  });
});
