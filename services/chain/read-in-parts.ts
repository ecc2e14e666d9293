import { type Failure, fail, ok, type Result } from '../../lib/result.ts';

/** How the answers were had: requests beyond the first are fallbacks, and worth counting. */
export type ReadCost = { readonly requests: number; readonly splits: number };

export type Read<A> = { readonly answers: readonly Result<A>[]; readonly cost: ReadCost };

export type Asking<Q, A> = {
  /**
   * An answer for each query, in their order, or for as many of the first ones as the node had gas for, at least one; asked for nothing
   * it says whether the node still answers at all.
   */
  readonly ask: (part: readonly Q[]) => Promise<Result<readonly A[]>>;
  /** Most that are asked together. */
  readonly partMax: number;
  /** What was slow before is asked last and alone. */
  readonly isSuspect?: ((query: Q) => boolean) | undefined;
  readonly timeIsUp?: (() => boolean) | undefined;
};

/** Requests under way at the same time. */
const CONCURRENT_MAX = 4;
const SPLIT_INTO = 8;
/** Nothing that was asked can be at fault for these. */
const SHARED_CODES: readonly string[] = ['chain-busy', 'chain-block-unknown'];
/** A smaller part may well succeed, so whether the node is alive needn't be asked yet. */
const SMALLER_CODES: readonly string[] = ['chain-too-much', 'chain-timeout'];

const chunksOf = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );

/** Not read, and nobody's fault. */
export const NOT_REACHED = fail('not-reached', 'Time was up before its turn.', { when: 'next-tick' });

const slow = ({ code, message }: Failure): Result<never> =>
  fail('portfolio-slow', `Read alone, it can't be had: ${message} (${code})`, { when: 'next-tick' });

type Part = readonly number[];

/** One pass over a list of queries; indices stand for them, so that the order asked is kept. */
class Reading<Q, A> {
  readonly answers: Result<A>[];
  readonly cost = { requests: 0, splits: 0 };
  readonly #queries: readonly Q[];
  readonly #asking: Asking<Q, A>;
  /** Not asked yet, or cut off from an answer that was full. */
  #left: number[];
  /** Of what failed together. */
  readonly #parts: Part[] = [];
  readonly #alone: Part[];
  /** As many as fit into a call, as far as this reading has learned. */
  #size: number;

  constructor(queries: readonly Q[], asking: Asking<Q, A>) {
    this.#queries = queries;
    this.#asking = asking;
    this.#size = asking.partMax;
    this.answers = queries.map(() => NOT_REACHED);
    const isSuspect = asking.isSuspect ?? (() => false);
    const indices = queries.map((_, index) => index);
    const suspects = new Set(indices.filter((index) => queries.slice(index, index + 1).some(isSuspect)));
    this.#left = indices.filter((index) => !suspects.has(index));
    this.#alone = [...suspects].map((index) => [index]);
  }

  /** The parts whose turn it is; empty at the end. Who is asked alone waits until all others have been. */
  nextWave(): readonly Part[] {
    if (this.cost.requests > 0 && this.#asking.timeIsUp?.() === true) return [];
    const wave = chunksOf(this.#left.splice(0, CONCURRENT_MAX * this.#size), this.#size);
    if (wave.length > 0) return wave;
    return (this.#parts.length > 0 ? this.#parts : this.#alone).splice(0, CONCURRENT_MAX);
  }

  async askPart(part: Part): Promise<Result<null>> {
    this.cost.requests += 1;
    const queries = part.flatMap((index) => this.#queries.slice(index, index + 1));
    const asked = await this.#asking.ask(queries);
    if (!asked.ok) return this.#notAnswered(part, asked.error);
    for (const [place, answer] of asked.value.entries()) {
      const index = part[place];
      if (index !== undefined) this.answers[index] = ok(answer);
    }
    if (asked.value.length < part.length) this.#wasFull(part, asked.value.length);
    return ok(null);
  }

  #wasFull(part: Part, held: number): void {
    this.cost.splits += 1;
    this.#size = Math.max(held, 1);
    this.#left = [...part.slice(held), ...this.#left];
  }

  async #notAnswered(part: Part, failure: Failure): Promise<Result<null>> {
    if (SHARED_CODES.includes(failure.code)) return { ok: false, error: failure };
    if (part.length === 1 || !SMALLER_CODES.includes(failure.code)) {
      this.cost.requests += 1;
      const alive = await this.#asking.ask([]);
      if (!alive.ok) return { ok: false, error: failure };
    }
    if (part.length > 1) this.#again(part, part.length);
    else for (const index of part) this.answers[index] = slow(failure);
    return ok(null);
  }

  #again(indices: Part, among: number): void {
    if (indices.length === 0) return;
    this.cost.splits += 1;
    const size = Math.min(Math.ceil(among / SPLIT_INTO), indices.length);
    const parts = chunksOf(indices, size);
    (size === 1 ? this.#alone : this.#parts).push(...parts);
  }
}

/**
 * Asks for all in as few requests as the node bears. What fails together is asked again in smaller parts, down to one, and what fails
 * alone while the node answers others is that one's own failure. Time is looked at between requests; what wasn't reached says so.
 * Fails only when the node is away, or has not the block.
 */
export const readInParts = async <Q, A>(
  queries: readonly Q[],
  asking: Asking<Q, A>,
): Promise<Result<Read<A>>> => {
  const reading = new Reading(queries, asking);
  for (let wave = reading.nextWave(); wave.length > 0; wave = reading.nextWave()) {
    const outcomes = await Promise.all(wave.map((part) => reading.askPart(part)));
    const failed = outcomes.find((outcome) => !outcome.ok);
    if (failed !== undefined && !failed.ok) return failed;
  }
  return ok({ answers: reading.answers, cost: reading.cost });
};
