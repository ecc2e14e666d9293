import { type Address, decodeFunctionData, type Hex, keccak256, numberToHex, toHex } from 'viem';
import { sign } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { delegatedBalancerAbi } from '../../../lib/abi/delegated-balancer-abi.ts';
import { decide } from '../../../lib/engine/decide.ts';
import type { Snapshot } from '../../../lib/engine/snapshot.ts';
import { NOW, policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import { isProposalCall, proposalCallOf } from '../../../lib/ledger/call.ts';
import type { Observation } from '../../../lib/ledger/look.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import { delegatedProposalHash } from '../../../lib/orders/proposal-typed-data.ts';
import { type ProposalBody, proposalOf } from '../../../lib/orders/sign-proposal.ts';
import { fail, ok } from '../../../lib/result.ts';
import { guardProposal } from './guard-proposal.ts';
import { prepareProposals, type SwapChain } from './prepare-proposals.ts';
import { termsOfPools } from './proposal-terms.ts';
import { proposalVenue, type WishedProposal } from './proposal-venue.ts';

const SIGNING_KEY = keccak256(toHex('delegated proposals: signer'));
const [EXECUTOR, ROUTER, SENDER] = [0xe0, 0xf0, 0xb0].map((n) => numberToHex(n, { size: 20 })) as [
  Address,
  Address,
  Address,
];
const CONTEXT: Hex = '0xc0ffee';

const held = snapshotOf([
  { usd: 8_000, targetBps: 5_000 },
  { usd: 2_000, targetBps: 5_000 },
]);
const [sold] = held.assets;
const soldToken = sold?.token ?? ROUTER;
const snapshot: Snapshot = {
  ...held,
  account: { ...held.account, kind: 'delegated' },
  assets: held.assets.map((asset) => ({
    ...asset,
    delegated: { ok: true, leftUnits: 10n ** 30n, renewsAtSeconds: NOW + 9 },
  })),
};
const policy = policyOf({ orderTerms: { venue: 'proposal' } });
const observation: Observation = {
  ...{ snapshot, policy, signer: SENDER, feedPrices: feedPricesOf(snapshot) },
  fillMode: { kind: 'parts', series: 0n, epoch: 0n },
  swapping: { executor: EXECUTOR, routers: [ROUTER] },
  delegations: new Map([[soldToken, CONTEXT]]),
};
const { plan } = decide(snapshot, policy);
const intents =
  plan.kind === 'act' ? plan.legs.map((leg) => ({ id: numberToHex(leg.index + 1, { size: 32 }), leg })) : [];

const chain: SwapChain = {
  middles: [],
  pools: async ({ tokens: [a, b] }) =>
    ok([{ router: ROUTER, tokens: [a ?? ROUTER, b ?? ROUTER], reserves: [10n ** 30n, 10n ** 30n] }]),
  quotes: async (questions) => ok(questions.map(({ amountIn }) => amountIn)),
};
const prepared = async (seen: Observation = observation) => {
  let signatures = 0;
  const signAs = () => async (digest: Hex) => {
    signatures += 1;
    return ok(await sign({ hash: digest, privateKey: SIGNING_KEY, to: 'hex' }));
  };
  const bodies = await prepareProposals(intents, seen, { signAs, chain, askSwap: null });
  return { bodies, signatures };
};
const bodyOf = async (): Promise<ProposalBody> => {
  const { bodies } = await prepared();
  const body = bodies.ok ? bodies.value[0]?.body : undefined;
  if (body === undefined) throw new Error('nothing was prepared');
  return body;
};
const actionOf = (body: ProposalBody): Action<ProposalBody> => ({
  ...{ id: numberToHex(1, { size: 32 }), portfolioId: '1', chainId: 31_337, generation: snapshot.generation },
  ...{ account: snapshot.account.address, venue: 'proposal', body },
  leg: { index: 0, sliceNumber: 1, sellToken: soldToken, buyToken: ROUTER },
});

describe('a proposal of an account that keeps its own tokens', () => {
  it('is signed in the domain of the contract that serves it, and carries the delegation of what it sells', async () => {
    const body = await bodyOf();
    expect(body.order.context).toBe(CONTEXT);
    const place = { chainId: 31_337, generation: snapshot.generation };
    expect(body.orderHash).toBe(delegatedProposalHash(proposalOf(body, place)));
    const call = proposalCallOf(actionOf(body), { sender: SENDER, gasLimit: 1n });
    expect(isProposalCall(call)).toBe(true);
    const { functionName, args } = decodeFunctionData({ abi: delegatedBalancerAbi, data: call.data });
    expect(functionName).toBe('executeSignedRebalance');
    expect(args?.[1]).toEqual([CONTEXT]);
    expect(isProposalCall({ ...call, data: `${call.data}00` })).toBe(false);
  });

  it('isn’t signed where no delegation is good for what it sells', async () => {
    for (const delegations of [undefined, new Map<Address, Hex>(), new Map([[ROUTER, CONTEXT]])]) {
      const { bodies, signatures } = await prepared({
        ...observation,
        delegations: delegations ?? new Map(),
      });
      expect(bodies).toMatchObject({ error: { code: 'guard-refused' } });
      expect(signatures).toBe(0);
    }
  });

  it('is not sent by another delegation than the one that is good now, nor beyond what that leaves, nor by none', async () => {
    const { order, ...rest } = await bodyOf();
    const { generation } = snapshot;
    const judged = (changed: typeof order, seen: Observation = observation) =>
      guardProposal({ ...rest, order: changed, generation }, seen);
    expect(judged(order)).toEqual({ ok: true, value: null });
    const refusal = { error: { code: 'guard-refused', message: expect.stringContaining('good delegation') } };
    expect(judged({ ...order, context: null })).toMatchObject(refusal);
    expect(judged({ ...order, context: '0xbad0' })).toMatchObject(refusal);
    expect(judged(order, { ...observation, delegations: new Map() })).toMatchObject(refusal);
    const less = {
      ...snapshot,
      assets: snapshot.assets.map((asset) => ({
        ...asset,
        delegated: { ok: true as const, leftUnits: order.makingAmount - 1n, renewsAtSeconds: NOW + 9 },
      })),
    };
    expect(judged(order, { ...observation, snapshot: less })).toMatchObject({
      error: { message: expect.stringContaining('left of the delegation') },
    });
  });

  it('is sent with 1.2 times of the gas that its very bytes are estimated at, or with what its policy says instead, and once', async () => {
    const action = actionOf(await bodyOf());
    const estimated: Hex[] = [];
    const limits = async (buffers: ReadonlyMap<Hex, number>): Promise<readonly bigint[]> => {
      const wished: WishedProposal[] = [];
      const venue = proposalVenue({
        ...{ askSwap: null, signAs: null },
        chain: {
          ...{ ...chain, gasUsdE18: async () => ok(1n), simulate: async () => ok(null) },
          estimateGas: async ({ data }) => {
            estimated.push(data);
            return ok(363_001n);
          },
        },
        journal: {
          placeable: async (ids) => ok(ids.map(() => 'placeable' as const)),
          gasBuffers: async () => ok(buffers),
          wish: async (some) => {
            wished.push(...some);
            return ok(some.map(() => 'placed' as const));
          },
          hide: async () => ok(true),
          find: async () => fail('order-unknown', 'none'),
        },
      });
      const placed = await venue.place([action]);
      expect(placed).toMatchObject({ ok: true, value: [{ ok: true }] });
      return wished.map(({ call }) => call.gasLimit);
    };
    // 435,601.2, rounded up.
    expect(await limits(new Map())).toEqual([435_602n]);
    expect(await limits(new Map([[action.id, 15_000]]))).toEqual([544_502n]);
    const { args } = decodeFunctionData({ abi: delegatedBalancerAbi, data: estimated[0] ?? '0x' });
    expect(args?.[1]).toEqual([CONTEXT]);
  });

  it('of a contract that holds its tokens carries none', async () => {
    const { order, ...rest } = await bodyOf();
    const ours = { ...observation, snapshot: { ...snapshot, account: held.account } };
    const judged = (context: Hex | null) =>
      guardProposal({ ...rest, order: { ...order, context }, generation: snapshot.generation }, ours);
    expect(judged(null)).toEqual({ ok: true, value: null });
    expect(judged(CONTEXT)).toMatchObject({ error: { code: 'guard-refused' } });
  });

  it('costs the gas of its pull beside that of the swap', async () => {
    const account = { swapping: observation.swapping, assets: [] };
    const terms = await termsOfPools(
      [
        { ...account, kind: 'balancer' },
        { ...account, kind: 'delegated' },
      ],
      { number: 1n, hash: '0x', timeSeconds: 1 },
      { ...chain, gasUsdE18: async () => ok(320_000n) },
    );
    const gas = terms.ok ? terms.value.map((one) => (one.ok ? one.value.costs.gasPerLegUsdE18 : null)) : [];
    expect(gas).toEqual([320_000n, 435_000n]);
  });
});
