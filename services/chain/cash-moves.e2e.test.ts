import fc from 'fast-check';
import { type Address, hashTypedData, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { deployCash, type LocalCash } from '../../hardhat/deploy/deploy-cash.ts';
import {
  createDeployer,
  type Deployer,
  deployContract,
  readArtifact,
} from '../../hardhat/deploy/deploy-local.ts';
import { type CashMove, moveTypedData } from '../../lib/orders/cash-move-typed-data.ts';

const SOMEBODY: Address = '0x00000000000000000000000000000000000057a9';
const TERMS = { nonce: 2n ** 200n + 7n, generation: 3, deadline: 1_900_000_000 };
const HASHES = parseAbi([
  'struct Terms { uint256 nonce; uint40 generation; uint40 deadline; }',
  'function depositHash(address vault, uint256 assets, uint256 minShares, Terms terms) view returns (bytes32)',
  'function redeemHash(address vault, uint256 shares, uint256 minAssets, Terms terms) view returns (bytes32)',
  'function bridgeHash(uint32 domain, address sibling, uint256 amount, uint256 maxFee, Terms terms) view returns (bytes32)',
]);
/** Answers every call with its own address, and `localDomain()` with 0: all that an implementation asks of a messenger. */
const MESSENGER = {
  abi: [],
  bytecode: '0x60148060095f395ff35f3560e01c638d3638f4141530025f5260205ff3',
  deployedBytecode: '0x',
  linkReferences: {},
};

let anvil: Anvil;
let deployer: Deployer;
let cash: LocalCash;
beforeAll(async () => {
  anvil = await startAnvil();
  deployer = createDeployer({ rpcUrl: anvil.rpcUrl });
  const token = await readArtifact('contracts/local/TestToken.sol/TestToken');
  const usdc = await deployContract(deployer, token, { args: ['USD Coin', 'USDC', 6] });
  cash = await deployCash(deployer, { usdc, tokenMessenger: await deployContract(deployer, MESSENGER) });
});
afterAll(() => anvil?.stop());

const typed = (move: CashMove) =>
  hashTypedData(moveTypedData(move, { chainId: 31_337, portfolio: cash.implementation }, TERMS));
const asked = { abi: HASHES } as const;

describe("what a cash portfolio's signer signs is what the contract hashes", () => {
  it('a deposit', async () => {
    const move = { kind: 'Deposit', vault: SOMEBODY, assets: 5n, minShares: 2n ** 255n } as const;
    const args = [move.vault, move.assets, move.minShares, TERMS] as const;
    const said = deployer.publicClient.readContract({
      ...asked,
      address: cash.implementation,
      functionName: 'depositHash',
      args,
    });
    expect(typed(move)).toBe(await said);
  });

  it('a redemption', async () => {
    const move = { kind: 'Redeem', vault: SOMEBODY, shares: 6n, minAssets: 2n ** 254n } as const;
    const args = [move.vault, move.shares, move.minAssets, TERMS] as const;
    const said = deployer.publicClient.readContract({
      ...asked,
      address: cash.implementation,
      functionName: 'redeemHash',
      args,
    });
    expect(typed(move)).toBe(await said);
  });

  it('a bridging', async () => {
    const move = { kind: 'Bridge', domain: 6, sibling: SOMEBODY, amount: 7n, maxFee: 8n } as const;
    const args = [move.domain, move.sibling, move.amount, move.maxFee, TERMS] as const;
    const said = deployer.publicClient.readContract({
      ...asked,
      address: cash.implementation,
      functionName: 'bridgeHash',
      args,
    });
    expect(typed(move)).toBe(await said);
  });

  it('whatever the words are', async () => {
    const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    const someone = fc
      .bigInt({ min: 0n, max: 2n ** 160n - 1n })
      .map((n): Address => `0x${n.toString(16).padStart(40, '0')}`);
    const small = fc.integer({ min: 0, max: 2 ** 40 - 1 });
    const any = fc.record({
      someone,
      first: word,
      second: word,
      domain: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      nonce: word,
      generation: small,
      deadline: small,
    });
    const { publicClient } = deployer;
    for (const { someone: who, first, second, domain, nonce, generation, deadline } of fc.sample(any, {
      numRuns: 60,
      seed: 2,
    })) {
      const terms = { nonce, generation, deadline };
      const at = { chainId: 31_337, portfolio: cash.implementation };
      const on = { ...asked, address: cash.implementation } as const;
      const said = await Promise.all([
        publicClient.readContract({ ...on, functionName: 'depositHash', args: [who, first, second, terms] }),
        publicClient.readContract({ ...on, functionName: 'redeemHash', args: [who, first, second, terms] }),
        publicClient.readContract({
          ...on,
          functionName: 'bridgeHash',
          args: [domain, who, first, second, terms],
        }),
      ]);
      const moves: readonly CashMove[] = [
        { kind: 'Deposit', vault: who, assets: first, minShares: second },
        { kind: 'Redeem', vault: who, shares: first, minAssets: second },
        { kind: 'Bridge', domain, sibling: who, amount: first, maxFee: second },
      ];
      expect(moves.map((move) => hashTypedData(moveTypedData(move, at, terms)))).toEqual(said);
    }
  });
});
