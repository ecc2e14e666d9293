import {
  type Account,
  BaseError,
  createWalletClient,
  decodeErrorResult,
  defineChain,
  type Hex,
  HttpRequestError,
  http,
  isHex,
  publicActions,
  TimeoutError,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';

const RPC_TIMEOUT_MS = 15_000;

/** One client that reads, and sends from the taker's own account. Its calls throw when the node can't be reached. */
export const createTakerClient = (options: {
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly key: Hex;
}) => {
  const chain = defineChain({
    id: options.chainId,
    name: `chain ${options.chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [options.rpcUrl] } },
  });
  const account: Account = privateKeyToAccount(options.key);
  return createWalletClient({
    account,
    chain,
    // No response is cached: on a local chain two blocks may follow within a second.
    cacheTime: 0,
    pollingInterval: 200,
    transport: http(options.rpcUrl, { batch: true, timeout: RPC_TIMEOUT_MS, retryCount: 1 }),
  }).extend(publicActions);
};

export type TakerClient = ReturnType<typeof createTakerClient>;

/** Who was asked wants to be asked again no sooner than this. */
export class AskLater extends Error {
  override readonly name = 'AskLater';
  readonly afterMs: number;

  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** Something outside could not be read; says what, never where (an address may carry a key). */
export class Outage extends Error {
  override readonly name = 'Outage';
  readonly what: 'book' | 'prices' | 'rpc';
  /** 0 where nothing was said about it. */
  readonly afterMs: number;

  constructor(what: Outage['what'], cause: unknown) {
    super(
      cause instanceof BaseError
        ? cause.shortMessage
        : cause instanceof Error
          ? cause.message
          : String(cause),
      { cause },
    );
    this.what = what;
    this.afterMs = cause instanceof AskLater ? cause.afterMs : 0;
  }
}

/** Names the outage if the work fails. */
export const orOutage = async <T>(what: Outage['what'], work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw new Outage(what, error);
  }
};

/** The node answered, if only with a revert: nodes word that in too many ways to list, so only silence is told apart. */
export const isAnswer = (error: unknown): error is BaseError =>
  error instanceof BaseError &&
  error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) === null;

const revertData = (error: BaseError): Hex | null => {
  let found: Hex | null = null;
  error.walk((cause) => {
    const data = typeof cause === 'object' && cause !== null && 'data' in cause ? cause.data : null;
    const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
    if (isHex(inner) && inner.length >= 10) found = inner;
    return found !== null;
  });
  return found;
};

/** The named error of the protocol or the maker behind a revert, as far as the node tells. */
export const revertReason = (error: BaseError): string => {
  const data = revertData(error);
  if (data === null) return error.shortMessage;
  try {
    return decodeErrorResult({ abi: [...balancerAbi, ...limitOrderProtocolAbi], data }).errorName;
  } catch {
    return `error ${data.slice(0, 10)}`;
  }
};

/** One JSON object a line on stdout; bigints as decimal text. */
export const writeLine = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(
    `${JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}\n`,
  );
};
