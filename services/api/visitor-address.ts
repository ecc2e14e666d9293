import { isIP } from 'node:net';

/** An IPv6 visitor has a /64 to choose addresses from. */
const networkOf = (address: string): string => {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill('0'), ...rest];
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
};

/**
 * Where a request comes from, as the last proxy of our own says. `hops` = how many of them there are; what stands further left in the
 * header is a stranger's word. Null = it can't be told, and everybody of whom that holds is counted together.
 */
export const visitorAddress = (headers: Headers, hops: number): string | null => {
  if (hops === 0) return null;
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  const address = chain.at(-hops) ?? '';
  return isIP(address) === 0 ? null : networkOf(address);
};
