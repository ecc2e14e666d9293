import type { BrowserContext } from '@playwright/test';
import { type Address, type Hex, hexToBigInt, isHex, parseGwei } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { injectProvider, type WalletWindow } from './injected-provider.ts';
import { parseBatch, WalletBatches } from './wallet-batches.ts';

/** An error as EIP-1193 has it. */
class WalletError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

type Transaction = {
  readonly from: Address;
  readonly to?: Address;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
  readonly chainId?: Hex;
};

export type SentTransaction = { readonly hash: Hex; readonly nonce: number; readonly request: Transaction };

/** How the person in front of the wallet behaves. */
type Mood = 'approve' | 'reject' | 'wait';

const FEE = { maxFeePerGas: parseGwei('20'), maxPriorityFeePerGas: parseGwei('1') };

/**
 * The test's half of an injected wallet: real keys, a real chain behind it, and a person who can be told to decline, to wait, to lock
 * it, to change account or chain. Before it is connected it names no account. What only reads goes to the chain, locked or not.
 */
export class TestWallet {
  mood: Mood = 'approve';
  locked = false;
  /** Whether it carries several calls out as one (EIP-5792). */
  batching = false;
  readonly batches = new WalletBatches();
  readonly sent: SentTransaction[] = [];
  readonly asked: string[] = [];
  #chainId: number;
  #selected = 0;
  #connected = false;
  readonly #accounts: readonly PrivateKeyAccount[];
  readonly #nodes: Map<number, string>;
  readonly #context: BrowserContext;
  #answerAll: () => void = () => undefined;

  private constructor(
    context: BrowserContext,
    options: { readonly chainId: number; readonly rpcUrl: string; readonly keys: readonly Hex[] },
  ) {
    this.#context = context;
    this.#chainId = options.chainId;
    this.#nodes = new Map([[options.chainId, options.rpcUrl]]);
    this.#accounts = options.keys.map((key) => privateKeyToAccount(key));
  }

  /** Puts a wallet into every page of the context from now on, those opened from disk included. */
  static async install(
    context: BrowserContext,
    options: { readonly chainId: number; readonly rpcUrl: string; readonly keys: readonly Hex[] },
  ): Promise<TestWallet> {
    const wallet = new TestWallet(context, options);
    await context.exposeBinding('askTestWallet', (_, request) => wallet.#reply(request));
    await context.addInitScript(injectProvider, 'Test wallet');
    return wallet;
  }

  get account(): PrivateKeyAccount {
    const account = this.#accounts[this.#selected];
    if (account === undefined) throw new Error('the wallet has no such account');
    return account;
  }

  get #visible(): readonly Address[] {
    return this.#connected && !this.locked ? [this.account.address] : [];
  }

  /** A chain the wallet knows beside its first. */
  addChain(chainId: number, rpcUrl: string): void {
    this.#nodes.set(chainId, rpcUrl);
  }

  /** Quietly: without the event, as a page may miss it. */
  async switchChain(chainId: number, { quietly = false } = {}): Promise<void> {
    if (!this.#nodes.has(chainId)) throw new WalletError(4902, 'Unrecognized chain ID');
    this.#chainId = chainId;
    if (quietly) return;
    await this.#tell('chainChanged', `0x${chainId.toString(16)}`);
  }

  async switchAccount(index: number): Promise<void> {
    this.#selected = index;
    await this.#tell('accountsChanged', this.#visible);
  }

  async lock(): Promise<void> {
    this.locked = true;
    await this.#tell('accountsChanged', []);
  }

  async unlock(): Promise<void> {
    this.locked = false;
    await this.#tell('accountsChanged', this.#visible);
  }

  /** Lets whatever waits be answered in the mood of now. */
  answer(mood: Exclude<Mood, 'wait'>): void {
    this.mood = mood;
    this.#answerAll();
  }

  /** Sends another transaction with the number of one that was sent, at a higher fee, as a wallet's buttons do. */
  async replace(
    { nonce, request }: SentTransaction,
    by: 'speed-up' | 'cancel' | { readonly to: Address; readonly data: Hex },
  ): Promise<Hex> {
    const other: Transaction =
      by === 'speed-up'
        ? request
        : by === 'cancel'
          ? { from: request.from, to: request.from }
          : { from: request.from, ...by };
    return this.#signAndSend(other, nonce, 3n);
  }

  async #tell(event: string, value: unknown): Promise<void> {
    const told = this.#context
      .pages()
      .map((page) =>
        page
          .evaluate(
            ([name, what]) => (window as unknown as WalletWindow).tellFromTestWallet?.(String(name), what),
            [event, value] as const,
          )
          .catch(() => undefined),
      );
    await Promise.all(told);
  }

  async #reply({ method, params }: { method: string; params: readonly unknown[] }) {
    this.asked.push(method);
    try {
      return { result: await this.#answerTo(method, params) };
    } catch (error) {
      if (!(error instanceof WalletError)) throw error;
      return { error: { code: error.code, message: error.message, data: error.data } };
    }
  }

  async #answerTo(method: string, params: readonly unknown[]): Promise<unknown> {
    switch (method) {
      case 'eth_accounts':
        return this.#visible;
      case 'eth_chainId':
        return `0x${this.#chainId.toString(16)}`;
      case 'eth_requestAccounts':
        await this.#person();
        this.#connected = true;
        return this.#visible;
      case 'wallet_requestPermissions':
        await this.#person();
        this.#connected = true;
        return [{ parentCapability: 'eth_accounts' }];
      case 'wallet_revokePermissions':
        this.#connected = false;
        return null;
      case 'wallet_switchEthereumChain': {
        const { chainId } = params[0] as { chainId: Hex };
        await this.#person();
        return this.switchChain(Number(hexToBigInt(chainId))).then(() => null);
      }
      case 'personal_sign': {
        await this.#authorised();
        const [message] = params as [Hex];
        return this.account.signMessage({ message: isHex(message) ? { raw: message } : message });
      }
      case 'eth_signTypedData_v4': {
        await this.#authorised();
        const { EIP712Domain: _, ...types } = JSON.parse(String(params[1])).types;
        return this.account.signTypedData({ ...JSON.parse(String(params[1])), types });
      }
      case 'eth_sendTransaction':
        return this.#send(params[0] as Transaction);
      case 'wallet_getCapabilities':
        return this.#capabilities(params);
      case 'wallet_sendCalls':
        return this.#sendCalls(params[0]);
      case 'wallet_getCallsStatus': {
        const status = await this.batches.status(params[0], (...asked) => this.#node(...asked));
        if (status === null) throw new WalletError(5730, 'Unknown bundle id');
        return status;
      }
      default:
        return this.#node(method, params);
    }
  }

  /** A wallet that can't says that it doesn't know the question. */
  #capabilities([account, chains]: readonly unknown[]): unknown {
    if (!this.batching) throw new WalletError(4200, 'Unsupported method: wallet_getCapabilities');
    if (String(account).toLowerCase() !== this.account.address.toLowerCase() || this.#visible.length === 0)
      throw new WalletError(4100, 'The requested account is not authorized');
    const here = `0x${this.#chainId.toString(16)}`;
    const asked = Array.isArray(chains) ? chains : [here];
    return asked.includes(here) ? { [here]: { atomic: { status: 'ready' } } } : {};
  }

  async #sendCalls(params: unknown): Promise<unknown> {
    if (!this.batching) throw new WalletError(4200, 'Unsupported method: wallet_sendCalls');
    const request = parseBatch(params);
    if (request === null) throw new WalletError(-32602, 'Invalid params');
    if (request.from.toLowerCase() !== this.account.address.toLowerCase() || this.#visible.length === 0)
      throw new WalletError(4100, 'The requested account is not authorized');
    if (Number(hexToBigInt(request.chainId)) !== this.#chainId)
      throw new WalletError(5710, 'Unsupported chain id');
    await this.#person();
    const id = await this.batches.send(this.account, request, (...asked) => this.#node(...asked));
    return { id };
  }

  /** What is signed is shown first; a locked wallet shows nothing. */
  async #authorised(): Promise<void> {
    if (this.#visible.length === 0) throw new WalletError(4100, 'The requested account is not authorized');
    await this.#person();
  }

  async #person(): Promise<void> {
    if (this.locked) throw new WalletError(4100, 'The wallet is locked');
    if (this.mood === 'wait')
      await new Promise<void>((done) => {
        this.#answerAll = done;
      });
    if (this.mood === 'reject') throw new WalletError(4001, 'User rejected the request.');
  }

  async #send(request: Transaction): Promise<Hex> {
    if (this.#visible.length === 0) throw new WalletError(4100, 'The requested account is not authorized');
    if (request.from.toLowerCase() !== this.account.address.toLowerCase())
      throw new WalletError(4100, 'The requested account is not authorized');
    if (request.chainId !== undefined && Number(hexToBigInt(request.chainId)) !== this.#chainId)
      throw new WalletError(-32602, 'Chain ID mismatch');
    await this.#person();
    const pending = await this.#node('eth_getTransactionCount', [this.account.address, 'pending']);
    const nonce = Number(pending);
    const hash = await this.#signAndSend(request, nonce, 1n);
    this.sent.push({ hash, nonce, request });
    return hash;
  }

  async #signAndSend({ to, data, value, gas }: Transaction, nonce: number, times: bigint): Promise<Hex> {
    const limit =
      gas ??
      ((await this.#node('eth_estimateGas', [{ from: this.account.address, to, data, value }])) as Hex);
    const raw = await this.account.signTransaction({
      ...(to === undefined ? {} : { to }),
      ...(data === undefined ? {} : { data }),
      value: value === undefined ? 0n : hexToBigInt(value),
      gas: hexToBigInt(limit),
      nonce,
      chainId: this.#chainId,
      maxFeePerGas: FEE.maxFeePerGas * times,
      maxPriorityFeePerGas: FEE.maxPriorityFeePerGas * times,
    });
    return (await this.#node('eth_sendRawTransaction', [raw])) as Hex;
  }

  async #node(method: string, params: readonly unknown[]): Promise<unknown> {
    const answer = await fetch(this.#nodes.get(this.#chainId) ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    }).catch(() => {
      throw new WalletError(4900, 'The wallet’s node does not answer');
    });
    const body = (await answer.json()) as {
      result?: unknown;
      error?: { code: number; message: string; data?: unknown };
    };
    if (body.error !== undefined) throw new WalletError(body.error.code, body.error.message, body.error.data);
    return body.result;
  }
}
