import { getSmartAccountsEnvironment } from '@metamask/smart-accounts-kit';
import type { Address } from 'viem';
import type { Enforcers } from '../caveat-terms.ts';

/** Where the official kit says that main net has everything. */
export const KIT = getSmartAccountsEnvironment(1);

/** The kit's addresses by our words. @throws where it lacks one */
export const enforcersOf = ({ caveatEnforcers }: Pick<typeof KIT, 'caveatEnforcers'>): Enforcers => {
  const at = (name: string): Address => {
    const address = caveatEnforcers[name];
    if (address === undefined) throw new Error(`the kit has no ${name}`);
    return address;
  };
  return {
    period: at('ERC20PeriodTransferEnforcer'),
    timestamp: at('TimestampEnforcer'),
    value: at('ValueLteEnforcer'),
    nonce: at('NonceEnforcer'),
    redeemer: at('RedeemerEnforcer'),
  };
};

export const ENFORCERS: Enforcers = enforcersOf(KIT);
