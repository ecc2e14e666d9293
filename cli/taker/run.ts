import { BaseError } from 'viem';
import { freeNonce } from './account.ts';
import { type CheckedOrder, checkOrder } from './book.ts';
import { createTakerClient, Outage, orOutage, type TakerClient, writeLine } from './client.ts';
import { followBook } from './follow-book.ts';
import { type Book, readOpenOrders } from './open-orders.ts';
import { bookOf, type Options } from './options.ts';
import { type BookEntry, parseBookEntry } from './order.ts';
import { feedPrices, type OwnPrices, type PriceSource, urlPrices } from './prices.ts';
import { type TakerTerms, tryOrder } from './try-order.ts';

const CHECKS_AT_ONCE = 25;

type PassDeps = {
  readonly client: TakerClient;
  readonly book: Book;
  readonly chainId: number;
  readonly prices: PriceSource;
  readonly terms: TakerTerms;
  /** What was said of an order last, so that it isn't said again; what an order is worth is never remembered. */
  readonly said: Map<string, string>;
  readonly isStopping: () => boolean;
};

const say = (said: Map<string, string>, subject: string, line: { event: string; why: string }): void => {
  if (said.get(subject) === line.why) return;
  said.set(subject, line.why);
  writeLine({ ...line, orderHash: subject });
};

const nameOf = (value: unknown): string => {
  const name = typeof value === 'object' && value !== null && 'orderHash' in value ? value.orderHash : null;
  return typeof name === 'string' ? `entry ${name.slice(0, 80)}` : 'entry without a name';
};

const readEntries = async ({ book, chainId, said }: PassDeps): Promise<readonly BookEntry[]> => {
  const entries = new Map<string, BookEntry>();
  const names = new Set<string>();
  for (const value of await orOutage('book', readOpenOrders(book, chainId))) {
    const parsed = parseBookEntry(value);
    const name = parsed.ok ? parsed.entry.orderHash.toLowerCase() : nameOf(value);
    names.add(name);
    if (parsed.ok) entries.set(name, parsed.entry);
    else say(said, name, { event: 'refused', why: parsed.why });
  }
  for (const name of said.keys()) if (!names.has(name)) said.delete(name);
  return [...entries.values()];
};

const checkAll = async (
  deps: PassDeps,
  entries: readonly BookEntry[],
  nowSeconds: number,
): Promise<readonly CheckedOrder[]> => {
  const good: CheckedOrder[] = [];
  for (let start = 0; start < entries.length; start += CHECKS_AT_ONCE) {
    const chunk = entries.slice(start, start + CHECKS_AT_ONCE);
    const checks = await Promise.all(
      chunk.map((entry) => checkOrder(deps.client, entry, { protocol: deps.terms.protocol, nowSeconds })),
    );
    checks.forEach((check, index) => {
      const name = chunk[index]?.orderHash.toLowerCase() ?? '';
      if (check.kind === 'good') good.push(check.order);
      else say(deps.said, name, { event: check.kind, why: check.why });
    });
  }
  return good;
};

/** Own prices as of the newest block, read again only when there is a new one. */
const priceReader = ({ client, prices }: PassDeps): (() => Promise<OwnPrices>) => {
  let latest: { block: bigint; prices: OwnPrices } | null = null;
  return async () => {
    const block = await client.getBlock({ blockTag: 'latest' });
    if (latest?.block !== block.number) {
      latest = { block: block.number, prices: await orOutage('prices', prices(Number(block.timestamp))) };
    }
    return latest.prices;
  };
};

/** Reads the book once and fills what is worth it, one order after the other. Throws when something can't be read. */
const runPass = async (deps: PassDeps): Promise<{ readonly seen: number; readonly filled: number }> => {
  const { client, terms, said } = deps;
  await freeNonce(client);
  const entries = await readEntries(deps);
  const { timestamp } = await client.getBlock({ blockTag: 'latest' });
  const orders = await checkAll(deps, entries, Number(timestamp));
  const ownPrices = priceReader(deps);
  let filled = 0;
  for (const order of orders) {
    if (deps.isStopping()) break;
    const name = order.entry.orderHash.toLowerCase();
    const attempt = await tryOrder(client, { order, prices: await ownPrices(), terms });
    if (attempt.kind === 'filled') filled += 1;
    else say(said, name, { event: 'skipped', why: attempt.why });
  }
  return { seen: entries.length, filled };
};

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
    book: bookOf(options),
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
 * Looks at the book when its stream tells of a change, and by the clock, again and again until stopped. It keeps nothing: everything it needs to know is in the book and on
 * the chain, so it may be killed at any moment. An outage is named and waited out; `--once` gives up instead.
 * @returns whether the last look succeeded.
 */
export const runTaker = async (options: Options, stop: AbortSignal): Promise<boolean> => {
  let deps: PassDeps | null = null;
  let retryInMs = RETRY_MS_FIRST;
  const news = options.once ? null : followBook(bookOf(options), stop);
  while (!stop.aborted) {
    try {
      deps ??= await open(options, stop);
      const pass = await runPass(deps);
      retryInMs = RETRY_MS_FIRST;
      if (options.once) {
        writeLine({ event: 'done', ...pass });
        return true;
      }
      await news?.next(options['poll-ms']);
    } catch (error) {
      const outage = asOutage(error);
      if (outage === null) throw error;
      const waitMs = Math.max(retryInMs, outage.afterMs);
      writeLine({
        event: 'outage',
        what: outage.what,
        why: outage.message,
        retryInMs: options.once ? null : waitMs,
      });
      if (options.once) return false;
      await pause(waitMs, stop);
      retryInMs = Math.min(retryInMs * 2, RETRY_MS_MAX);
    }
  }
  return true;
};
