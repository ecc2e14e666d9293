import { type Address, type Hex, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { plantFeeToken } from '../../e2e/support/fee-token.ts';
import { buildOrderWorld, type OrderWorld, SIGNER_KEY, TAKER_KEY } from '../../e2e/support/order-world.ts';
import type { Ask } from './ask.ts';
import { depositAct } from './deposit-action.ts';
import { PermitRefused, readPermitTerms, signPermit } from './permit.ts';

// OpenZeppelin's own permit on a real chain; the wallet is a key.

let chain: Anvil;
let world: OrderWorld;
const taker = privateKeyToAccount(TAKER_KEY);
const abi = parseAbi(['function allowance(address owner, address spender) view returns (uint256)']);

/** A wallet of one key, with the chain behind it. */
const walletOf =
  (key: Hex): Ask =>
  async ({ method, params = [] }) => {
    if (method !== 'eth_signTypedData_v4') return world.client.request({ method, params } as never);
    const { EIP712Domain: _, ...types } = JSON.parse(String(params[1])).types;
    return privateKeyToAccount(key).signTypedData({ ...JSON.parse(String(params[1])), types });
  };

beforeAll(async () => {
  chain = await startAnvil();
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
});
afterAll(() => chain.stop());

const termsOf = (owner: Address, token: Address = world.usdc.token) =>
  readPermitTerms(walletOf(TAKER_KEY), { token, owner });

test('a deposit by permit is one call: nothing is allowed before, and nothing after', async () => {
  const terms = await termsOf(taker.address);
  if (terms === null) throw new Error('no permit');
  const { portfolio, usdc, client } = world;
  const permit = await signPermit(walletOf(TAKER_KEY), terms, { spender: portfolio, units: 5_000_000n });
  const allowed = () =>
    client.readContract({
      address: usdc.token,
      abi,
      functionName: 'allowance',
      args: [taker.address, portfolio],
    });
  expect(await allowed()).toBe(0n);
  const before = await world.balanceOf(usdc, portfolio);
  const asset = { ...usdc, targetBps: 0, held: null };
  const { call } = depositAct({ portfolio, asset, units: 5_000_000n }, permit);
  const hash = await world.deployer.walletClient.sendTransaction({
    ...{ account: taker, to: call.to, data: call.data, gas: 1_000_000n },
  });
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success');
  expect((await world.balanceOf(usdc, portfolio)) - before).toBe(5_000_000n);
  expect(await allowed()).toBe(0n);
});

test('what another key signed is refused by the token, and said so before anything is sent', async () => {
  const terms = await termsOf(taker.address);
  if (terms === null) throw new Error('no permit');
  const grant = { spender: world.portfolio, units: 1n };
  await expect(signPermit(walletOf(SIGNER_KEY), terms, grant)).rejects.toBeInstanceOf(PermitRefused);
});

describe('there is no permit', () => {
  test('of an account that is a contract', async () => {
    expect(await termsOf(world.portfolio)).toBeNull();
  });

  test('of a token without one', async () => {
    expect(await termsOf(taker.address, world.contracts.weth)).toBeNull();
  });

  test('of a token that answers everything with a number', async () => {
    const token: Address = '0x00000000000000000000000000000000000feE00';
    await plantFeeToken(chain.rpcUrl, token, { keptBps: 9_000, holder: taker.address, units: 1n });
    expect(await termsOf(taker.address, token)).toBeNull();
  });

  test('where there is no token', async () => {
    expect(await termsOf(taker.address, '0x00000000000000000000000000000000000000Aa')).toBeNull();
  });
});
