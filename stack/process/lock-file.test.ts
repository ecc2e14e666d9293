import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from './lock-file.ts';
import { processIdentity } from './process-identity.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const holder = (pid: number, identity: string): string =>
  JSON.stringify({
    pid,
    identity,
    url: 'http://127.0.0.1:3000/portfolios',
    startedAt: '2026-01-01T00:00:00.000Z',
  });

describe('the lock of a stack', () => {
  it('is held by one process at a time, and the refusal names its process and address', async () => {
    const sleeper = spawn('sleep', ['30']);
    try {
      const pid = sleeper.pid ?? 0;
      const path = join(dir, 'lock.json');
      writeFileSync(path, holder(pid, processIdentity(pid) ?? ''));
      const refused = acquireLock(path);
      expect(refused).toMatchObject({ ok: false, error: { code: 'already-running' } });
      expect(refused.ok ? '' : refused.error.message).toContain(`process ${pid}`);
      expect(refused.ok ? '' : refused.error.message).toContain('http://127.0.0.1:3000/portfolios');
    } finally {
      sleeper.kill('SIGKILL');
    }
  });

  it('is taken over from a process that is gone, from one whose number lives on in another, and when unreadable', () => {
    const path = join(dir, 'lock.json');
    for (const left of [holder(2 ** 22 + 5, 'gone'), holder(process.ppid, 'another life'), '{"pid":', '']) {
      writeFileSync(path, left);
      const taken = acquireLock(path);
      expect(taken.ok).toBe(true);
      if (taken.ok) taken.value.release();
    }
    expect(existsSync(path)).toBe(false);
  });

  it('tells its address once it has one, and leaves nothing when released', () => {
    const path = join(dir, 'lock.json');
    const taken = acquireLock(path);
    if (!taken.ok) throw new Error(taken.error.message);
    taken.value.announce('http://127.0.0.1:3001/portfolios');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      pid: process.pid,
      url: 'http://127.0.0.1:3001/portfolios',
    });
    taken.value.release();
    expect(existsSync(path)).toBe(false);
  });
});
