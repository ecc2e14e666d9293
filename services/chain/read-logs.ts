import type { Hex } from 'viem';
import { type BlockSpan, byPlace, type ChainLog } from '../../lib/ledger/chain-log.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { getLogs, type LogFilter } from './get-logs.ts';

/** Providers cap addresses and topics of one filter; this stays below every cap that is documented. */
export const FILTER_WORDS_MAX = 1_000;

/** A list in parts that fit into one filter. */
export const inChunks = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / FILTER_WORDS_MAX) }, (_, index) =>
    list.slice(index * FILTER_WORDS_MAX, (index + 1) * FILTER_WORDS_MAX),
  );

/** A question of one address, one topic word and one block that the node still finds too much. */
export type Unanswered = { readonly filter: LogFilter; readonly blockNumber: bigint };

export type ReadLogs = {
  /** Oldest first. */
  readonly logs: readonly ChainLog[];
  readonly unanswered: readonly Unanswered[];
  /** All of this is complete up to here. */
  readonly toBlock: bigint;
};

type Question = { readonly chain: ChainClient; readonly filter: LogFilter; readonly span: BlockSpan };

/** Blocks that every node answers at once, by what nodes document: a smaller span is no remedy, a narrower filter is. */
const SPAN_BLOCKS_SURE = 10n;
const NOBODY: Hex = '0x0000000000000000000000000000000000000001';

const spanHalves = ({ fromBlock, toBlock }: BlockSpan): readonly [BlockSpan, BlockSpan] => {
  const middle = (fromBlock + toBlock) / 2n;
  return [
    { fromBlock, toBlock: middle },
    { fromBlock: middle + 1n, toBlock },
  ];
};

const listHalves = <T>(list: readonly T[]): readonly [readonly T[], readonly T[]] => {
  const middle = list.length >> 1;
  return [list.slice(0, middle), list.slice(middle)];
};

/** Fewer addresses first, then fewer words of the first topic that has several; null for a filter of one of each. */
const filterHalves = ({ addresses, topics }: LogFilter): readonly [LogFilter, LogFilter] | null => {
  if (addresses.length > 1) {
    const [left, right] = listHalves(addresses);
    return [
      { addresses: left, topics },
      { addresses: right, topics },
    ];
  }
  const place = topics.findIndex((words) => words !== null && words.length > 1);
  if (place < 0) return null;
  const [left, right] = listHalves(topics[place] ?? []);
  return [
    { addresses, topics: topics.with(place, left) },
    { addresses, topics: topics.with(place, right) },
  ];
};

const smallerMayWork = (answer: Result<unknown>): boolean =>
  !answer.ok && (answer.error.code === 'chain-too-much' || answer.error.code === 'chain-timeout');

const joined = (early: ReadLogs, late: ReadLogs): ReadLogs => ({
  logs: [...early.logs, ...late.logs],
  unanswered: [...early.unanswered, ...late.unanswered],
  toBlock: late.toBlock,
});

/** A question that can't be made smaller is given up only while the node answers others about the same block. */
const giveUp = async (
  { chain, filter, span }: Question,
  refusal: Result<never>,
): Promise<Result<ReadLogs>> => {
  const control = await getLogs(chain, { addresses: [NOBODY], topics: [] }, span);
  if (!control.ok) return refusal;
  return ok({ logs: [], unanswered: [{ filter, blockNumber: span.fromBlock }], toBlock: span.toBlock });
};

/** All of a few blocks: a filter that is too much is halved, then the span, down to what is given up. */
const readAll = async (question: Question): Promise<Result<ReadLogs>> => {
  const { chain, filter, span } = question;
  const whole = await getLogs(chain, filter, span);
  if (whole.ok) return ok({ logs: whole.value, unanswered: [], toBlock: span.toBlock });
  if (!smallerMayWork(whole)) return whole;
  const filters = filterHalves(filter);
  if (filters === null && span.fromBlock === span.toBlock) return giveUp(question, whole);
  const parts: readonly Question[] =
    filters === null
      ? spanHalves(span).map((half) => ({ chain, filter, span: half }))
      : filters.map((half) => ({ chain, filter: half, span }));
  let found: ReadLogs = { logs: [], unanswered: [], toBlock: span.toBlock };
  for (const part of parts) {
    const read = await readAll(part);
    if (!read.ok) return read;
    found = { ...joined(found, read.value), toBlock: span.toBlock };
  }
  return ok(found);
};

/** The first half at least, then the second while there is time; what was read before a failure is kept. */
const readHalves = async (question: Question, timeIsUp: () => boolean): Promise<Result<ReadLogs>> => {
  const [first, second] = spanHalves(question.span);
  const early = await readSpan({ ...question, span: first }, timeIsUp);
  if (!early.ok || early.value.toBlock < first.toBlock || timeIsUp()) return early;
  const late = await readSpan({ ...question, span: second }, timeIsUp);
  return late.ok ? ok(joined(early.value, late.value)) : early;
};

const readSpan = async (question: Question, timeIsUp: () => boolean): Promise<Result<ReadLogs>> => {
  const { chain, filter, span } = question;
  if (span.toBlock - span.fromBlock < SPAN_BLOCKS_SURE) return readAll(question);
  const whole = await getLogs(chain, filter, span);
  if (whole.ok) return ok({ logs: whole.value, unanswered: [], toBlock: span.toBlock });
  return smallerMayWork(whole) ? readHalves(question, timeIsUp) : whole;
};

/**
 * The logs of a span that match. A span that is too much for the node is halved down to a few blocks, then by address and by
 * topic: a flood in one block costs a bounded number of requests, and only its own address and word go unanswered. Ends early,
 * but never before it has read something, when time is up.
 */
export const readLogs = async (question: Question, timeIsUp: () => boolean): Promise<Result<ReadLogs>> => {
  const read = await readSpan(question, timeIsUp);
  return read.ok ? ok({ ...read.value, logs: [...read.value.logs].sort(byPlace) }) : read;
};
