import { Implementation, toMetaMaskSmartAccount } from '@metamask/smart-accounts-kit';
import fc from 'fast-check';
import { type Address, type Hex, numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import { DELEGATION_FRAMEWORK } from '../../delegations/framework.ts';
import { KIT } from '../../delegations/testing/kit-environment.ts';
import { deployHybridCall, hybridAddress } from './hybrid-account.ts';

/** Answers nothing: an address and a call follow from what they are made of. */
const client = {
  chain: { id: 1 },
  request: async ({ method }: { readonly method: string }) => (method === 'eth_chainId' ? '0x1' : '0x'),
};

it('is at the address, and deployed by the call, that the official kit has for it, for 200 random owners and salts', async () => {
  const words = fc.bigInt({ min: 1n, max: 2n ** 128n }).map((number) => numberToHex(number, { size: 32 }));
  await fc.assert(
    fc.asyncProperty(words, words, async (key: Hex, salt: Hex) => {
      const account = privateKeyToAccount(key);
      const kit = await toMetaMaskSmartAccount({
        client: client as never,
        implementation: Implementation.Hybrid,
        deployParams: [account.address, [], [], []],
        deploySalt: salt,
        signer: { account },
        environment: KIT,
      });
      const question = { accounts: DELEGATION_FRAMEWORK.accounts, owner: account.address as Address, salt };
      expect(hybridAddress(question)).toBe(kit.address);
      const { factory, factoryData } = await kit.getFactoryArgs();
      const call = deployHybridCall(question);
      expect([call.to, call.data]).toEqual([factory?.toLowerCase(), factoryData]);
    }),
    { numRuns: 200 },
  );
}, 240_000);
