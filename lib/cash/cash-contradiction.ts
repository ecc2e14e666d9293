import type { CashPolicy } from './cash-policy.ts';
import type { CashChain, CashSnapshot, CashVault } from './cash-snapshot.ts';
import { vaultKeyOf } from './vault-outlook.ts';

const isWhole = (value: number): boolean => Number.isSafeInteger(value);
const isBps = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= 10_000;
const isTime = (value: number | null): boolean => value === null || isWhole(value);
const isAmount = (value: bigint | null): boolean => value === null || value >= 0n;

const soundVault = (one: CashVault): boolean =>
  one.heldUnits >= 0n &&
  one.givenUnits >= 0n &&
  isBps(one.capBps) &&
  [one.tvlUnits, one.tvlWeekAgoUnits, one.utilisationE18, one.redeemableUnits].every(isAmount) &&
  isTime(one.lastDepositedAtSeconds) &&
  isTime(one.lastRedeemedAtSeconds) &&
  isTime(one.rates.told?.atSeconds ?? null);

const soundChain = (chain: CashChain): boolean =>
  [chain.idleUnits, chain.lossLeftE18, chain.turnoverLeftE18, chain.bridgeLeftE18].every(isAmount) &&
  Object.values(chain.costs ?? {}).every(isAmount) &&
  isBps(chain.minMoveBps) &&
  isBps(chain.bridgeFeeBpsMax) &&
  isWhole(chain.cooldownSeconds) &&
  isTime(chain.lastBridgedAtSeconds) &&
  chain.arriving.every(({ units, dueAtSeconds }) => units >= 0n && isWhole(dueAtSeconds)) &&
  chain.siblings.every(({ openUntilSeconds }) => isWhole(openUntilSeconds)) &&
  chain.vaults.every(soundVault);

const soundPolicy = (policy: CashPolicy): boolean =>
  policy.chainCaps.every(({ capBps }) => isBps(capBps)) &&
  [
    policy.vaultCapBps,
    policy.bufferBps,
    policy.minShiftBps,
    policy.costBpsMax,
    policy.firstGainBps,
    policy.nextGainBps,
    policy.sideGainBps,
    policy.crossGainBps,
    policy.provenLeadBps,
    policy.trialShareBps,
    policy.shortfallBps,
    policy.tvlFallBpsMax,
    policy.utilisationBpsMax,
    policy.marketShareBpsMax,
  ].every(isBps) &&
  isWhole(policy.fullLeadBps) &&
  policy.fullLeadBps > 0 &&
  isWhole(policy.shiftsMax) &&
  isWhole(policy.horizonSeconds) &&
  policy.horizonSeconds > 0 &&
  isWhole(policy.lookEverySeconds) &&
  policy.lookEverySeconds > 0 &&
  policy.minMoveUnits >= 0n &&
  policy.minBridgeUnits >= 0n;

/** What can't be: a plain clause without a full stop; null when all fits together. */
export const cashContradiction = (
  { nowSeconds, chains, anchor }: CashSnapshot,
  policy: CashPolicy,
): string | null => {
  if (!isWhole(nowSeconds)) return 'the time of the look is no whole number of seconds';
  if (!soundPolicy(policy)) return 'a limit of the policy is out of its range';
  const unsound = chains.find((chain) => !soundChain(chain));
  if (unsound !== undefined) return `a number of ${unsound.name} is out of its range`;
  const keys = chains.flatMap(({ chainId, vaults }) => vaults.map(({ vault }) => vaultKeyOf(chainId, vault)));
  if (new Set(keys).size !== keys.length) return 'a vault is there twice';
  if (new Set(chains.map(({ chainId }) => chainId)).size !== chains.length) return 'a chain is there twice';
  const shares = anchor.reduce((sum, { shareBps }) => sum + shareBps, 0);
  return anchor.every(({ shareBps }) => isBps(shareBps)) && shares <= 10_000
    ? null
    : 'the shares of the starting place are more than the whole';
};
