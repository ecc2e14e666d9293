import { numberToHex } from 'viem';
import { z } from 'zod';
import { fail } from '../lib/result.ts';
import type { InDatabase } from '../services/wire/tick/bot-store.ts';
import type { NodeReply } from './rpc.ts';
import { type Trace, withoutIds } from './trace.ts';

export type Port = 'database' | 'chain';

/** What a fault makes of a call. */
export type Turn =
  | { readonly kind: 'go-on' }
  /** Its process ends before the call reaches anybody. */
  | { readonly kind: 'die-before' }
  /** The call takes effect; its process ends before it hears so. */
  | { readonly kind: 'die-after' }
  /** The call takes effect; its caller hears a failure. */
  | { readonly kind: 'lose-reply' }
  /** The call takes no effect; its caller hears a failure. */
  | { readonly kind: 'refuse' }
  /** A node's answer in place of its own. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** From here on the process hears of a node that has seen no block after this one. */
  | { readonly kind: 'lag'; readonly headNumber: number }
  /** Some of this one call's questions about logs are answered by another node, that has seen no block after this one. */
  | {
      readonly kind: 'behind-in-logs';
      readonly headNumber: number;
      readonly which: (question: number) => boolean;
    };

export type Gate = {
  readonly around: (run: InDatabase) => InDatabase;
  readonly fetch: (perform: (body: string) => Promise<NodeReply>, body: string) => Promise<Response>;
  /** Settles when the process has been ended. */
  readonly died: Promise<'died'>;
};

export type Watch = {
  /** Asked before each call, which waits for it: whatever else happens at this point happens here. */
  readonly before: (port: Port) => Promise<Turn>;
  readonly trace: Trace;
  readonly actor: string;
};

const lost = new Promise<never>(() => undefined);
const CUT = fail('database-unavailable', 'The connection was cut.', { when: 'next-tick' });

type Replies<T> = { readonly cut: T; readonly answered: (turn: Extract<Turn, { kind: 'answer' }>) => T };

const askedBlock = z.object({
  method: z.literal('eth_getBlockByNumber'),
  params: z.tuple([z.string(), z.boolean()]),
});
const askedLogs = z.looseObject({
  method: z.literal('eth_getLogs'),
  params: z.tuple([z.looseObject({ fromBlock: z.string(), toBlock: z.string() })]),
});
/** No chain has that many. */
const NO_BLOCK = '0xffffffffff';
/** Nobody tells anything there. */
const NOWHERE = '0x0000000000000000000000000000000000000001';

/** Logs up to the head alone, without a word of it: as geth answered until 2025. */
const logsUpTo = (request: z.infer<typeof askedLogs>, headNumber: number): object => {
  const [filter] = request.params;
  const head = numberToHex(headNumber);
  if (Number(filter.fromBlock) > headNumber)
    return { ...request, params: [{ address: [NOWHERE], topics: [], fromBlock: head, toBlock: head }] };
  return Number(filter.toBlock) > headNumber
    ? { ...request, params: [{ ...filter, toBlock: head }] }
    : request;
};

const blockAsSeenFrom = (request: object, headNumber: number): object => {
  const asked = askedBlock.safeParse(request);
  if (!asked.success) return request;
  const [tag, whole] = asked.data.params;
  if (tag !== 'latest' && Number(tag) <= headNumber) return request;
  return { ...request, params: [tag === 'latest' ? numberToHex(headNumber) : NO_BLOCK, whole] };
};

type Rewrite = (request: object, question: number) => object;

/** A request as a node answers it that stands at an older head: newer blocks and their logs are not there, and the latest is its own. */
const seenFrom =
  (headNumber: number): Rewrite =>
  (request) => {
    const logs = askedLogs.safeParse(request);
    return logs.success ? logsUpTo(logs.data, headNumber) : blockAsSeenFrom(request, headNumber);
  };

/** Of a call's questions, those about logs that another node is asked. */
const someLogsFrom =
  ({ headNumber, which }: Extract<Turn, { kind: 'behind-in-logs' }>): Rewrite =>
  (request, question) => {
    const logs = askedLogs.safeParse(request);
    return logs.success && which(question) ? logsUpTo(logs.data, headNumber) : request;
  };

const rewritten = (body: string, rewrite: Rewrite): string => {
  const requests: unknown = JSON.parse(body);
  const each = z.array(z.looseObject({})).safeParse(requests);
  return JSON.stringify(
    each.success ? each.data.map(rewrite) : rewrite(z.looseObject({}).parse(requests), 0),
  );
};

/** More turns than lie between an answer and all that its process asks because of it. */
const TURNS_UNTIL_ASKED = 8;

/**
 * What an answer makes a process ask stands in line before the next call is made. Parts of a process that go on side by side take their turns
 * at different times; were a call made meanwhile, it would hang on how quickly it is answered whether one of them asks before or after.
 */
const untilAsked = async (): Promise<void> => {
  for (let turn = 0; turn < TURNS_UNTIL_ASKED; turn += 1) await new Promise((next) => setImmediate(next));
};

/** Every way of one process to the outside. Its calls are made one after another, in the order in which they were asked for. */
export const openGate = ({ before, trace, actor }: Watch): Gate => {
  let last: Promise<unknown> = Promise.resolve();
  let dead = false;
  let lags: Rewrite | null = null;
  let once: Rewrite | null = null;
  let die: (how: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const end = (): Promise<never> => {
    dead = true;
    die('died');
    return lost;
  };
  const inTurn = <T>(make: () => Promise<T>): Promise<T> => {
    if (dead) return lost;
    const made = new Promise<T>((resolve, reject) => {
      last = last.then(async () => {
        if (dead) return;
        let settle = (): void => undefined;
        const done = make().then(
          (value) => {
            settle = () => resolve(value);
          },
          (error: unknown) => {
            settle = () => reject(error);
          },
        );
        await Promise.race([done, died]);
        if (dead) return;
        settle();
        await untilAsked();
      });
    });
    return made;
  };
  const call = async <T>(port: Port, perform: () => Promise<T>, replies: Replies<T>): Promise<T> => {
    const turn = await before(port);
    if (turn.kind === 'die-before') return end();
    if (turn.kind === 'refuse') return replies.cut;
    if (turn.kind === 'answer') return replies.answered(turn);
    if (turn.kind === 'lag') lags = seenFrom(turn.headNumber);
    once = turn.kind === 'behind-in-logs' ? someLogsFrom(turn) : null;
    const value = await perform();
    if (turn.kind === 'die-after') return end();
    return turn.kind === 'lose-reply' ? replies.cut : value;
  };
  return {
    died,
    around: (run) => (work) =>
      inTurn(async () => {
        const result = await call('database', () => run(work), { cut: CUT, answered: () => CUT });
        trace.add(`${actor} database ${withoutIds(result)}`);
        return result;
      }),
    fetch: (perform, body) =>
      inTurn(async () => {
        const ask = async () => {
          const rewrite = once ?? lags;
          return (await perform(rewrite === null ? body : rewritten(body, rewrite))).text;
        };
        const text = await call('chain', ask, {
          cut: '',
          answered: ({ status, body: instead }) => `${status} ${instead}`,
        });
        trace.add(`${actor} chain ${withoutIds(body)} ${withoutIds(text)}`);
        const faulty = /^(\d{3}) (.*)$/s.exec(text);
        if (text === '') throw new TypeError('fetch failed');
        return new Response(faulty?.[2] ?? text, {
          status: Number(faulty?.[1] ?? 200),
          headers: { 'content-type': 'application/json' },
        });
      }),
  };
};
