import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../process/sleep.ts';
import { keepDumps, removeDump, repairDump } from './chain-dump.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dump-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const kept = (path: string, text: string): Promise<true | null> =>
  waitFor(() => (existsSync(`${path}.kept`) && readFileSync(`${path}.kept`, 'utf8') === text ? true : null), {
    timeoutMs: 3_000,
  });

describe('the dump of the chain', () => {
  it('is restored from the last whole one when it was cut short', async () => {
    const path = join(dir, 'chain.json');
    writeFileSync(path, '{"block":1}');
    const stop = keepDumps(path, 20);
    expect(await kept(path, '{"block":1}')).toBe(true);
    writeFileSync(path, '{"block":2,"acc');
    await new Promise((resolve) => setTimeout(resolve, 120));
    stop();
    expect(repairDump(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('{"block":1}');
  });

  it('is left alone when it is whole, or when there is nothing to restore it from', () => {
    const path = join(dir, 'chain.json');
    expect(repairDump(path)).toBe(false);
    writeFileSync(path, '{"half":');
    expect(repairDump(path)).toBe(false);
    writeFileSync(`${path}.kept`, '{}');
    writeFileSync(path, '{"whole":true}');
    expect(repairDump(path)).toBe(false);
    removeDump(path);
    expect(existsSync(`${path}.kept`)).toBe(false);
  });
});
