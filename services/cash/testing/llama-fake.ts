import { type Asked, type Reply, refused } from '../../http/testing/fake-service.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A point of a chart, with the fields that DefiLlama writes beside those that are read. */
export type LlamaPoint = {
  readonly timestamp: string;
  readonly tvlUsd: number | null;
  readonly apy: number | null;
  readonly apyBase: number | null;
  readonly apyReward: number | null;
  readonly il7d: null;
  readonly apyBase7d: null;
};

export const llamaPoint = (timestamp: string, told: Partial<LlamaPoint> = {}): LlamaPoint => ({
  ...{ timestamp, tvlUsd: 170_000_000, apy: 4.2, apyBase: 4.2, apyReward: null, il7d: null, apyBase7d: null },
  ...told,
});

/** DefiLlama's `/chart/{pool}`, as its API reference describes it: GET alone, no key, no query, no body, a pool by its UUID. */
export const llamaFake =
  (chart: (pool: string) => readonly LlamaPoint[] | null) =>
  ({ method, url, headers, body }: Asked): Reply => {
    const pool = /^\/chart\/([^/]+)$/.exec(url.pathname)?.[1];
    if (pool === undefined) return refused(404, 'no such path');
    if (method !== 'GET') return refused(405, 'GET only');
    if (body !== '' || url.search !== '') return refused(400, 'nothing beside the pool is taken');
    if (headers.authorization !== undefined) return refused(400, 'no key is taken');
    if (!UUID.test(pool)) return refused(400, 'a pool is named by its UUID');
    const data = chart(pool);
    return data === null
      ? refused(404, 'no such pool')
      : { status: 200, body: JSON.stringify({ status: 'success', data }) };
  };
