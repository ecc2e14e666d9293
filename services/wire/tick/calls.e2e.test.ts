import { createWalletClient, http, parseGwei } from 'viem';
import { hardhat } from 'viem/chains';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildSenderWorld, type SenderWorld } from '../../../e2e/support/sender-world.ts';

let world: SenderWorld;
const open = async (portfolios = 1) => {
  world = await buildSenderWorld(portfolios);
};
afterEach(() => world?.stop());

const only = async () => {
  const [call, ...others] = await world.journal();
  if (call === undefined || others.length > 0) throw new Error('not one call');
  return call;
};
const first = () => world.portfolios[0]?.address ?? '0x';
const advance = async () => expect(await world.advance()).toEqual({ ok: true, value: null });
const manually = () => world.rpc('evm_setAutomine', [false]);
const nonceOf = () => world.client.getTransactionCount({ address: world.signer.address });
const poolHas = async (hash: `0x${string}`) =>
  (await world.client.getTransaction({ hash }).catch(() => null)) !== null;
/** Somebody else with the same key. */
const another = () =>
  createWalletClient({ account: world.signer, chain: hardhat, transport: http(world.rpcUrl) });
/** As many blocks as make a block stay, and looks on the way. */
const settle = async () => {
  for (let looks = 0; looks < 5; looks += 1) {
    await world.mine(3);
    await advance();
  }
};

describe('what the bot sends by itself', () => {
  beforeEach(() => open());

  it('revokes the open orders of a stopped system, once, and is done when the block stays', async () => {
    await advance();
    const [sent] = (await only()).attempts;
    expect(await world.generationOf(first())).toBe(2);
    await advance();
    await settle();
    expect(await only()).toMatchObject({
      status: 'done',
      attempts: [{ hash: sent?.hash, nonce: 0, bump: 0, status: 'included', refusal: null }],
    });
    await settle();
    expect(await world.generationOf(first())).toBe(2);
    expect(await nonceOf()).toBe(1);
  });

  it('pays more when stuck for four blocks, three times at most, and comes through when it is cheap again', async () => {
    await manually();
    await advance();
    const counts: number[] = [];
    // Each block asks for more than the last look could know.
    for (const gwei of [5, 15, 45, 135, 405, 1_215, 3_645]) {
      await world.mine(4, parseGwei(`${gwei}`));
      await advance();
      counts.push((await only()).attempts.length);
    }
    expect(counts).toEqual([2, 3, 4, 4, 4, 4, 4]);
    const { attempts } = await only();
    expect(attempts.map(({ nonce, bump }) => [nonce, bump])).toEqual([
      ...[
        [0, 0],
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    ]);
    for (const [index, { maxFeeWei }] of attempts.slice(1).entries())
      expect(BigInt(maxFeeWei) * 1_000n).toBeGreaterThanOrEqual(
        BigInt(attempts[index]?.maxFeeWei ?? 0) * 1_125n,
      );
    await world.mine(2, 1_000n);
    await settle();
    expect(await only()).toMatchObject({ status: 'done' });
    expect((await only()).attempts.map(({ status }) => status).sort()).toEqual([
      ...['included', 'replaced', 'replaced', 'replaced'],
    ]);
    expect(await world.generationOf(first())).toBe(2);
  });

  it('sends the same bytes again when the node has dropped them', async () => {
    await manually();
    await advance();
    const [sent] = (await only()).attempts;
    if (sent === undefined) throw new Error('nothing was sent');
    await world.rpc('anvil_dropTransaction', [sent.hash]);
    expect(await poolHas(sent.hash)).toBe(false);
    await world.mine(3);
    await advance();
    expect(await poolHas(sent.hash)).toBe(true);
    await settle();
    expect(await only()).toMatchObject({ status: 'done', attempts: [{ hash: sent.hash }] });
  });

  it('sends what was journaled only, when it was killed before it could', async () => {
    const { chain } = world.parts.served;
    const cut = { ...chain, sendRawTransaction: () => Promise.reject(new Error('killed')) };
    const killed = { ...world.parts, served: { ...world.parts.served, chain: cut as never } };
    expect(await world.advance(killed)).toMatchObject({ error: { code: 'chain-unavailable' } });
    expect(await nonceOf()).toBe(0);
    const [journaled] = (await only()).attempts;
    expect(journaled).toMatchObject({ status: 'journaled', nonce: 0 });
    await advance();
    expect(await nonceOf()).toBe(1);
    expect((await only()).attempts).toMatchObject([{ hash: journaled?.hash, status: 'sent' }]);
  });

  it('follows a reorganisation that takes its block away, and sends again', async () => {
    await advance();
    await world.mine(2);
    await world.database.admin`update calls set looked_at_block = null`;
    await advance();
    expect((await only()).attempts).toMatchObject([{ status: 'included' }]);
    await world.rpc('anvil_reorg', [3, []]);
    expect(await world.generationOf(first())).toBe(1);
    await world.mine(1);
    await world.database.admin`update calls set looked_at_block = null`;
    await advance();
    await settle();
    expect(await only()).toMatchObject({ status: 'done', attempts: [{ nonce: 0, status: 'included' }] });
    expect(await world.generationOf(first())).toBe(2);
    expect(await nonceOf()).toBe(1);
  });

  it('takes the next nonce when somebody else has used its own, once that is settled', async () => {
    await manually();
    await advance();
    const [sent] = (await only()).attempts;
    if (sent === undefined) throw new Error('nothing was sent');
    await world.rpc('anvil_dropTransaction', [sent.hash]);
    await another().sendTransaction({ to: world.taker, value: 1n, nonce: 0 });
    await world.mine(4);
    await advance();
    // A block that may still go decides nothing.
    expect((await only()).attempts).toHaveLength(1);
    await settle();
    await settle();
    expect((await only()).attempts).toMatchObject([
      { nonce: 0, status: 'replaced' },
      { nonce: 1, status: 'included' },
    ]);
    expect(await only()).toMatchObject({ status: 'done' });
    expect(await world.generationOf(first())).toBe(2);
  });

  it('pays more at once when a node calls it underpriced beside somebody else’s', async () => {
    await manually();
    const [base] = [parseGwei('3')];
    await world.mine(1, parseGwei('1'));
    await another().sendTransaction({
      ...{ to: world.taker, value: 1n, nonce: 0, gas: 21_000n },
      ...{ maxFeePerGas: base, maxPriorityFeePerGas: parseGwei('1') },
    });
    await advance();
    const { attempts } = await only();
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts.length).toBeLessThanOrEqual(4);
    expect(attempts[0]).toMatchObject({ bump: 0, refusal: 'underpriced' });
    expect(attempts.every(({ nonce }) => nonce === 0)).toBe(true);
  });

  it('does nothing more once the stop is lifted, and leaves what is out to its end', async () => {
    await manually();
    await advance();
    const [sent] = (await only()).attempts;
    await world.database
      .admin`update settings set value = 'false', version = version + 1 where key = 'halted'`;
    await world.rpc('anvil_dropTransaction', [sent?.hash]);
    await world.mine(3);
    await advance();
    expect(await only()).toMatchObject({ status: 'abandoned', attempts: [{ status: 'dropped' }] });
    await world.mine(9);
    expect(await nonceOf()).toBe(0);
  });
});

describe('many calls of one key', () => {
  it('get one nonce each, in the order of value, whoever asks at the same time', async () => {
    await open(5);
    await manually();
    const { admin } = world.database;
    for (const [index, { id }] of world.portfolios.entries())
      await admin`update orders set filled_sell_units = sell_units * ${index} / 10 where portfolio_id = ${id}`;
    await Promise.all(Array.from({ length: 4 }, () => world.advance()));
    await advance();
    const calls = await world.journal();
    expect(calls.flatMap(({ attempts }) => attempts.map(({ nonce }) => nonce))).toEqual([0, 1, 2, 3, 4]);
    await world.mine(1);
    await settle();
    expect((await world.journal()).map(({ status }) => status)).toEqual(Array(5).fill('done'));
    for (const { address } of world.portfolios) expect(await world.generationOf(address)).toBe(2);
  });

  it('are at most so many a tick, the largest value first', async () => {
    await open(3);
    const { admin } = world.database;
    for (const [index, { id }] of world.portfolios.entries())
      await admin`update orders set filled_sell_units = sell_units * ${index} / 10 where portfolio_id = ${id}`;
    expect(await world.advance(world.parts, { perTickMax: 2 })).toMatchObject({ ok: true });
    expect((await world.journal()).map(({ target }) => target)).toEqual(
      world.portfolios.slice(0, 2).map(({ address }) => address),
    );
    expect(await world.advance(world.parts, { perTickMax: 2 })).toMatchObject({ ok: true });
    expect(await world.journal()).toHaveLength(3);
  });

  it('cost no more in one tick than its budget, raises and new ones together; the rest is the next tick’s', async () => {
    await open(3);
    await manually();
    const signed = async () => (await world.journal()).flatMap(({ attempts }) => attempts);
    const costWei = (attempts: Awaited<ReturnType<typeof signed>>) =>
      attempts.reduce((sum, { maxFeeWei, gasLimit }) => sum + BigInt(maxFeeWei) * BigInt(gasLimit), 0n);
    expect(await world.advance(world.parts, { perTickMax: 1 })).toMatchObject({ ok: true });
    const [first] = await signed();
    if (first === undefined) throw new Error('nothing was signed');
    await world.mine(4, BigInt(first.maxFeeWei) * 2n);
    // As much as each alone would take, and not both.
    const feeWeiPerTickMax = BigInt(first.gasLimit) * BigInt(first.maxFeeWei) * 6n;
    const known = new Set([first.hash]);
    const perTick: bigint[] = [];
    for (let ticks = 0; ticks < 3; ticks += 1) {
      expect(await world.advance(world.parts, { feeWeiPerTickMax })).toEqual({ ok: true, value: null });
      const anew = (await signed()).filter(({ hash }) => !known.has(hash));
      for (const { hash } of anew) known.add(hash);
      perTick.push(costWei(anew));
    }
    expect(perTick.filter((wei) => wei > feeWeiPerTickMax)).toEqual([]);
    expect(perTick.every((wei) => wei > 0n)).toBe(true);
    expect((await world.journal()).map(({ attempts }) => attempts.length)).toEqual([2, 1, 1]);
  });

  it('come through when the first was dropped and the others wait behind it', async () => {
    await open(3);
    await manually();
    await advance();
    const calls = await world.journal();
    await world.rpc('anvil_dropTransaction', [calls[0]?.attempts[0]?.hash]);
    await world.mine(1);
    expect(await nonceOf()).toBe(0);
    await world.mine(3);
    await advance();
    await world.mine(1);
    expect(await nonceOf()).toBe(3);
    await settle();
    expect((await world.journal()).map(({ status }) => status)).toEqual(Array(3).fill('done'));
  });
});
