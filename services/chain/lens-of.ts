import type { Address } from 'viem';
import { delegatedLensCode } from '../../lib/abi/delegated-lens-code.ts';
import type { Account } from '../../lib/engine/snapshot.ts';
import type { LensOptions } from './observe-fleet.ts';

/**
 * By which lens contracts of a kind are read: an account's contract answers none of what a lens of Balancers asks of it.
 * @param deployed where the chain has the lens of such accounts; null puts its code there for the call
 */
export const lensOf = (
  kind: Account['kind'],
  deployed: Address | null,
): Pick<LensOptions, 'lensAddress' | 'lensCode'> =>
  kind === 'delegated' ? { lensAddress: deployed, lensCode: delegatedLensCode } : {};
