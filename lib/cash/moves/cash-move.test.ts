import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../../money/fixed-point.ts';
import type { CashMove } from '../cash-decision.ts';
import { BASE, ETHEREUM, NOW, usdc } from '../testing/cash-builders.ts';
import { type FeeShareOf, minAssetsUp, minSharesUp, moveDigest, movesToSign, sharesUp } from './cash-move.ts';
import { accountOf, OVER_THERE, sightOf, VAULT } from './testing/sight-builders.ts';

const SHARE = 10n ** 18n;
const FREE: FeeShareOf = () => 0n;
const DEPOSIT: CashMove = { kind: 'deposit', chainId: ETHEREUM, vault: VAULT, units: usdc(500) };
const REDEEM: CashMove = { kind: 'redeem', chainId: ETHEREUM, vault: VAULT, units: usdc(550) };
const BRIDGE: CashMove = { kind: 'bridge', chainId: ETHEREUM, toChainId: BASE, units: usdc(550) };

const made = (moves: readonly [CashMove, ...CashMove[]], sight = sightOf(), fee = FREE) =>
  movesToSign({ plan: { kind: 'move', shifts: [] as never, moves } }, sight, fee);
const first = (move: CashMove, sight = sightOf(), fee = FREE) => {
  const all = made([move], sight, fee);
  if (!all.ok || all.value[0] === undefined) throw new Error('not made');
  return all.value[0];
};

describe('what was decided becomes what a contract takes', () => {
  it('a deposit of the whole amount, for shares that are worth all but what a move may lose', () => {
    const { words, terms, toChainId } = first(DEPOSIT);
    // 500 less 25 bps at 1.1 a share.
    expect(words).toEqual({
      kind: 'Deposit',
      vault: VAULT,
      assets: usdc(500),
      minShares: 453_409_090_909_090_909_091n,
    });
    expect(terms).toMatchObject({ generation: 3, deadline: NOW + 3_600 });
    expect(toChainId).toBeNull();
  });

  it('a redemption of so many shares that what is paid with them is there, each at the higher of both rates and a unit', () => {
    expect(first(REDEEM).words).toEqual({
      ...{ kind: 'Redeem', vault: VAULT, shares: 500n * SHARE, minAssets: 548_625_499n },
    });
    const marked = sightOf({
      here: accountOf(ETHEREUM, { vaults: [{ ...vault(), markUnits: 1_102_000n }] }),
    });
    expect(first(REDEEM, marked).words).toMatchObject({ minAssets: 549_622_999n });
  });

  it('a transfer to the sibling that is named, for a fifth more than it costs now, and never for nothing', () => {
    const words = { kind: 'Bridge', domain: 6, sibling: OVER_THERE, amount: usdc(550) };
    expect(first(BRIDGE).words).toEqual({ ...words, maxFee: 1n });
    expect(first(BRIDGE, sightOf(), () => 1_300n).words).toEqual({ ...words, maxFee: 85_800n });
  });

  it('a transfer of no more than the contract lets through, which counts a vault for what it was given', () => {
    // Of 1,000 on hand and 1,000 given, a quarter less a hair.
    const tight = sightOf({ chain: { bridgeLeftE18: E18 / 4n } });
    expect(first(BRIDGE, tight)).toMatchObject({ units: 499_950_000n, words: { amount: 499_950_000n } });
  });

  it('all of it or nothing', () => {
    const dear = made([REDEEM, BRIDGE], sightOf(), () => 9_000n);
    expect(dear).toMatchObject({ ok: false, error: { code: 'venue-refused' } });
    expect(made([BRIDGE], sightOf(), () => null)).toMatchObject({ error: { code: 'venue-unavailable' } });
    expect(made([BRIDGE], sightOf({ here: { siblings: [] } }))).toMatchObject({
      error: { code: 'guard-refused' },
    });
    expect(made([{ ...DEPOSIT, chainId: 10 }])).toMatchObject({ error: { code: 'portfolio-unreadable' } });
    expect(made([{ ...DEPOSIT, vault: OVER_THERE }])).toMatchObject({ error: { code: 'guard-refused' } });
    expect(movesToSign({ plan: { kind: 'stay', stay: {} as never } }, sightOf(), FREE)).toEqual({
      ok: true,
      value: [],
    });
  });

  it('lives no longer than its contract lets it', () => {
    expect(first(DEPOSIT, sightOf({ here: { deadlineMaxSeconds: 600 } })).terms.deadline).toBe(NOW + 600);
  });

  it('is the same when it is made again, and another move in another block, place or size', () => {
    const move = first(DEPOSIT);
    expect(first(DEPOSIT)).toEqual(move);
    const later = sightOf({ here: { blockHash: `0x${'8'.repeat(64)}` } });
    const others = [first(DEPOSIT, later), first({ ...DEPOSIT, units: usdc(501) })];
    const twice = made([DEPOSIT, DEPOSIT]);
    const nonces = [move, ...others, ...(twice.ok ? twice.value : [])].map(({ terms }) => terms.nonce);
    expect(new Set(nonces).size).toBe(4);
    expect(moveDigest(first(DEPOSIT, later))).not.toBe(moveDigest(move));
    for (const nonce of nonces) expect(nonce).toBeGreaterThan(255n);
  });
});

const vault = () => ({
  vault: VAULT,
  decimals: 18,
  shares: 1_000n * SHARE,
  liveUnits: 1_100_000n,
  markUnits: 1_100_000n,
  spentUntilSeconds: NOW - 86_400,
});

describe('shares and least amounts', () => {
  const anyVault = fc.record({
    decimals: fc.constantFrom(6, 8, 18),
    live: fc.bigInt({ min: 100_000n, max: 10_000_000n }),
    mark: fc.bigInt({ min: 100_000n, max: 10_000_000n }),
    held: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    units: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    lossBps: fc.integer({ min: 1, max: 100 }),
  });

  it('never ask for less than the contract would, nor for more than there is', () => {
    fc.assert(
      fc.property(anyVault, ({ decimals, live, mark, held, units, lossBps }) => {
        const one = 10n ** BigInt(decimals);
        const seen = { ...vault(), decimals, shares: held * one, liveUnits: live, markUnits: mark };
        const shares = sharesUp(units, seen);
        expect(shares).toBeGreaterThan(0n);
        expect(shares).toBeLessThanOrEqual(seen.shares);
        if (shares < seen.shares) expect((shares * live) / one).toBeGreaterThanOrEqual(units);
        // As `CashMoves` judges a redemption and, at the live rate, a deposit.
        const rate = (live > mark ? live : mark) + 1n;
        const out = (shares * rate + one - 1n) / one;
        const loss = out - minAssetsUp(shares, seen, lossBps);
        expect(loss).toBeLessThanOrEqual((BigInt(lossBps) * out) / 10_000n);
        const into = (minSharesUp(units, seen, lossBps) * live) / one;
        expect(units - into).toBeLessThanOrEqual((BigInt(lossBps) * units) / 10_000n);
      }),
    );
  });

  it.each([
    ['all that is asked for', usdc(550), 500n * SHARE],
    ['the last ones whole', usdc(1_100), 1_000n * SHARE],
    ['what is less than a cent with them', usdc(1_099.995), 1_000n * SHARE],
    ['no more than are held', usdc(2_000), 1_000n * SHARE],
  ])('take %s', (_, units, shares) => {
    expect(sharesUp(units, vault())).toBe(shares);
  });
});
