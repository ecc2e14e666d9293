import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../clock.ts';
import type { IntentsSettings } from '../../env-intents.ts';
import { askJsonOf, type HttpService } from '../../http/ask-json.ts';
import type { HttpCodes } from '../../http/http-faults.ts';
import { ONE_CLICK_ANSWERS, type OneClick, oneClickClient } from '../../intents/one-click-client.ts';
import { type Verifier, verifierClient } from '../../intents/verifier-client.ts';
import { takeOutgoingTurn } from '../../store/tick/outgoing-turns.ts';
import { secondOpinion } from '../prices/second-opinion.ts';
import type { InDatabase } from '../tick/bot-store.ts';

const VENUE_CODES: HttpCodes = {
  ...{ unavailable: 'venue-unavailable', limited: 'venue-limited', keyRefused: 'venue-key-refused' },
  ...{ refused: 'venue-refused', malformed: 'venue-malformed' },
};
const CHAIN_CODES: HttpCodes = {
  ...{ unavailable: 'chain-unavailable', limited: 'chain-busy', keyRefused: 'chain-unavailable' },
  ...{ refused: 'chain-unavailable', malformed: 'chain-answer-malformed' },
};
/** Nobody waits longer for one question, its turn included. */
const LIMITS = { attemptTimeoutMs: 8_000, totalTimeoutMs: 15_000 } as const;
/** Of every ten turns, visitors of the web app have three: they take none from swaps that are under way. */
const SHARE = { bot: 7, visitors: 3 } as const;

/** Whoever swaps for index accounts, and the contract that counts what they hold. */
export type Intents = { readonly api: OneClick; readonly verifier: Verifier; readonly quoteKey: string };

const base = { clock: systemClock, sleep, ...LIMITS };

/** Opens the clients of the 1Click API, whose key's turns all workers share by the database, and of the verifier's views. */
export const openIntents = (
  settings: IntentsSettings,
  run: InDatabase,
  askedFor: keyof typeof SHARE = 'bot',
): Intents => {
  const { apiUrl, apiKey, nearUrl, quoteKey, requestsPerSecond } = settings;
  const perSecond = Math.max(1, Math.floor((requestsPerSecond * SHARE[askedFor]) / 10));
  const provider: HttpService = {
    ...{ ...base, name: '1Click', codes: VENUE_CODES, baseUrl: apiUrl, answers: ONE_CLICK_ANSWERS },
    key: { header: 'x-api-key', prefix: '', keys: [apiKey] },
    takeTurn: () =>
      run((sql) =>
        takeOutgoingTurn(sql, {
          ...{ name: `one-click-${askedFor}`, perSecond, waitMsMax: LIMITS.totalTimeoutMs },
        }),
      ),
  };
  const node: HttpService = {
    ...{ ...base, name: 'NEAR’s node', codes: CHAIN_CODES, baseUrl: nearUrl.reveal(), key: null },
  };
  const client = oneClickClient(askJsonOf(provider));
  const second = secondOpinion(settings.pyth, systemClock.nowSeconds);
  const api = second === null ? client : { ...client, tokens: second(client.tokens) };
  return {
    ...{ api, verifier: verifierClient(askJsonOf(node)) },
    quoteKey,
  };
};
