import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { type Abi, type Address, encodeFunctionData, erc20Abi, erc4626Abi } from 'viem';
import { z } from 'zod';
import { type Artifact, type Deployer, deployContract } from '../../hardhat/deploy/deploy-local.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { mint, type WorldAsset } from './order-world.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const COMPILER = join(ROOT, 'hardhat/solc.cjs');

/** OpenZeppelin's own ERC-4626, unchanged: what is sent to it without a deposit is everybody's yield. */
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import { ERC4626, ERC20, IERC20 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
contract LendingVault is ERC4626 {
    constructor(IERC20 asset_) ERC4626(asset_) ERC20("Lending vault", "lvUSD") { }
}`;

/** All that the source imports, by the names that the compiler asks for. */
const importedBy = (name: string, text: string, found: Map<string, string>): void => {
  found.set(name, text);
  for (const [, asked = ''] of text.matchAll(/^import [^;]*?"([^"]+)";/gm)) {
    const path = asked.startsWith('.') ? normalize(join(dirname(name), asked)) : asked;
    const file = join(ROOT, 'node_modules', path);
    if (!found.has(path) && existsSync(file)) importedBy(path, readFileSync(file, 'utf8'), found);
  }
};

const compiled = z.object({
  contracts: z.object({
    'LendingVault.sol': z.object({
      LendingVault: z.object({
        abi: z.custom<Abi>(),
        evm: z.object({ bytecode: z.object({ object: z.string() }) }),
      }),
    }),
  }),
});

let artifact: Artifact | null = null;
const vaultArtifact = (): Artifact => {
  if (artifact !== null) return artifact;
  const sources = new Map<string, string>();
  importedBy('LendingVault.sol', SOURCE, sources);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([name, content]) => [name, { content }])),
    settings: {
      evmVersion: 'cancun',
      outputSelection: { '*': { LendingVault: ['abi', 'evm.bytecode.object'] } },
    },
  };
  const { stdout } = spawnSync(process.execPath, [COMPILER, '--standard-json'], {
    ...{ input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 50_000_000 },
  });
  const { abi, evm } = compiled.parse(JSON.parse(stdout)).contracts['LendingVault.sol'].LendingVault;
  artifact = { abi, bytecode: `0x${evm.bytecode.object}`, deployedBytecode: '0x', linkReferences: {} };
  return artifact;
};

/** A vault that holds so many units of USDC, deposited by the deployer. */
export const deployVault = async (deployer: Deployer, usdc: WorldAsset, units: bigint): Promise<Address> => {
  const vault = await deployContract(deployer, vaultArtifact(), { args: [usdc.token] });
  const send = async (to: Address, data: `0x${string}`): Promise<void> => {
    const hash = await deployer.walletClient.sendTransaction({ to, data, gas: 2_000_000n });
    const { status } = await receiptOf(deployer.publicClient, hash);
    if (status !== 'success') throw new Error('the vault took no deposit');
  };
  const to = deployer.account.address;
  await mint(deployer, usdc, { to, units });
  await send(
    usdc.token,
    encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [vault, units] }),
  );
  await send(vault, encodeFunctionData({ abi: erc4626Abi, functionName: 'deposit', args: [units, to] }));
  return vault;
};
