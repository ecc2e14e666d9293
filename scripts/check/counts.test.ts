import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countSimulation, countVitest, vitestFailures } from './counts.mjs';

const passed = { status: 'passed', fullName: 'adds up', failureMessages: [] };
const failed = {
  status: 'failed',
  fullName: 'loses nothing',
  failureMessages: ['expected 1 to be 2\n    at a.ts:1'],
};
const REPORT = {
  ...{ numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 },
  testResults: [
    { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [passed, failed] },
    { name: 'b.test.ts', status: 'failed', message: 'cannot find module', assertionResults: [] },
  ],
};

describe('what a Vitest report says', () => {
  let dir = '';
  let file = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), '1balancer-counts-'));
    file = join(dir, 'report.json');
    writeFileSync(file, JSON.stringify(REPORT));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('a file that failed to load counts as one failure', () => {
    expect(countVitest(file)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('failures are told with file, test and reason, and nothing is told of what passed', () => {
    expect(vitestFailures(file)).toBe(
      'a.test.ts\n  loses nothing\nexpected 1 to be 2\n    at a.ts:1\n\nb.test.ts\ncannot find module',
    );
  });

  it('without a report nothing was counted and nothing is told', () => {
    const missing = join(dir, 'missing.json');
    expect(countVitest(missing)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    expect(vitestFailures(missing)).toBe('');
  });
});

describe('what a search of the simulation says', () => {
  it('is its last line, and nothing where it broke off', () => {
    const output = '40 of 10000 scenarios in 90 s\nsimulation: 39 passed, 1 failed\n';
    expect(countSimulation(output)).toEqual({ passed: 39, failed: 1, skipped: 0 });
    expect(countSimulation('seed 3  killed-after@1')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
