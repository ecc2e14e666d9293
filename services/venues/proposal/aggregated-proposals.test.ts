import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Hex, keccak256, numberToHex, toHex } from 'viem';
import { sign } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../../lib/engine/decide.ts';
import { NOW, policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import { LIMIT_ORDER_PROTOCOL } from '../../../lib/orders/limit-order.ts';
import { fail, ok } from '../../../lib/result.ts';
import type { Fault, Reply } from '../../http/testing/fake-service.ts';
import { type AskSwap, swapClient } from '../oneinch/swap-client.ts';
import { askAt, CHAIN_ID, KEY } from '../oneinch/testing/orderbook-world.ts';
import { startSwapFake } from '../oneinch/testing/swap-fake.ts';
import { guardProposal } from './guard-proposal.ts';
import { prepareProposals, type SwapChain } from './prepare-proposals.ts';
import type { Pool } from './v2-pools.ts';

const SIGNING_KEY = keccak256(toHex('aggregated proposals: signer'));
const [EXECUTOR, ROUTER] = [numberToHex(0xe0, { size: 20 }), numberToHex(0xf0, { size: 20 })];

let fake: Awaited<ReturnType<typeof startSwapFake>>;
beforeAll(async () => {
  fake = await startSwapFake();
});
afterAll(() => fake?.close());
beforeEach(() => {
  fake.asked.length = 0;
  fake.fault.current = null;
  Object.assign(fake.mood, { perThousand: 1_000n, gas: 200_000, router: LIMIT_ORDER_PROTOCOL });
  fake.mood.described = (right) => right;
});

const snapshot = snapshotOf(
  [
    { usd: 8_000, targetBps: 5_000 },
    { usd: 2_000, targetBps: 5_000 },
  ],
  {
    costs: {
      gasPerLegUsdE18: 10n ** 18n,
      pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 },
      pairs: [],
    },
  },
);
const policy = policyOf({ orderTerms: { venue: 'proposal' } });
const observation = {
  ...{ snapshot, policy, signer: numberToHex(0xb0, { size: 20 }), feedPrices: feedPricesOf(snapshot) },
  fillMode: { kind: 'parts', series: 1n, epoch: 0n } as const,
  swapping: { executor: EXECUTOR, routers: [ROUTER, LIMIT_ORDER_PROTOCOL] },
};
const { plan } = decide(snapshot, policy);
const intents =
  plan.kind === 'act' ? plan.legs.map((leg) => ({ id: numberToHex(leg.index + 1, { size: 32 }), leg })) : [];

/** A pool that pays so much for a thousand. */
const poolPaying = (perThousand: bigint): SwapChain => ({
  middles: [],
  pools: async ({ tokens: [a, b] }) => {
    const pool: Pool = {
      router: ROUTER,
      tokens: [a ?? ROUTER, b ?? ROUTER],
      reserves: [10n ** 30n, 10n ** 30n],
    };
    return ok([pool]);
  },
  quotes: async (questions) => ok(questions.map(({ amountIn }) => (amountIn * perThousand) / 1_000n)),
});

const clientAt = (): AskSwap =>
  swapClient(
    askAt(fake.baseUrl, {
      ...{ attemptTimeoutMs: 1_000, totalTimeoutMs: 2_500 },
      clock: { nowSeconds: () => NOW, monotonicMs: () => performance.now() },
    }),
    CHAIN_ID,
  );

const prepared = async (chain: SwapChain, askSwap: AskSwap | null = clientAt(), seen = observation) => {
  let signatures = 0;
  const signAs = () => async (digest: Hex) => {
    signatures += 1;
    return ok(await sign({ hash: digest, privateKey: SIGNING_KEY, to: 'hex' }));
  };
  const bodies = await prepareProposals(intents, seen, { signAs, chain, askSwap });
  return { bodies, signatures, router: bodies.ok ? bodies.value[0]?.body.order.router : null };
};

const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers: { 'content-type': 'application/json', ...headers },
});

describe('a proposal with two sources of quotes', () => {
  it('goes where more comes in after gas, whichever that is', async () => {
    expect((await prepared(poolPaying(999n))).router).toBe(LIMIT_ORDER_PROTOCOL);
    expect(fake.asked.length).toBeGreaterThan(0);
    fake.mood.perThousand = 995n;
    expect((await prepared(poolPaying(999n))).router).toBe(ROUTER);
    // A dollar of gas for 320,000: 3,000 dollars more of it are not worth a thousandth of 3,000.
    Object.assign(fake.mood, { perThousand: 1_000n, gas: 2_000_000 });
    expect((await prepared(poolPaying(999n))).router).toBe(ROUTER);
  });

  it('asks 1inch nothing where the owner does not allow its router, or no key is set', async () => {
    const closed = { ...observation, swapping: { executor: EXECUTOR, routers: [ROUTER] } };
    expect((await prepared(poolPaying(999n), clientAt(), closed)).router).toBe(ROUTER);
    expect((await prepared(poolPaying(999n), null)).router).toBe(ROUTER);
    expect(fake.asked).toEqual([]);
  });

  it('passes no call that pays somebody else, sells another amount or only a part, whoever asked for it', async () => {
    const { bodies } = await prepared(poolPaying(999n));
    const body = bodies.ok ? bodies.value[0]?.body : undefined;
    if (body === undefined) throw new Error('nothing was prepared');
    const { generation } = snapshot;
    expect(guardProposal({ ...body, generation }, observation)).toEqual({ ok: true, value: null });
    const elsewhere = { executor: numberToHex(0xe1, { size: 20 }), routers: [LIMIT_ORDER_PROTOCOL] };
    for (const [order, swapping] of [
      [body.order, elsewhere],
      [{ ...body.order, makingAmount: body.order.makingAmount - 1n }, observation.swapping],
      [{ ...body.order, data: `${body.order.data}00` as Hex }, observation.swapping],
      [{ ...body.order, router: ROUTER }, observation.swapping],
    ] as const)
      expect(guardProposal({ ...body, order, generation }, { ...observation, swapping })).toMatchObject({
        error: { code: 'guard-refused', message: expect.stringContaining('called for this trade alone') },
      });
  });

  it.each([
    ['pays somebody else', { dstReceiver: numberToHex(0xbad, { size: 20 }) }],
    ['sells more', { amount: 10n ** 30n }],
    ['sells another token', { srcToken: numberToHex(0xbad, { size: 20 }) }],
    ['buys another token', { dstToken: numberToHex(0xbad, { size: 20 }) }],
    ['may sell a part', { flags: 1n }],
    ['promises less than it asks for at least', { minReturnAmount: 10n ** 30n }],
  ])('signs nothing when 1inch’s call %s', async (_what, change) => {
    fake.mood.described = (right) => ({ ...right, ...change });
    const { bodies, signatures } = await prepared(poolPaying(999n));
    expect(bodies).toMatchObject({
      ok: false,
      error: { code: 'venue-malformed', retry: { when: 'next-tick' } },
    });
    expect(signatures).toBe(0);
  });
});

describe('the fake of 1inch’s swap API', () => {
  const right = () => fake.asked[0]?.url.searchParams ?? new URLSearchParams();
  const ask = async (query: string, headers: Record<string, string> = { authorization: `Bearer ${KEY}` }) =>
    (await fetch(`${fake.baseUrl}/swap/v6.1/${CHAIN_ID}/swap?${query}`, { headers })).status;

  it('takes what the client asks, and refuses each request that is not as documented', async () => {
    await prepared(poolPaying(999n));
    const query = right();
    expect(await ask(`${query}`)).toBe(200);
    const changed = (name: string, value: string | null) => {
      const other = new URLSearchParams(query);
      if (value === null) other.delete(name);
      else other.set(name, value);
      return `${other}`;
    };
    for (const name of ['src', 'dst', 'amount', 'from', 'origin', 'slippage'])
      expect([name, await ask(changed(name, null))]).toEqual([name, 400]);
    for (const [name, value] of [
      ['src', '0x12'],
      ['dst', query.get('src') ?? ''],
      ['amount', '0'],
      ['amount', '1.5'],
      ['amount', '-1'],
      ['from', 'me'],
      ['slippage', '51'],
      ['slippage', 'much'],
      ['disableEstimate', 'yes'],
      ['compatibility', '1'],
      ['fee', '3'],
    ] as const)
      expect([name, value, await ask(changed(name, value))]).toEqual([name, value, 400]);
    expect(await ask(`${query}&amount=1`)).toBe(400);
    expect(await ask(`${query}`, {})).toBe(401);
  });
});

const FAULTS: readonly (readonly [name: string, fault: Fault | null])[] = [
  ['nothing wrong', null],
  ['connection reset', 'reset'],
  ['no answer', 'silence'],
  ['400', reply('{"description":"insufficient liquidity"}', 400)],
  ['401', reply('{}', 401)],
  ['429, Retry-After: 90', reply('{}', 429, { 'retry-after': '90' })],
  ['500', reply('{}', 500)],
  ['redirect', reply('', 302, { location: 'http://127.0.0.1:1/' })],
  ['web page', reply('<html>', 200, { 'content-type': 'text/html' })],
  ['half a JSON', reply('{"a":')],
  ['two megabytes and more', reply(`{"a":"${'x'.repeat(2_000_001)}"}`)],
  ['a list', reply('[]')],
  ['an amount that is no number', reply('{"dstAmount":"1e9","tx":{}}')],
];

const rowOf = async (name: string, fault: Fault | null): Promise<string> => {
  fake.fault.current = fault;
  const askSwap = clientAt();
  let said = 'an offer';
  const told: AskSwap = async (wish) => {
    const answer = await askSwap(wish);
    if (!answer.ok) {
      const { code, message, retry } = answer.error;
      const again = retry.when === 'at' ? `, again after ${retry.time - NOW} s` : '';
      said = `\`${code}\`: ${message.replace(/\.$/, '')}${again}`;
    }
    return answer;
  };
  const { router, signatures } = await prepared(poolPaying(999n), told);
  const does = router === LIMIT_ORDER_PROTOCOL ? 'swaps by 1inch' : 'swaps by the pools';
  return `| ${name} | ${said} | ${signatures === 0 ? 'signs nothing' : does} |`;
};

describe('the table of the swap API’s faults in docs/venues.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/venues.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| '));

  it.each(FAULTS)('says of %s what is seen', async (name, fault) => {
    expect(rows).toContain(await rowOf(name, fault));
  });

  it('says of another router what is seen', async () => {
    fake.mood.router = numberToHex(0xbad, { size: 20 });
    expect(rows).toContain(await rowOf('another router', null));
  });

  it('a failure is never an offer', async () => {
    const away: AskSwap = async () => fail('venue-unavailable', 'It is away.', { when: 'next-tick' });
    expect((await prepared(poolPaying(900n), away)).bodies).toMatchObject({
      error: { code: 'order-not-fillable' },
    });
  });
});
