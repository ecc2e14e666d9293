import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import {
  type Address,
  concatHex,
  createWalletClient,
  encodeAbiParameters,
  getCreate2Address,
  type Hex,
  http,
  pad,
  serializeErc6492Signature,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { z } from 'zod';

const HARDHAT = resolve(import.meta.dirname, '../../hardhat');
const SOURCE = 'SmartWallet.sol';
/** Deploys what follows a salt in its call data, by CREATE2; anvil has it, as most chains do. */
const DEPLOYER: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';
const SALT = pad('0x01');
const funded = mnemonicToAccount('test test test test test test test test test test test junk');

const compiledSchema = z.object({
  contracts: z.object({
    [SOURCE]: z.object({
      SmartWallet: z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) }),
    }),
  }),
});

/** The contract wallet of the Solidity tests, as the compiler makes it. */
const creationCode = (): Hex => {
  const near = createRequire(resolve(HARDHAT, 'package.json'));
  const solc = near('solc') as {
    compile: (input: string, callbacks: { import: (path: string) => { contents: string } }) => string;
  };
  const content = readFileSync(resolve(HARDHAT, 'test/support', SOURCE), 'utf8');
  const settings = { evmVersion: 'cancun', outputSelection: { '*': { '*': ['evm.bytecode.object'] } } };
  const input = { language: 'Solidity', sources: { [SOURCE]: { content } }, settings };
  const output = solc.compile(JSON.stringify(input), {
    import: (path) => ({ contents: readFileSync(near.resolve(path), 'utf8') }),
  });
  return `0x${compiledSchema.parse(JSON.parse(output)).contracts[SOURCE].SmartWallet.evm.bytecode.object}`;
};

let compiled: Hex | null = null;

/** A contract wallet with one key: where it is, or will be once it is deployed. */
export class SmartWallet {
  readonly address: Address;
  readonly #key: PrivateKeyAccount;
  readonly #deployment: Hex;

  constructor(key: PrivateKeyAccount) {
    compiled ??= creationCode();
    const code = concatHex([compiled, encodeAbiParameters([{ type: 'address' }], [key.address])]);
    this.#key = key;
    this.#deployment = concatHex([SALT, code]);
    this.address = getCreate2Address({ from: DEPLOYER, salt: SALT, bytecode: code });
  }

  /** By its key: the contract, once deployed, takes it for its own. */
  signMessage(message: { readonly message: string }): Promise<Hex> {
    return this.#key.signMessage(message);
  }

  /** The same with what deploys it, for whoever asks before that (ERC-6492). */
  async signUndeployed(message: { readonly message: string }): Promise<Hex> {
    const signature = await this.#key.signMessage(message);
    return serializeErc6492Signature({ address: DEPLOYER, data: this.#deployment, signature });
  }

  async deploy(rpcUrl: string): Promise<void> {
    const wallet = createWalletClient({ account: funded, chain: foundry, transport: http(rpcUrl) });
    await wallet.sendTransaction({ to: DEPLOYER, data: this.#deployment });
  }
}
