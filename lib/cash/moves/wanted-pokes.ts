import type { Address } from 'viem';
import { cashValueUnits } from '../cash-holdings.ts';
import type { CashAccountSight, CashSight, CashVaultSight } from '../cash-sight.ts';
import type { CashChain } from '../cash-snapshot.ts';
import { pokeCostUp } from '../move-gas.ts';
import { countingUnits } from './mark.ts';

/** A mark that is to be raised to what its vault is worth. */
export type WantedPoke = { readonly account: CashAccountSight; readonly vault: Address };

/**
 * Of what all of an owner's USDC would have earned by the growth that a poke makes count, its gas is a fiftieth at most: whoever pays it
 * pays 2 % of a vault's yield and no more. What is too dear waits until the mark lags further, at a day's growth for ever.
 */
const YIELD_PARTS = 50n;

const isReadable = ({ vaults }: CashChain, vault: Address): boolean =>
  vaults.some((one) => one.vault === vault && one.fault === null);

/** Empty vaults count as others: what grows past its mark can't be paid into any more. */
const isWorthIt = (
  vault: CashVaultSight,
  account: CashAccountSight,
  { costUnits, valueUnits }: { readonly costUnits: bigint; readonly valueUnits: bigint },
): boolean => {
  const rise = countingUnits(vault, account.blockSeconds) - vault.markUnits;
  return rise > 0n && costUnits * vault.markUnits * YIELD_PARTS <= valueUnits * rise;
};

/** Which marks lag so far behind their vaults that raising them is worth its gas. None where nothing may be moved, or nobody tells what gas costs. */
export const wantedPokes = ({ snapshot, accounts }: CashSight): readonly WantedPoke[] => {
  if (snapshot.halted) return [];
  const valueUnits = cashValueUnits(snapshot);
  return accounts.flatMap((account) => {
    const chain = snapshot.chains.find(({ chainId }) => chainId === account.chainId);
    if (chain === undefined || chain.paused || chain.lagging || chain.costs === null) return [];
    const costUnits = pokeCostUp(chain.costs);
    return account.vaults
      .filter((one) => isReadable(chain, one.vault) && isWorthIt(one, account, { costUnits, valueUnits }))
      .map(({ vault }) => ({ account, vault }));
  });
};
