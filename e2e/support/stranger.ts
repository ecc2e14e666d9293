import { type Address, encodeFunctionData, erc20Abi, getAddress, type Hex, maxUint256 } from 'viem';
import { z } from 'zod';
import { type BookEntry, parseBookEntry } from '../../cli/taker/order.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import type { RunningStack } from './running-stack.ts';
import type { StackChain } from './stack-chain.ts';

const MAKING_AMOUNT_GIVEN = 1n << 255n;
const pageSchema = z.object({ orders: z.array(z.unknown()) });

/** Somebody who fills what stands in the stack's order book, at the order's own price. */
export class Stranger {
  readonly #stack: RunningStack;
  readonly #chain: StackChain;
  readonly #address: Address;

  constructor(stack: RunningStack, chain: StackChain, address: Address) {
    this.#stack = stack;
    this.#chain = chain;
    this.#address = address;
  }

  get #router(): Address {
    return getAddress(this.#stack.router);
  }

  /** Lets the protocol take what the stranger pays with. */
  async approve(token: Address): Promise<void> {
    const args = [this.#router, maxUint256] as const;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args });
    await this.#chain.sendAs(this.#address, { to: token, data });
  }

  /** The oldest open order of a portfolio, or null. */
  async order(portfolio: Address): Promise<BookEntry | null> {
    const answer = await fetch(`${this.#stack.url}/api/book/31337/orders?maker=${portfolio}`);
    const [first] = pageSchema.parse(await answer.json()).orders;
    if (first === undefined) return null;
    const parsed = parseBookEntry(first);
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.entry;
  }

  #callFor(
    { order, signature, extension }: BookEntry,
    units: bigint,
  ): { readonly to: Address; readonly data: Hex } {
    const traits = MAKING_AMOUNT_GIVEN | order.takingAmount;
    const args = [order, signature, units, traits, extension] as const;
    return {
      to: this.#router,
      data: encodeFunctionData({ abi: limitOrderProtocolAbi, functionName: 'fillContractOrderArgs', args }),
    };
  }

  fill(entry: BookEntry, units: bigint): Promise<void> {
    return this.#chain.sendAs(this.#address, this.#callFor(entry, units));
  }

  /** Tries a fill in the newest block, without sending. @throws as the chain does */
  async tryFill(entry: BookEntry, units: bigint): Promise<void> {
    await this.#chain.reader.call({
      account: this.#address,
      gas: 2_000_000n,
      ...this.#callFor(entry, units),
    });
  }
}
