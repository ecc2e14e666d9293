import { describe, expect, it } from 'vitest';
import { countSolidity, journeysOf } from './counts.mjs';
import { runStages } from './schedule.mjs';

const PASSED = { ok: true, output: '', counts: { passed: 1, failed: 0, skipped: 0 } };

function stage(name: string, needs: readonly string[], ok = true) {
  return { name, needs, cores: 1, shareSeconds: 1, work: async () => ({ ...PASSED, ok }) };
}

async function orderOf(stages: readonly ReturnType<typeof stage>[], cores = 2): Promise<readonly string[]> {
  const order: string[] = [];
  await runStages(stages, {
    cores,
    report: (done: { name: string }, outcome: { ok: boolean }) => {
      order.push(`${done.name} ${outcome.ok}`);
    },
  });
  return order;
}

describe('runStages', () => {
  it('runs what a stage needs before it', async () => {
    expect(await orderOf([stage('late', ['early']), stage('early', [])])).toEqual([
      'early true',
      'late true',
    ]);
  });

  it('fails, and does not run, a stage whose need failed', async () => {
    expect(
      await orderOf([stage('early', [], false), stage('late', ['early']), stage('last', ['late'])]),
    ).toEqual(['early false', 'late false', 'last false']);
  });

  it('never takes more than the cores it was given', async () => {
    let now = 0;
    let most = 0;
    const busy = (name: string, cores: number) => ({
      ...stage(name, []),
      cores,
      work: async () => {
        now += cores;
        most = Math.max(most, now);
        await new Promise((done) => setTimeout(done, 5));
        now -= cores;
        return PASSED;
      },
    });
    await runStages([busy('a', 1), busy('b', 2), busy('c', 1), busy('d', 1)], { cores: 2, report: () => {} });
    expect(most).toBe(2);
  });

  it('turns a stage that throws into a failure with its words', async () => {
    const broken = { ...stage('broken', []), work: async () => Promise.reject(new Error('no disk')) };
    const outcomes = await runStages([broken], { cores: 2, report: () => {} });
    expect(outcomes.get('broken')).toMatchObject({ ok: false, output: expect.stringContaining('no disk') });
  });
});

describe('countSolidity', () => {
  it('sums what forge and mocha print', () => {
    const output = `
Suite result: ok. 12 passed; 0 failed; 1 skipped; finished in 3ms
Suite result: FAILED. 3 passed; 2 failed; 0 skipped; finished in 1ms
Ran 2 test suites: 15 tests passed, 2 failed, 1 skipped (18 total tests)

  7 passing (2s)
  1 failing
`;
    expect(countSolidity(output)).toEqual({ passed: 22, failed: 3, skipped: 1 });
  });
});

describe('journeysOf', () => {
  it('names every test of what Playwright lists, after its file and groups', () => {
    const listed = {
      suites: [
        {
          title: 'a.spec.ts',
          specs: [{ title: 'opens' }],
          suites: [{ title: 'on a phone', specs: [{ title: 'opens too' }] }],
        },
      ],
    };
    expect(journeysOf(`a warning\n${JSON.stringify(listed)}`)).toEqual([
      'a.spec.ts › opens',
      'a.spec.ts › on a phone › opens too',
    ]);
  });
});
