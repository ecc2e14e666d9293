import fc from 'fast-check';
import { E18 } from '../../money/fixed-point.ts';
import { CASH_DEFAULTS, type CashPolicy } from '../cash-policy.ts';
import { type CashChain, type CashSnapshot, type CashVault, VAULT_FAULTS } from '../cash-snapshot.ts';
import { BASE, ETHEREUM, NOW, percent, usdc } from './cash-builders.ts';

const ARBITRUM = 42_161;
const CHAINS = [ETHEREUM, BASE, ARBITRUM] as const;

const dollars = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
  { weight: 3, arbitrary: fc.integer({ min: 2_000, max: 5_000_000 }) },
);
const units = dollars.map(usdc);
const rate = fc
  .oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 1_400 }).map((hundredths) => hundredths / 100) },
    { weight: 1, arbitrary: fc.integer({ min: -2, max: 80 }) },
  )
  .map(percent);
const ago = (secondsMax: number) =>
  fc.option(
    fc.integer({ min: 0, max: secondsMax }).map((age) => NOW - age),
    { freq: 2 },
  );

const told = fc.record({
  rateE18: fc.option(rate, { freq: 20 }),
  atSeconds: fc.oneof(
    { weight: 15, arbitrary: fc.integer({ min: NOW - 86_400, max: NOW }) },
    { weight: 1, arbitrary: fc.integer({ min: NOW - 500_000, max: NOW + 100 }) },
  ),
});

const curve = fc.constant({
  kinkE18: (9n * E18) / 10n,
  slopeE18: E18 / 20n,
  steepE18: E18 / 3n,
  reserveE18: E18 / 10n,
});

const vault = (name: string): fc.Arbitrary<CashVault> =>
  fc
    .record({
      heldUnits: units,
      givenOffBps: fc.integer({ min: -200, max: 200 }),
      capBps: fc.constantFrom(10_000, 10_000, 5_000, 1_000),
      fault: fc.oneof(
        { weight: 14, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom(...VAULT_FAULTS) },
      ),
      tvlUnits: fc.option(fc.integer({ min: 10_000, max: 900_000_000 }).map(usdc), { freq: 20 }),
      tvlChangePercent: fc.integer({ min: -40, max: 60 }),
      utilisationE18: fc.option(fc.bigInt({ min: 0n, max: E18 })),
      curve: fc.option(curve),
      redeemableUnits: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: units }),
      told: fc.option(told, { freq: 20 }),
      dayE18: fc.option(rate, { freq: 20 }),
      monthE18: fc.option(rate, { freq: 20 }),
      lastDepositedAtSeconds: ago(20_000),
      lastRedeemedAtSeconds: ago(20_000),
    })
    .map(({ givenOffBps, tvlChangePercent, told: last, dayE18, monthE18, ...rest }) => ({
      ...rest,
      vault: name,
      name,
      givenUnits: (rest.heldUnits * BigInt(10_000 + givenOffBps)) / 10_000n,
      tvlWeekAgoUnits:
        rest.tvlUnits === null ? null : (rest.tvlUnits * BigInt(100 + tvlChangePercent)) / 100n,
      rates: { told: last, dayE18, monthE18 },
    }));

const share = (most: bigint) => fc.bigInt({ min: 0n, max: most });

const chain = (chainId: number): fc.Arbitrary<CashChain> =>
  fc
    .record({
      idleUnits: units,
      arriving: fc.array(
        fc.record({ units, dueAtSeconds: fc.integer({ min: NOW - 300, max: NOW + 3_600 }) }),
        { maxLength: 1, size: 'max' },
      ),
      paused: fc.constantFrom(false, false, false, false, false, false, true),
      lagging: fc.constantFrom(false, false, false, false, false, false, true),
      minMoveBps: fc.constantFrom(1, 10, 200),
      cooldownSeconds: fc.constantFrom(0, 3_600),
      lossLeftE18: share(E18 / 100n),
      turnoverLeftE18: share(3n * E18),
      bridgeLeftE18: share(E18 / 2n),
      bridgeFeeBpsMax: fc.constantFrom(0, 2, 10),
      lastBridgedAtSeconds: ago(20_000),
      siblings: fc
        .subarray([...CHAINS])
        .map((open) =>
          open
            .filter((other) => other !== chainId)
            .map((other) => ({ chainId: other, openUntilSeconds: NOW + (other % 3 === 0 ? 0 : 86_400) })),
        ),
      costs: fc.option(
        fc.record({
          depositUnits: fc.integer({ min: 0, max: 5 }).map(usdc),
          redeemUnits: fc.integer({ min: 0, max: 5 }).map(usdc),
          burnUnits: fc.integer({ min: 0, max: 3 }).map(usdc),
          mintUnits: fc.integer({ min: 0, max: 3 }).map(usdc),
        }),
        { freq: 12 },
      ),
      vaults: fc.tuple(vault('a'), vault('b'), vault('c')).chain((all) => fc.subarray(all, { minLength: 1 })),
    })
    .map((rest) => ({ ...rest, chainId, name: `chain ${chainId}` }));

/** Any owner's cash on one to three chains: faults, budgets, queues and money on its way everywhere. */
export const anyCash: fc.Arbitrary<CashSnapshot> = fc.noBias(
  fc
    .record({
      chains: fc
        .tuple(chain(ETHEREUM), chain(BASE), chain(ARBITRUM))
        .chain((all) => fc.subarray(all, { minLength: 1 })),
      halted: fc.constantFrom(false, false, false, false, false, false, false, true),
      leadE18: fc.integer({ min: -6, max: 20 }).map((bps) => (BigInt(bps) * E18) / 10_000n),
      anchored: fc.constantFrom(0, 1, 1, 2),
    })
    .map(({ chains, anchored, ...rest }) => {
      const keys = chains.flatMap(({ chainId, vaults }) =>
        vaults.map((one) => ({ chainId, vault: one.vault })),
      );
      const anchor = keys
        .slice(0, anchored)
        .map((key) => ({ ...key, shareBps: anchored === 2 ? 5_000 : 10_000 }));
      return { ...rest, nowSeconds: NOW, chains, anchor };
    }),
);

/** Limits that often bind. */
export const anyCashPolicy: fc.Arbitrary<CashPolicy> = fc
  .record({
    vaultCapBps: fc.constantFrom(10_000, 4_000, 2_500),
    bufferBps: fc.constantFrom(0, 0, 500),
    costBpsMax: fc.constantFrom(200, 50),
    firstGainBps: fc.constantFrom(0, 10),
    nextGainBps: fc.constantFrom(0, 2),
    sideGainBps: fc.constantFrom(0, 1),
    crossGainBps: fc.constantFrom(0, 3),
    trialShareBps: fc.constantFrom(3_000, 10_000),
    fullLeadBps: fc.constantFrom(3, 8),
    marketShareBpsMax: fc.constantFrom(1_000, 10_000),
    minShiftBps: fc.constantFrom(0, 200),
    chainCapBps: fc.constantFrom(10_000, 6_000, 3_000),
  })
  .map(({ chainCapBps, ...rest }) => ({
    ...CASH_DEFAULTS,
    ...rest,
    lookEverySeconds: 86_400,
    chainCaps: CHAINS.map((chainId) => ({ chainId, capBps: chainCapBps })),
  }));
