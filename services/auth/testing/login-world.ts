import { fail, ok, type Result } from '../../../lib/result.ts';
import type { VerifyLoginDeps } from '../verify-login.ts';

/** What the database says of the message's nonce. */
export type NonceState = 'good' | 'unknown' | 'used' | 'expired';
/** What a node says of a contract at the message's address. */
export type ChainState = 'yes' | 'no' | 'down';

export type LoginWorld = {
  readonly appUrl: string;
  readonly chainIds: readonly number[];
  readonly nowMs: number;
  readonly nonce: NonceState;
  readonly chain: ChainState;
};

const NONCES: Readonly<Record<Exclude<NonceState, 'good'>, Result<never>>> = {
  unknown: fail('nonce-unknown', 'The nonce was not given out here.'),
  used: fail('nonce-used', 'The nonce was used before.'),
  expired: fail('nonce-expired', 'The nonce has expired meanwhile.'),
};

/** What a log-in finds around it: a nonce is good once, and the chain counts how often it is asked. */
export const loginWorld = ({ appUrl, chainIds, nowMs, nonce, chain }: LoginWorld) => {
  const counts = { asks: 0, consumed: 0 };
  const deps: VerifyLoginDeps = {
    appUrl,
    chainIds,
    consumeNonce: async () => {
      counts.consumed += 1;
      if (nonce !== 'good') return NONCES[nonce];
      return counts.consumed === 1 ? ok({ nowMs }) : NONCES.used;
    },
    isContractSignature: async () => {
      counts.asks += 1;
      return chain === 'down' ? fail('chain-unavailable', 'The node is away.') : ok(chain === 'yes');
    },
  };
  return { deps, counts };
};
