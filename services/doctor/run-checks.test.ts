import { expect, it } from 'vitest';
import { fault, skipped, warning, well } from '../../lib/doctor/finding.ts';
import { runChecks, verdictOf } from './run-checks.ts';

const GAP = { says: 'It is so.', disables: 'something', mend: 'do something' };
const plain = (text: string): string => text;

it('carries all checks out at once, whatever becomes of others, and answers in their order', async () => {
  const started: string[] = [];
  const findings = await runChecks(
    [
      {
        name: 'ticks',
        run: async () => {
          started.push('ticks');
          return [well('ticks', 'Well.')];
        },
      },
      {
        name: 'nodes',
        run: () => {
          started.push('nodes');
          return new Promise(() => undefined);
        },
      },
      { name: 'database', run: () => Promise.reject(new Error('it broke')) },
      {
        name: 'clock',
        run: () => {
          throw new TypeError('at once');
        },
      },
    ],
    { timeoutMs: 50, scrub: plain },
  );
  expect(started).toEqual(['ticks', 'nodes']);
  expect(findings.map(({ check, state, says }) => `${state} ${check}: ${says}`)).toEqual([
    'fault database: It could not be looked at: Error: it broke',
    'fault clock: It could not be looked at: TypeError: at once',
    'fault nodes: There was no answer within 0.05 s.',
    'ok ticks: Well.',
  ]);
});

it('shows nothing that is to be scrubbed', async () => {
  const run = () => Promise.reject(new Error('no such key: hunter2'));
  const terms = { timeoutMs: 50, scrub: (text: string) => text.replaceAll('hunter2', '[secret]') };
  const [finding] = await runChecks([{ name: 'venues', run }], terms);
  expect(finding?.says).toBe('It could not be looked at: Error: no such key: [secret]');
});

it('ends with 0, 1 or 2 by the gravest finding, and what was not looked at counts for nothing', () => {
  const fine = [well('clock', 'Well.'), skipped('web', 'there is none')];
  expect(verdictOf(fine)).toBe(0);
  expect(verdictOf([...fine, warning('gas', GAP)])).toBe(1);
  expect(verdictOf([...fine, fault('web', GAP), warning('gas', GAP)])).toBe(2);
});
