import { base64 } from '@scure/base';
import { afterEach, describe, expect, it } from 'vitest';
import { type IntentsWorld, openIntents } from './testing/intents-world.ts';

const ACCOUNT = '0x00000000000000000000000000000000000000a1';
const USDC = 'nep141:usdc.near';
const NONCE = base64.encode(new Uint8Array(32));

let world: IntentsWorld;
const open = async (): Promise<IntentsWorld> => {
  world = await openIntents();
  return world;
};
afterEach(() => world.fake.close());

const blockOf = async ({ verifier }: IntentsWorld) => {
  const block = await verifier.finalBlock();
  if (!block.ok) throw new Error(block.error.message);
  return block.value;
};

describe('the verifier’s views', () => {
  it('tell balances of a block that nobody can take back, by token, and 0 of what was never there', async () => {
    const { fake, clock, verifier } = await open();
    fake.ledger.give({ account: ACCOUNT, token: USDC, units: 7n }, clock.seconds);
    const early = await blockOf(world);
    expect(early.seconds).toBe(clock.seconds - 2);
    const tokens = ['nep141:none.near', USDC];
    expect(await verifier.balances({ account: ACCOUNT, tokens }, early)).toEqual({
      ok: true,
      value: [0n, 0n],
    });
    clock.seconds += 2;
    const late = await blockOf(world);
    expect(await verifier.balances({ account: ACCOUNT, tokens }, late)).toEqual({
      ok: true,
      value: [0n, 7n],
    });
    expect(await verifier.balances({ account: ACCOUNT, tokens }, early)).toEqual({
      ok: true,
      value: [0n, 0n],
    });
  });

  it('tell what an account has some of, whoever sent it, and nothing of what has left', async () => {
    const { fake, clock, verifier } = await open();
    for (const token of [USDC, 'nep141:gift.near', 'nep141:left.near'])
      fake.ledger.give({ account: ACCOUNT, token, units: 7n }, clock.seconds);
    fake.ledger.take({ account: ACCOUNT, token: 'nep141:left.near', units: 7n }, clock.seconds);
    clock.seconds += 2;
    expect(await verifier.tokensHeld(ACCOUNT, await blockOf(world))).toEqual({
      ok: true,
      value: [USDC, 'nep141:gift.near'],
    });
  });

  it('tell whether a nonce is used, and the salt of the next ones', async () => {
    const { verifier } = await open();
    const block = await blockOf(world);
    expect(await verifier.isNonceUsed({ account: ACCOUNT, nonce: NONCE }, block)).toEqual({
      ok: true,
      value: false,
    });
    expect(await verifier.currentSalt(block)).toEqual({ ok: true, value: '0x0a0b0c0d' });
  });

  it('are not asked of a block that the node doesn’t know', async () => {
    const { verifier } = await open();
    const block = { hash: 'G'.repeat(43), height: 1, seconds: 1 };
    const read = await verifier.balances({ account: ACCOUNT, tokens: [USDC] }, block);
    expect(read).toMatchObject({ error: { code: 'chain-unavailable' } });
    expect(read.ok ? '' : read.error.message).toContain('UNKNOWN_BLOCK');
  });

  it.each([
    ['of another block', { result: [...Buffer.from('["1"]')], block_hash: 'H'.repeat(43) }],
    ['of too few tokens', { result: [...Buffer.from('[]')] }],
    ['that are no units', { result: [...Buffer.from('["-1"]')] }],
    ['in numbers', { result: [...Buffer.from('[1]')] }],
    ['that are no JSON', { result: [...Buffer.from('[')] }],
    ['that are no bytes', { result: [256] }],
  ])('that answer balances %s are not believed', async (_name, changed) => {
    const { fake, verifier } = await open();
    const block = await blockOf(world);
    const body = JSON.stringify({ result: { block_hash: block.hash, ...changed } });
    fake.rpc.fault.current = { status: 200, body };
    expect(await verifier.balances({ account: ACCOUNT, tokens: [USDC] }, block)).toMatchObject({
      error: { code: 'chain-answer-malformed' },
    });
  });

  it('are not asked of more tokens than one look has', async () => {
    const { verifier } = await open();
    const tokens = Array.from({ length: 101 }, (_, index) => `nep141:token-${index}.near`);
    expect(await verifier.balances({ account: ACCOUNT, tokens }, await blockOf(world))).toMatchObject({
      error: { code: 'value-refused' },
    });
  });
});
