import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { licenceFaults } from './licences.ts';

it('every package of the lockfile has a licence that is on the list, or an exception by name', () => {
  const lockfile: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'),
  );
  expect(licenceFaults(lockfile)).toEqual([]);
});

const of = (packages: Readonly<Record<string, object>>) => licenceFaults({ packages }, []);

it.each([
  ['one on the list', { license: 'MIT' }, []],
  ['one of two on the list', { license: '(MIT OR GPL-3.0-only)' }, []],
  ['both on the list', { license: 'MIT AND Apache-2.0' }, []],
  [
    'one of two that both hold',
    { license: 'MIT AND GPL-3.0-only' },
    ['a: GPL-3.0-only is not on the list of licences'],
  ],
  ['none', {}, ['a: none is not on the list of licences']],
  ['one for who pays', { license: 'BUSL-1.1', dev: true }, ['a: BUSL-1.1 is not on the list of licences']],
])('judges a package with %s', (_name, entry, faults) => {
  expect(of({ '': {}, 'node_modules/a': entry })).toEqual(faults);
});

it('takes a build for another system for its package’s, lets an exception for development go no further, and names one that is idle', () => {
  const built = { license: 'MIT', optionalDependencies: { '@a/win32': '1' } };
  expect(of({ 'node_modules/a': built, 'node_modules/@a/win32': {} })).toEqual([]);
  const exceptions = [{ name: '@a/*', licence: 'GPL-3.0-only', deployed: false, why: 'a test' }];
  const found = (dev: boolean) =>
    licenceFaults(
      { packages: { 'node_modules/b/node_modules/@a/x': { license: 'GPL-3.0-only', dev } } },
      exceptions,
    );
  expect(found(true)).toEqual([]);
  expect(found(false)).toEqual(['@a/x: GPL-3.0-only is excepted for development alone']);
  expect(licenceFaults({ packages: {} }, exceptions)).toEqual(['@a/*: its exception is not needed']);
});
