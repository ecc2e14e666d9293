import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { type Fault, type FaultyNode, startFaultyNode } from '../../e2e/support/faulty-node.ts';
import { tooLong } from '../../e2e/support/judged-time.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { Secret } from '../secret.ts';
import { type ChainClient, checkChainId, openNodes, readHead } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import type { EndpointEvent } from './endpoint-pool.ts';

const CHAIN_ID = 31_337;
const SOMEBODY = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const TIMEOUT_MS = 700;

let anvil: Anvil;
/** The same chain id, and other blocks. */
let fork: Anvil;
let other: Anvil;
let first: FaultyNode;
let second: FaultyNode;
let nowMs = 0;
let events: EndpointEvent[] = [];

beforeAll(async () => {
  [anvil, fork, other] = [await startAnvil(), await startAnvil(), await startAnvil(undefined, 4_711)];
  [first, second] = [await startFaultyNode(anvil.rpcUrl), await startFaultyNode(anvil.rpcUrl)];
  await mine(anvil, 100);
  await mine(fork, 100, 2);
});
afterAll(async () => {
  await Promise.all([anvil, fork, other].map((each) => each?.stop()));
  await Promise.all([first?.refuse(), second?.refuse()]);
});
beforeEach(() => {
  first.set({ kind: 'none' });
  second.set({ kind: 'none' });
  forget();
  events = [];
  nowMs = 0;
});

const forget = () => [first, second].forEach((node) => void node.asked());
const mine = (node: Anvil, blocks: number, apartSeconds = 1) =>
  fetch(node.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'anvil_mine',
      params: [`0x${blocks.toString(16)}`, `0x${apartSeconds.toString(16)}`],
    }),
  }).then((response) => response.json());

const open = (...urls: readonly string[]): ChainClient =>
  openNodes({
    rpcUrls: urls.map((url) => new Secret(`${url}/v2/key-that-nobody-may-see`)),
    ...{ facts: chainOfId(CHAIN_ID), timeoutMs: TIMEOUT_MS, monotonicMs: () => nowMs },
    report: (event) => events.push(event),
  }).chain;
const head = async (chain: ChainClient) => {
  const read = await readHead(chain);
  if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`);
  return read.value;
};
const balance = (chain: ChainClient, blockNumber: bigint) =>
  asChainResult(() => chain.getBalance({ address: SOMEBODY, blockNumber }));

describe('several nodes of one chain', () => {
  it.each<[string, Fault['kind'], string]>([
    ['hangs', 'hanging', 'chain-timeout'],
    ['limits its rate', 'rate-limited', 'chain-busy'],
    ['answers a web page of a gateway', 'bad-gateway', 'chain-unavailable'],
    ['breaks off within its answer', 'truncated', 'chain-answer-malformed'],
    ['stays in the middle of its answer', 'stuck-body', 'chain-timeout'],
    ['answers another question', 'other-id', 'chain-answer-malformed'],
  ])(
    'go on when the first %s in the middle of a look, and ask it again later',
    async (_title, kind, code) => {
      const chain = open(first.rpcUrl, second.rpcUrl);
      const { number } = await head(chain);
      expect((await balance(chain, number)).ok).toBe(true);
      expect(first.asked()).toContain('eth_getBalance');
      first.set({ kind } as Fault);
      for (let asked = 0; asked < 3; asked += 1)
        expect(await balance(chain, number)).toMatchObject({ ok: true });
      expect(events.filter(({ host }) => host === first.host)).toEqual([
        { host: first.host, what: 'rests', why: code },
      ]);
      const tries = first.asked().length;
      expect(tries).toBeLessThanOrEqual(code === 'chain-timeout' ? 2 : 1);
      first.set({ kind: 'none' });
      forget();
      nowMs += 1_000;
      await balance(chain, number);
      expect(first.asked()).toEqual([]);
      nowMs += 60_000;
      await head(chain);
      expect(first.asked().length).toBeGreaterThan(0);
      expect(events.at(-1)).toMatchObject({ host: first.host, what: 'is-back' });
    },
  );

  it('are not believed where a batch’s answers are fewer than its questions', async () => {
    const { batching } = openNodes({
      rpcUrls: [new Secret(first.rpcUrl)],
      ...{ facts: chainOfId(CHAIN_ID), timeoutMs: TIMEOUT_MS, monotonicMs: () => nowMs },
    });
    const blocks = () =>
      asChainResult(() => Promise.all([3n, 4n, 5n].map((blockNumber) => batching.getBlock({ blockNumber }))));
    const right = await blocks();
    expect(right.ok ? right.value.map(({ number }) => number) : right.error).toEqual([3n, 4n, 5n]);
    first.set({ kind: 'left-out' });
    expect(await blocks()).toMatchObject({ ok: false, error: { code: 'chain-answer-malformed' } });
  });

  it('go on when one refuses connections, whoever it is, and fail as one when all do', async () => {
    const chain = open(first.rpcUrl, second.rpcUrl);
    const { number } = await head(chain);
    await first.refuse();
    expect((await balance(chain, number)).ok).toBe(true);
    await second.refuse();
    const nobody = await balance(chain, number);
    expect(nobody.ok ? null : nobody.error).toMatchObject({ code: 'chain-unavailable', whose: 'shared' });
    await first.listen();
    await second.listen();
    nowMs += 120_000;
    expect((await balance(chain, number)).ok).toBe(true);
  });

  it('refuse for good a node of another chain, and name it by its host only', async () => {
    const wrong = await startFaultyNode(other.rpcUrl);
    const chain = open(wrong.rpcUrl, first.rpcUrl);
    expect((await checkChainId(chain)).ok).toBe(true);
    for (let looks = 0; looks < 3; looks += 1) {
      nowMs += 600_000;
      await balance(chain, (await head(chain)).number);
    }
    expect(wrong.asked()).toEqual(['eth_chainId']);
    expect(events[0]).toEqual({
      host: wrong.host,
      what: 'refused',
      why: `${wrong.host} serves chain 4711, not 31337.`,
    });
    const alone = await checkChainId(open(wrong.rpcUrl));
    expect(alone.ok ? null : alone.error).toMatchObject({
      code: 'wrong-chain',
      message: `${wrong.host} serves chain 4711, not 31337.`,
    });
    expect(JSON.stringify([events, alone])).not.toContain('key-that-nobody-may-see');
    await wrong.refuse();
  });

  it('do not ask the one that lags, by more than a few blocks, until it has caught up', async () => {
    first.set({ kind: 'lagging', blocks: 31n });
    const chain = open(first.rpcUrl, second.rpcUrl);
    const { number } = await head(chain);
    expect(number).toBeGreaterThanOrEqual(100n);
    forget();
    await second.refuse();
    const read = await balance(chain, number);
    expect(read.ok).toBe(false);
    expect(first.asked()).toEqual([]);
    expect(events).toContainEqual({ host: first.host, what: 'lags', why: '31 blocks behind' });
    await second.listen();
    first.set({ kind: 'none' });
    nowMs += 60_000;
    await head(chain);
    await second.refuse();
    expect((await balance(chain, number)).ok).toBe(true);
    await second.listen();
  });

  it('wait for no node that is slow to tell its head, and do not ask it before it has', async () => {
    second.set({ kind: 'hanging' });
    const { chain } = openNodes({
      rpcUrls: [new Secret(first.rpcUrl), new Secret(second.rpcUrl)],
      ...{ facts: chainOfId(CHAIN_ID), timeoutMs: 30_000 },
      report: (event) => events.push(event),
    });
    const start = performance.now();
    const { number } = await head(chain);
    expect(tooLong('the head beside a slow node', performance.now() - start, 5_000)).toBeNull();
    expect(events).toContainEqual({ host: second.host, what: 'lags', why: 'no head in time' });
    forget();
    await first.refuse();
    expect((await balance(chain, number)).ok).toBe(false);
    expect(second.asked()).toEqual([]);
    await first.listen();
  });

  it('never answer one look from two chains: a node without the head that is read at is not asked', async () => {
    const forked = await startFaultyNode(fork.rpcUrl);
    const chain = open(first.rpcUrl, forked.rpcUrl);
    const { number, hash } = await head(chain);
    expect(hash).not.toBe((await open(forked.rpcUrl).getBlock({ blockNumber: number })).hash);
    forked.asked();
    await first.refuse();
    const read = await balance(chain, number);
    expect(read.ok ? null : read.error.code).toBe('chain-block-unknown');
    expect(forked.asked()).not.toContain('eth_getBalance');
    await first.listen();
    await forked.refuse();
  });

  it('are not asked in turn what one has refused for its size, nor a call that reverts', async () => {
    const chain = open(first.rpcUrl, second.rpcUrl);
    await head(chain);
    forget();
    const code = '0x60006000fd'; // reverts with nothing
    const reverted = await asChainResult(() =>
      chain.call({ to: SOMEBODY, data: '0x', stateOverride: [{ address: SOMEBODY, code }] }),
    );
    expect(reverted.ok).toBe(false);
    expect([...first.asked(), ...second.asked()]).toEqual(['eth_call']);
    expect(events).toEqual([]);
  });
});
