import { type Address, decodeEventLog, type Hex, sliceHex, toEventSelector, zeroAddress } from 'viem';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../../lib/abi/balancer-factory-abi.ts';
import type { Json } from '../../../lib/json/stored-json.ts';
import type {
  CashFlowFact,
  CreationFact,
  EventFact,
  FactPlace,
  FillFact,
} from '../../../lib/ledger/chain-facts.ts';
import { type ChainLog, type Listing, WRAPPED_TOPIC } from '../../../lib/ledger/chain-log.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

export type TimeOf = (blockHash: Hex) => UnixSeconds;

const lower = (address: string): Address => address.toLowerCase() as Address;

const placeOf = (log: ChainLog, timeOf: TimeOf): FactPlace => ({
  txHash: log.transactionHash,
  logIndex: log.logIndex,
  blockNumber: log.blockNumber,
  blockHash: log.blockHash,
  blockTimeSeconds: timeOf(log.blockHash),
});

const topicsOf = ({ topics }: ChainLog): [Hex, ...Hex[]] | null => {
  const [first, ...rest] = topics;
  return first === undefined ? null : [first, ...rest];
};

/** Addresses and bytes lower-cased, integers as decimal text. */
const plain = (value: unknown): Json => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return value.startsWith('0x') ? value.toLowerCase() : value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return null;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
};

/** By their topic: handed the whole ABI, viem hashes one event after the other until a log's is found. */
const BALANCER_EVENTS = new Map(
  balancerAbi.flatMap((item) => (item.type === 'event' ? [[toEventSelector(item), item] as const] : [])),
);

const decodeBalancerEvent = (log: ChainLog) => {
  const topics = topicsOf(log);
  const event = topics === null ? undefined : BALANCER_EVENTS.get(topics[0]);
  if (topics === null || event === undefined) return null;
  try {
    return decodeEventLog({ abi: [event], topics, data: log.data });
  } catch {
    return null;
  }
};

/** Contracts in the factory's logs; its other events are none of ours. */
export const creationsOf = (logs: readonly ChainLog[], timeOf: TimeOf): readonly CreationFact[] =>
  logs.flatMap((log) => {
    const topics = topicsOf(log);
    if (topics === null) return [];
    try {
      const { args } = decodeEventLog({
        abi: balancerFactoryAbi,
        eventName: 'PortfolioCreated',
        topics,
        data: log.data,
      });
      return [{ ...placeOf(log, timeOf), address: lower(args.portfolio), owner: lower(args.owner) }];
    } catch {
      return [];
    }
  });

/** What a fill charged is told by its own event; it says nothing that the fill doesn't. */
const NOT_KEPT: readonly string[] = ['Filled', 'Swapped', 'Charged'];

/** The contracts' own events, apart from fills and swaps. Events this version doesn't know are left out. */
export const eventsOf = (logs: readonly ChainLog[], timeOf: TimeOf): readonly EventFact[] =>
  logs.flatMap((log) => {
    const event = decodeBalancerEvent(log);
    if (event === null || NOT_KEPT.includes(event.eventName)) return [];
    return [
      {
        ...placeOf(log, timeOf),
        account: log.address,
        name: event.eventName,
        details: plain(event.args ?? {}),
      },
    ];
  });

/** The tokens that accounts have begun to list in these logs. */
export const listingsOf = (logs: readonly ChainLog[]): readonly Listing[] => {
  const tokens = new Map<Address, Set<Address>>();
  for (const log of logs) {
    const event = decodeBalancerEvent(log);
    if (event?.eventName !== 'AssetSet') continue;
    const listed = tokens.get(log.address) ?? new Set<Address>();
    tokens.set(log.address, listed.add(lower(event.args.token)));
  }
  return [...tokens].map(([account, listed]) => ({ account, tokens: [...listed] }));
};

/** Both events in the same words: a swap's hash is its proposal's, and its taker the router. */
const tradeOf = (log: ChainLog) => {
  const event = decodeBalancerEvent(log);
  if (event?.eventName === 'Filled') return { ...event.args, hash: event.args.orderHash };
  if (event?.eventName !== 'Swapped') return null;
  return { ...event.args, hash: event.args.proposalHash, taker: event.args.router };
};

/** What others filled, and what routers swapped. */
export const fillsOf = (logs: readonly ChainLog[], timeOf: TimeOf): readonly FillFact[] =>
  logs.flatMap((log) => {
    const trade = tradeOf(log);
    if (trade === null) return [];
    const { hash, tokenOut, tokenIn, amountOut, amountIn, taker } = trade;
    return [
      {
        ...placeOf(log, timeOf),
        account: log.address,
        orderHash: hash.toLowerCase() as Hex,
        taker: lower(taker),
        sellToken: lower(tokenOut),
        buyToken: lower(tokenIn),
        sellUnits: amountOut,
        buyUnits: amountIn,
      },
    ];
  });

type Transfer = ChainLog & { readonly from: Address; readonly to: Address; readonly units: bigint };

/** Ether wrapped for an account comes from the token itself, which makes the units. */
const wrappingOf = (log: ChainLog): Transfer | null => {
  const [topic, to, more] = log.topics;
  if (topic !== WRAPPED_TOPIC || to === undefined || more !== undefined || log.data.length !== 66)
    return null;
  return { ...log, from: log.address, to: sliceHex(to, 12), units: BigInt(log.data) };
};

/** Some tokens tell of wrapping twice: by WETH9's event, and as a Transfer from nobody. */
const isToldTwice = (move: Transfer, transfers: readonly Transfer[]): boolean =>
  transfers.some(
    ({ transactionHash, blockHash, address, from, to, units }) =>
      from === zeroAddress &&
      transactionHash === move.transactionHash &&
      blockHash === move.blockHash &&
      address === move.address &&
      to === move.to &&
      units === move.units,
  );

/** An ERC-20 transfer has two indexed addresses and one word; an ERC-721 one has three topics more and is no money. */
const transferOf = (log: ChainLog): Transfer | null => {
  const [, from, to, more] = log.topics;
  if (from === undefined || to === undefined || more !== undefined || log.data.length !== 66) return null;
  return { ...log, from: sliceHex(from, 12), to: sliceHex(to, 12), units: BigInt(log.data) };
};

const keyOf = (log: Pick<ChainLog, 'blockHash' | 'logIndex'>, direction: 'in' | 'out'): string =>
  `${log.blockHash}:${log.logIndex}:${direction}`;

/**
 * The two transfers of each fill: of the sold token from the account, of the bought one to it, the last ones before the fill's
 * event in its transaction. Those with the fill's own amounts are preferred, so that income in the middle of a fill stays
 * what it is; a token that takes a fee has none such.
 */
const transfersOfFills = (
  fills: readonly FillFact[],
  transfers: readonly Transfer[],
): ReadonlySet<string> => {
  const taken = new Set<string>();
  for (const fill of [...fills].sort((a, b) => a.logIndex - b.logIndex)) {
    const near = transfers.filter(
      ({ transactionHash, blockHash, logIndex }) =>
        transactionHash === fill.txHash && blockHash === fill.blockHash && logIndex < fill.logIndex,
    );
    const take = (direction: 'in' | 'out', token: Address, units: bigint): void => {
      const side = direction === 'in' ? 'to' : 'from';
      const fitting = near.filter(
        (transfer) =>
          transfer.address === token &&
          transfer[side] === fill.account &&
          !taken.has(keyOf(transfer, direction)),
      );
      const found = fitting.findLast((transfer) => transfer.units === units) ?? fitting.at(-1);
      if (found !== undefined) taken.add(keyOf(found, direction));
    };
    take('out', fill.sellToken, fill.sellUnits);
    take('in', fill.buyToken, fill.buyUnits);
  }
  return taken;
};

export type CashFlowSources = {
  readonly transfers: readonly ChainLog[];
  readonly fills: readonly FillFact[];
  /** Whose flows count, of which tokens. */
  readonly listings: readonly Listing[];
  readonly timeOf: TimeOf;
};

/** Every transfer of a listed token in or out of its account that no fill explains, and ether that was wrapped for it. One between two accounts is a fact of both. */
export const cashFlowsOf = ({
  transfers,
  fills,
  listings,
  timeOf,
}: CashFlowSources): readonly CashFlowFact[] => {
  const sent = transfers.map(transferOf).filter((transfer) => transfer !== null);
  const wrapped = transfers.map(wrappingOf).filter((wrapping) => wrapping !== null);
  const moves = [...sent, ...wrapped.filter((wrapping) => !isToldTwice(wrapping, sent))];
  const taken = transfersOfFills(fills, sent);
  const listed = new Map(listings.map(({ account, tokens }) => [account, new Set(tokens)]));
  return moves.flatMap((move) => {
    const facts: CashFlowFact[] = [];
    const add = (direction: 'in' | 'out', account: Address, counterparty: Address): void => {
      const { address: token, units } = move;
      if (!listed.get(account)?.has(token) || taken.has(keyOf(move, direction))) return;
      facts.push({ ...placeOf(move, timeOf), account, token, direction, units, counterparty });
    };
    add('out', move.from, move.to);
    add('in', move.to, move.from);
    return facts;
  });
};
