import type { Address } from 'viem';
import type { Draft } from '../../lib/creation/draft.ts';
import type { CreationChain } from '../../lib/creation/listing.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

/** What each step of the wizard is given. */
export type StepProps = {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly chains: readonly CreationChain[];
  /** The bot's address as the server names it. */
  readonly signer: Address | null;
  readonly wallet: ConnectedWallet | null;
};
