import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startWebServer } from '../e2e/support/web-server.ts';

const workersOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('serves by the processes it is told, puts another in the place of one that dies, and ends with all of them', async () => {
  const server = await startWebServer({}, 'served');
  const answers = () =>
    fetch(`${server.url}/icon.svg`).then(
      ({ ok }) => ok,
      () => false,
    );
  try {
    const first = workersOf(server.pid);
    expect(first).toHaveLength(2);
    await expect
      .poll(async () => (await Promise.all([answers(), answers(), answers()])).every(Boolean))
      .toBe(true);
    // One that ends at once is not started anew, so this one has to have run for a while.
    await new Promise((later) => setTimeout(later, 5_500));
    process.kill(first[0] ?? 0, 'SIGKILL');
    await expect
      .poll(() => workersOf(server.pid).filter((pid) => !first.includes(pid)).length, { timeout: 60_000 })
      .toBe(1);
    await expect.poll(answers, { timeout: 60_000 }).toBe(true);
    const now = workersOf(server.pid);
    process.kill(server.pid, 'SIGTERM');
    await expect.poll(() => [server.pid, ...now].filter(isThere), { timeout: 60_000 }).toEqual([]);
  } finally {
    server.stop();
  }
});

it('refuses a number of processes that is none', () => {
  for (const count of ['0', '65', '1.5', 'all', '-1']) {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'serve.mjs'), `--processes=${count}`],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([2, '--processes: must be a whole number from 1 to 64.\n']);
  }
});
