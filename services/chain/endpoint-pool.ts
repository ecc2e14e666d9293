import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { chainFailure, WrongChainError } from './chain-failure.ts';
import { type Endpoint, isNodesWord, judge, type RpcRequest, type SendAs } from './endpoint.ts';
import type { NodeMeter } from './node-meter.ts';

/** Something that an operator may want to know of a node. */
export type EndpointEvent = {
  readonly host: string;
  readonly what: 'refused' | 'rests' | 'lags' | 'is-back';
  readonly why: string;
};

export type PoolOptions = {
  readonly chainId: number;
  /** Further behind the best head, by blocks or by their time, a node is not asked. */
  readonly lagMax: { readonly blocks: number; readonly seconds: number };
  readonly monotonicMs: () => number;
  readonly report?: ((event: EndpointEvent) => void) | undefined;
  readonly meter?: NodeMeter | undefined;
};

const hex = z.string().regex(/^0x[0-9a-fA-F]+$/);
const headSchema = z.looseObject({ number: hex, hash: hex, timestamp: hex });
type Head = {
  readonly endpoint: Endpoint;
  readonly number: bigint;
  readonly hash: string;
  readonly timeSeconds: number;
  readonly block: unknown;
};

/** How long others may take once one has told its head. */
const HEAD_PATIENCE_MS = 1_000;
const REST_MS_MIN = 2_000;
const REST_MS_MAX = 60_000;
const STRIKES_MAX = 2;
/** Longer than any tick; an old head says nothing of who agrees today. */
const PIN_MS_MAX = 10 * 60_000;

const isHeadRequest = ({ method, params }: RpcRequest): boolean =>
  method === 'eth_getBlockByNumber' && Array.isArray(params) && params[0] === 'latest';

/**
 * Several nodes of one chain as one. A request goes to the node whose head was read last, and to the next one when that fails; one that
 * failed rests, and is tried again later; one of another chain is refused for good. What follows a head is answered only by nodes
 * whose chain has that very head, so that no look mixes two chains.
 */
export class EndpointPool {
  readonly #endpoints: readonly Endpoint[];
  readonly #options: PoolOptions;
  #pin: { readonly head: Head; readonly sinceMs: number } | null = null;

  constructor(endpoints: readonly Endpoint[], options: PoolOptions) {
    this.#endpoints = endpoints;
    this.#options = options;
  }

  /** The first answer that a node gives. Throws what the nodes threw, to be classified by `chainFailure`. */
  request(request: RpcRequest, as: SendAs): Promise<unknown> {
    return isHeadRequest(request) ? this.#newestHead(request) : this.#inTurn(request, as);
  }

  async #inTurn(request: RpcRequest, as: SendAs): Promise<unknown> {
    const failures: unknown[] = [];
    let before: Endpoint | null = null;
    for (const endpoint of this.#usable(({ isLagging }) => !isLagging)) {
      if (before !== null) this.#options.meter?.fellBack(before.host);
      before = endpoint;
      try {
        await this.#verify(endpoint);
        if (request.method === 'eth_chainId') return `0x${this.#options.chainId.toString(16)}`;
        await this.#agree(endpoint);
        const answer = await endpoint.send[as](request);
        this.#answered(endpoint);
        return answer;
      } catch (error) {
        failures.push(error);
        if (!this.#failed(endpoint, error)) throw error;
      }
    }
    throw failures.find(isNodesWord) ?? failures.at(-1) ?? this.#nobody();
  }

  /** Those to ask, in their order, the one of the pinned head first. When all rest, the one whose rest ends first. */
  #usable(filter: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
    const wanted = this.#endpoints.filter((endpoint) => endpoint.refusedFor === null && filter(endpoint));
    const now = this.#options.monotonicMs();
    const awake = wanted.filter(({ restsUntilMs }) => restsUntilMs <= now);
    if (awake.length === 0) return [...wanted].sort((a, b) => a.restsUntilMs - b.restsUntilMs).slice(0, 1);
    const first = this.#pin?.head.endpoint;
    return [...awake].sort((a, b) => Number(b === first) - Number(a === first));
  }

  #nobody(): Error {
    const refused = this.#endpoints.flatMap(({ refusedFor }) => refusedFor ?? []);
    return refused.length === this.#endpoints.length
      ? new WrongChainError(refused.join(' '))
      : new Error('unknown block: every node that could be asked is behind');
  }

  /** The chain's id goes along in the same request, where nodes take several in one. */
  async #askHead(endpoint: Endpoint, request: RpcRequest): Promise<unknown> {
    if (!endpoint.isVerified) {
      const both = [this.#verify(endpoint, 'batch'), endpoint.send.batch(request)] as const;
      const [verified, block] = await Promise.allSettled(both);
      if (endpoint.refusedFor !== null && verified.status === 'rejected') throw verified.reason;
      if (endpoint.isVerified && block.status === 'fulfilled') return block.value;
      await this.#verify(endpoint);
    }
    return endpoint.send.single(request);
  }

  async #verify(endpoint: Endpoint, as: SendAs = 'single'): Promise<void> {
    if (endpoint.isVerified) return;
    const answer = hex.safeParse(await endpoint.send[as]({ method: 'eth_chainId', params: [] }));
    if (!answer.success) throw new Error('mismatch: the answer is no chain id');
    const { chainId } = this.#options;
    if (BigInt(answer.data) !== BigInt(chainId)) {
      const why = `${endpoint.host} serves chain ${BigInt(answer.data)}, not ${chainId}.`;
      endpoint.refusedFor = why;
      this.#options.report?.({ host: endpoint.host, what: 'refused', why });
      throw new WrongChainError(why);
    }
    endpoint.isVerified = true;
  }

  /** Throws when this node's chain doesn't have the head that is being read at. */
  async #agree(endpoint: Endpoint): Promise<void> {
    const pin = this.#pin;
    if (pin === null || endpoint === pin.head.endpoint || endpoint.agreedHash === pin.head.hash) return;
    if (this.#options.monotonicMs() - pin.sinceMs > PIN_MS_MAX) return;
    const params = [`0x${pin.head.number.toString(16)}`, false];
    const block = headSchema.safeParse(
      await endpoint.send.single({ method: 'eth_getBlockByNumber', params }),
    );
    if (!block.success || block.data.hash.toLowerCase() !== pin.head.hash)
      throw new Error('unknown block: this node does not have the head that is read at');
    endpoint.agreedHash = pin.head.hash;
  }

  /** Whether another node is to be asked. */
  #failed(endpoint: Endpoint, error: unknown): boolean {
    const { another, blame } = judge(error);
    if (blame === 'none') return another;
    endpoint.failuresInARow += 1;
    if (blame === 'strike' && endpoint.failuresInARow < STRIKES_MAX) return another;
    const restMs = Math.min(REST_MS_MAX, REST_MS_MIN * 2 ** (endpoint.failuresInARow - 1));
    const wasAwake = endpoint.restsUntilMs <= this.#options.monotonicMs();
    endpoint.restsUntilMs = this.#options.monotonicMs() + restMs;
    // What comes back may be another node under the same name.
    endpoint.isVerified = false;
    endpoint.agreedHash = null;
    const { code } = chainFailure(error);
    if (wasAwake) this.#options.report?.({ host: endpoint.host, what: 'rests', why: code });
    return another;
  }

  #answered(endpoint: Endpoint): void {
    if (endpoint.restsUntilMs > 0)
      this.#options.report?.({ host: endpoint.host, what: 'is-back', why: 'it answers again' });
    endpoint.failuresInARow = 0;
    endpoint.restsUntilMs = 0;
  }

  /** Asks all for their head; the highest counts, and says who lags. */
  async #newestHead(request: RpcRequest): Promise<unknown> {
    const asked = this.#usable(() => true);
    const heads: Head[] = [];
    const failures: unknown[] = [];
    const patience = new AbortController();
    const each = asked.map(async (endpoint) => {
      try {
        heads.push(await this.#headOf(endpoint, request));
      } catch (error) {
        failures.push(error);
        this.#failed(endpoint, error);
        if (asked.length > 1) this.#options.meter?.fellBack(endpoint.host);
        throw error;
      }
    });
    const all = Promise.allSettled(each);
    await Promise.any(each).catch(() => undefined);
    const { signal } = patience;
    await Promise.race([all, sleep(HEAD_PATIENCE_MS, undefined, { signal }).catch(() => undefined)]);
    patience.abort();
    const best = this.#judgeHeads(asked, heads);
    if (best === null) throw failures.at(-1) ?? this.#nobody();
    this.#pin = { head: best, sinceMs: this.#options.monotonicMs() };
    return best.block;
  }

  async #headOf(endpoint: Endpoint, request: RpcRequest): Promise<Head> {
    const block = await this.#askHead(endpoint, request);
    const read = headSchema.safeParse(block);
    if (!read.success) throw new Error('mismatch: the answer is no block');
    this.#answered(endpoint);
    const { number, hash, timestamp } = read.data;
    return {
      ...{ endpoint, block, hash: hash.toLowerCase() },
      number: BigInt(number),
      timeSeconds: Number(BigInt(timestamp)),
    };
  }

  #judgeHeads(asked: readonly Endpoint[], heads: readonly Head[]): Head | null {
    const inOrder = asked.flatMap((endpoint) => heads.filter((head) => head.endpoint === endpoint));
    const best = inOrder.reduce<Head | null>(
      (highest, head) => (highest === null || head.number > highest.number ? head : highest),
      null,
    );
    if (best === null) return null;
    const { blocks, seconds } = this.#options.lagMax;
    for (const endpoint of asked) {
      const head = heads.find((one) => one.endpoint === endpoint);
      const behind = head === undefined ? null : best.number - head.number;
      const lags =
        head === undefined ||
        best.number - head.number > BigInt(blocks) ||
        best.timeSeconds - head.timeSeconds > seconds;
      const why = behind === null ? 'no head in time' : `${behind} blocks behind`;
      if (lags && !endpoint.isLagging) this.#options.report?.({ host: endpoint.host, what: 'lags', why });
      endpoint.isLagging = lags;
    }
    return best;
  }
}
