import { type Asked, type Reply, refused } from '../../http/testing/fake-service.ts';

const PLATFORMS = ['ethereum', 'base', 'arbitrum-one', 'optimistic-ethereum', 'polygon-pos', 'avalanche'];
const ADDRESS = /^0x[0-9a-f]{40}$/;
const FLAGS = ['include_market_cap', 'include_24hr_vol', 'include_24hr_change', 'include_last_updated_at'];
const KNOWN = ['contract_addresses', 'vs_currencies', 'precision', ...FLAGS];

const wrongQuery = (query: URLSearchParams): string | null => {
  for (const name of query.keys()) {
    if (!KNOWN.includes(name)) return `unknown parameter ${name}`;
    if (query.getAll(name).length > 1) return `${name} twice`;
  }
  const addresses = (query.get('contract_addresses') ?? '').split(',');
  if (addresses.length > 100) return 'too many addresses';
  if (!addresses.every((address) => ADDRESS.test(address))) return 'bad contract_addresses';
  if (new Set(addresses).size < addresses.length) return 'an address twice';
  if (query.get('vs_currencies') !== 'usd') return 'bad vs_currencies';
  const precision = query.get('precision');
  if (precision !== null && !/^(full|\d|1[0-8])$/.test(precision)) return 'bad precision';
  return FLAGS.some((flag) => !['true', 'false', null].includes(query.get(flag)))
    ? 'a flag is no boolean'
    : null;
};

/** CoinGecko's `/api/v3/simple/token_price/{platform}` with the key "demo-key", as its API reference describes it. */
export const coingeckoFake =
  (entries: () => Readonly<Record<string, string>>) =>
  ({ method, url, headers, body }: Asked): Reply => {
    const platform = /^\/api\/v3\/simple\/token_price\/([a-z-]+)$/.exec(url.pathname)?.[1];
    if (platform === undefined) return refused(404, 'no such path');
    if (method !== 'GET') return refused(405, 'GET only');
    if (body !== '') return refused(400, 'no body is taken');
    if (headers['x-cg-demo-api-key'] !== 'demo-key') return refused(401, 'bad key');
    if (headers['x-cg-pro-api-key'] !== undefined) return refused(400, 'a pro key on the demo host');
    if (!PLATFORMS.includes(platform)) return refused(404, 'no such platform');
    const wrong = wrongQuery(url.searchParams);
    if (wrong !== null) return refused(400, wrong);
    const known = entries();
    const asked = (url.searchParams.get('contract_addresses') ?? '').split(',');
    const fields = asked.flatMap((id) => (known[id] === undefined ? [] : [`"${id}":${known[id]}`]));
    return { status: 200, body: `{${fields.join(',')}}` };
  };
