/** A gate that lets work through until it is closed; `close` settles once nothing is inside and answers how to open it again. */
export type Gate = {
  readonly pass: <T>(work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<() => void>;
};

export const createGate = (): Gate => {
  let closed: Promise<void> | null = null;
  const inside = new Set<Promise<unknown>>();
  return {
    pass: async (work) => {
      while (closed !== null) await closed;
      const run = work();
      const done = run.catch(() => undefined);
      inside.add(done);
      try {
        return await run;
      } finally {
        inside.delete(done);
      }
    },
    close: async () => {
      let open = (): void => undefined;
      closed = new Promise<void>((resolve) => {
        open = () => {
          closed = null;
          resolve();
        };
      });
      while (inside.size > 0) await Promise.all(inside);
      return open;
    },
  };
};

/** One after the other, in the order asked; a failure is its own caller's only. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
};
