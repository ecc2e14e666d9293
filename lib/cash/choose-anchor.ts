import { BPS_WHOLE } from '../money/fixed-point.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { AnchorShare, CashSnapshot } from './cash-snapshot.ts';
import { closedBy, outlookOf, type VaultOutlook } from './vault-outlook.ts';

const shareBps = (units: bigint, valueUnits: bigint): number =>
  valueUnits <= 0n ? 0 : Number((units * BigInt(BPS_WHOLE)) / valueUnits);

const byMonth = (one: VaultOutlook, other: VaultOutlook): number => {
  const [first, second] = [one.vault.rates.monthE18 ?? 0n, other.vault.rates.monthE18 ?? 0n];
  if (first !== second) return first > second ? -1 : 1;
  return one.key < other.key ? -1 : 1;
};

/**
 * Where the money would stay if nobody moved it again: the vault that paid most in the last thirty days, as far as the limits let it be
 * filled, then the next, until all but the buffer is placed. Vaults that nothing may go into now are left out.
 */
export const chooseAnchor = (
  { nowSeconds, chains }: CashSnapshot,
  policy: CashPolicy,
  valueUnits: bigint,
): readonly AnchorShare[] => {
  const ranked = chains
    .flatMap((chain) =>
      chain.vaults.map((vault) => outlookOf(chain, vault, { nowSeconds, policy, ease: 0n })),
    )
    .filter((one) => closedBy(one) === null)
    .sort(byMonth);
  const left = new Map(policy.chainCaps.map(({ chainId, capBps }) => [chainId, capBps]));
  let unplaced = BPS_WHOLE - policy.bufferBps;
  const anchor: AnchorShare[] = [];
  for (const { chain, vault, depth } of ranked) {
    const room = left.get(chain.chainId) ?? 0;
    const market = shareBps(
      (depth.tvlUnits * BigInt(policy.marketShareBpsMax)) / BigInt(BPS_WHOLE),
      valueUnits,
    );
    const share = Math.min(unplaced, room, policy.vaultCapBps, vault.capBps, market);
    if (share <= 0) continue;
    anchor.push({ chainId: chain.chainId, vault: vault.vault, shareBps: share });
    left.set(chain.chainId, room - share);
    unplaced -= share;
  }
  return anchor;
};
