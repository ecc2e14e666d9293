import { describe, expect, it } from 'vitest';
import { USDC } from '../cash-policy.ts';
import { profileFor } from '../optimize-snapshot.ts';
import type { RateHistory } from '../rate-history.ts';
import { type ComparedVault, compareStrategies, toldTogether } from './compare-strategies.ts';

const DAY = 86_400;
const START = Math.floor(1_800_000_000 / DAY) * DAY;
const CHAIN = 8_453;
const VAULTS = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`];
const POLICY = { ...profileFor('aggressive', [CHAIN]), vaultCapBps: 10_000 };
const WITH = { policy: POLICY, startUnits: 10_000n * USDC };

type Shape = { readonly days: number; readonly rate: (day: number) => number; readonly promised?: number };

/** A share price a day, at noon, grown by that day's rate a year. */
const historyOf = (vault: string, { days, rate, promised }: Shape): RateHistory => {
  let price = 10n ** 18n;
  const points = Array.from({ length: days + 1 }, (_, day) => {
    price += (price * BigInt(Math.round(rate(day) * 1e6))) / 365_000_000n;
    return {
      ...{ atSeconds: START + day * DAY + DAY / 2, sharePriceE18: price, tvlUnits: 50_000_000n * USDC },
      ...{ paidE18: null, promisedE18: promised === undefined ? null : BigInt(promised * 1e6) * 10n ** 12n },
      utilisationE18: 8n * 10n ** 17n,
    };
  });
  return { key: { chainId: CHAIN, vault }, source: 'own share price', points };
};
const [NORTH = '', SOUTH = ''] = VAULTS;
/** One pays 4 %; the other 3 %, and 9 from the hundredth day on; the chaser's promise is a lie. */
const worldOf = (days: number, late = 100): readonly RateHistory[] => [
  historyOf(NORTH, { days, rate: () => 0.04, promised: 0.04 }),
  historyOf(SOUTH, { days, rate: (day) => (day < late ? 0.03 : 0.09), promised: 0.03 }),
];
/** What is promised is what its site says. */
const vaultsOf = (histories: readonly RateHistory[]): readonly ComparedVault[] =>
  histories.map((own) => ({ own, site: { ...own, source: 'DefiLlama' } }));
const earnedBy = (histories: readonly RateHistory[], days: number) => {
  const found = compareStrategies(vaultsOf(histories), WITH).find((one) => one.days === days);
  if (found?.kind !== 'compared') throw new Error('not compared');
  return Object.fromEntries(found.ways.map(({ way, earnedUnits }) => [way, Number(earnedUnits) / 1e6]));
};

describe('strategies compared over the stored rates', () => {
  it('say that there is not enough history, and how much is needed', () => {
    expect(compareStrategies(vaultsOf(worldOf(59)), WITH)).toEqual([
      { kind: 'too-short', days: 30, neededDays: 61, knownDays: 59 },
      { kind: 'too-short', days: 90, neededDays: 121, knownDays: 59 },
    ]);
    expect(compareStrategies([], WITH)[0]).toMatchObject({ kind: 'too-short', knownDays: 0 });
    const one = worldOf(130).slice(0, 1);
    expect(compareStrategies(vaultsOf(one), WITH)[0]).toMatchObject({ kind: 'too-short', knownDays: 0 });
  });

  it('are ahead of staying where a better rate came and stayed, each after its costs', () => {
    const { ours = 0, staying = 0, chaser = 0 } = earnedBy(worldOf(160), 90);
    expect(staying).toBeGreaterThan(95);
    expect(staying).toBeLessThan(105);
    expect(ours).toBeGreaterThan(staying + 30);
    // Where most is promised is where it was: it stays too.
    expect(Math.abs(chaser - staying)).toBeLessThan(1);
  });

  it('leave a vault out that is younger than the span, and one that nobody reads any more', () => {
    const young = {
      ...historyOf('0x3', { days: 20, rate: () => 0.2 }),
      key: { chainId: CHAIN, vault: '0x3' },
    };
    const late = {
      ...young,
      points: young.points.map((p) => ({ ...p, atSeconds: p.atSeconds + 140 * DAY })),
    };
    const gone = historyOf('0x4', { days: 100, rate: () => 0.2 });
    expect(earnedBy([...worldOf(160), late, gone], 90)).toEqual(earnedBy(worldOf(160), 90));
  });

  it('know nothing of later: a span is the same whatever comes after it', () => {
    const short = worldOf(160, 120);
    const changed = worldOf(160, 120).map((history) => ({
      ...history,
      points: history.points.map((point, day) =>
        day < 159 ? point : { ...point, promisedE18: 9n * 10n ** 17n, paidE18: 9n * 10n ** 17n },
      ),
    }));
    expect(earnedBy(changed, 90)).toEqual(earnedBy(short, 90));
  });

  it('go by what a site had said until each day, and by nothing that it said later', () => {
    const [own] = worldOf(3);
    if (own === undefined) throw new Error('no history');
    const said = (day: number, paidE18: bigint) => ({
      ...{ atSeconds: START + day * DAY, sharePriceE18: null, tvlUnits: null, utilisationE18: null },
      ...{ paidE18, promisedE18: paidE18 },
    });
    const bare = { ...own, points: own.points.map((point) => ({ ...point, promisedE18: null })) };
    const together = toldTogether(bare, { ...own, source: 'DefiLlama', points: [said(1, 5n), said(3, 7n)] });
    expect(together.points.map(({ promisedE18 }) => promisedE18)).toEqual([null, 5n, null, 7n]);
    // What nobody says is what its own share price grew by.
    const [first, told, grown] = together.points.map(({ paidE18 }) => paidE18);
    expect([first, told]).toEqual([null, 5n]);
    expect(Number(grown) / 1e16).toBeCloseTo(4, 1);
  });
});
