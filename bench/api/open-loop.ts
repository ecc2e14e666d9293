import { Pool } from 'undici';

export type Asked = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
};

export type LoopTerms = {
  readonly url: string;
  readonly connections: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** The n-th request. */
  readonly ask: (index: number) => Asked;
};

/** Latencies count from when a request was due, so that a server that falls behind can't hide it. */
export type LoopResult = {
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
};

/** The status of the answer, once all of it has come; 0 where none came. */
const send = async (pool: Pool, { method, path, token, body }: Asked): Promise<number> => {
  try {
    const answer = await pool.request({
      ...{ method, path, body: body ?? null },
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return 0;
  }
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** Sends requests at their times, whether or not those before have been answered (an open loop). */
export const openLoop = async ({
  url,
  connections,
  perSecond,
  seconds,
  ask,
}: LoopTerms): Promise<LoopResult> => {
  const pool = new Pool(url, { connections });
  const latencies: number[] = [];
  let errors = 0;
  const total = perSecond * seconds;
  const start = performance.now();
  const waiting: Promise<void>[] = [];
  for (let index = 0; index < total; ) {
    const now = performance.now();
    for (; index < total && start + (index * 1_000) / perSecond <= now; index += 1) {
      const due = start + (index * 1_000) / perSecond;
      waiting.push(
        send(pool, ask(index)).then((status) => {
          latencies.push(performance.now() - due);
          if (status < 200 || status > 299) errors += 1;
        }),
      );
    }
    await new Promise((later) => setTimeout(later, 2));
  }
  await Promise.all(waiting);
  await pool.close();
  latencies.sort((a, b) => a - b);
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share));
  return { requests: total, errors, p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0 };
};
