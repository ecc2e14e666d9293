import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { buildOrderWorld, type OrderWorld } from '../../e2e/support/order-world.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { Secret } from '../secret.ts';
import { type ChainClient, openNodes, readHead } from './chain-client.ts';
import { chainFailure } from './chain-failure.ts';
import { observeFleet } from './observe-fleet.ts';
import { readBlocks } from './read-blocks.ts';
import { readEvents } from './read-events.ts';
import { readTransfers } from './read-transfers.ts';

const NOBODY = '0x00000000000000000000000000000000000000aa';
let anvil: Anvil;
let world: OrderWorld;
let chain: ChainClient;

beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  chain = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(31_337) }).chain;
});
afterAll(() => anvil?.stop());

const head = async () => {
  const read = await readHead(chain);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

/** The same client, but for one thing that its node does differently. */
const withNode = (call: ChainClient['call']): ChainClient => ({ ...chain, call });

describe('observing a fleet', () => {
  it('reads portfolios in one request without a deployed lens, and what is no portfolio fails alone', async () => {
    let calls = 0;
    const counting = withNode((parameters) => {
      calls += 1;
      return chain.call(parameters);
    });
    const { number } = await head();
    const read = await observeFleet({ chain: counting, blockNumber: number }, [NOBODY, world.portfolio]);
    if (!read.ok) throw new Error(read.error.message);
    const [nobody, ours] = read.value.answers;
    expect(calls).toBe(1);
    expect(nobody).toMatchObject({
      ok: true,
      value: { ok: false, portfolio: NOBODY },
    });
    const assets = ours?.ok === true && ours.value.ok ? ours.value.assets : [];
    expect(assets.map(({ token }) => token.toLowerCase())).toContain(world.usdc.token);
    expect(assets.every(({ feedOk, balance }) => feedOk && balance > 0n)).toBe(true);
  });

  it('splits what is too much for the node, keeps the order asked, and counts it', async () => {
    const small = withNode((parameters) => {
      // 32 bytes selector and offsets apart, every address is one word: refuse more than two.
      if ((parameters.data?.length ?? 0) > 2 + 8 + 64 * 4) throw new Error('out of gas: gas limit exceeded');
      return chain.call(parameters);
    });
    const { number } = await head();
    const asked = [world.portfolio, NOBODY, world.portfolio, NOBODY, NOBODY] as const;
    const read = await observeFleet({ chain: small, blockNumber: number }, asked);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.answers.map((answer) => answer.ok && answer.value.ok)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(read.value.cost).toEqual({ requests: 6, splits: 1 });
  });

  it('asks again for whom a node that gives less gas than it was asked for did not come to, and for nobody twice', async () => {
    const asked = Array.from({ length: 24 }, (_, place) => (place % 4 === 3 ? NOBODY : world.portfolio));
    const parts: number[] = [];
    const capped = withNode((parameters) => {
      parts.push(Number(BigInt(`0x${parameters.data?.slice(2 + 8 + 64, 2 + 8 + 128)}`)));
      return chain.call({ ...parameters, gas: 3_000_000n });
    });
    const { number } = await head();
    const read = await observeFleet({ chain: capped, blockNumber: number }, asked);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.answers.map((answer) => answer.ok && answer.value.portfolio)).toEqual(asked);
    expect(read.value.answers.map((answer) => answer.ok && answer.value.ok)).toEqual(
      asked.map((address) => address !== NOBODY),
    );
    const [first = 0, ...others] = parts;
    expect(first).toBe(asked.length);
    expect(others.length).toBeGreaterThan(0);
    expect(Math.max(...others)).toBeLessThan(first / 2);
    expect(read.value.cost).toMatchObject({ requests: parts.length });
    expect(read.value.cost.splits).toBeGreaterThan(0);
  });

  it('reads a portfolio of sixteen assets with the gas that each is promised', async () => {
    // The same two assets weigh an eighth of it: gas for sixteen is measured, not guessed.
    const { number } = await head();
    let data: `0x${string}` = '0x';
    const watching = withNode((parameters) => {
      data = parameters.data ?? '0x';
      return chain.call(parameters);
    });
    await observeFleet({ chain: watching, blockNumber: number }, [world.portfolio]);
    const needs = async (gas: bigint) => {
      const starved = withNode((parameters) => chain.call({ ...parameters, gas }));
      const read = await observeFleet({ chain: starved, blockNumber: number }, [world.portfolio]);
      return read.ok && read.value.answers.every((answer) => answer.ok && answer.value.ok);
    };
    expect(data).not.toBe('0x');
    expect(await needs(2_000_000n / 8n)).toBe(true);
  });
  it('says of an unknown block that it is unknown, and of a dead node that it is away', async () => {
    const { number } = await head();
    const ahead = await observeFleet({ chain, blockNumber: number + 50n }, [world.portfolio]);
    expect(ahead.ok ? null : ahead.error.code).toBe('chain-block-unknown');
    const dead = openNodes({ rpcUrls: [new Secret('http://127.0.0.1:9')], facts: chainOfId(31_337) }).chain;
    const nothing = await readHead(dead);
    expect(nothing.ok ? null : nothing.error.code).toBe('chain-unavailable');
    expect(nothing.ok ? '' : nothing.error.message).not.toContain('127.0.0.1');
  });
});

describe('reading the chain', () => {
  const timeIsUp = () => false;

  it('knows blocks by number and hash, and answers null beyond the head', async () => {
    const { number, hash } = await head();
    const read = await readBlocks({ chain, timeIsUp }, [number, number + 1n]);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value).toEqual([expect.objectContaining({ number, hash }), null]);
  });

  it('finds the events of a contract and every transfer of its tokens, oldest first and once', async () => {
    const { number } = await head();
    const span = { fromBlock: 0n, toBlock: number };
    const listing = { account: world.portfolio, tokens: [world.usdc.token, world.wbtc.token] };
    const [events, transfers, unlisted] = [
      await readEvents({ chain, timeIsUp }, [world.portfolio], span),
      await readTransfers({ chain, timeIsUp }, [listing, listing], span),
      await readTransfers({ chain, timeIsUp }, [{ ...listing, tokens: [world.usdc.token] }], span),
    ];
    if (!events.ok || !transfers.ok || !unlisted.ok) throw new Error('not read');
    const tokensOf = ({ value }: typeof transfers) => new Set(value.logs.map(({ address }) => address));
    expect(tokensOf(transfers)).toEqual(new Set(listing.tokens));
    expect(tokensOf(unlisted)).toEqual(new Set([world.usdc.token]));
    expect(events.value.logs.length).toBeGreaterThan(3);
    expect(events.value.logs.every(({ address }) => address === world.portfolio)).toBe(true);
    const places = events.value.logs.map(
      ({ blockNumber, logIndex }) => blockNumber * 10_000n + BigInt(logIndex),
    );
    expect(places).toEqual([...places].sort((a, b) => (a < b ? -1 : 1)));
    const keys = transfers.value.logs.map(({ blockHash, logIndex }) => `${blockHash}:${logIndex}`);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('classifying failures', () => {
  it.each([
    ['out of gas', 'chain-too-much'],
    ['query returned more than 10000 results', 'chain-too-much'],
    ['The request took too long: timed out', 'chain-timeout'],
    ['Too Many Requests', 'chain-busy'],
    ['header not found', 'chain-block-unknown'],
    ['Unexpected token < in JSON', 'chain-answer-malformed'],
    ['socket hang up', 'chain-unavailable'],
  ])('"%s" is %s', (text, code) => {
    expect(chainFailure(new Error('wrapped', { cause: new Error(text) })).code).toBe(code);
  });
});
