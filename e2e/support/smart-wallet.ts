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
import { creationCode } from './creation-code.ts';

/** Deploys what follows a salt in its call data, by CREATE2; anvil has it, as most chains do. */
const DEPLOYER: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';
const SALT = pad('0x01');
const funded = mnemonicToAccount('test test test test test test test test test test test junk');

let compiled: Hex | null = null;

/** A contract wallet with one key: where it is, or will be once it is deployed. */
export class SmartWallet {
  readonly address: Address;
  readonly #key: PrivateKeyAccount;
  readonly #deployment: Hex;

  constructor(key: PrivateKeyAccount) {
    compiled ??= creationCode('SmartWallet');
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
