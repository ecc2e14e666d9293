import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChildSpec } from './child.ts';
import { endLeftovers } from './leftovers.ts';
import { stackPaths } from './paths.ts';
import { processIdentity } from './process-identity.ts';
import { waitFor } from './sleep.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

let dir = '';
let supervisor: Supervisor;
const said: string[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'supervisor-'));
  said.length = 0;
  supervisor = createSupervisor(stackPaths(dir), (text) => said.push(text));
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(dir, { recursive: true, force: true });
});

const shell = (name: string, script: string): ChildSpec => ({
  name,
  command: '/bin/sh',
  args: ['-c', script],
  cwd: dir,
  env: { PATH: process.env.PATH },
  stopWithinMs: 300,
});
const gone = (pid: number): Promise<true | null> =>
  waitFor(() => (processIdentity(pid) === null ? true : null), { timeoutMs: 60_000 });

describe('the supervisor', () => {
  it('starts a kept child again when it is killed, counts it, and waits longer each time', async () => {
    const kept = supervisor.keep(shell('worker', 'sleep 60'));
    for (let deaths = 1; deaths <= 2; deaths += 1) {
      const pid = kept.pid() ?? 0;
      process.kill(pid, 'SIGKILL');
      const next = await waitFor(() => (kept.pid() === pid ? null : kept.pid()), { timeoutMs: 60_000 });
      expect(next).not.toBeNull();
      expect(kept.restarts()).toBe(deaths);
    }
    expect(said.map((line) => /in (\d\.\d) s/.exec(line)?.[1])).toEqual(['0.2', '0.4']);
  });

  it('leaves a paused child stopped until it is wanted again', async () => {
    const kept = supervisor.keep(shell('worker', 'sleep 60'));
    await kept.pause();
    expect(kept.pid()).toBeNull();
    kept.unpause();
    expect(kept.pid()).not.toBeNull();
    expect(kept.restarts()).toBe(0);
  });

  it('says with its last words why a child died that must live', async () => {
    supervisor.start(shell('chain', 'echo the disk is full; exit 3'));
    expect(await supervisor.fatal).toMatch(/chain ended with code 3[\s\S]*the disk is full/);
  });

  it('ends a child that ignores the request to stop, with all that it has started', async () => {
    const child = supervisor.start(shell('stubborn', `trap '' TERM; sleep 60 & echo $!; wait; wait; wait`));
    const inner = await waitFor(() => Number(readFileSync(child.logFile, 'utf8').trim()) || null, {
      timeoutMs: 60_000,
    });
    await supervisor.stop();
    expect(await gone(child.pid)).toBe(true);
    expect(await gone(inner ?? 0)).toBe(true);
  });

  it('writes down what runs, so that the next start ends what a killed one left behind', async () => {
    const child = supervisor.keep(shell('worker', 'sleep 60'));
    const pid = child.pid() ?? 0;
    const ended = await endLeftovers(stackPaths(dir).children);
    expect(ended).toContain('worker');
    expect(processIdentity(pid)).toBeNull();
  });
});

it('what the watchdog was told of ends when its owner is killed, and what it was told to forget goes on', async () => {
  const script = `
    import { spawn } from 'node:child_process';
    import { startWatchdog } from ${JSON.stringify(join(import.meta.dirname, 'watchdog.ts'))};
    const dog = startWatchdog();
    const pids = [0, 1].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid);
    for (const pid of pids) dog.add(pid, 'SIGTERM');
    dog.remove(pids[1], 'SIGTERM');
    process.stdout.write(JSON.stringify(pids) + '\\n');
    setInterval(() => undefined, 1000);`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  const line = await new Promise<string>((resolve) =>
    owner.stdout.once('data', (data) => resolve(String(data))),
  );
  const [watched = 0, forgotten = 0] = JSON.parse(line) as number[];
  try {
    owner.kill('SIGKILL');
    expect(
      await waitFor(() => (processIdentity(watched) === null ? true : null), { timeoutMs: 60_000 }),
    ).toBe(true);
    expect(processIdentity(forgotten)).not.toBeNull();
  } finally {
    process.kill(forgotten, 'SIGKILL');
  }
});
