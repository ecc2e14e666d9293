import { describe, expect, it } from 'vitest';
import type { CashVaultSight } from '../cash-sight.ts';
import { ETHEREUM, NOW, usdc, vaultOf } from '../testing/cash-builders.ts';
import { countingUnits, depositLossUnits } from './mark.ts';
import { accountOf, sightOf, VAULT } from './testing/sight-builders.ts';
import { wantedPokes } from './wanted-pokes.ts';

const SEEN: CashVaultSight = {
  ...{ vault: VAULT, decimals: 18, shares: 0n, liveUnits: 1_006_000n, markUnits: 1_000_000n },
  spentUntilSeconds: NOW - 86_400,
};
const seeing = (
  seen: Partial<CashVaultSight>,
  { account = {}, ...more }: Parameters<typeof sightOf>[0] & { account?: object } = {},
) => sightOf({ ...more, here: accountOf(ETHEREUM, { vaults: [{ ...SEEN, ...seen }], ...account }) });
const count = (sight: ReturnType<typeof sightOf>): number => wantedPokes(sight).length;
const costing = (redeemUnits: bigint) => ({
  chain: { costs: { depositUnits: 0n, redeemUnits, burnUnits: 0n, mintUnits: 0n } },
});

describe('what a share counts for that arrives', () => {
  it.each<[string, Partial<CashVaultSight>, bigint]>([
    ['what it is worth, where its mark may rise so far', { liveUnits: 1_000_900n }, 1_000_900n],
    ['its mark and a day’s growth, where it is worth more', {}, 1_001_000n],
    ['no more after a month', { spentUntilSeconds: NOW - 30 * 86_400 }, 1_001_000n],
    ['half of that after half a day', { spentUntilSeconds: NOW - 43_200 }, 1_000_500n],
    ['its mark, where its growth is used up', { spentUntilSeconds: NOW }, 1_000_000n],
    ['what it is worth, below its mark', { liveUnits: 999_000n }, 999_000n],
  ])('is %s', (_title, more, units) => {
    expect(countingUnits({ ...SEEN, ...more }, NOW)).toBe(units);
  });

  it('and the rest of what is deposited is lost by the contract’s count', () => {
    // 1,000 dollars for 994.04 shares, of which each counts 1.001.
    expect(depositLossUnits(usdc(1_000), SEEN, NOW)).toBe(4_970_179n);
    expect(depositLossUnits(usdc(1_000), { ...SEEN, liveUnits: 1_000_000n }, NOW)).toBe(0n);
  });
});

describe('a mark is raised', () => {
  it('where its vault is worth more, though nothing of ours is in it', () => {
    expect(wantedPokes(seeing({}))).toMatchObject([{ account: { chainId: ETHEREUM }, vault: VAULT }]);
  });

  it.each([
    ['its vault is worth no more', seeing({ liveUnits: 1_000_000n })],
    ['today’s growth is used up', seeing({ spentUntilSeconds: NOW })],
    ['all is stopped', seeing({}, { halted: true })],
    ['its portfolio is paused', seeing({}, { chain: { paused: true } })],
    ['its chain is behind', seeing({}, { chain: { lagging: true } })],
    ['nobody tells what gas costs', seeing({}, { chain: { costs: null } })],
    ['its vault can’t be read', seeing({}, { chain: { vaults: [vaultOf(VAULT, { fault: 'unreadable' })] } })],
    ['its vault has fallen', seeing({}, { chain: { vaults: [vaultOf(VAULT, { fault: 'below-mark' })] } })],
    ['its vault was not seen', seeing({}, { chain: { vaults: [] } })],
  ])('not where %s', (_title, sight) => {
    expect(count(sight)).toBe(0);
  });

  it('for a fiftieth of what all of it would have earned by that rise, and not for more', () => {
    // 2,100 dollars, of which a rise of 10 bps is 2.10: a fiftieth of that is 4.2 cents.
    expect(count(seeing({}, costing(70_000n)))).toBe(1);
    expect(count(seeing({}, costing(70_001n)))).toBe(0);
    // What is too dear for a rise of one is not for one of ten.
    expect(count(seeing({ liveUnits: 1_000_100n }, costing(70_000n)))).toBe(0);
  });
});
