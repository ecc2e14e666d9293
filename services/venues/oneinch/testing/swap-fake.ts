import { encodeFunctionData, type Hex, isAddress, parseAbi } from 'viem';
import { LIMIT_ORDER_PROTOCOL } from '../../../../lib/orders/limit-order.ts';
import { type Asked, type FakeService, type Reply, startFake } from '../../../http/testing/fake-service.ts';
import { CHAIN_ID, KEY } from './orderbook-world.ts';

const abi = parseAbi([
  'function swap(address executor, (address srcToken, address dstToken, address srcReceiver, address dstReceiver, uint256 amount, uint256 minReturnAmount, uint256 flags) desc, bytes data) payable returns (uint256, uint256)',
]);

/** What the router is called with, as 1inch would write it. */
export type Described = {
  readonly srcToken: Hex;
  readonly dstToken: Hex;
  readonly dstReceiver: Hex;
  readonly amount: bigint;
  readonly minReturnAmount: bigint;
  readonly flags: bigint;
};

const POOL: Hex = `0x${'9a'.repeat(20)}`;

export const swapData = ({ dstReceiver, ...desc }: Described): Hex =>
  encodeFunctionData({
    ...{ abi, functionName: 'swap' },
    args: [POOL, { ...desc, srcReceiver: POOL, dstReceiver }, '0x1234'],
  });

const refused = (statusCode: number, description: string): Reply => ({
  status: statusCode,
  body: JSON.stringify({ error: 'Bad Request', description, statusCode, requestId: 'fake' }),
});

/** Every parameter that is asked with, and what it must be; others are refused. Source: 1inch's swap API v6.1, `GET /swap`. */
const PARAMETERS: Readonly<Record<string, (value: string) => boolean>> = {
  src: (value) => isAddress(value, { strict: false }),
  dst: (value) => isAddress(value, { strict: false }),
  amount: (value) => /^[1-9]\d{0,77}$/.test(value),
  from: (value) => isAddress(value, { strict: false }),
  origin: (value) => isAddress(value, { strict: false }),
  receiver: (value) => isAddress(value, { strict: false }),
  slippage: (value) => /^\d{1,2}(\.\d{1,2})?$/.test(value) && Number(value) <= 50,
  disableEstimate: (value) => value === 'true' || value === 'false',
  allowPartialFill: (value) => value === 'true' || value === 'false',
  compatibility: (value) => value === 'true' || value === 'false',
  includeGas: (value) => value === 'true' || value === 'false',
};
const NEEDED = ['src', 'dst', 'amount', 'from', 'origin', 'slippage'];

const complaintAbout = ({ url: { searchParams: query } }: Asked): string | null => {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) return 'a parameter is given twice';
  const missing = NEEDED.find((name) => !query.has(name));
  if (missing !== undefined) return `${missing} is missing`;
  const wrong = [...query].find(([name, value]) => PARAMETERS[name]?.(value) !== true);
  if (wrong !== undefined) return `${wrong[0]} is wrong`;
  return query.get('src')?.toLowerCase() === query.get('dst')?.toLowerCase() ? 'src and dst are equal' : null;
};

/** How the fake answers what is right. */
export type SwapMood = {
  /** Bought units for a thousand sold ones. */
  perThousand: bigint;
  gas: number;
  /** In place of what is right. */
  router: Hex;
  described: (right: Described) => Described;
};

/** 1inch's `GET /swap/v6.1/{chain}/swap`, with its documented parameters and no other. */
export const startSwapFake = async (): Promise<FakeService & { readonly mood: SwapMood }> => {
  const mood: SwapMood = {
    ...{ perThousand: 1_000n, gas: 200_000, router: LIMIT_ORDER_PROTOCOL },
    described: (right) => right,
  };
  const fake = await startFake((asked) => {
    const { url, method, headers } = asked;
    if (headers['authorization'] !== `Bearer ${KEY}`) return refused(401, 'no such key');
    if (method !== 'GET' || url.pathname !== `/swap/v6.1/${CHAIN_ID}/swap`)
      return refused(404, 'no such path');
    const complaint = complaintAbout(asked);
    if (complaint !== null) return refused(400, complaint);
    const given = (name: string): Hex => (url.searchParams.get(name) ?? '0x') as Hex;
    const amount = BigInt(given('amount'));
    const dstAmount = (amount * mood.perThousand) / 1_000n;
    const slippage = BigInt(Math.round(Number(given('slippage')) * 100));
    const data = swapData(
      mood.described({
        ...{ srcToken: given('src'), dstToken: given('dst'), dstReceiver: given('receiver'), amount },
        ...{ minReturnAmount: (dstAmount * (10_000n - slippage)) / 10_000n, flags: 0n },
      }),
    );
    const tx = { from: given('from'), to: mood.router, data, value: '0', gas: 0, gasPrice: '1' };
    return { status: 200, body: JSON.stringify({ dstAmount: `${dstAmount}`, gas: mood.gas, tx }) };
  });
  return { ...fake, mood };
};
