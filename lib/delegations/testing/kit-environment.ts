import { getSmartAccountsEnvironment } from '@metamask/smart-accounts-kit';
import type { Enforcers } from '../caveat-terms.ts';
import { enforcersOf } from '../framework.ts';

/** Where the official kit says that main net has everything. */
export const KIT = getSmartAccountsEnvironment(1);

export const ENFORCERS: Enforcers = enforcersOf(KIT);
