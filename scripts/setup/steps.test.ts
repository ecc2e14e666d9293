import { describe, expect, it } from 'vitest';
import { doStep, nodeComplaint } from './steps.mjs';

describe('nodeComplaint', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts Node.js %s', (version) => {
    expect(nodeComplaint(version)).toBeNull();
  });

  it.each(['18.20.0', '20.18.3', '20.9.0'])(
    'says what is wrong with Node.js %s, and where to get a newer one',
    (version) => {
      expect(nodeComplaint(version)).toMatch(
        new RegExp(`Node.js ${version} is too old.*20\\.19.*nodejs\\.org`),
      );
    },
  );
});

describe('doStep', () => {
  const DONE = { code: 0, output: '', timedOut: false };

  it('does nothing when there is nothing to do', async () => {
    const step = {
      name: 'test idle',
      isDone: () => true,
      work: async () => Promise.reject(new Error('worked')),
    };
    expect(await doStep(step)).toMatchObject({ ok: true, skipped: true });
  });

  it('lets one at a time do the work, and the second finds it done', async () => {
    let done = false;
    let works = 0;
    const step = {
      name: 'test twice',
      isDone: () => done,
      work: async () => {
        works += 1;
        await new Promise((wake) => setTimeout(wake, 30));
        done = true;
        return DONE;
      },
    };
    const outcomes = await Promise.all([doStep(step), doStep(step)]);
    expect(works).toBe(1);
    expect(outcomes.map(({ skipped }) => skipped).sort()).toEqual([false, true]);
  });

  it('hands on what a failing step said, and that it was given up', async () => {
    const step = {
      name: 'test failing',
      isDone: () => false,
      work: async () => ({ code: 1, output: 'no disk', timedOut: true }),
    };
    expect(await doStep(step)).toMatchObject({
      ok: false,
      output: expect.stringMatching(/no disk[\s\S]*too long/),
    });
  });
});
