import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, keccak256, stringToHex } from 'viem';
import { ok, type Result } from '../../../lib/result.ts';
import { readFeeTaker } from '../../chain/read-fee-taker.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import { askJsonOf } from '../../http/ask-json.ts';
import type { Secret } from '../../secret.ts';
import { takeOutgoingTurn } from '../../store/tick/outgoing-turns.ts';
import { type OneinchPorts, VENUE_CODES } from '../../venues/oneinch/oneinch-venue.ts';
import { ANSWERS, orderbookClient } from '../../venues/oneinch/orderbook-client.ts';
import { type AskSwap, swapClient } from '../../venues/oneinch/swap-client.ts';
import type { ServedChain } from '../served-chain.ts';
import type { InDatabase } from './bot-store.ts';

/** A tick waits for 1inch no longer than this for one question, its turn included. */
const LIMITS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000 } as const;

/** 1inch, as one chain's venue needs it; remembers whom it is to leave alone and what it has compared. */
export type OneinchHands = Pick<OneinchPorts, 'orderbook' | 'feeTakerOf'> & { readonly askSwap: AskSwap };

/** Tells keys apart, and nothing of the key can be guessed from it. */
const nameOf = (key: Secret): string => keccak256(stringToHex(key.reveal())).slice(2, 18);

/** Null where no key is set: 1inch is then no venue. */
export const openOneinch = (
  env: Pick<Env, 'prices' | 'oneinch'>,
  run: InDatabase,
  { chainId, chain }: Pick<ServedChain, 'chainId' | 'chain'>,
): OneinchHands | null => {
  const { oneinchUrl: baseUrl, oneinchKeys } = env.prices;
  const { requestsPerSecond: perSecond, feeTakerCodes: trusted } = env.oneinch;
  const [key] = oneinchKeys;
  if (key === undefined) return null;
  const asked = { perSecond, waitMsMax: LIMITS.totalTimeoutMs };
  const askJson = askJsonOf({
    ...{ name: '1inch', codes: VENUE_CODES, baseUrl, answers: ANSWERS, clock: systemClock, sleep, ...LIMITS },
    // One key: orders are their key's, and its turns are counted.
    key: { header: 'authorization', prefix: 'Bearer ', keys: [key] },
    takeTurn: () => run((sql) => takeOutgoingTurn(sql, { name: `oneinch:${nameOf(key)}`, ...asked })),
  });
  const compared = new Map<Address, Address>();
  return {
    orderbook: orderbookClient(askJson, chainId),
    askSwap: swapClient(askJson, chainId),
    feeTakerOf: async (portfolio): Promise<Result<Address>> => {
      const known = compared.get(portfolio);
      if (known !== undefined) return ok(known);
      const read = await readFeeTaker(chain, { portfolio, trusted });
      if (read.ok) compared.set(portfolio, read.value);
      return read;
    },
  };
};
