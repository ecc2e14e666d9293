import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One figure of one benchmark run. `ratio` is measured ÷ goal (or goal ÷ measured where less is better): 1 or more meets it. */
export type Measurement = {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly goal: number | null;
  readonly ratio: number | null;
  readonly detail: string;
};

export type Benchmark = { readonly name: string; readonly run: () => Promise<readonly Measurement[]> };

/** More is better. */
export const atLeast = (
  what: string,
  measured: number,
  rest: { readonly goal: number; readonly unit: string; readonly detail: string },
): Measurement => ({
  what,
  measured,
  ratio: measured / rest.goal,
  ...rest,
});

/** Less is better. */
export const atMost = (
  what: string,
  measured: number,
  rest: { readonly goal: number; readonly unit: string; readonly detail: string },
): Measurement => ({
  what,
  measured,
  ratio: rest.goal / measured,
  ...rest,
});

/** Seconds of the fastest of several runs: the machine's noise only ever adds. */
export const fastestSeconds = (runs: number, work: () => void): number => {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = process.hrtime.bigint();
    work();
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - start) / 1e9);
  }
  return fastest;
};

/** The fastest of several runs of two works that take turns, so that a busy minute falls on both. */
export const fastestInTurn = (
  runs: number,
  [one, other]: readonly [() => void, () => void],
): readonly [oneSeconds: number, otherSeconds: number] => {
  let [oneSeconds, otherSeconds] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < runs; run++) {
    oneSeconds = Math.min(oneSeconds, fastestSeconds(1, one));
    otherSeconds = Math.min(otherSeconds, fastestSeconds(1, other));
  }
  return [oneSeconds, otherSeconds];
};

/** Bytes in use by objects and buffers when all garbage has been collected. */
export const liveBytes = (): number => {
  setFlagsFromString('--expose_gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('garbage can’t be collected');
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
