import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { BRIDGE_BPS_PER_DAY, CASH_PRESETS, CASH_PROFILES } from './cash-policy.ts';
import type { CashChain, CashSnapshot, CashVault } from './cash-snapshot.ts';
import { chooseAnchor } from './choose-anchor.ts';
import { decideCash } from './decide-cash.ts';
import { explainCash } from './explain-cash.ts';
import {
  BASE,
  cashOf,
  chainOf,
  ETHEREUM,
  movesIn,
  NOW,
  openPolicy,
  percent,
  reasonOf,
  shiftsIn,
  usdc,
  vaultOf,
} from './testing/cash-builders.ts';

/** 10,000 dollars at 4 % beside a vault on the same chain that pays 9 %. */
const better = (
  other: Parameters<typeof vaultOf>[1] = {},
  chain: Partial<CashChain> = {},
  more: Partial<CashSnapshot> = {},
): CashSnapshot =>
  cashOf(
    [chainOf(BASE, [vaultOf('a', { rate: 4, held: 10_000 }), vaultOf('b', { rate: 9, ...other })], chain)],
    {
      anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }],
      ...more,
    },
  );

/** The same with the other vault on another chain. */
const across = (chain: Partial<CashChain> = {}, more: Partial<CashSnapshot> = {}): CashSnapshot =>
  cashOf(
    [
      chainOf(BASE, [vaultOf('a', { rate: 4, held: 10_000 })], chain),
      chainOf(ETHEREUM, [vaultOf('b', { rate: 12 })]),
    ],
    { anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }], ...more },
  );

/** Far from what may be lost. */
const OPEN = { trialShareBps: 10_000, shortfallBps: 10_000 };

const decide = (snapshot: CashSnapshot, more: Parameters<typeof openPolicy>[0] = {}) =>
  decideCash(snapshot, openPolicy(more));

describe('where USDC goes', () => {
  it('goes where it earns more, redeemed before it is deposited', () => {
    const decision = decide(better());
    expect(movesIn(decision)).toEqual([
      { kind: 'redeem', chainId: BASE, vault: 'a', units: usdc(10_000) },
      { kind: 'deposit', chainId: BASE, vault: 'b', units: usdc(10_000) },
    ]);
    expect(decision.votes.map(({ scorer, vote }) => [scorer, vote])).toEqual([
      ['yield', 'move'],
      ['risk', 'move'],
      ['coordinator', 'move'],
    ]);
    expect(explainCash(decision).sentence).toBe(
      'Move $ 10,000.00 from A to B. Expected 4.00 % a year → 9.00 % a year. Next look 2026-11-19 04:00 UTC.',
    );
  });

  it('crosses chains by a redemption and a bridge, and is looked at again when it should have arrived', () => {
    const decision = decide(across());
    expect(movesIn(decision).map(({ kind }) => kind)).toEqual(['redeem', 'bridge']);
    expect(decision.nextLookAt).toBe(NOW + 3_600);
  });

  it('pays the way back before it leaves: across chains in parts, each at its own gas', () => {
    const dollar = { depositUnits: usdc(1), redeemUnits: usdc(1), burnUnits: usdc(1), mintUnits: usdc(1) };
    const costOf = (decision: ReturnType<typeof decide>) => shiftsIn(decision)[0]?.costUnits ?? 0n;
    const gas = { costs: dollar };
    const here = (leadBps: number) => {
      const leadE18 = (BigInt(leadBps) * E18) / 10_000n;
      const cost = (chain: Partial<CashChain>) =>
        costOf(decide(better({ rate: 14 }, chain, { leadE18 }), { horizonSeconds: 365 * 86_400, ...OPEN }));
      return cost(gas) - cost({});
    };
    expect([0, 5, 10, 1_000].map(here)).toEqual([2 + 12 * 2, 2 + 7.5 * 2, 2 + 3 * 2, 2 + 3 * 2].map(usdc));
    // Redeemed and burnt here, minted and deposited on the way home; over there nothing costs anything.
    const crossing = (leadBps: number) => {
      const leadE18 = (BigInt(leadBps) * E18) / 10_000n;
      const cost = (chain: Partial<CashChain>) => {
        const left = { bridgeLeftE18: E18 / 4n, ...chain };
        const policy = { shiftsMax: 1, horizonSeconds: 365 * 86_400, ...OPEN };
        return costOf(decide(across(left, { leadE18 }), policy));
      };
      return cost(gas) - cost({});
    };
    // What moves is smaller by what the bridge budget leaves of its gas, and so is what is not earned for an hour.
    const dollars = (units: bigint): number => Math.round(Number(units) / 1e4) / 100;
    expect([0, 5, 10, 1_000].map(crossing).map(dollars)).toEqual([
      2 + 7 * 2,
      2 + 4.5 * 2,
      2 + 2 * 2,
      2 + 2 * 2,
    ]);
  });

  it('is placed where it has arrived: in the anchor, where that is there, else in the best of its chain', () => {
    const chains = [chainOf(BASE, [vaultOf('a', { rate: 4 }), vaultOf('b', { rate: 9 })], { idle: 500 })];
    const there = cashOf(chains, { anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }] });
    expect(movesIn(decide(there))).toMatchObject([{ kind: 'deposit', vault: 'a' }]);
    expect(movesIn(decide(cashOf(chains)))).toMatchObject([{ kind: 'deposit', vault: 'b' }]);
  });

  it('comes back when what it left pays more again', () => {
    const back = cashOf(
      [chainOf(BASE, [vaultOf('a', { rate: 9 }), vaultOf('b', { rate: 8, held: 5_000 })])],
      {
        anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }],
      },
    );
    expect(shiftsIn(decide(back))).toMatchObject([{ kind: 'back', units: usdc(5_000) }]);
  });

  it('is expected to pay little of what a spike pays', () => {
    const expected = (now: number) =>
      decide(better(told(now, { monthE18: percent(4) }))).vaults[1]?.expectedE18;
    expect([4, 16, 26].map(expected)).toEqual([4, 13.6, 15.1].map(percent));
  });

  it('is seen by its month across chains, by what it pays now on its own, and by that alone with a lead', () => {
    const year = { shiftsMax: 1, horizonSeconds: 365 * 86_400, ...OPEN };
    /** Per cent that a vault of 14 now and 4 in the month is expected to pay, from one of none. */
    const seen = (leadBps: number, to: number) => {
      const leadE18 = (BigInt(leadBps) * E18) / 10_000n;
      const vault = vaultOf('b', told(14, { monthE18: percent(4) }));
      const home = chainOf(BASE, [vaultOf('a', { rate: 0, held: 10_000 }), ...(to === BASE ? [vault] : [])]);
      const anchor = [{ chainId: BASE, vault: 'a', shareBps: 10_000 }];
      const chains = to === BASE ? [home] : [home, chainOf(ETHEREUM, [vault])];
      const [shift] = shiftsIn(decide(cashOf(chains, { anchor, leadE18 }), year));
      return shift === undefined ? null : Number((shift.earnedUnits * 1_000n) / shift.units) / 10;
    };
    // What our own weight takes of it is a hundred-thousandth.
    expect([0, 10].map((bps) => seen(bps, BASE))).toEqual([11.9, 11.9]);
    expect([0, 5, 10].map((bps) => seen(bps, ETHEREUM))).toEqual([8.4, 10.2, 11.9]);
  });

  it('asks less of what leaves, the further moves are ahead, and no less than its costs', () => {
    const asked = (leadBps: number, from: (more: Partial<CashSnapshot>) => CashSnapshot) => {
      const leadE18 = (BigInt(leadBps) * E18) / 10_000n;
      const [shift] = shiftsIn(
        decide(from({ leadE18 }), { firstGainBps: 3, nextGainBps: 1, crossGainBps: 8, ...OPEN }),
      );
      return shift === undefined ? null : (shift.neededUnits * 10_000n * 10n) / shift.units;
    };
    const here = (more: Partial<CashSnapshot>) => better({ rate: 14 }, {}, more);
    const there = (more: Partial<CashSnapshot>) => across({}, more);
    expect([-1, 0, 5, 10, 50].map((bps) => asked(bps, here))).toEqual([10n, 10n, 10n, 10n, 10n]);
    expect([-1, 0, 5, 10, 50].map((bps) => asked(bps, there))).toEqual([110n, 110n, 60n, 10n, 10n]);
  });

  it('pays something for being at home, more from another chain, and nothing when it is far ahead', () => {
    const rates = (home: number, away: number) => ({ home, away });
    const kinds = (
      { home, away }: ReturnType<typeof rates>,
      { leadBps, isAcross }: { leadBps: number; isAcross: boolean },
    ) => {
      const chains = isAcross
        ? [
            chainOf(BASE, [vaultOf('a', { rate: home })]),
            chainOf(ETHEREUM, [vaultOf('b', { rate: away, held: 5_000 })]),
          ]
        : [chainOf(BASE, [vaultOf('a', { rate: home }), vaultOf('b', { rate: away, held: 5_000 })])];
      const anchor = [{ chainId: BASE, vault: 'a', shareBps: 10_000 }];
      const leadE18 = (BigInt(leadBps) * E18) / 10_000n;
      return shiftsIn(decide(cashOf(chains, { anchor, leadE18 }))).map(({ kind }) => kind);
    };
    const [here, there] = [
      { leadBps: 0, isAcross: false },
      { leadBps: 0, isAcross: true },
    ];
    expect(kinds(rates(5, 5.4), here)).toEqual(['back']);
    expect(kinds(rates(5, 5.6), here)).toEqual([]);
    expect(kinds(rates(5, 6.4), there)).toEqual(['back']);
    expect(kinds(rates(5, 6.6), there)).toEqual([]);
    for (const isAcross of [false, true]) expect(kinds(rates(5, 5.1), { leadBps: 10, isAcross })).toEqual([]);
  });

  it('counts how much longer a move beside the anchor makes the way home', () => {
    const costs = { depositUnits: usdc(1), redeemUnits: usdc(1), burnUnits: usdc(1), mintUnits: usdc(1) };
    const cost = (held: 'b' | 'c') => {
      const vault = (name: string, rate: number) => vaultOf(name, { rate, held: name === held ? 5_000 : 0 });
      const home = chainOf(BASE, [vaultOf('a', { rate: 1 }), vault('b', 2)], { costs });
      const over = chainOf(ETHEREUM, [vault('c', 3), vaultOf('d', { rate: 14 })], { costs });
      const anchor = [{ chainId: BASE, vault: 'a', shareBps: 5_000 }];
      const policy = { shiftsMax: 1, horizonSeconds: 30 * 86_400 };
      const [shift] = shiftsIn(decide(cashOf([home, over], { anchor }), policy));
      return [shift?.kind, shift?.to.vault, shift?.costUnits];
    };
    // Across: four dollars there, four on each of two ways home, and what is not earned for an hour; on the same chain just two.
    const [, , crossing] = cost('b');
    expect(cost('b').slice(0, 2)).toEqual(['side', 'd']);
    expect(typeof crossing === 'bigint' && crossing >= usdc(12) && crossing < usdc(12.1)).toBe(true);
    expect(cost('c')).toEqual(['side', 'd', usdc(2)]);
  });

  it('changes beside the anchor though moves have fallen behind, and leaves it no further', () => {
    const beside = (leadBps: number) => {
      const vaults = [
        vaultOf('a', { rate: 7, held: 5_000 }),
        vaultOf('b', { rate: 6, held: 5_000 }),
        vaultOf('c', { rate: 14 }),
      ];
      const anchor = [{ chainId: BASE, vault: 'a', shareBps: 10_000 }];
      return cashOf([chainOf(BASE, vaults)], { anchor, leadE18: (BigInt(leadBps) * E18) / 10_000n });
    };
    const kinds = (leadBps: number) => shiftsIn(decide(beside(leadBps))).map(({ kind }) => kind);
    expect(kinds(-6)).toEqual(['side']);
    expect(kinds(8)).toEqual(['side', 'away']);
  });

  it('is spread where its own weight lowers what a market pays', () => {
    const small = { tvlUnits: usdc(10_000), tvlWeekAgoUnits: usdc(10_000), rate: 9 };
    const snapshot = better(small);
    const [shift] = shiftsIn(decide(snapshot, { marketShareBpsMax: 10_000, shiftsMax: 1 }));
    expect(shift?.units).toBeLessThan(usdc(10_000));
    expect(shiftsIn(decide(better(), { shiftsMax: 1 }))[0]?.units).toBe(usdc(10_000));
  });
});

describe('staying is an answer', () => {
  it('with a figure', () => {
    const decision = decide(better({ rate: 5 }), { nextGainBps: 20 });
    expect(reasonOf(decision)).toBe('gain-too-small');
    expect(explainCash(decision).why).toBe(
      'Stay: the best move would gain too little (it would gain $ 1.92, at least $ 20.00 is asked for). It earns 4.00 % a year.',
    );
  });

  it('when there is nothing better, nothing at all, or a stop', () => {
    expect(reasonOf(decide(better({ rate: 3 })))).toBe('best-already');
    expect(reasonOf(decide(cashOf([chainOf(BASE, [vaultOf('a')])])))).toBe('nothing-held');
    expect(reasonOf(decide(better({}, {}, { halted: true })))).toBe('halted');
  });

  it('when what was read contradicts itself, in words', () => {
    const twice = cashOf([chainOf(BASE, [vaultOf('a', { held: 5 }), vaultOf('a')])]);
    expect(explainCash(decide(twice)).why).toBe(
      'Stay: what was read contradicts itself: a vault is there twice.',
    );
    expect(reasonOf(decide(cashOf([chainOf(BASE, [], { minMoveBps: 20_000 })])))).toBe(
      'snapshot-contradiction',
    );
  });
});

const told = (rate: number, more: Partial<CashVault['rates']> = {}, age = 3_600): Partial<CashVault> => ({
  rates: {
    told: { rateE18: percent(rate), atSeconds: NOW - age },
    dayE18: percent(rate),
    monthE18: percent(9),
    ...more,
  },
});

describe('a vault takes nothing', () => {
  it.each<[string, string, Partial<CashVault>]>([
    [
      'nobody tells what it pays',
      'rate-missing',
      { rates: { told: null, dayE18: null, monthE18: percent(9) } },
    ],
    ['nobody tells how much it holds', 'rate-missing', { tvlUnits: null }],
    ['it is known for less than a month', 'rate-missing', told(9, { monthE18: null })],
    ['its rate is two days old', 'rate-stale', told(9, {}, 2 * 86_400)],
    ['it takes', 'rate-negative', told(-1)],
    ['its rate is beyond belief', 'rate-absurd', told(51)],
    ['its rate is doubted', 'rate-doubted', told(16, { dayE18: percent(9) })],
    ['it can not be read', 'vault-unreadable', { fault: 'unreadable' }],
    ['it fell under its mark', 'vault-below-mark', { fault: 'below-mark' }],
    ['its depositors leave', 'depositors-leaving', { tvlWeekAgoUnits: usdc(1_250_000_001) }],
    ['all of it is lent out', 'market-tight', { utilisationE18: (981n * E18) / 1_000n }],
  ])('when %s', (_, reason, more) => {
    const decision = decide(better(more));
    expect(decision.plan.kind).toBe('stay');
    expect(decision.vaults.find(({ vault }) => vault === 'b')?.reason).toBe(reason);
    expect(explainCash(decision).vaults[0]?.why).toMatch(/^Takes nothing: .*\.$/);
  });

  it.each<[string, Partial<CashVault>]>([
    ['its rate is doubted, but its share price has grown so for a day', told(16)],
    ['a fifth of it has left in a week', { tvlWeekAgoUnits: usdc(1_250_000_000) }],
    ['98 % of it are lent out', { utilisationE18: (98n * E18) / 100n }],
  ])('but not yet when %s', (_, more) => {
    expect(movesIn(decide(better(more))).length).toBeGreaterThan(0);
  });

  it('and gives nothing by a rate that nobody can use', () => {
    const held = (more: Partial<CashVault>) =>
      cashOf([chainOf(BASE, [vaultOf('a', { held: 10_000, ...more }), vaultOf('b', { rate: 14 })])]);
    expect(reasonOf(decide(held(told(60))))).toBe('rate-absurd');
    expect(reasonOf(decide(held(told(1, {}, 3 * 86_400))))).toBe('rate-stale');
    expect(reasonOf(decide(held({ fault: 'unreadable' })))).toBe('nothing-held');
    expect(movesIn(decide(held(told(1)))).length).toBe(2);
  });

  it.each([
    ['its depositors leave', { tvlWeekAgoUnits: usdc(2_000_000_000) }],
    ['nearly all of it is lent out', { utilisationE18: (99n * E18) / 100n }],
  ])('new when %s; but the way home is open, for what arrives there too', (_, unwell) => {
    const anchor = [{ chainId: BASE, vault: 'a', shareBps: 10_000 }];
    const away = cashOf(
      [chainOf(BASE, [vaultOf('a', { rate: 9, ...unwell }), vaultOf('b', { rate: 8, held: 5_000 })])],
      { anchor },
    );
    const home = decide(away);
    expect(shiftsIn(home)).toMatchObject([{ kind: 'back', to: { vault: 'a' } }]);
    expect(home.votes[1]).toMatchObject({ scorer: 'risk', vote: 'move', reason: null });
    expect(home.votes[1]?.why).toMatch(/who stayed would be there too\.$/);
    const vaults = [vaultOf('a', { rate: 9, ...unwell }), vaultOf('b', { rate: 14 })];
    const arrived = cashOf([chainOf(BASE, vaults, { idle: 500 })], { anchor });
    expect(movesIn(decide(arrived))).toMatchObject([{ kind: 'deposit', vault: 'a' }]);
    const strange = cashOf([chainOf(BASE, vaults, { idle: 500 })]);
    expect(movesIn(decide(strange))).toMatchObject([{ kind: 'deposit', vault: 'b' }]);
  });

  describe('is silence', () => {
    const anchor = [{ chainId: BASE, vault: 'a', shareBps: 10_000 }];
    /** 5,000 dollars beside the anchor, which pays less. */
    const beside = (home: number, away: number, more: Partial<CashSnapshot> = {}) =>
      cashOf(
        [
          chainOf(BASE, [
            vaultOf('a', told(4, {}, home)),
            vaultOf('b', { held: 5_000, givenUnits: usdc(5_000), ...told(9, {}, away) }),
          ]),
        ],
        { anchor, leadE18: 0n, ...more },
      );
    const DAY = 86_400;

    it.each([
      ['of the anchor', DAY, 0],
      ['of where money is', 0, DAY],
      ['of both', DAY, DAY],
    ])('%s that brings money home before nobody can use the rate', (_, home, away) => {
      expect(shiftsIn(decide(beside(home, away)))).toMatchObject([{ kind: 'back', units: usdc(5_000) }]);
    });

    it('that moves nothing a second sooner, with a lead, from another chain, or by a rate that is too old', () => {
      expect(shiftsIn(decide(beside(DAY - 1, DAY - 1)))).toEqual([]);
      expect(shiftsIn(decide(beside(DAY, DAY, { leadE18: E18 / 1_000n })))).toEqual([]);
      expect(reasonOf(decide(beside(2 * DAY, 0)))).toBe('rate-stale');
      const over = vaultOf('b', { held: 5_000, ...told(9, {}, DAY) });
      const chains = [chainOf(BASE, [vaultOf('a', told(4, {}, DAY))]), chainOf(ETHEREUM, [over])];
      expect(shiftsIn(decide(cashOf(chains, { anchor, leadE18: 0n })))).toEqual([]);
    });

    it.each([
      ['from', DAY, 0],
      ['to', 0, DAY],
    ])('in which nothing leaves %s a vault', (_, home, away) => {
      const from = vaultOf('a', { held: 10_000, givenUnits: usdc(10_000), ...told(4, {}, home) });
      const chains = [chainOf(BASE, [from, vaultOf('b', told(14, {}, away))])];
      expect(reasonOf(decide(cashOf(chains, { anchor })))).toBe('rate-stale');
    });
  });

  it('is left for the anchor when its depositors leave, though it pays more', () => {
    const leaving = { rate: 12, held: 5_000, tvlWeekAgoUnits: usdc(2_000_000_000) };
    const run = cashOf([chainOf(BASE, [vaultOf('a', { rate: 4 }), vaultOf('b', leaving)])], {
      anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }],
    });
    expect(shiftsIn(decide(run))).toMatchObject([{ kind: 'back', to: { vault: 'a' } }]);
  });
});

describe('limits bind at their edge', () => {
  const cool = { lastDepositedAtSeconds: NOW - 3_600 };
  const hot = { lastDepositedAtSeconds: NOW - 3_599 };
  const held = (more: Partial<CashVault>) =>
    cashOf([chainOf(BASE, [vaultOf('a', { rate: 4, held: 10_000, ...more }), vaultOf('b', { rate: 9 })])]);

  it('of time between moves of a vault', () => {
    expect(movesIn(decide(held(cool)))).toHaveLength(2);
    expect(reasonOf(decide(held(hot)))).toBe('cooldown');
    expect(reasonOf(decide(better({ lastRedeemedAtSeconds: NOW - 3_599 })))).toBe('cooldown');
  });

  it('of a chain that is paused or down', () => {
    expect(reasonOf(decide(better({}, { paused: true })))).toBe('paused');
    expect(reasonOf(decide(better({}, { lagging: true })))).toBe('chain-lagging');
    expect(reasonOf(decide(better({}, { costs: null })))).toBe('gas-unpriced');
  });

  it('of the way to another chain', () => {
    const until = (openUntilSeconds: number) => ({ siblings: [{ chainId: ETHEREUM, openUntilSeconds }] });
    expect(reasonOf(decide(across(until(NOW))))).toBe('sibling-closed');
    expect(movesIn(decide(across(until(NOW + 1))))).toHaveLength(2);
    expect(reasonOf(decide(across({ siblings: [] })))).toBe('sibling-closed');
    expect(reasonOf(decide(across({ lastBridgedAtSeconds: NOW - 3_599 })))).toBe('cooldown');
    const due = (dueAtSeconds: number) => ({ arriving: [{ units: usdc(5), dueAtSeconds }] });
    expect(reasonOf(decide(across(due(NOW - 1))))).toBe('transfer-overdue');
    expect(movesIn(decide(across(due(NOW))))).toHaveLength(2);
  });

  it('of the daily budgets', () => {
    const units = (snapshot: CashSnapshot) => shiftsIn(decide(snapshot))[0]?.units;
    expect(units(better({}, { turnoverLeftE18: E18 }))).toBe(usdc(5_000));
    expect(units(across({ turnoverLeftE18: E18 / 2n }, { anchor: [] }))).toBe(usdc(5_000));
    expect(units(across({ bridgeLeftE18: E18 / 4n }, { anchor: [] }))).toBe(usdc(2_500));
    expect(units(across({ bridgeFeeBpsMax: 5, lossLeftE18: E18 / 10_000n }, { anchor: [] }))).toBe(
      usdc(2_000),
    );
    expect(reasonOf(decide(across({ bridgeLeftE18: 0n })))).toBe('budget-exhausted');
  });

  it('of exposure: a vault, a chain, the contract’s own cap, our part of a market', () => {
    const caps = (capBps: number) => [
      { chainId: BASE, capBps: 10_000 },
      { chainId: ETHEREUM, capBps },
    ];
    const units = (snapshot: CashSnapshot, more = {}) =>
      shiftsIn(decide(snapshot, { shiftsMax: 1, ...more }))[0]?.units;
    expect(units(better(), { vaultCapBps: 3_000 })).toBe(usdc(3_000));
    expect(units(across(), { chainCaps: caps(2_000) })).toBe(usdc(2_000));
    expect(reasonOf(decide(across(), { chainCaps: caps(0) }))).toBe('exposure-full');
    expect(units(better({ capBps: 4_000 }))).toBe(usdc(4_000));
    const market = { tvlUnits: usdc(20_000), tvlWeekAgoUnits: usdc(20_000) };
    expect(units(better(market), { marketShareBpsMax: 1_000 })).toBe(usdc(2_000));
  });

  it('of what stays on hand', () => {
    const idle = cashOf([chainOf(BASE, [vaultOf('b', { rate: 9 })], { idle: 1_000 })]);
    expect(shiftsIn(decide(idle, { bufferBps: 500 }))[0]?.units).toBe(usdc(950));
  });

  it('of what a move must be at least', () => {
    const idle = (dollars: number, gas = 0) =>
      cashOf([
        chainOf(BASE, [vaultOf('b', { rate: 14 })], {
          idle: dollars,
          costs: { depositUnits: usdc(gas), redeemUnits: 0n, burnUnits: 0n, mintUnits: 0n },
        }),
      ]);
    expect(movesIn(decide(idle(10)))).toHaveLength(1);
    expect(reasonOf(decide(idle(9.99)))).toBe('below-minimum');
    // Fifty times its gas.
    expect(movesIn(decide(idle(50, 1), { horizonSeconds: 90 * 86_400 }))).toHaveLength(1);
    expect(reasonOf(decide(idle(49.99, 1), { horizonSeconds: 90 * 86_400 }))).toBe('below-minimum');
  });

  it('of what a move across chains must be at least, and may cost with all its fees', () => {
    const home = (dollars: number, more: Partial<CashChain> = {}) =>
      decide(
        cashOf(
          [chainOf(BASE, [], { idle: dollars, ...more }), chainOf(ETHEREUM, [vaultOf('e', { rate: 14 })])],
          { anchor: [{ chainId: ETHEREUM, vault: 'e', shareBps: 10_000 }] },
        ),
        { horizonSeconds: 365 * 86_400 },
      );
    expect(movesIn(home(100))).not.toHaveLength(0);
    expect(reasonOf(home(99.99))).toBe('below-minimum');
    // 2 dollars of 100 are what all may be; 10 bps of fee are more.
    const costs = { depositUnits: 0n, redeemUnits: 0n, burnUnits: usdc(1.99), mintUnits: 0n };
    expect(movesIn(home(100, { costs }))).not.toHaveLength(0);
    expect(reasonOf(home(100, { costs, bridgeFeeBpsMax: 10 }))).toBe('cost-too-high');
  });

  it('of how much may leave the anchor: a trial part at first', () => {
    const away = (leadBps: number) => {
      const leadE18 = (BigInt(Math.round(leadBps * 100)) * E18) / 1_000_000n;
      return shiftsIn(decide(better({ rate: 14 }, {}, { leadE18 })))[0]?.units ?? 0n;
    };
    expect([0, 0.99].map(away)).toEqual([3_000, 3_000].map(usdc));
    expect(away(1)).toBeGreaterThan(usdc(3_000));
  });

  describe('that has a loss budget', () => {
    /** What leaves 10,000 dollars at home, by the lead in hundredths of a basis point. */
    const leaves = (leadHundredths: number, from: (more: Partial<CashSnapshot>) => CashSnapshot) => {
      const leadE18 = (BigInt(leadHundredths) * E18) / 1_000_000n;
      const policy = { trialShareBps: 10_000, shortfallBps: 6, shiftsMax: 1, horizonSeconds: 365 * 86_400 };
      const decision = decide(from({ leadE18 }), policy);
      return shiftsIn(decision)[0]?.units ?? reasonOf(decision);
    };
    const here = (more: Partial<CashSnapshot>) => better({ rate: 14 }, {}, more);
    const there = (more: Partial<CashSnapshot>) => across({}, more);

    it('of what may be lost should the anchor jump: nothing when moves have lost enough, all when four fifths of what they won pay for it', () => {
      expect([-600, -400, 0, 125, 250].map((lead) => leaves(lead, here))).toEqual([
        'lead-too-small',
        ...[2_500, 7_500, 8_750, 10_000].map(usdc),
      ]);
    });

    it('of what may be lost by half as much on chains from which it comes home by parts, what is there already counted', () => {
      expect([-600, -200, 0, 500, 1_250].map((lead) => leaves(lead, there))).toEqual([
        'lead-too-small',
        ...[2_500, 3_750, 6_250, 10_000].map(usdc),
      ]);
      const standing = (held: number) => (more: Partial<CashSnapshot>) =>
        cashOf(
          [
            chainOf(BASE, [vaultOf('a', { rate: 4, held: 10_000 - held })]),
            chainOf(ETHEREUM, [vaultOf('b', { rate: 12, held })]),
          ],
          { anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }], ...more },
        );
      expect(leaves(0, standing(2_750))).toBe(usdc(1_000));
      expect(leaves(0, standing(3_750))).toBe('lead-too-small');
    });

    it('of what may be lost from beside the anchor over to another chain too', () => {
      const beside = (more: Partial<CashSnapshot>) =>
        cashOf(
          [
            chainOf(BASE, [vaultOf('a', { rate: 4, held: 6_000 }), vaultOf('c', { rate: 4, held: 4_000 })]),
            chainOf(ETHEREUM, [vaultOf('b', { rate: 14 })]),
          ],
          { anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }], ...more },
        );
      // 4,000 that are away at home use 3.2 of 6 basis points; over there each dollar uses as much again.
      const policy = { trialShareBps: 0, shortfallBps: 6, horizonSeconds: 365 * 86_400 };
      const [side] = shiftsIn(decide(beside({ leadE18: 0n }), policy));
      expect(side).toMatchObject({ kind: 'side', units: usdc(3_500) });
    });

    it('of what may be lost with the gas of the journey: there and back here, seven parts home from another chain', () => {
      const gas = (dollars: number) => ({
        costs: {
          depositUnits: usdc(dollars),
          redeemUnits: usdc(dollars),
          burnUnits: usdc(dollars),
          mintUnits: usdc(dollars),
        },
      });
      const dear = (more: Partial<CashSnapshot>) => better({ rate: 14 }, gas(0.1), more);
      // Six basis points of 10,000 are 6 dollars; 0.40 of them are gas.
      expect(leaves(0, dear)).toBe(usdc(7_000));
      const far = (more: Partial<CashSnapshot>) => across(gas(0.1), more);
      // Two tenths there, and seven times two tenths home.
      expect(leaves(0, far)).toBe(usdc(2_750));
    });

    it('of what may be lost by how far its curve lets the anchor jump, a little at least', () => {
      const curved = (steepE18: bigint) => (more: Partial<CashSnapshot>) => {
        const curve = { kinkE18: (8n * E18) / 10n, slopeE18: E18 / 25n, steepE18, reserveE18: 0n };
        const home = vaultOf('a', { rate: 4, held: 10_000, curve, utilisationE18: (6n * E18) / 10n });
        const chains = [chainOf(BASE, [home, vaultOf('b', { rate: 14 })])];
        return cashOf(chains, { anchor: [{ chainId: BASE, vault: 'a', shareBps: 10_000 }], ...more });
      };
      // Six times the odds of 0.6 are those of 0.9: half of the steep part, and nine tenths of that is paid.
      const rise = (steep: number) => 0.9 * (0.04 + steep / 2) - 0.6 * 0.03;
      const room = (budgetBps: number, steep: number) => (10_000 * budgetBps * 0.2) / (8 * rise(steep));
      const dollars = (units: bigint | string | null) => Number(units) / 1e6;
      expect(dollars(leaves(0, curved((8n * E18) / 10n)))).toBeCloseTo(room(6, 0.8), 1);
      expect(dollars(leaves(-400, curved(E18 / 5n)))).toBeCloseTo(room(2, 0.2), 1);
      expect(dollars(leaves(-400, curved(0n)))).toBeCloseTo((10_000 * 2) / (8 * 0.3), 1);
    });
  });

  it('of a bridge budget once the moves before a transfer are paid for', () => {
    const costs = { depositUnits: usdc(1), redeemUnits: usdc(2), burnUnits: 0n, mintUnits: 0n };
    const chain = { bridgeLeftE18: E18 / 4n, costs };
    const [shift] = shiftsIn(decide(across(chain), { shiftsMax: 1, horizonSeconds: 365 * 86_400 }));
    expect(shift?.units).toBe(usdc((10_000 - 5) / 4));
  });

  it('of a turnover whose last unit is left for what moves cost, but where all may be moved once', () => {
    const costs = { depositUnits: usdc(1), redeemUnits: usdc(2), burnUnits: 0n, mintUnits: 0n };
    const moved = (turnoverLeftE18: bigint) =>
      shiftsIn(
        decide(better({}, { turnoverLeftE18, costs }), { shiftsMax: 1, horizonSeconds: 365 * 86_400 }),
      )[0]?.units;
    expect(moved(E18)).toBe(usdc((10_000 - 5) / 2));
    expect(moved(2n * E18)).toBe(usdc(10_000));
  });

  it('of a part of the anchor: its own share, and what limits leave over of all', () => {
    const home = (shareBps: number) =>
      shiftsIn(
        decide(
          cashOf(
            [
              chainOf(BASE, [
                vaultOf('a', { rate: 9, held: 3_000 }),
                vaultOf('b', { rate: 4, held: 3_000 }),
                vaultOf('c', { rate: 2, held: 4_000 }),
              ]),
            ],
            {
              anchor: [
                { chainId: BASE, vault: 'a', shareBps: 4_000 },
                { chainId: BASE, vault: 'b', shareBps },
              ],
            },
          ),
        ),
      ).map(({ to, units }) => [to.vault, units]);
    expect(home(6_000)).toEqual([
      ['a', usdc(1_000)],
      ['b', usdc(3_000)],
    ]);
    // Of 2,000 that no part has, the better one takes as much as there is.
    expect(home(4_000)).toEqual([
      ['a', usdc(3_000)],
      ['b', usdc(1_000)],
    ]);
  });

  it('of a turnover that what is on its way will need for its deposit', () => {
    const beside = (arriving: number) => {
      const vaults = [vaultOf('b', { rate: 4, held: 10_000 }), vaultOf('c', { rate: 9 })];
      const chain = chainOf(BASE, vaults, {
        turnoverLeftE18: 2n * E18,
        arriving: arriving === 0 ? [] : [{ units: usdc(arriving), dueAtSeconds: NOW + 60 }],
      });
      return shiftsIn(decide(cashOf([chain]), { shiftsMax: 1 }))[0]?.units;
    };
    expect(beside(0)).toBe(usdc(10_000));
    // Of 20,000 half will be deposited: half of the value's turnover is kept.
    expect(beside(10_000)).toBe(usdc(7_500));
  });
});

describe('where it would stay', () => {
  const vaults = [
    vaultOf('a', { rate: 4 }),
    vaultOf('b', {
      rates: { told: { rateE18: percent(12), atSeconds: NOW }, dayE18: percent(12), monthE18: percent(3) },
    }),
  ];

  it('is what paid most in the last thirty days, whatever pays most today', () => {
    const anchor = chooseAnchor(cashOf([chainOf(BASE, vaults)]), openPolicy(), usdc(1_000));
    expect(anchor).toEqual([{ chainId: BASE, vault: 'a', shareBps: 10_000 }]);
  });

  it('goes on with the next where limits are full', () => {
    const anchor = chooseAnchor(
      cashOf([chainOf(BASE, vaults), chainOf(ETHEREUM, [vaultOf('c', { rate: 2 })])]),
      openPolicy({ vaultCapBps: 4_000, bufferBps: 500 }),
      usdc(1_000),
    );
    expect(anchor.map(({ vault, shareBps }) => [vault, shareBps])).toEqual([
      ['a', 4_000],
      ['b', 4_000],
      ['c', 1_500],
    ]);
  });
});

describe('the profiles', () => {
  it('promise 1.25, 1.5 and 2 × L over all siblings', () => {
    const promised = CASH_PROFILES.map((name) => 10_000 / (10_000 - BRIDGE_BPS_PER_DAY[name]));
    expect(promised.map((times) => times.toFixed(2))).toEqual(['1.25', '1.50', '2.00']);
  });

  it('have shares that are upper limits of chains, and add up to the whole', () => {
    for (const name of CASH_PROFILES) {
      const { chainCaps } = CASH_PRESETS[name];
      expect(chainCaps.reduce((sum, { capBps }) => sum + capBps, 0)).toBe(10_000);
    }
    expect(CASH_PRESETS.conservative.chainCaps[0]).toEqual({ chainId: ETHEREUM, capBps: 6_000 });
  });
});
