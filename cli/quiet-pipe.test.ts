import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a command whose reader has seen enough ends without a word', () => {
  const root = join(import.meta.dirname, '..');
  const command = `node_modules/.bin/tsx cli/main.ts backtest --prices sim:1 --targets equal --policy index --csv | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
  expect(stdout).toMatch(/^known_at,value_usd,.*\n$/);
  // What isn't history is said on stderr; nothing else is.
  expect(stderr).toBe('prices: SIMULATED, sim:1\n');
});
