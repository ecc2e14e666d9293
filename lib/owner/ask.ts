/**
 * One JSON-RPC request, in EIP-1193's shape: a wallet's `request`, or a node's. Rejects with whatever the other side says; what it
 * resolves with is a stranger's word, to be parsed.
 */
export type Ask = (request: {
  readonly method: string;
  readonly params?: readonly unknown[];
}) => Promise<unknown>;

/** @returns a quantity of an answer (`0x1f`) @throws where it is none */
export function quantityOf(answer: unknown, name: string): bigint {
  if (typeof answer === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(answer)) return BigInt(answer);
  throw new TypeError(`The node answered ${name} with something that is no number.`);
}

/** The chain that whoever answers is on. */
export const chainIdOf = async (ask: Ask): Promise<number> =>
  Number(quantityOf(await ask({ method: 'eth_chainId' }), 'eth_chainId'));
