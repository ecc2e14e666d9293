import { fail } from '../lib/result.ts';
import type { InDatabase } from '../services/wire/bot-store.ts';
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
  | { readonly kind: 'answer'; readonly status: number; readonly body: string };

export type Gate = {
  readonly around: (run: InDatabase) => InDatabase;
  readonly fetch: (perform: () => Promise<Response>, body: string) => Promise<Response>;
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

/** Every way of one process to the outside. Its calls are made one after another, in the order in which they were asked for. */
export const openGate = ({ before, trace, actor }: Watch): Gate => {
  let last: Promise<unknown> = Promise.resolve();
  let dead = false;
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
        // What the answer makes the caller ask comes before what others have asked since.
        await new Promise((next) => setImmediate(next));
      });
    });
    return made;
  };
  const call = async <T>(port: Port, perform: () => Promise<T>, replies: Replies<T>): Promise<T> => {
    const turn = await before(port);
    if (turn.kind === 'die-before') return end();
    if (turn.kind === 'refuse') return replies.cut;
    if (turn.kind === 'answer') return replies.answered(turn);
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
        const text = await call('chain', async () => (await perform()).text(), {
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
