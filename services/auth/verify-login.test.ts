import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { ok } from '../../lib/result.ts';
import { verifyLogin } from './verify-login.ts';

const APP = 'https://balancer.example';
const ann = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const NOW = Date.parse('2026-11-29T12:00:00.000Z');

const messageOf = (address: string) => `balancer.example wants you to sign in with your Ethereum account:
${address}

Sign in to 1Balancer.

URI: ${APP}
Version: 1
Chain ID: 1
Nonce: 0123456789abcdef
Issued At: 2026-11-29T12:00:00.000Z`;

it('a plain key logs in and no chain is asked', async () => {
  const message = messageOf(ann.address);
  const signature = await ann.signMessage({ message });
  const verified = await verifyLogin(
    {
      appUrl: APP,
      chainIds: [1],
      consumeNonce: async () => ok({ nowMs: NOW }),
      isContractSignature: () => {
        throw new Error('a chain was asked');
      },
    },
    { message, signature },
  );
  expect(verified.ok && verified.value.address).toBe(ann.address.toLowerCase());
});
