import { setTimeout as sleep } from 'node:timers/promises';
import {
  type IntentsFake,
  type IntentsFakeTerms,
  startIntentsFake,
} from '../../../stack/intents/intents-fake.ts';
import { askJsonOf, type HttpService } from '../../http/ask-json.ts';
import type { HttpCodes } from '../../http/http-faults.ts';
import { Secret } from '../../secret.ts';
import { ONE_CLICK_ANSWERS, oneClickClient } from '../one-click-client.ts';
import { verifierClient } from '../verifier-client.ts';

export const API_KEY = 'a key of a test';
const least = { leastUnits: 10n };
export const TOKENS: IntentsFakeTerms['tokens'] = [
  {
    assetId: 'nep141:usdc.near',
    decimals: 6,
    blockchain: 'near',
    symbol: 'USDC',
    priceMicroUsd: 1_000_000n,
    ...least,
  },
  {
    assetId: 'nep141:btc.omft.near',
    decimals: 8,
    blockchain: 'btc',
    symbol: 'BTC',
    priceMicroUsd: 60_000_000_000n,
    ...least,
  },
  {
    assetId: 'nep141:xrp.omft.near',
    decimals: 6,
    blockchain: 'xrp',
    symbol: 'XRP',
    priceMicroUsd: 500_000n,
    ...least,
  },
  {
    assetId: 'nep141:stellar.omft.near',
    decimals: 7,
    blockchain: 'stellar',
    symbol: 'XLM',
    priceMicroUsd: 250_000n,
    ...least,
  },
];

const service = (
  clock: { readonly nowSeconds: () => number },
  more: Pick<HttpService, 'name' | 'codes' | 'baseUrl' | 'key'>,
): HttpService => ({
  ...more,
  ...{ answers: ONE_CLICK_ANSWERS, attemptTimeoutMs: 10_000, totalTimeoutMs: 20_000 },
  clock: { nowSeconds: clock.nowSeconds, monotonicMs: () => performance.now() },
  sleep: (ms) => sleep(Math.min(ms, 2)),
});

export type IntentsWorld = {
  readonly fake: IntentsFake;
  readonly clock: { seconds: number };
  readonly api: ReturnType<typeof oneClickClient>;
  readonly verifier: ReturnType<typeof verifierClient>;
};

/** The fake on a clock of its own, and both clients before it. */
export const openIntents = async (
  changed: Partial<IntentsFakeTerms> = {},
  key = API_KEY,
): Promise<IntentsWorld> => {
  const clock = { seconds: 1_790_000_000 };
  const nowSeconds = () => clock.seconds;
  const fake = await startIntentsFake({ apiKey: API_KEY, tokens: TOKENS, nowSeconds, ...changed });
  const venueCodes = {
    unavailable: 'venue-unavailable',
    limited: 'venue-limited',
    keyRefused: 'venue-key-refused',
    refused: 'venue-refused',
    malformed: 'venue-malformed',
  } as const satisfies HttpCodes;
  const chainCodes = {
    unavailable: 'chain-unavailable',
    limited: 'chain-busy',
    keyRefused: 'chain-unavailable',
    refused: 'chain-unavailable',
    malformed: 'chain-answer-malformed',
  } as const satisfies HttpCodes;
  const api = oneClickClient(
    askJsonOf(
      service(
        { nowSeconds },
        {
          ...{ name: '1Click', codes: venueCodes, baseUrl: fake.api.baseUrl },
          key: { header: 'x-api-key', prefix: '', keys: [new Secret(key)] },
        },
      ),
    ),
  );
  const verifier = verifierClient(
    askJsonOf(
      service(
        { nowSeconds },
        { name: 'NEAR’s node', codes: chainCodes, baseUrl: fake.rpc.baseUrl, key: null },
      ),
    ),
  );
  return { fake, clock, api, verifier };
};
