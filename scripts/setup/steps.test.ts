import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { describe, expect, it } from 'vitest';
import { run } from './process.mjs';
import { doStep, nodeComplaint } from './steps.mjs';

describe('nodeComplaint', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '25.1.0'])('accepts Node.js %s', (version) => {
    expect(nodeComplaint(version)).toBeNull();
  });

  it.each(['18.20.0', '20.18.3', '20.9.0', '22.11.0'])(
    'says what is wrong with Node.js %s, and where to get a newer one',
    (version) => {
      expect(nodeComplaint(version)).toMatch(
        new RegExp(`Node.js ${version} is too old.*20\\.19.*nodejs\\.org`),
      );
    },
  );

  it('names a release line that its makers have left', () => {
    expect(nodeComplaint('23.11.0')).toMatch(/^Node.js 23.11.0 is no longer kept up/);
  });

  it('agrees with what package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    const versions = [20, 21, 22, 23, 24, 25].flatMap((major) =>
      [0, 9, 11, 12, 18, 19, 20].map((minor) => `${major}.${minor}.0`),
    );
    for (const version of versions)
      expect([version, nodeComplaint(version) === null]).toEqual([version, satisfies(version, engines.node)]);
  });
});

describe('doStep', () => {
  const DONE = { code: 0, output: '' };

  it('does nothing when there is nothing to do', async () => {
    const step = {
      name: 'test idle',
      does: 'nothing',
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
      does: 'waits',
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

  it('says what it does before it does it, and hands on what a failing step said', async () => {
    const said: string[] = [];
    const step = {
      name: 'test failing',
      does: 'fails at once',
      isDone: () => false,
      work: async () => {
        said.push('worked');
        return { code: 1, output: 'no disk' };
      },
    };
    expect(await doStep(step, (does) => said.push(does))).toMatchObject({ ok: false, output: 'no disk' });
    expect(said).toEqual(['fails at once', 'worked']);
  });
});

describe('run', () => {
  const talk = (times: number, everyMs: number) => [
    process.execPath,
    '-e',
    `let n = 0; const t = setInterval(() => { console.log(++n); if (n === ${times}) clearInterval(t); }, ${everyMs})`,
  ];

  it('lets a command that goes on saying something take longer than any silence it may keep', async () => {
    expect(await run(talk(20, 300), { stallSeconds: 5 })).toMatchObject({ code: 0 });
  });

  it('ends a command that has gone silent, and says so', async () => {
    const { code, output } = await run(talk(2, 60_000), { stallSeconds: 0.3 });
    expect(code).not.toBe(0);
    expect(output).toContain('ended: it said nothing for 0.3 s');
  });
});
