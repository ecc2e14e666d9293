import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import type { Secret } from '../secret.ts';

/** The bot's key as two things one can do with it; the key itself stays in here. */
export type BotSigner = {
  /** Lower-cased. */
  readonly address: Address;
  /** Deterministic (RFC 6979). */
  readonly sign: SignDigest;
};

export const openBotSigner = (key: Secret): BotSigner => {
  const account = privateKeyToAccount(key.reveal() as Hex);
  return {
    address: account.address.toLowerCase() as Address,
    sign: (digest) => account.sign({ hash: digest }),
  };
};
