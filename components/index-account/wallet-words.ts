import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';

/** What a wallet, or signing in with it, refused, in a sentence. */
export const walletWords = (error: unknown): string => {
  const refusal = walletRefusal(error);
  return refusal.kind === 'failed' && error instanceof Error ? error.message : refusal.sentence;
};
