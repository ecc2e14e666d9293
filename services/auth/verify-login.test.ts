import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loginWorld } from './testing/login-world.ts';
import { verifyLogin } from './verify-login.ts';

const vectorSchema = z.strictObject({
  title: z.string(),
  message: z.string(),
  signature: z.string(),
  outcome: z.string(),
  nonce: z.enum(['unknown', 'used', 'expired']).optional(),
  chain: z.enum(['yes', 'no', 'down']).optional(),
  asks: z.number().optional(),
});
const fileSchema = z.strictObject({
  about: z.string(),
  appUrl: z.string(),
  chainIds: z.array(z.number()),
  now: z.iso.datetime(),
  vectors: z.array(vectorSchema),
});

const file = fileSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'testing/login-vectors.json'), 'utf8')),
);
const { appUrl, chainIds, vectors } = file;
const nowMs = Date.parse(file.now);
const ann = privateKeyToAccount(keccak256(toHex('1balancer login vectors: ann')));

const taken = vectors.filter(({ outcome }) => outcome === 'ok');
const refused = vectors.filter(({ outcome }) => outcome !== 'ok');

describe('a signed message', () => {
  it.each(taken)('is taken: $title', async ({ message, signature, chain = 'no', asks = 0 }) => {
    const { deps, counts } = loginWorld({ appUrl, chainIds, nowMs, nonce: 'good', chain });
    const verified = await verifyLogin(deps, { message, signature });
    expect(verified).toMatchObject({
      ok: true,
      value: { text: message, address: ann.address.toLowerCase() },
    });
    expect(counts).toEqual({ asks, consumed: 1 });
    // Nothing that was taken is taken twice.
    const again = await verifyLogin(deps, { message, signature });
    expect(again.ok ? 'ok' : again.error.code).toBe('nonce-used');
  });

  it.each(refused)(
    'is refused: $title',
    async ({ message, signature, outcome, nonce, chain = 'no', asks = 0 }) => {
      const { deps, counts } = loginWorld({ appUrl, chainIds, nowMs, nonce: nonce ?? 'good', chain });
      const verified = await verifyLogin(deps, { message, signature });
      expect(verified.ok ? 'ok' : verified.error.code).toBe(outcome);
      expect(verified.ok ? '' : verified.error.message).toMatch(/^[A-Z].{20,200}[.)]$/);
      expect(counts.asks).toBe(asks);
      // Believed or not, what can be read costs its nonce; what can't be has none.
      const hasNonce = !['login-malformed', 'signature-malformed'].includes(outcome);
      expect(counts.consumed).toBe(hasNonce ? 1 : 0);
    },
  );

  it('is tried in every way that a sign-in is refused by', () => {
    const codes = new Set(refused.map(({ outcome }) => outcome));
    expect([...codes].sort()).toEqual([
      'login-expired',
      'login-issued-ahead',
      'login-malformed',
      'login-not-yet-valid',
      'login-too-old',
      'login-wrong-chain',
      'login-wrong-domain',
      'login-wrong-signer',
      'nonce-expired',
      'nonce-unknown',
      'nonce-used',
      'signature-malformed',
      'signature-unchecked',
    ]);
    expect(new Set(vectors.map(({ title }) => title)).size).toBe(vectors.length);
  });
});
