import type { Address } from 'viem';
import { type Ask, chainIdOf } from '../lib/owner/ask.ts';
import type { PortfolioFacts } from '../lib/owner/read-portfolio.ts';
import type { Wallet } from './wallets.ts';

/** What the page knows so far. Facts that were read for another wallet, node or address are gone with them. */
export type Session = {
  wallet: { readonly wallet: Wallet; readonly account: Address } | null;
  /** A node that was typed in; null: the wallet is asked. */
  node: Ask | null;
  facts: PortfolioFacts | null;
  /** A transaction or a rehearsal is under way: one at a time. */
  busy: boolean;
};

/** Whom reads are asked of; null: there is nobody yet. */
export const reader = ({ node, wallet }: Session): Ask | null => node ?? wallet?.wallet.ask ?? null;

/** @returns what keeps the wallet from acting on what was read, or null */
export async function chainTrouble({ wallet, facts }: Session): Promise<string | null> {
  if (wallet === null) return 'Connect your wallet first.';
  if (facts === null) return 'Read the portfolio first.';
  const chainId = await chainIdOf(wallet.wallet.ask);
  return chainId === facts.chainId
    ? null
    : `Your wallet is on chain ${chainId}; the portfolio was read on chain ${facts.chainId}. Switch the wallet to that chain, then try again.`;
}
