import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stackPaths } from '../process/paths.ts';
import { loadTape } from '../world/price-tape.ts';
import { type DemoOptions, demoOptions } from './options.mjs';
import { worldName } from './recipe.ts';

const nameOf = (...args: readonly string[]): string => {
  const options = demoOptions(args) as { readonly ok: true; readonly value: DemoOptions };
  const tape = loadTape(options.value);
  if (!tape.ok) throw new Error(tape.error.message);
  return worldName(options.value, tape.value);
};

describe('the worlds of a folder', () => {
  it('are apart for other portfolios, seeds, chains and venues, and the same for the same', () => {
    const variants = [
      [],
      ['--seed', '2'],
      ['--portfolios', '4'],
      ['--chain', 'hardhat'],
      ['--venue', '1inch'],
      ['--venue', 'proposal'],
    ].map((args) => nameOf(...args));
    expect(new Set(variants).size).toBe(6);
    expect(nameOf('--once', '--json', '--port', '4000')).toBe(nameOf());
  });

  it('have chain and database of their own, and share keys and lock', () => {
    const [one, other] = [stackPaths('/folder', 'one'), stackPaths('/folder', 'other')];
    expect([one.keys, one.lock, one.running]).toEqual([other.keys, other.lock, other.running]);
    for (const path of [one.world, one.chain, one.postgres]) expect(basename(dirname(path))).toBe('one');
  });
});
