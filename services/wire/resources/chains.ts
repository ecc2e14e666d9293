import 'server-only';
import type { Outcome } from '../../../lib/api/problem.ts';
import { failure, ok } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { logOf } from '../operation/log-of.ts';
import { type ServedChain, type ServedChains, serveChains } from '../served-chain.ts';

// Each route is a bundle of its own; the process needs one set of connections.
const KEY = Symbol.for('1balancer.api-chains');
const shared = globalThis as typeof globalThis & { [KEY]?: ServedChains };

/** A chain that is served here, as the web app reads it; null when it isn't. */
export const chainServed = (chainId: number): ServedChain | null => {
  const env = readEnv();
  shared[KEY] ??= serveChains(env.chains, logOf(env));
  return shared[KEY].get(chainId) ?? null;
};

/** The chain that was asked for, or which field names none that is served here. */
export const servedAsked = (chainId: number, place: 'body' | 'query'): Outcome<ServedChain> => {
  const served = chainServed(chainId);
  if (served !== null) return ok(served);
  const field = {
    in: place,
    field: 'chainId',
    message: 'is no chain that is served here; GET /api/chains lists them',
  } as const;
  return { ok: false, error: { ...failure('bad-request', `chainId ${field.message}.`), fields: [field] } };
};
