import { Agent, request } from 'node:http';

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

const send = (agent: Agent, url: string, asked: Asked): Promise<number> =>
  new Promise((done) => {
    const headers = {
      authorization: `Bearer ${asked.token}`,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const sent = request(`${url}${asked.path}`, { agent, method: asked.method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
    });
    sent.on('error', () => done(0));
    sent.end(asked.body);
  });

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
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
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
        send(agent, url, ask(index)).then((status) => {
          latencies.push(performance.now() - due);
          if (status < 200 || status > 299) errors += 1;
        }),
      );
    }
    await new Promise((later) => setTimeout(later, 2));
  }
  await Promise.all(waiting);
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share));
  return { requests: total, errors, p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0 };
};
