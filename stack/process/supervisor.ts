import { type Child, type ChildSpec, logTail, startChild } from './child.ts';
import { recordChildren } from './leftovers.ts';
import type { StackPaths } from './paths.ts';
import { sleep } from './sleep.ts';
import { startWatchdog } from './watchdog.ts';

/** Owns every process of the stack. */
export type Supervisor = {
  /** Starts a child whose death ends the stack: the database, the chain. */
  readonly start: (spec: ChildSpec) => Child;
  /** Starts a child that is started again whenever it dies, ever later, at most every 10 s. */
  readonly keep: (spec: ChildSpec) => Kept;
  /** Settles with a sentence when a child that must live has died. */
  readonly fatal: Promise<string>;
  /** Process ids of everything that runs now, by name. */
  readonly running: () => readonly { readonly name: string; readonly pid: number }[];
  /** Stops everything, the last started first. */
  readonly stop: () => Promise<void>;
};

/** A child that is kept alive. `pause` stops it until `unpause`. */
export type Kept = {
  readonly name: string;
  readonly pid: () => number | null;
  readonly restarts: () => number;
  readonly pause: () => Promise<void>;
  readonly unpause: () => void;
};

const BACKOFF_MS_MIN = 200;
const BACKOFF_MS_MAX = 10_000;
/** A child that lived this long is well again: the next death starts at the shortest wait. */
const WELL_AFTER_MS = 30_000;

type Say = (text: string) => void;

const because = (exit: { code: number | null; signal: string | null }): string =>
  exit.signal === null ? `ended with code ${exit.code ?? '?'}` : `was ended by ${exit.signal}`;

/** A supervisor that writes its children down in `paths.children` and tells `say` about every death. */
export const createSupervisor = (paths: StackPaths, say: Say): Supervisor => {
  const watchdog = startWatchdog();
  const children: Child[] = [];
  let stopping = false;
  let died: (reason: string) => void = () => undefined;
  const fatal = new Promise<string>((resolve) => {
    died = resolve;
  });
  const record = (): void =>
    recordChildren(paths.children, [{ name: 'watchdog', pid: watchdog.pid }, ...children]);

  const launch = (spec: ChildSpec): Child => {
    if (stopping) throw new Error(`the stack is stopping: ${spec.name} is not started`);
    const child = startChild(spec, paths.logs);
    children.push(child);
    watchdog.add(child.pid, child.stopSignal);
    record();
    void child.exited.then(() => {
      children.splice(children.indexOf(child), 1);
      watchdog.remove(child.pid, child.stopSignal);
      record();
    });
    return child;
  };

  const start = (spec: ChildSpec): Child => {
    const child = launch(spec);
    let wanted = true;
    void child.exited.then((exit) => {
      if (!stopping && wanted)
        died(`${spec.name} ${because(exit)}; the end of ${child.logFile}:\n${logTail(child.logFile)}`);
    });
    const stop = (): ReturnType<Child['stop']> => {
      wanted = false;
      return child.stop();
    };
    return { ...child, stop };
  };

  const keep = (spec: ChildSpec): Kept => {
    let child: Child | null = null;
    let restarts = 0;
    let paused = false;
    let waitMs = BACKOFF_MS_MIN;
    const run = (): void => {
      const startedAt = performance.now();
      const mine = launch(spec);
      child = mine;
      void mine.exited.then(async (exit) => {
        child = null;
        if (stopping || paused) return;
        if (performance.now() - startedAt > WELL_AFTER_MS) waitMs = BACKOFF_MS_MIN;
        restarts += 1;
        say(
          `${spec.name} ${because(exit)}: start ${restarts + 1} in ${(waitMs / 1_000).toFixed(1)} s (log: ${mine.logFile})`,
        );
        await sleep(waitMs);
        waitMs = Math.min(waitMs * 2, BACKOFF_MS_MAX);
        if (!stopping && !paused && child === null) run();
      });
    };
    run();
    return {
      name: spec.name,
      pid: () => child?.pid ?? null,
      restarts: () => restarts,
      pause: async () => {
        paused = true;
        await child?.stop();
      },
      unpause: () => {
        paused = false;
        if (child === null && !stopping) run();
      },
    };
  };

  const stop = async (): Promise<void> => {
    stopping = true;
    // Last started first: the web app, bot and taker before the chain and the database they need.
    for (const child of [...children].reverse()) await child.stop();
    watchdog.end();
  };
  return {
    start,
    keep,
    fatal,
    running: () => children.map(({ name, pid }) => ({ name, pid })),
    stop,
  };
};
