import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFunctionResult } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { priceLensAbi } from '../../../lib/abi/price-lens-abi.ts';
import { chainOfId, KNOWN_BY_ID } from '../../../lib/chains/known-chains.ts';
import { openNodes, readHead } from '../../chain/chain-client.ts';
import { readChainPrices } from '../../chain/read-chain-prices.ts';
import { type FakeService, type Fault, type Reply, startFake } from '../../http/testing/fake-service.ts';
import { spotRouter } from '../../prices/spot-router.ts';
import { Secret } from '../../secret.ts';

const HEAD = {
  ...{ number: '0x64', hash: `0x${'01'.repeat(32)}`, timestamp: '0x6553f100', transactions: [] },
  ...{ parentHash: `0x${'02'.repeat(32)}`, baseFeePerGas: '0x1', gasLimit: '0x1', gasUsed: '0x0' },
  ...{ difficulty: '0x0', size: '0x1', totalDifficulty: '0x0', nonce: '0x0', extraData: '0x', uncles: [] },
};
const NOW = Number(HEAD.timestamp);
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const ASSET = { chainId: 1, token: WETH, symbol: 'WETH', decimals: 18, feed: null } as const;
const NO_WAY = { ok: false, sold: 0n, paid: 0n, bought: 0n, depth: 0n };
/** A pool of a million dollars at 2,000 for a token, and the dollar's feed. */
const POOLS = encodeFunctionResult({
  abi: priceLensAbi,
  functionName: 'read',
  result: [
    100n,
    BigInt(NOW),
    [
      {
        direct: {
          ...{ ok: true, sold: 10n ** 17n, paid: 200_000_000n, bought: 10n ** 17n },
          depth: 10n ** 12n,
        },
        viaMiddle: NO_WAY,
      },
    ],
    [{ ok: true, answer: 10n ** 8n, decimals: 8, startedAt: BigInt(NOW), updatedAt: BigInt(NOW) }],
  ],
});
const RESULTS: Readonly<Record<string, unknown>> = {
  eth_call: POOLS,
  eth_chainId: '0x7a69',
  eth_getBlockByNumber: HEAD,
  eth_blockNumber: '0x64',
};

/** A node of the local chain, as far as reading its head goes. */
const node = ({ body }: { readonly body: string }): Reply => {
  const { id, method } = JSON.parse(body);
  return { status: 200, body: JSON.stringify({ jsonrpc: '2.0', id, result: RESULTS[method] ?? null }) };
};
const saying =
  (error: object) =>
  ({ body }: { readonly body: string }): Reply => ({
    status: 200,
    body: JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(body).id, error }),
  });

const FAULTS: readonly (readonly [name: string, fault: Fault | null])[] = [
  ['nothing wrong', null],
  ['connection reset', 'reset'],
  ['no answer', 'silence'],
  ['429', { status: 429, body: '{}' }],
  ['413', { status: 413, body: '{}' }],
  ['500', { status: 500, body: '{}' }],
  ['401', { status: 401, body: '{}' }],
  ['web page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
  ['half a JSON', { status: 200, body: '{"jsonrpc":"2.0","id":1,"res' }],
  [
    'error -32005, limit exceeded',
    saying({ code: -32_005, message: 'daily request count exceeded, request rate limited' }),
  ],
  ['error -32000, header not found', saying({ code: -32_000, message: 'header not found' })],
  ['error -32603, out of gas', saying({ code: -32_603, message: 'out of gas' })],
];

describe('the table of RPC faults in docs/prices.md', () => {
  let fake: FakeService;
  beforeAll(async () => {
    fake = await startFake(node);
  });
  afterAll(() => fake.close());
  const page = readFileSync(join(import.meta.dirname, '../../../docs/prices.md'), 'utf8');
  const rows = (page.split('## When a node fails')[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '));

  const row = async (name: string, fault: (typeof FAULTS)[number][1]): Promise<string> => {
    fake.fault.current = fault;
    const rpcUrls = [new Secret(`${fake.baseUrl}/a-key`)];
    // Who never answers is waited for briefly, everybody else for longer than a busy machine takes.
    const timeoutMs = fault === 'silence' ? 150 : 15_000;
    const head = await readHead(openNodes({ facts: chainOfId(31_337), rpcUrls, timeoutMs }).chain);
    const { chain } = openNodes({ facts: chainOfId(31_337), rpcUrls, timeoutMs });
    const router = spotRouter(
      (_, question) => readChainPrices(chain, question),
      KNOWN_BY_ID,
      () => NOW,
    );
    const block = { number: 100n, hash: HEAD.hash as `0x${string}`, timeSeconds: NOW };
    const price = (await router([ASSET], block)).get(ASSET);
    const routed = price?.ok === true ? 'a price' : `no price: ${price?.detail}`;
    expect(routed).not.toContain('a-key');
    if (head.ok) return `| ${name} | the head | ${routed} | goes on |`;
    const { code, message, retry, whose } = head.error;
    expect(`${message}`).not.toContain('a-key');
    const blamed = whose === 'shared' ? 'no portfolio is blamed' : 'the portfolio is blamed';
    const again = retry.when === 'next-tick' ? 'asked again by the next tick' : 'not asked again';
    return `| ${name} | \`${code}\`: ${message} | ${routed} | ends; ${blamed}; ${again} |`;
  };

  it.each(FAULTS)('says of %s what is seen', async (name, fault) => {
    expect(rows).toContain(await row(name, fault));
  });

  it('names no fault that is not tried', () =>
    expect(rows.map((line) => line.split(' | ')[0]?.slice(2))).toEqual([
      'the node',
      ...FAULTS.map(([name]) => name),
    ]));
});
