import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  toFunctionSelector,
  toHex,
} from 'viem';
import { sign } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import type { VenueTerms } from '../../../lib/ledger/venue.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { sendRaw } from '../../chain/call-chain.ts';
import { openNodes } from '../../chain/chain-client.ts';
import { readQuotes, readSwapPools } from '../../chain/swap-pools.ts';
import { type FakeService, type Fault, type Reply, startFake } from '../../http/testing/fake-service.ts';
import { Secret } from '../../secret.ts';
import { prepareProposals, type SwapChain } from '../../venues/proposal/prepare-proposals.ts';
import { termsOfPools } from '../../venues/proposal/proposal-terms.ts';

const KEY = keccak256(toHex('pool faults: signer'));
const [EXECUTOR, ROUTER] = [numberToHex(0xe0, { size: 20 }), numberToHex(0xf0, { size: 20 })];
const BLOCK = { number: 100n, hash: keccak256('0x01'), timeSeconds: 1_700_000_000 };
const RESERVE = 10n ** 30n;

const [FACTORY, PAIR, RESERVES, QUOTE] = parseAbi([
  'function factory()',
  'function getPair(address, address)',
  'function getReserves()',
  'function getAmountsOut(uint256, address[])',
]).map((item) => toFunctionSelector(item));

const words = (...values: readonly bigint[]): Hex =>
  encodeAbiParameters(
    values.map(() => ({ type: 'uint256' })),
    values,
  );

/** A pool that pays one for one, whatever the size, by its contracts' own words. */
const ANSWERS: Readonly<Record<string, (data: Hex) => Hex>> = {
  [FACTORY ?? '']: () => words(0xfan),
  [PAIR ?? '']: () => words(0xbbn),
  [RESERVES ?? '']: () => words(RESERVE, RESERVE, 1n),
  [QUOTE ?? '']: (data) =>
    words(32n, 2n, BigInt(data.slice(0, 74)) & ((1n << 256n) - 1n), BigInt(`0x${data.slice(10, 74)}`)),
};

type Question = {
  readonly id: number;
  readonly method: string;
  readonly params: readonly { readonly data?: Hex }[];
};

const answering =
  (answer: (question: Question) => object) =>
  ({ body }: { readonly body: string }): Reply => {
    const asked: Question | readonly Question[] = JSON.parse(body);
    const one = (question: Question) => ({ jsonrpc: '2.0', id: question.id, ...answer(question) });
    const told = 'id' in asked ? one(asked) : asked.map(one);
    return { status: 200, body: JSON.stringify(told) };
  };

const resultOf = ({ method, params: [call] }: Question): unknown => {
  if (method === 'eth_chainId') return '0x7a69';
  if (method === 'eth_sendRawTransaction') return keccak256('0x02');
  const data = call?.data ?? '0x';
  return ANSWERS[data.slice(0, 10)]?.(data) ?? '0x';
};

const calling = (result: unknown): Fault =>
  answering((question) => ({ result: question.method === 'eth_chainId' ? '0x7a69' : result }));
const saying = (code: number, message: string): Fault => answering(() => ({ error: { code, message } }));

const FAULTS: readonly (readonly [name: string, fault: Fault | null])[] = [
  ['nothing wrong', null],
  ['connection reset', 'reset'],
  ['no answer', 'silence'],
  ['400', { status: 400, body: '{}' }],
  ['401', { status: 401, body: '{}' }],
  ['413', { status: 413, body: '{}' }],
  ['429', { status: 429, body: '{}' }],
  ['500', { status: 500, body: '{}' }],
  ['503, Retry-After: 2', { status: 503, body: '{}', headers: { 'retry-after': '2' } }],
  ['redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ['web page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
  ['half a JSON', { status: 200, body: '{"jsonrpc":"2.0","id":1,"res' }],
  ['a JSON list of nothing', { status: 200, body: '[]' }],
  ['error -32005, limit exceeded', saying(-32_005, 'daily request count exceeded, request rate limited')],
  ['error -32000, header not found', saying(-32_000, 'header not found')],
  ['error -32603, internal error', saying(-32_603, 'internal error')],
  ['error 3, execution reverted', saying(3, 'execution reverted')],
  ['error -32000, out of gas', saying(-32_000, 'out of gas')],
  ['empty data', calling('0x')],
  ['data of another form', calling('0x1234')],
  ['no data at all', calling(null)],
  ['two megabytes of data', calling(`0x${'00'.repeat(2_000_000)}`)],
  ['numbers beyond what a pair holds', calling(words(32n, 2n, (1n << 256n) - 1n, (1n << 256n) - 1n))],
];

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
const swapping = { executor: EXECUTOR, routers: [ROUTER] };
const observation = {
  ...{
    snapshot,
    policy,
    signer: numberToHex(0xb0, { size: 20 }),
    swapping,
    feedPrices: feedPricesOf(snapshot),
  },
  fillMode: { kind: 'parts', series: 1n, epoch: 0n } as const,
};
const { plan } = decide(snapshot, policy);
const intents =
  plan.kind === 'act' ? plan.legs.map((leg) => ({ id: numberToHex(leg.index + 1, { size: 32 }), leg })) : [];
const tradable = {
  kind: 'balancer' as const,
  swapping,
  assets: snapshot.assets.map(({ token, decimals }) => ({ token, decimals, usdE18: 10n ** 18n })),
};

describe('the table of faults of pools, quotes and the private endpoint in docs/venues.md', () => {
  let fake: FakeService;
  beforeAll(async () => {
    fake = await startFake(answering((question) => ({ result: resultOf(question) })));
  });
  afterAll(() => fake.close());
  const page = readFileSync(join(import.meta.dirname, '../../../docs/venues.md'), 'utf8');
  const rows = (page.split('## When a node fails a proposal')[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '));

  const openAt = (fault: Fault | null) => {
    fake.fault.current = fault;
    // Who never answers is waited for briefly, everybody else for longer than a busy machine takes.
    const timeoutMs = fault === 'silence' ? 150 : 15_000;
    return openNodes({ facts: chainOfId(31_337), rpcUrls: [new Secret(`${fake.baseUrl}/a-key`)], timeoutMs });
  };

  const whole: SwapChain = {
    middles: [],
    pools: async ({ tokens: [a = ROUTER, b = ROUTER] }) =>
      ok([{ router: ROUTER, tokens: [a, b], reserves: [RESERVE, RESERVE] }]),
    quotes: async (questions) => ok(questions.map(({ amountIn }) => amountIn)),
  };

  const failureOf = (result: Result<unknown>): string | null => {
    if (result.ok) return null;
    expect(JSON.stringify(result.error)).not.toContain('a-key');
    return `\`${result.error.code}\``;
  };

  const poolsMeeting = async (fault: Fault | null): Promise<string> => {
    const { batching } = openAt(fault);
    const pools: SwapChain['pools'] = (asked, block) => readSwapPools(batching, asked, block);
    const gasUsdE18 = async () => ok(10n ** 18n);
    const told = await termsOfPools([tradable], BLOCK, { ...whole, pools, gasUsdE18 });
    if (!told.ok) return `${failureOf(told)}: waits for the next tick`;
    const [terms] = told.value;
    const costs = (terms?.ok === true ? terms.value : ({ costs: { pairs: [] } } as unknown as VenueTerms))
      .costs;
    const isTradable = costs.pairs.some(({ impactBpsPer10kUsd }) => impactBpsPer10kUsd < 10_000);
    return isTradable ? 'costs: plans' : 'no pool: holds';
  };

  const quoteMeeting = async (fault: Fault | null): Promise<string> => {
    const { batching } = openAt(fault);
    let signatures = 0;
    const signAs = () => async (digest: Hex) => {
      signatures += 1;
      return ok(await sign({ hash: digest, privateKey: KEY, to: 'hex' }));
    };
    const quotes: SwapChain['quotes'] = (questions, block) => readQuotes(batching, questions, block);
    const bodies = await prepareProposals(intents, observation, {
      signAs,
      chain: { ...whole, quotes },
      askSwap: null,
    });
    const said = failureOf(bodies) ?? 'a quote';
    return `${said}: ${signatures === 0 ? 'signs nothing' : 'signs'}`;
  };

  const sendingMeeting = async (fault: Fault | null): Promise<string> => {
    const sent = await sendRaw(openAt(fault).chain, '0x02');
    if (!sent.ok) return `${failureOf(sent)}: keeps it, sends the same bytes again`;
    return sent.value === null
      ? 'taken: follows it'
      : `\`${sent.value}\`: keeps it, sends the same bytes again`;
  };

  const rowOf = async (name: string, fault: Fault | null): Promise<string> =>
    `| ${[name, await poolsMeeting(fault), await quoteMeeting(fault), await sendingMeeting(fault)].join(' | ')} |`;

  it.each(FAULTS)('says of %s what is seen', async (name, fault) => {
    expect(rows).toContain(await rowOf(name, fault));
  });

  it('names no fault that is not tried', () =>
    expect(rows.map((line) => line.split(' | ')[0]?.slice(2))).toEqual([
      'the node',
      ...FAULTS.map(([name]) => name),
    ]));
});
