import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processIdentity } from './process-identity.ts';
import { waitFor } from './sleep.ts';

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
    expect(await waitFor(() => (processIdentity(watched) === null ? true : null), { timeoutMs: 5_000 })).toBe(
      true,
    );
    expect(processIdentity(forgotten)).not.toBeNull();
  } finally {
    process.kill(forgotten, 'SIGKILL');
  }
});
