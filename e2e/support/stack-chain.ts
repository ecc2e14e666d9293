import {
  type Address,
  createPublicClient,
  createTestClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  keccak256,
  parseAbi,
  parseEther,
  toHex,
} from 'viem';
import { foundry } from 'viem/chains';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { RunningStack } from './running-stack.ts';

const abi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function deposit() payable',
  'function symbol() view returns (string)',
  'function balanceOf(address) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function setter() view returns (address)',
  'function set(int256 answer, uint256 updatedAt)',
  'function latestRoundData() view returns (uint80, int256 answer, uint256, uint256, uint80)',
]);

export type StackAsset = { readonly token: Address; readonly feed: Address; readonly symbol: string };

/** The running stack's chain, for a test that moves its prices, its time and its tokens. */
export class StackChain {
  readonly reader;
  readonly node;
  readonly #stack: RunningStack;

  constructor(stack: RunningStack) {
    this.#stack = stack;
    this.reader = createPublicClient({ chain: foundry, transport: http(stack.rpcUrl), pollingInterval: 100 });
    this.node = createTestClient({ mode: 'anvil', chain: foundry, transport: http(stack.rpcUrl) });
  }

  /** Every asset that the stack's own portfolios list. */
  async assets(): Promise<readonly StackAsset[]> {
    const found = new Map<Address, StackAsset>();
    for (const address of this.#stack.balancers) {
      const request = { address: getAddress(address), abi: balancerAbi, functionName: 'assets' } as const;
      for (const { token, feed } of await this.reader.readContract(request)) {
        const symbol = await this.reader.readContract({ address: token, abi, functionName: 'symbol' });
        found.set(token, { token, feed, symbol });
      }
    }
    return [...found.values()];
  }

  async asset(symbol: string): Promise<StackAsset> {
    const found = (await this.assets()).find((asset) => asset.symbol === symbol);
    if (found === undefined) throw new Error(`no portfolio of the stack lists ${symbol}`);
    return found;
  }

  /** Sends as any account, without its key. */
  async sendAs(from: Address, call: { readonly to: Address; readonly data?: Hex; readonly value?: bigint }) {
    await this.node.impersonateAccount({ address: from });
    const value = toHex(call.value ?? 0n);
    const hash = (await this.reader.request({
      method: 'eth_sendTransaction',
      params: [{ from, to: call.to, data: call.data ?? '0x', value, gas: toHex(2_000_000n) }],
    } as never)) as Hex;
    const receipt = await this.reader.waitForTransactionReceipt({ hash });
    await this.node.stopImpersonatingAccount({ address: from });
    if (receipt.status !== 'success') throw new Error(`what was sent to ${call.to} was refused`);
  }

  async giveEther(to: Address, ether: string): Promise<void> {
    await this.node.setBalance({ address: to, value: parseEther(ether) });
  }

  /** Of a test token, as much as is asked for. */
  async mint(token: Address, to: Address, units: bigint): Promise<void> {
    const minter = getAddress(`0x${keccak256(toHex('stack chain: minter')).slice(-40)}`);
    await this.giveEther(minter, '1');
    const data = encodeFunctionData({ abi, functionName: 'mint', args: [to, units] });
    await this.sendAs(minter, { to: token, data });
  }

  /** Wraps ether of the account's own. */
  async wrap(weth: Address, holder: Address, wei: bigint): Promise<void> {
    await this.giveEther(holder, '1000');
    await this.sendAs(holder, {
      to: weth,
      data: encodeFunctionData({ abi, functionName: 'deposit' }),
      value: wei,
    });
  }

  balanceOf(token: Address, holder: Address): Promise<bigint> {
    return this.reader.readContract({ address: token, abi, functionName: 'balanceOf', args: [holder] });
  }

  allowance(token: Address, owner: Address, spender: Address): Promise<bigint> {
    return this.reader.readContract({
      address: token,
      abi,
      functionName: 'allowance',
      args: [owner, spender],
    });
  }

  /** Has every feed answer now, those of `percent` at that share of what they said. */
  async movePrices(percent: Readonly<Record<string, bigint>>): Promise<void> {
    for (const { symbol, feed } of await this.assets()) {
      const [, answer] = await this.reader.readContract({
        ...{ address: feed, abi, functionName: 'latestRoundData' },
      });
      const setter = await this.reader.readContract({ address: feed, abi, functionName: 'setter' });
      const { timestamp } = await this.reader.getBlock();
      await this.giveEther(setter, '1');
      const args = [(answer * (percent[symbol] ?? 100n)) / 100n, timestamp] as const;
      await this.sendAs(setter, { to: feed, data: encodeFunctionData({ abi, functionName: 'set', args }) });
    }
  }

  /** Carries the chain's time on, in a block of its own. */
  async later(seconds: number): Promise<void> {
    await this.node.increaseTime({ seconds });
    await this.node.mine({ blocks: 1 });
  }
}
