import { orOutage } from './answers.ts';
import { readOpenOrders } from './book.ts';
import { type BookEntry, parseBookEntry } from './book-entry.ts';
import { type CheckedOrder, checkOrder } from './check-order.ts';
import type { TakerClient } from './client.ts';
import { freeNonce } from './free-nonce.ts';
import { writeLine } from './output.ts';
import type { OwnPrices, PriceSource } from './prices.ts';
import { type TakerTerms, tryOrder } from './try-order.ts';

const CHECKS_AT_ONCE = 25;

export type PassDeps = {
  readonly client: TakerClient;
  readonly bookUrl: string;
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

const readEntries = async ({ bookUrl, chainId, said }: PassDeps): Promise<readonly BookEntry[]> => {
  const entries = new Map<string, BookEntry>();
  const names = new Set<string>();
  for (const value of await orOutage('book', readOpenOrders(bookUrl, chainId))) {
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
export const runPass = async (
  deps: PassDeps,
): Promise<{ readonly seen: number; readonly filled: number }> => {
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
