import { smaller } from '../money/fixed-point.ts';
import type { ShiftKind } from './cash-decision.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { AnchorShare, CashChain, CashSnapshot } from './cash-snapshot.ts';
import { type VaultOutlook, vaultKeyOf } from './vault-outlook.ts';

/** All that a look goes by. */
export type CashLook = {
  readonly snapshot: CashSnapshot;
  readonly policy: CashPolicy;
  readonly valueUnits: bigint;
  readonly outlooks: readonly VaultOutlook[];
};

/** Where money would come from. */
export type ShiftSource = { readonly chain: CashChain; readonly outlook: VaultOutlook | null };

/** A shift that is thought of. */
export type ShiftPair = { readonly kind: ShiftKind; readonly from: ShiftSource; readonly to: VaultOutlook };

/** The part of the anchor that is there; null beside it. */
export const anchorShareOf = ({ anchor }: CashSnapshot, { key }: VaultOutlook): AnchorShare | null =>
  anchor.find(({ chainId, vault }) => vaultKeyOf(chainId, vault) === key) ?? null;

/** Whether the money would stay there if nobody moved it. */
export const isAnchor = (snapshot: CashSnapshot, outlook: VaultOutlook): boolean =>
  anchorShareOf(snapshot, outlook) !== null;

export const isCrossing = ({ from, to }: ShiftPair): boolean => from.chain.chainId !== to.chain.chainId;

/** Whether a part of the anchor is on the chain. */
export const isHomeChain = ({ anchor }: CashSnapshot, { chainId }: CashChain): boolean =>
  anchor.some((share) => share.chainId === chainId);

/** Gas from a vault of one chain into one of another, or of the same; nothing goes there where nobody tells it. */
export const wayGasUnits = (from: CashChain, to: CashChain): bigint => {
  const [here, there] = [from.costs, to.costs];
  if (here === null || there === null) return 0n;
  const bridge = from.chainId === to.chainId ? 0n : here.burnUnits + there.mintUnits;
  return here.redeemUnits + bridge + there.depositUnits;
};

/** Gas of the cheapest way from a chain to one of the anchor's; none from there. */
export const homeGasUnits = (snapshot: CashSnapshot, chain: CashChain): bigint => {
  const ways = isHomeChain(snapshot, chain)
    ? []
    : snapshot.chains.filter((one) => isHomeChain(snapshot, one)).map((home) => wayGasUnits(chain, home));
  return ways.reduce((least, gas) => smaller(least, gas), ways[0] ?? 0n);
};
