import type { ActivityDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { FillRecord } from '../../lib/ledger/fleet-record.ts';
import type { EventRecord, FlowRecord } from '../../lib/ledger/portfolio-history.ts';
import { unitsText } from '../../lib/money/display.ts';
import { type Tokens, type TokenWords, tokenAt } from './token-words.ts';

export type Happened = {
  readonly fills: readonly FillRecord[];
  readonly flows: readonly FlowRecord[];
  readonly events: readonly EventRecord[];
};

/** An address or hash in a sentence. */
export const short = (hex: unknown): string => {
  const text = String(hex);
  return text.length > 10 ? `${text.slice(0, 6)}…${text.slice(-4)}` : text;
};

type Words = (details: EventRecord['details'], tokens: Tokens) => string;

const symbolIn: (details: EventRecord['details'], tokens: Tokens) => string = (details, tokens) =>
  tokenAt(tokens, String(details.token)).symbol;

/** The contract's events in words. Those that only repeat a transfer or a fill are left out; any other is told by its name. */
const EVENT_WORDS: Readonly<Record<string, Words | null>> = {
  Deposited: null,
  Withdrawn: null,
  Filled: null,
  Swapped: null,
  Charged: null,
  BudgetsSettled: null,
  Rebalanced: () => 'Rebalanced by a proposal',
  GenerationBumped: ({ generation }) => `Generation ${generation}: every order of an earlier one is void`,
  LopEpochBumped: () => 'Voided the series of orders at the protocol',
  PausedSet: ({ paused }) => (paused === true ? 'Paused' : 'Unpaused'),
  SignerSet: ({ signer }) =>
    BigInt(String(signer)) === 0n ? 'Took the signer away' : `Named ${short(signer)} as the signer`,
  AssetSet: (details, tokens) => `Listed ${symbolIn(details, tokens)}`,
  AssetCountSet: ({ count }) => `Holds ${count} assets`,
  AssetRemoved: (details, tokens) => `Took ${symbolIn(details, tokens)} off the list`,
  TargetsSet: ({ targetsBps }) =>
    `Set the targets: ${Array.isArray(targetsBps) ? targetsBps.map((bps) => `${Number(bps) / 100} %`).join(', ') : 'unknown'}`,
  GuardSet: () => 'Changed the contract’s limits',
  RouterSet: ({ router, allowed }) =>
    `${allowed === true ? 'Allowed' : 'Forbade'} the router ${short(router)}`,
  WithdrawFailed: (details, tokens) => `A withdrawal of ${symbolIn(details, tokens)} failed`,
  CancelSent: ({ orderHash }) => `Cancelled the order ${short(orderHash)}`,
  Initialized: null,
  OwnershipTransferred: ({ newOwner }) => `The owner is ${short(newOwner)}`,
  OwnershipTransferStarted: ({ newOwner }) => `Offered the contract to ${short(newOwner)}`,
  Initialized1Balancer: ({ owner }) => `Created for ${short(owner)}`,
};

/** Events that tell nothing which another line doesn't. */
export const SILENT_EVENTS: readonly string[] = Object.keys(EVENT_WORDS).filter(
  (name) => EVENT_WORDS[name] === null,
);

/** "maxSlippageBps" as "Max slippage bps". */
export const spelled = (name: string): string => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** One sentence of a transaction's, and the log it comes from. */
type Line = Pick<ActivityDto, 'kind' | 'txHash' | 'blockTimeSeconds'> & {
  readonly sentence: string;
  readonly blockNumber: bigint;
  readonly logIndex: number;
};

/** "1.842 WETH". */
export const amountOf = (units: bigint, { symbol, decimals }: TokenWords): string =>
  `${unitsText(units, decimals)} ${symbol}`;

const fillLine = (fill: FillRecord, tokens: Tokens): Line => ({
  ...fill,
  kind: 'fill',
  sentence: `Sold ${amountOf(fill.sellUnits, tokenAt(tokens, fill.sellToken))} for ${amountOf(fill.buyUnits, tokenAt(tokens, fill.buyToken))}`,
});

const flowLine = (flow: FlowRecord, tokens: Tokens): Line => {
  const amount = amountOf(flow.units, tokenAt(tokens, flow.token));
  const way = flow.direction === 'in' ? 'came in from' : 'went out to';
  return { ...flow, kind: 'money', sentence: `${amount} ${way} ${short(flow.counterparty)}` };
};

/** An event of the contract in words; null where another line tells it. */
export const eventSentence = (
  { name, details }: Pick<EventRecord, 'name' | 'details'>,
  tokens: Tokens,
): string | null => {
  const words = EVENT_WORDS[name];
  if (words === null) return null;
  return words === undefined ? spelled(name) : words(details, tokens);
};

const eventLine = (event: EventRecord, tokens: Tokens): readonly Line[] => {
  const sentence = eventSentence(event, tokens);
  return sentence === null ? [] : [{ ...event, kind: 'owner', sentence }];
};

/** What somebody did in one transaction is one thing: money before what it led to, and each in the order of its logs. */
const ORDER_OF_KIND = { fill: 0, money: 1, owner: 2 } as const;

const ofTransaction = (lines: readonly [Line, ...Line[]]): ActivityDto => {
  const [first, ...more] = [...lines].sort(
    (a, b) => ORDER_OF_KIND[a.kind] - ORDER_OF_KIND[b.kind] || a.logIndex - b.logIndex,
  ) as [Line, ...Line[]];
  return {
    kind: first.kind,
    sentence: first.sentence,
    more: [...new Set(more.map(({ sentence }) => sentence))],
    txHash: first.txHash,
    blockNumber: first.blockNumber.toString(),
    blockTimeSeconds: first.blockTimeSeconds,
  };
};

/** All that the chain's logs say of a portfolio, one entry a transaction, newest first, in sentences. */
export const activityDtosOf = (
  { fills, flows, events }: Happened,
  tokens: Tokens,
): readonly ActivityDto[] => {
  const byTransaction = new Map<string, [Line, ...Line[]]>();
  const lines = [
    ...fills.map((fill) => fillLine(fill, tokens)),
    ...flows.map((flow) => flowLine(flow, tokens)),
    ...events.flatMap((event) => eventLine(event, tokens)),
  ].sort((a, b) => Number(b.blockNumber - a.blockNumber) || b.logIndex - a.logIndex);
  for (const line of lines) {
    const known = byTransaction.get(line.txHash);
    if (known === undefined) byTransaction.set(line.txHash, [line]);
    else known.push(line);
  }
  return [...byTransaction.values()].map(ofTransaction);
};
