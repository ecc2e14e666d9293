import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackPaths } from '../stack/process/paths.ts';
import { readRunningStack, removeRunningStack, writeRunningStack } from '../stack/process/running-stack.ts';
import { onStack } from './environment.ts';

const STACK = {
  url: 'http://127.0.0.1:3000',
  world: 'w',
  env: { RPC_URL: 'http://127.0.0.1:8545', DB_URL: 'x' },
};

describe('the environment of a command', () => {
  const said: string[] = [];
  const on = (set: Readonly<Record<string, string | undefined>>, stack: typeof STACK | null) =>
    onStack(
      set,
      () => stack,
      (text) => said.push(text),
    );
  beforeEach(() => said.splice(0));

  it('is the running demo’s when nothing says where to work, and it is told', () => {
    expect(on({ PATH: '/bin' }, STACK)).toEqual({ PATH: '/bin', ...STACK.env });
    expect(said).toEqual([expect.stringContaining(STACK.url)]);
  });

  it.each(['RPC_URL', 'DB_URL', 'DB_DIRECT_URL', 'FACTORY_ADDRESS'])(
    'is left alone when %s is set',
    (name) => {
      expect(on({ [name]: 'mine' }, STACK)).toEqual({ [name]: 'mine' });
      expect(on({ [name]: '' }, STACK)).toEqual({ [name]: '' });
      expect(said).toEqual([]);
    },
  );

  it('is left alone when no demo runs', () => {
    expect(on({}, null)).toEqual({});
    expect(said).toEqual([]);
  });
});

describe('what a running stack tells of itself', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'running-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is read by others of the same user while it runs, and gone with it', () => {
    const paths = stackPaths(dir, 'three');
    expect(readRunningStack(paths)).toBeNull();
    writeRunningStack(paths, { url: STACK.url, env: STACK.env });
    expect(statSync(paths.running).mode & 0o077).toBe(0);
    expect(readRunningStack(stackPaths(dir))).toEqual({ ...STACK, world: paths.world });
    removeRunningStack(paths);
    expect(readRunningStack(paths)).toBeNull();
  });
});
