import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import type { ListedToken } from './listed-token.ts';
import { SWAP_ENDS, type SwapEnd } from './swap.ts';
import { ACCOUNT, NOW_SECONDS } from './testing/builders.ts';
import {
  EXIT_STATES,
  planWithdrawal,
  type WithdrawalPlace,
  type WithdrawalWish,
  withdrawalState,
} from './withdrawal.ts';

const price = { usdE18: 60_000n * E18, updatedAtSeconds: NOW_SECONDS };
const BTC: ListedToken = {
  ...{ assetId: 'nep141:btc.omft.near', symbol: 'BTC', blockchain: 'btc', decimals: 8, price },
};
const SOL: ListedToken = { ...BTC, assetId: 'nep141:sol.omft.near', symbol: 'SOL', blockchain: 'sol' };
const ODD: ListedToken = { ...BTC, assetId: 'nep141:odd.omft.near', symbol: 'ODD', blockchain: 'oddchain' };
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const SOL_HOME = '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T';
const listedOf = (...tokens: readonly ListedToken[]) => new Map(tokens.map((one) => [one.assetId, one]));
const PLACE: WithdrawalPlace = {
  ...{ listed: listedOf(BTC, SOL, ODD), heldUnits: 1_000_000n, ours: [], isTried: true },
  nowSeconds: NOW_SECONDS,
};
const WISH: WithdrawalWish = {
  asset: BTC.assetId,
  shareBps: 10_000,
  to: HOME,
  memo: null,
  withoutTest: false,
};
const planned = (wish: Partial<WithdrawalWish> = {}, place: Partial<WithdrawalPlace> = {}) =>
  planWithdrawal({ ...WISH, ...wish }, { ...PLACE, ...place });
const said = (wish: Partial<WithdrawalWish>, place: Partial<WithdrawalPlace> = {}): string => {
  const plan = planned(wish, place);
  return plan.ok ? 'planned' : `${plan.error.code}: ${plan.error.message}`;
};

describe('a withdrawal', () => {
  it('is of a share of what the verifier says is held, and takes no less than 97 % of it', () => {
    const plan = planned({ shareBps: 3_333 });
    expect(plan.ok ? plan.value : plan.error).toEqual({
      ...{ token: BTC, amountUnits: 333_300n, leastOutUnits: 323_301n, isTest: false },
      usdE18: 19_998n * (E18 / 100n),
    });
  });

  it.each<[string, Partial<WithdrawalWish>, Partial<WithdrawalPlace>, string]>([
    ['an asset that nobody lists', { asset: 'nep141:none.near' }, {}, 'counts no asset that is called'],
    ['an address of another chain', { to: ACCOUNT }, {}, `${ACCOUNT} is no address of btc.`],
    ['a mistyped address', { to: `${HOME.slice(0, -1)}b` }, {}, 'is no address of btc'],
    ['where the account awaits deposits', {}, { ours: [HOME] }, 'awaits deposits'],
    ['a chain without a rule', { asset: ODD.assetId }, {}, 'can’t be checked here yet'],
    ['nothing that is held', {}, { heldUnits: 0n }, 'holds no BTC'],
    ['less than a unit', { shareBps: 1 }, { heldUnits: 9_999n }, 'holds no BTC'],
    ['without a price', {}, { listed: listedOf({ ...BTC, price: 'none' }) }, 'no price to go by'],
  ])('to or of %s is refused in a sentence', (_name, wish, place, words) => {
    expect(said(wish, place)).toContain('index-refused: Nothing is withdrawn.');
    expect(said(wish, place)).toContain(words);
  });

  it('is refused for the part of it that is wrong', () => {
    const fieldOf = (wish: Partial<WithdrawalWish>, place: Partial<WithdrawalPlace> = {}) => {
      const plan = planned(wish, place);
      return plan.ok ? 'planned' : plan.error.field;
    };
    expect([
      fieldOf({ asset: 'nep141:none.near' }),
      fieldOf({ to: ACCOUNT }),
      fieldOf({}, { ours: [HOME] }),
      fieldOf({}, { heldUnits: 0n }),
      fieldOf({}, { isTried: false }),
      fieldOf({}),
    ]).toEqual(['asset', 'to', 'to', 'asset', 'shareBps', 'planned']);
  });

  it('to a place where nothing has arrived yet is a test first, and no wish skips it where no checksum tells a slip', () => {
    const untried = { isTried: false };
    expect(said({}, untried)).toContain(
      'send a test of no more than 25 USD first, or say that you want none.',
    );
    expect(said({ withoutTest: true }, untried)).toBe('planned');
    const sol = { asset: SOL.assetId, to: SOL_HOME };
    expect(said({ ...sol, withoutTest: true }, untried)).toContain('so a test is needed');
    expect(said(sol, { heldUnits: 41_666n, ...untried })).toBe('planned');
    expect(said(sol, { heldUnits: 41_667n, ...untried })).toContain('so a test is needed');
    expect(said(sol)).toBe('planned');
  });

  it('never takes more than is held, of whatever share', () => {
    const share = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(share, fc.bigInt(1n, 1n << 100n), (shareBps, heldUnits) => {
        const plan = planned({ shareBps }, { heldUnits });
        if (!plan.ok) return;
        expect(plan.value.amountUnits).toBeLessThanOrEqual(heldUnits);
        expect(plan.value.leastOutUnits).toBeLessThanOrEqual(plan.value.amountUnits);
        if (shareBps === 10_000) expect(plan.value.amountUnits).toBe(heldUnits);
      }),
    );
  });
});

describe('how far a withdrawal is', () => {
  const exit = { isSigned: true, end: null, why: null };

  it('follows from its swap alone, every end of which has a state', () => {
    const ends = Object.keys(SWAP_ENDS) as SwapEnd[];
    const states = ends.map((end) => withdrawalState({ ...exit, end }).state);
    expect(Object.fromEntries(ends.map((end, index) => [end, states[index]]))).toEqual({
      ...{ swapped: 'left', 'swapped-with-refund': 'left', 'swapped-short': 'short', refunded: 'came-back' },
      ...{ 'refunded-too-little': 'came-back', 'refunded-as-success': 'came-back', failed: 'failed' },
      'not-sent': 'not-sent',
    });
    const open = [
      withdrawalState(null),
      withdrawalState({ ...exit, isSigned: false }),
      withdrawalState(exit),
    ];
    expect(open.map(({ state }) => state)).toEqual(['asked', 'asked', 'leaving']);
    expect(new Set([...states, ...open.map(({ state }) => state)])).toEqual(new Set(EXIT_STATES));
  });

  it('says what it waits for while it waits, and not afterwards', () => {
    expect(withdrawalState({ ...exit, why: 'it is being swapped' }).words).toContain(
      'It waits: it is being swapped.',
    );
    expect(withdrawalState({ ...exit, end: 'swapped', why: 'it is being swapped' }).words).not.toContain(
      'waits',
    );
  });
});
