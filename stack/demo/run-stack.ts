import { removeRelocated } from '../postgres/postgres-home.ts';
import { acquireLock, type Lock } from '../process/lock-file.ts';
import type { StackPaths } from '../process/paths.ts';
import { removeRunningStack } from '../process/running-stack.ts';
import { onStopRequest } from '../process/signals.ts';
import { createSupervisor, type Supervisor } from '../process/supervisor.ts';
import type { Say, Screen } from '../report/say.ts';
import type { DemoOptions } from './options.mjs';

/** A demo that runs in this process, and how it is stopped. */
export type StackRun = {
  readonly options: DemoOptions;
  readonly paths: StackPaths;
  readonly supervisor: Supervisor;
  readonly lock: Lock;
  readonly say: Say;
  readonly screen: Screen;
  readonly isStopping: () => boolean;
  readonly untilStopped: () => Promise<void>;
  /** From now on the death of a child that must live ends everything; a start that fails says why in better words. */
  readonly watch: () => void;
};

const untilTrue = (isTrue: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isTrue()) return;
      clearInterval(timer);
      resolve();
    }, 100);
  });

/** Plays under a lock, and leaves no process behind, however it ends. Ends this process with the code that `play` answers. */
export const runStack = async (
  { options, paths, screen }: Pick<StackRun, 'options' | 'paths' | 'screen'>,
  play: (run: StackRun) => Promise<number>,
): Promise<void> => {
  const { say } = screen;
  const lock = acquireLock(paths.lock);
  if (!lock.ok) {
    process.stderr.write(`${lock.error.message}\n`);
    process.exit(1);
  }
  const supervisor = createSupervisor(paths, say);
  let stopping = false;
  let exitCode: number | null = null;
  const finish = async (): Promise<never> => {
    stopping = true;
    removeRunningStack(paths);
    await supervisor.stop();
    // What a finished run leaves in the system's temporary folder nobody would look for.
    if (options.once || options.usdc || options.intents) await removeRelocated(paths.postgres);
    lock.value.release();
    process.exit(exitCode ?? 1);
  };
  onStopRequest((reason, code) => {
    say(`Stopping (${reason}).`);
    stopping = true;
    exitCode ??= code;
    void finish();
  });
  const onFatal = (reason: string): void => {
    say(reason);
    exitCode ??= 1;
    void finish();
  };
  const isStopping = (): boolean => stopping;
  try {
    const code = await play({
      ...{ options, paths, say, screen, supervisor, lock: lock.value, isStopping },
      untilStopped: () => untilTrue(isStopping),
      watch: () => void supervisor.fatal.then(onFatal),
    });
    exitCode ??= code;
  } catch (error) {
    if (!stopping) say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    exitCode ??= 1;
  }
  await finish();
};
