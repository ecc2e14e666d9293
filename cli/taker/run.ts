import { BaseError } from 'viem';
import { Outage, orOutage } from './answers.ts';
import { createTakerClient, type TakerClient } from './client.ts';
import type { Options } from './options.ts';
import { writeLine } from './output.ts';
import { type PassDeps, runPass } from './pass.ts';
import { feedPrices, type PriceSource, urlPrices } from './prices.ts';

const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 30_000;

/** The chain isn't the one the taker was started for. */
class WrongChain extends Error {
  override readonly name = 'WrongChain';
}

const asOutage = (error: unknown): Outage | null => {
  if (error instanceof Outage) return error;
  return error instanceof BaseError ? new Outage('rpc', error) : null;
};

const pause = (milliseconds: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener('abort', done);
  });

const connect = async (options: Options): Promise<TakerClient> => {
  const unknownChain = createTakerClient({
    rpcUrl: options.rpc,
    chainId: options.chain ?? 1,
    key: options.key,
  });
  const chainId = await orOutage('rpc', unknownChain.getChainId());
  if (options.chain !== undefined && options.chain !== chainId) {
    throw new WrongChain(`the node is on chain ${chainId}, not ${options.chain}`);
  }
  return createTakerClient({ rpcUrl: options.rpc, chainId, key: options.key });
};

const openPrices = (options: Options, client: TakerClient): Promise<PriceSource> | PriceSource => {
  if (options.feeds !== undefined)
    return feedPrices(options.feeds, { client, ageSecondsMax: options['price-age'] });
  return urlPrices(options['prices-url'] ?? '');
};

const open = async (options: Options, stop: AbortSignal): Promise<PassDeps> => {
  const client = await connect(options);
  const prices = await openPrices(options, client);
  writeLine({
    event: 'start',
    taker: client.account.address.toLowerCase(),
    chainId: client.chain.id,
    prices: options.feeds !== undefined ? 'on-chain feeds' : 'price endpoint',
  });
  return {
    client,
    bookUrl: options.book,
    chainId: client.chain.id,
    prices,
    terms: {
      protocol: options.protocol,
      edgeBps: options['edge-bps'],
      partialRate: options['partial-rate'],
      seed: options.seed,
    },
    said: new Map(),
    isStopping: () => stop.aborted,
  };
};

/**
 * Looks at the book again and again until stopped. It keeps nothing: everything it needs to know is in the book and on
 * the chain, so it may be killed at any moment. An outage is named and waited out; `--once` gives up instead.
 * @returns whether the last look succeeded.
 */
export const runTaker = async (options: Options, stop: AbortSignal): Promise<boolean> => {
  let deps: PassDeps | null = null;
  let retryInMs = RETRY_MS_FIRST;
  while (!stop.aborted) {
    try {
      deps ??= await open(options, stop);
      const pass = await runPass(deps);
      retryInMs = RETRY_MS_FIRST;
      if (options.once) {
        writeLine({ event: 'done', ...pass });
        return true;
      }
      await pause(options['poll-ms'], stop);
    } catch (error) {
      const outage = asOutage(error);
      if (outage === null) throw error;
      writeLine({
        event: 'outage',
        what: outage.what,
        why: outage.message,
        retryInMs: options.once ? null : retryInMs,
      });
      if (options.once) return false;
      await pause(retryInMs, stop);
      retryInMs = Math.min(retryInMs * 2, RETRY_MS_MAX);
    }
  }
  return true;
};
