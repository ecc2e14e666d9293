import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import type { ListedToken } from './listed-token.ts';
import { NOW_SECONDS } from './testing/builders.ts';
import type { WithdrawalWish } from './withdrawal.ts';
import { planShareWithdrawal, type SharePlace, sellIdOf } from './withdrawal-of-share.ts';

const listedOf = (symbol: string, decimals: number, usd: bigint, chain = 'btc'): ListedToken => ({
  ...{ assetId: `nep141:${symbol.toLowerCase()}.near`, symbol, blockchain: chain, decimals },
  price: { usdE18: usd * E18, updatedAtSeconds: NOW_SECONDS },
});
const BTC = listedOf('BTC', 8, 60_000n);
const USDC = listedOf('USDC', 6, 1n, 'near');
const ETH = listedOf('ETH', 18, 3_000n, 'eth');
const ODD: ListedToken = { ...listedOf('ODD', 2, 1n), price: 'none' };
const ALL = [BTC, USDC, ETH, ODD];
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const WISH: WithdrawalWish = {
  ...{ asset: BTC.assetId, shareBps: 5_000, to: HOME, memo: null, withoutTest: false },
};
const PLACE: SharePlace = {
  listed: new Map(ALL.map((one) => [one.assetId, one])),
  holdings: new Map([
    [BTC.assetId, 1_000_001n],
    [USDC.assetId, 400_000_000n],
    [ETH.assetId, E18],
  ]),
  ofIndex: new Set([BTC.assetId, USDC.assetId, ETH.assetId]),
  ...{ ours: [], isTried: true, nowSeconds: NOW_SECONDS },
};
const planned = (wish: Partial<WithdrawalWish> = {}, place: Partial<SharePlace> = {}) =>
  planShareWithdrawal({ ...WISH, ...wish }, { ...PLACE, ...place });
const said = (wish: Partial<WithdrawalWish>, place: Partial<SharePlace> = {}): string => {
  const plan = planned(wish, place);
  return plan.ok ? 'planned' : `${plan.error.code}: ${plan.error.message}`;
};
const holding = (token: ListedToken, units: bigint) => ({
  holdings: new Map([...PLACE.holdings, [token.assetId, units]]),
});

describe('a withdrawal of a share of all', () => {
  it('sells that share of each asset but the one that leaves, for no less than 97 % of its value', () => {
    const plan = planned();
    if (!plan.ok) throw new Error(plan.error.message);
    const { sells, ...rest } = plan.value;
    expect(rest).toEqual({
      ...{ token: BTC, ownUnits: 500_000n, heldUnits: 1_000_001n, isTest: false, usdE18: 2_000n * E18 },
    });
    // 200 USD and 1,500 USD of BTC at 60,000, less 3 %.
    expect(sells).toEqual([
      { token: USDC, amountUnits: 200_000_000n, leastOutUnits: 323_333n, usdE18: 200n * E18 },
      { token: ETH, amountUnits: E18 / 2n, leastOutUnits: 2_425_000n, usdE18: 1_500n * E18 },
    ]);
  });

  it('leaves dust where it is, and what nobody prices where the index doesn’t want it', () => {
    const dust = planned({ shareBps: 10_000 }, holding(USDC, 999_999n));
    expect(dust.ok && dust.value.sells.map(({ token }) => token.symbol)).toEqual(['ETH']);
    const sent = planned({}, holding(ODD, 5n));
    expect(sent.ok && sent.value.sells.map(({ token }) => token.symbol)).toEqual(['USDC', 'ETH']);
  });

  it.each<[string, Partial<WithdrawalWish>, Partial<SharePlace>, string]>([
    ['of an asset that nobody counts', { asset: 'nep141:none.near' }, {}, 'counts no asset that is called'],
    ['to another chain’s address', { to: 'ann.near' }, {}, 'ann.near is no address of btc'],
    ['to an own deposit address', {}, { ours: [HOME] }, 'awaits deposits'],
    ['with a memo', { memo: '7' }, {}, 'btc has no memo beside an address'],
    ['that leaves as what has no price', { asset: ODD.assetId }, holding(ODD, 5n), 'ODD has no price'],
    [
      'of an index that holds what has no price',
      {},
      { ...holding(ODD, 5n), ofIndex: new Set([ODD.assetId]) },
      'ODD has no price',
    ],
    [
      'of what has no price, where there is no index',
      {},
      { ...holding(ODD, 5n), ofIndex: new Set() },
      'ODD has no price',
    ],
    ['of nothing', {}, { holdings: new Map() }, 'nothing is worth a dollar'],
    ['to a place that is untried', {}, { isTried: false }, 'send a test of no more than 25 USD first'],
  ])('%s is refused with a sentence', (_what, wish, place, words) => {
    expect(said(wish, place)).toContain('index-refused: Nothing is withdrawn.');
    expect(said(wish, place)).toContain(words);
  });

  it('is a test up to 25 USD of all that it comes to, which then goes to an untried place', () => {
    const small = planned({ shareBps: 62 }, { isTried: false });
    expect(small.ok && [small.value.isTest, small.value.usdE18 <= 25n * E18]).toEqual([true, true]);
    expect(said({ shareBps: 63 }, { isTried: false })).toContain('a test');
    expect(said({ shareBps: 63, withoutTest: true }, { isTried: false })).toBe('planned');
  });

  it('never sells more than the share of anything, nor what leaves, nor twice', () => {
    const units = fc.bigInt(0n, 10n ** 24n);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.tuple(units, units, units), (shareBps, held) => {
        const holdings = new Map([BTC, USDC, ETH].map(({ assetId }, index) => [assetId, held[index] ?? 0n]));
        const plan = planned({ shareBps }, { holdings });
        if (!plan.ok) return;
        const { sells, ownUnits } = plan.value;
        const share = (asset: string): bigint => ((holdings.get(asset) ?? 0n) * BigInt(shareBps)) / 10_000n;
        expect(ownUnits).toBe(share(BTC.assetId));
        for (const { token, amountUnits } of sells) expect(amountUnits).toBe(share(token.assetId));
        const assets = sells.map(({ token }) => token.assetId);
        expect(new Set(assets).size).toBe(assets.length);
        expect(assets).not.toContain(BTC.assetId);
      }),
      { numRuns: Number(env.PROPERTY_CASES ?? 300) },
    );
  });

  it('has one id for a sell of an asset, on any machine', () => {
    const of = `0x${'1'.repeat(64)}` as const;
    expect(sellIdOf(of, 'a')).toBe(sellIdOf(of, 'a'));
    expect(new Set([sellIdOf(of, 'a'), sellIdOf(of, 'b'), sellIdOf(`0x${'2'.repeat(64)}`, 'a')]).size).toBe(
      3,
    );
  });
});
