import { http, RpcRequestError, type Chain as ViemChain } from 'viem';
import type { Secret } from '../secret.ts';
import { type ChainFailureCode, causesOf, chainFailure } from './chain-failure.ts';
import { fetchAnswers } from './fetch-answers.ts';
import type { NodeMeter } from './node-meter.ts';

export type RpcRequest = { readonly method: string; readonly params?: unknown };
/** One request of its own, or gathered with what is asked at the same moment. */
export type SendAs = 'single' | 'batch';

/** One node, and what is known of it. */
export type Endpoint = {
  /** How it is named; the rest of its URL is a secret. */
  readonly host: string;
  readonly send: Readonly<Record<SendAs, (request: RpcRequest) => Promise<unknown>>>;
  /** Its chain id was right when it was asked last. */
  isVerified: boolean;
  /** Why it is never asked again. */
  refusedFor: string | null;
  /** Not asked before that, by the monotonic clock. */
  restsUntilMs: number;
  failuresInARow: number;
  /** Its head was too far behind the best one, or didn't come in time. */
  isLagging: boolean;
  /** Hash of the pinned head that its chain was seen to have. */
  agreedHash: string | null;
};

export type EndpointOptions = {
  readonly chain: ViemChain;
  readonly timeoutMs: number;
  readonly batchSize: number;
  readonly meter?: NodeMeter | undefined;
};

type Send = (request: RpcRequest) => Promise<unknown>;

const metered =
  (host: string, { asked }: NodeMeter, send: Send): Send =>
  async (request) => {
    const startMs = performance.now();
    const tell = (outcome: string): void =>
      asked({ host, method: request.method, outcome, seconds: (performance.now() - startMs) / 1_000 });
    try {
      const answer = await send(request);
      tell('ok');
      return answer;
    } catch (error) {
      tell(isNodesWord(error) && !isBusy(error) ? 'refused' : chainFailure(error).code);
      throw error;
    }
  };

export const openEndpoint = (
  url: Secret,
  { chain, timeoutMs, batchSize, meter }: EndpointOptions,
): Endpoint => {
  const options = {
    ...{ timeout: timeoutMs, retryCount: 0, fetchFn: fetchAnswers },
    // Bounded there.
    maxResponseBodySize: false as const,
  };
  const single = http(url.reveal(), options)({ chain, retryCount: 0 });
  const batch = http(url.reveal(), { ...options, batch: { batchSize } })({ chain, retryCount: 0 });
  const { host } = new URL(url.reveal());
  const sender = (send: Send): Send => (meter === undefined ? send : metered(host, meter, send));
  return {
    host,
    send: {
      single: sender((request) => single.request(request)),
      batch: sender((request) => batch.request(request)),
    },
    isVerified: false,
    refusedFor: null,
    restsUntilMs: 0,
    failuresInARow: 0,
    isLagging: false,
    agreedHash: null,
  };
};

/** What a failure says of the node that it came from, and whether another one is to be asked the same. */
export type Judgement = { readonly another: boolean; readonly blame: 'none' | 'strike' | 'rest' };

const BY_CODE: Readonly<Record<ChainFailureCode, Judgement>> = {
  'wrong-chain': { another: true, blame: 'none' }, // refused for good elsewhere
  'chain-unavailable': { another: true, blame: 'rest' },
  'chain-answer-malformed': { another: true, blame: 'rest' },
  'chain-busy': { another: true, blame: 'rest' },
  'chain-timeout': { another: true, blame: 'strike' }, // the question may be at fault
  'chain-block-unknown': { another: true, blame: 'none' }, // it may come any moment
  'chain-too-much': { another: false, blame: 'none' }, // the reader asks for less
};

/** The node has answered: what it was asked can't be done. */
export const isNodesWord = (error: unknown): boolean =>
  causesOf(error).some((cause) => cause instanceof RpcRequestError);

/** Every node says the same of a call that reverts. */
const isRevert = (error: unknown): boolean =>
  causesOf(error).some(
    (cause) => cause instanceof RpcRequestError && (cause.code === 3 || /revert|opcode/i.test(cause.message)),
  );

export const judge = (error: unknown): Judgement => {
  if (isRevert(error)) return { another: false, blame: 'none' };
  const judgement = BY_CODE[chainFailure(error).code];
  // A method that one node doesn't have, or parameters that it doesn't take, may be another one's.
  return isNodesWord(error) && judgement.blame === 'rest' && !isBusy(error)
    ? { another: true, blame: 'none' }
    : judgement;
};
const isBusy = (error: unknown): boolean => chainFailure(error).code === 'chain-busy';
