/** Name, label and value of something that was counted. */
export type Total = readonly [name: string, label: string, value: number];

/** What a process counts, until somebody writes it where all processes' counts are one. */
export type Tally = {
  /** Parts of a label stand side by side in it. */
  readonly add: (name: string, label: readonly string[], value?: number) => void;
  /** Counts seconds into a histogram's buckets, sum and count. */
  readonly time: (name: string, label: readonly string[], seconds: number) => void;
  /** Everything so far, which is forgotten here. */
  readonly take: () => readonly Total[];
  /** What was taken and could not be written. */
  readonly giveBack: (totals: readonly Total[]) => void;
};

/** Between the parts of a label; no host, method or code has it. */
export const LABEL_BETWEEN = '|';

/** Upper bounds of the seconds that a request takes, ours to a node as well as somebody's to us. */
export const REQUEST_SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

/** Longer words would be a stranger's. */
const LABEL_LENGTH_MAX = 200;

export const createTally = (): Tally => {
  const counts = new Map<string, Map<string, number>>();
  const addTo = (name: string, label: string, value: number): void => {
    const of = counts.get(name) ?? new Map<string, number>();
    counts.set(name, of);
    of.set(label, (of.get(label) ?? 0) + value);
  };
  const add: Tally['add'] = (name, label, value = 1) =>
    addTo(name, label.join(LABEL_BETWEEN).slice(0, LABEL_LENGTH_MAX), value);
  return {
    add,
    time: (name, label, seconds) => {
      for (const bound of REQUEST_SECONDS)
        if (seconds <= bound) add(`${name}_bucket`, [...label, String(bound)]);
      add(`${name}_sum`, label, seconds);
      add(`${name}_count`, label);
    },
    take: () => {
      const taken = [...counts].flatMap(([name, of]) =>
        [...of].map(([label, value]): Total => [name, label, value]),
      );
      counts.clear();
      return taken;
    },
    giveBack: (totals) => {
      for (const [name, label, value] of totals) addTo(name, label, value);
    },
  };
};
