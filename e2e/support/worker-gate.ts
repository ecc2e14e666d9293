import type { PublicClient } from 'viem';
import type { InDatabase } from '../../services/wire/tick/bot-store.ts';

/** What happens to a worker at one of its points: it dies before or after it, or another one overtakes it there. */
export type Crash = { readonly point: number; readonly kind: 'before' | 'after' | 'overtaken' };

/** The ways in which a worker is stopped at a point. */
export const CRASHES: readonly Crash['kind'][] = ['before', 'after', 'overtaken'];

class Killed extends Error {}

/** Stands in front of a worker's database and chains: each write to the one and each transaction sent to the others is a point. */
export type WorkerGate = {
  readonly run: (run: InDatabase) => InDatabase;
  readonly client: (client: PublicClient) => PublicClient;
  readonly points: () => number;
  readonly died: () => boolean;
};

/** @param overtake lets another worker do all there is */
export const openGate = (crash: Crash | null, overtake: () => Promise<void>): WorkerGate => {
  let points = 0;
  let isDead = false;
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) throw new Killed();
    points += 1;
    const isHere = crash?.point === points;
    if (isHere && crash.kind === 'overtaken') await overtake();
    if (isHere && crash.kind === 'before') isDead = true;
    if (isDead) throw new Killed();
    const done = await work();
    if (isHere && crash.kind === 'after') isDead = true;
    if (isDead) throw new Killed();
    return done;
  };
  return {
    run: (run) => (work) => through(() => run(work)),
    client: (client) =>
      new Proxy(client, {
        get: (target, name, receiver) => {
          const value: unknown = Reflect.get(target, name, receiver);
          if (isDead) throw new Killed();
          return name === 'sendRawTransaction' && typeof value === 'function'
            ? (...args: unknown[]) => through(() => value.apply(target, args) as Promise<unknown>)
            : value;
        },
      }),
    points: () => points,
    died: () => isDead,
  };
};
