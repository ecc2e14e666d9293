import { describe, expect, it } from 'vitest';
import { optimize } from '../../lib/api/optimize.ts';
import { knownVault } from '../../lib/cash/known-vault.ts';
import type { RatePoint } from '../../lib/cash/rate-history.ts';
import { type Asked, type AskedChain, optimizedDtoOf } from './optimize-dto.ts';

const NOW = 1_794_974_400;
const DAY = 86_400;
const E18 = 10n ** 18n;
const VAULT = `0x${'a1'.repeat(20)}`;

const share = (daysAgo: number, sharePriceE18: bigint): RatePoint => ({
  ...{ atSeconds: NOW - daysAgo * DAY, sharePriceE18, tvlUnits: 1_000_000_000_000n },
  ...{ paidE18: null, promisedE18: null, utilisationE18: null },
});
/** A thousandth in a month, told an hour ago. */
const GROWN = [
  share(31, E18),
  share(1.25, E18 + 10n ** 15n - 4n * 10n ** 13n),
  share(1 / 24, E18 + 10n ** 15n),
];

const chain = (points: readonly RatePoint[], more: Partial<AskedChain> = {}): AskedChain => {
  const history = { key: { chainId: 8_453, vault: VAULT }, source: 'own share price', points };
  const known = knownVault([history], NOW);
  return {
    ...{ chainId: 8_453, name: 'Base', noGas: null },
    gas: { gasPriceWei: 10n ** 7n, dataFeesWei: null, nativeUsdE18: 2_000n * E18, atSeconds: NOW - 5 },
    vaults: [{ vault: VAULT, name: 'Vault', protocol: 'Any', known }],
    ...more,
  };
};
const told = (chains: readonly AskedChain[], more: Partial<Asked> = {}) => {
  const dto = optimizedDtoOf({
    ...{ nowSeconds: NOW, amountUnits: 10_000_000_000n, profile: 'balanced', strategy: 'never-worse' },
    ...{ fromChainId: null, chains, leftOut: [] },
    ...more,
  });
  expect(optimize.answer?.parse(dto)).toEqual(dto);
  return dto;
};

describe('what an amount would do', () => {
  it('is told with rate, moves, costs and votes', () => {
    const dto = told([chain(GROWN)]);
    expect(dto.plan).toMatchObject({
      kind: 'move',
      moves: [{ kind: 'deposit', chainName: 'Base', vaultName: 'Vault', amountUsd: '3500' }],
      onHandUsd: '6500',
    });
    expect(dto.plan.votes.map(({ scorer, unit }) => [scorer, unit])).toEqual([
      ['yield', 'usd'],
      ['risk', 'percent-of-limit'],
      ['coordinator', 'usd'],
    ]);
    // 260,000 × 0.01 gwei × 2,000 dollars.
    expect(dto.costs).toMatchObject({ gasUsd: '0.0052', transferFeeUsd: '0', why: null });
    expect(dto.costs.chains).toMatchObject([{ nativeUsd: '2000', ageSeconds: 5, why: null }]);
    const [vault] = dto.vaults;
    expect(vault?.paidMonthPercent).toMatchObject({
      source: 'own share price',
      ageSeconds: 3_600,
      why: null,
    });
    expect(vault?.utilisationPercent).toMatchObject({
      value: null,
      why: 'nobody tells how much of it is lent out',
    });
    // Ours of a market of a million: 0.35 %, of at most 10 %.
    expect(vault?.risks.map(({ name, percentOfLimit }) => [name, percentOfLimit])).toEqual([
      ['value-fall', '0'],
      ['utilisation', null],
      ['concentration', '3.5'],
    ]);
    expect(Number(dto.expected.apyPercent)).toBeGreaterThan(Number(dto.expected.ratePercent));
    const yearly = (10_000 * Number(dto.expected.ratePercent)) / 100;
    expect(Number(dto.expected.yearUsd)).toBeCloseTo(yearly, 1);
    expect(dto.compared.map(({ strategy }) => strategy)).toEqual([
      'never-worse',
      'highest-promised',
      'on-hand',
    ]);
    expect(dto.compared[2]?.expected.apyPercent).toBe('0.0000');
  });

  /** The numbers of a formula in their order: of "16 parts in 20 up to 16 %" 16, 20 and 16. */
  const numbersOf = (text: string): number[] =>
    [...text.matchAll(/\d+(?:,\d{3})*/g)].map(([one]) => Number(one.replaceAll(',', '')));

  it.each([
    ['a steady one', 4, 3, 5],
    ['the smaller of now and the day', 9, 12, 2],
    ['a spike', 40, 45, 6],
  ])('is reckoned by the formula that is told, taken at its word: %s', (_, now, day, month) => {
    const rate = (percent: number) => ({
      ...{ value: BigInt(percent) * 10n ** 16n, source: 'somebody', atSeconds: NOW - 60 },
    });
    const [only] = chain(GROWN).vaults;
    if (only === undefined) throw new Error('no vault');
    const known = { ...only.known, now: rate(now), day: rate(day), month: rate(month) };
    const { vaults, formulas } = told([chain(GROWN, { vaults: [{ ...only, known }] })]);
    const [nowParts, all, spikeFrom, spikeParts, , monthParts] = numbersOf(formulas.expected) as [
      ...[number, number, number, number, number, number],
    ];
    const seen = Math.min(now, day);
    const lasting = Math.min(seen, spikeFrom);
    const parts = nowParts * lasting + spikeParts * (seen - lasting) + monthParts * month;
    expect(Number(vaults[0]?.expectedPercent)).toBeCloseTo(parts / all, 3);
  });

  it('costs what its formula says, the bytes that a roll-up charges for among it', () => {
    const fee = 3n * 10n ** 12n;
    const dataFeesWei = { deposit: fee, redeem: 0n, burn: 0n, mint: 0n };
    const gas = { gasPriceWei: 10n ** 7n, dataFeesWei, nativeUsdE18: 2_000n * E18, atSeconds: NOW - 5 };
    const { plan, costs, formulas } = told([chain(GROWN, { gas })]);
    expect(plan.moves.map(({ kind }) => kind)).toEqual(['deposit']);
    const [gasOfDeposit = 0] = numbersOf(formulas.costs);
    const wei = BigInt(gasOfDeposit) * 10n ** 7n + fee;
    expect(Number(costs.gasUsd)).toBeCloseTo((Number(wei) * 2_000) / 1e18, 6);
    expect(formulas.costs).toContain(
      'where a chain charges for a move’s bytes the most that its oracle says',
    );
  });

  it('is null, and why, where no vault has rates or none is listed', () => {
    const young = told([chain(GROWN.slice(1))]);
    expect(young.expected).toEqual({
      ...{ apyPercent: null, ratePercent: null, yearUsd: null },
      why: 'No vault has rates that may be used: Vault: what it paid is known for less than 30 days.',
    });
    expect(young.plan).toMatchObject({ kind: 'stay', moves: [] });
    expect(young.vaults[0]).toMatchObject({ reason: 'rate-missing', expectedPercent: null });
    expect(told([]).expected.why).toBe('No vault is listed on these chains.');
  });

  it('has no gas where a chain doesn’t tell, and says that none is counted', () => {
    const { costs } = told([chain(GROWN, { gas: null, noGas: 'The node is down.' })]);
    expect(costs).toMatchObject({
      gasUsd: null,
      why: 'The gas of a chain is not known, and none of it is counted in the plan.',
      chains: [{ gasPriceWei: null, nativeUsd: null, why: 'The node is down.' }],
    });
  });

  it('says what a transfer would be charged only when it begins', () => {
    const rich = chain(GROWN);
    const poor = { ...chain([]), chainId: 1, name: 'Ethereum', vaults: [] };
    const { plan, costs } = told([poor, rich], { fromChainId: 1, profile: 'aggressive' });
    expect(plan.moves).toMatchObject([
      // A quarter of 10,000, less a part of the gas of what may go before it.
      {
        kind: 'bridge',
        chainName: 'Ethereum',
        toChainName: 'Base',
        amountUsd: expect.stringMatching(/^2499\.\d+$/),
      },
    ]);
    expect(costs).toMatchObject({
      transferFeeUsd: null,
      why: 'What Circle charges is asked when a transfer begins.',
    });
  });
});
