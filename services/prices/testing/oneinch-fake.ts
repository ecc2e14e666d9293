import { type Asked, type Reply, refused } from '../../http/testing/fake-service.ts';

const CHAINS = ['1', '10', '56', '100', '137', '8453', '42161', '43114'];
const ADDRESS = /^0x[0-9a-f]{40}$/i;

const tokensOf = (body: string): readonly string[] | string => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return 'the body is no JSON';
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'the body is no object';
  if (Object.keys(json).some((name) => name !== 'tokens' && name !== 'currency')) return 'unknown field';
  if (!('currency' in json) || json.currency !== 'USD') return 'bad currency';
  if (!('tokens' in json) || !Array.isArray(json.tokens) || json.tokens.length === 0) return 'bad tokens';
  const tokens: readonly unknown[] = json.tokens;
  if (tokens.length > 100) return 'too many tokens';
  const read = tokens.flatMap((token) => (typeof token === 'string' && ADDRESS.test(token) ? [token] : []));
  return read.length < tokens.length ? 'a token is no address' : read;
};

/**
 * 1inch's `POST /price/v1.1/{chain}` with the bearer "inch-key", as its documents describe it.
 * @param chains that it answers for: a local chain may stand for one of its own
 */
export const oneinchFake =
  (entries: () => Readonly<Record<string, string>>, chains: readonly string[] = CHAINS) =>
  ({ method, url, headers, body }: Asked): Reply => {
    const chain = /^\/price\/v1\.1\/(\d+)$/.exec(url.pathname)?.[1];
    if (chain === undefined || !chains.includes(chain)) return refused(404, 'no such path');
    if (headers.authorization !== 'Bearer inch-key') return refused(401, 'bad key');
    if (method !== 'POST') return refused(405, 'POST only here');
    if ([...url.searchParams.keys()].length > 0) return refused(400, 'no query is taken');
    if (headers['content-type'] !== 'application/json') return refused(415, 'JSON only');
    const tokens = tokensOf(body);
    if (typeof tokens === 'string') return refused(400, tokens);
    const known = entries();
    const fields = tokens.flatMap((id) => (known[id] === undefined ? [] : [`"${id}":${known[id]}`]));
    return { status: 200, body: `{${fields.join(',')}}` };
  };
