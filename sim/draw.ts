import { createHash } from 'node:crypto';

/** Whole numbers of one stream. */
export type Draw = {
  /** From 0 to `bound` − 1. */
  readonly below: (bound: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
};

/** Streams of one seed know nothing of each other: one that is asked once more shifts no other. */
export const drawOf = (seed: number, stream: string): Draw => {
  let count = 0;
  const below = (bound: number): number => {
    count += 1;
    const digest = createHash('sha256').update(`${seed}/${stream}/${count}`).digest();
    return digest.readUIntBE(0, 6) % bound;
  };
  return {
    below,
    pick: (from) => {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error(`stream ${stream} has nothing to pick from`);
      return picked;
    },
  };
};
