import { type Asked, type Reply, refused } from '../../http/testing/fake-service.ts';

const ID = /^(?:0x)?[0-9a-fA-F]{64}$/;
const KNOWN = ['ids[]', 'encoding', 'parsed', 'ignore_invalid_price_ids', 'channel'];
const BOOLEANS = ['true', 'false'];
const CHANNELS = ['real_time', 'fixed_rate@50ms', 'fixed_rate@200ms', 'fixed_rate@1000ms'];

/** A price as Hermes writes one: of a plain decimal its digits and exponent, of anything else what it is. */
export const pythPrice = (usd: string, publishTime: number | string, conf = '0'): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd) ?? [];
  const digits = whole === '' ? usd : `${sign}${BigInt(`${whole}${fraction}`)}`;
  return `{"price":"${digits}","conf":"${conf}","expo":${-fraction.length},"publish_time":${publishTime}}`;
};

const bareOf = (id: string): string => id.replace(/^0x/, '').toLowerCase();

const wrongQuery = (query: URLSearchParams): string | null => {
  for (const name of new Set(query.keys())) {
    if (!KNOWN.includes(name)) return `unknown parameter ${name}`;
    if (name !== 'ids[]' && query.getAll(name).length > 1) return `${name} twice`;
  }
  const ids = query.getAll('ids[]');
  if (ids.length === 0) return 'ids[] is missing';
  if (!ids.every((id) => ID.test(id))) return 'an id is no 32 bytes in hex';
  if (new Set(ids.map(bareOf)).size < ids.length) return 'an id twice';
  if (!['hex', 'base64'].includes(query.get('encoding') ?? 'hex')) return 'bad encoding';
  if (!CHANNELS.includes(query.get('channel') ?? 'fixed_rate@1000ms')) return 'bad channel';
  const flags = [query.get('parsed') ?? 'true', query.get('ignore_invalid_price_ids') ?? 'false'];
  return flags.every((flag) => BOOLEANS.includes(flag)) ? null : 'a flag is no boolean';
};

/** Hermes' `GET /hermes/v2/updates/price/latest` with the bearer "pyth-key", as its API reference describes it. */
export const pythFake =
  (entries: () => Readonly<Record<string, string>>) =>
  ({ method, url, headers, body }: Asked): Reply => {
    if (url.pathname !== '/hermes/v2/updates/price/latest') return refused(404, 'no such path');
    if (method !== 'GET') return refused(405, 'GET only');
    if (headers.authorization !== 'Bearer pyth-key') return refused(401, 'bad key');
    if (body !== '') return refused(400, 'no body is taken');
    const wrong = wrongQuery(url.searchParams);
    if (wrong !== null) return refused(400, wrong);
    const known = entries();
    const ids = url.searchParams.getAll('ids[]').map(bareOf);
    const unknown = ids.filter((id) => known[id] === undefined);
    if (unknown.length > 0 && url.searchParams.get('ignore_invalid_price_ids') !== 'true')
      return refused(404, `Price ids not found: ${unknown.join(', ')}`);
    const prices = ids.flatMap((id) =>
      known[id] === undefined
        ? []
        : [`{"id":"${id}","price":${known[id]},"ema_price":${known[id]},"metadata":{}}`],
    );
    const parsed = url.searchParams.get('parsed') === 'false' ? '' : `,"parsed":[${prices.join(',')}]`;
    return { status: 200, body: `{"binary":{"encoding":"hex","data":["00"]}${parsed}}` };
  };
