import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** Parents by process id, of all processes of this machine. Linux only: empty elsewhere. */
const parents = (): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = read(`/proc/${name}/stat`);
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      found.set(Number(name), Number(fields[1]));
    }
  } catch {
    return found;
  }
  return found;
};

/** Shared pages are divided among those who share them, so that the sum over a tree is what the tree takes. */
const proportionalBytes = (pid: number): number => {
  const rollup = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`));
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`));
  return Number((rollup ?? resident)?.[1] ?? 0) * 1_024;
};

/** Bytes that the given processes and all below them take now (proportional set size); 0 where it can't be known. */
export const treeMemoryBytes = (roots: readonly number[]): number => {
  const parentOf = parents();
  const wanted = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [pid, parent] of parentOf) {
      if (wanted.has(parent) && !wanted.has(pid)) {
        wanted.add(pid);
        grown = true;
      }
    }
  }
  return [...wanted].reduce((sum, pid) => sum + proportionalBytes(pid), 0);
};

/** Samples the memory of this process and everything it started; `peak` answers the most seen. */
export const startMemorySampler = (
  everyMs = 500,
): { readonly peak: () => number; readonly stop: () => void } => {
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, treeMemoryBytes([process.pid]));
  };
  sample();
  const timer = setInterval(sample, everyMs);
  timer.unref();
  return {
    peak: () => {
      sample();
      return peak;
    },
    stop: () => clearInterval(timer),
  };
};
