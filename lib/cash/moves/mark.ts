import { BPS, larger, mulDivDown, powerOfTen, smaller } from '../../money/fixed-point.ts';
import type { UnixSeconds } from '../../result.ts';
import type { CashVaultSight } from '../cash-sight.ts';

/** So much of itself a mark may rise by in a day, and no more is ever saved up: the contract's own. */
const GROWTH_BPS_PER_DAY = 10n;
const DAY_SECONDS = 86_400;
const WHOLE = BPS * BigInt(DAY_SECONDS);

/** What a share that arrives counts for, in USDC units a whole share: what it is worth, as far as its mark may rise now. */
export const countingUnits = (
  { liveUnits, markUnits, spentUntilSeconds }: CashVaultSight,
  nowSeconds: UnixSeconds,
): bigint => {
  const credit = BigInt(Math.min(Math.max(nowSeconds - spentUntilSeconds, 0), DAY_SECONDS));
  return smaller(liveUnits, mulDivDown(markUnits, WHOLE + GROWTH_BPS_PER_DAY * credit, WHOLE));
};

/** What a deposit loses by the contract's count, in USDC units, up: all that its vault has grown by and its mark may not yet. */
export const depositLossUnits = (assets: bigint, vault: CashVaultSight, nowSeconds: UnixSeconds): bigint => {
  const one = powerOfTen(vault.decimals);
  const shares = mulDivDown(assets, one, vault.liveUnits);
  return larger(assets - mulDivDown(shares, countingUnits(vault, nowSeconds), one), 0n);
};
