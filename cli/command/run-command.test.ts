import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, type Options, UsageError } from './command.ts';
import { type House, runCommand } from './run-command.ts';

const OPTIONS = {
  files: { value: 'FILE', many: true, text: 'files' },
  fall: { value: 'LIST', text: 'how far' },
  name: { value: 'TEXT', fallback: 'none', text: 'a name' },
  json: { text: 'as JSON' },
} as const satisfies Options;

const house = (heard: unknown[] = []): House => {
  const one = (name: string, optional?: true) =>
    command({
      ...{
        name,
        summary: `Does ${name}.`,
        options: OPTIONS,
        examples: [{ words: '--json', text: 'Like this' }],
      },
      arguments: [{ name: 'WHAT', text: 'to do it to', ...(optional ? { optional } : {}) }],
      exitCodes: { 0: 'it did', 1: 'it did not' },
      load: async () => async (input) => {
        heard.push(input);
        if (input.values.name === 'bad') throw new UsageError('first', 'second');
        if (input.values.name === 'broken') throw new Error('it broke');
        return 3;
      },
    });
  const loop = { ...one('loop', true), arguments: [] };
  return {
    groups: ['loop', 'desk'].map((name) => ({ name, summary: `The ${name}` })),
    commands: [loop, one('loop once', true), one('desk open'), one('desk close', true)],
  };
};

const type = async (...argv: string[]) => {
  const heard: { values: Record<string, unknown>; words: string[]; typed: string }[] = [];
  const out: string[] = [];
  const error: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(house(heard), argv, terminal);
  return { code, heard: heard[0], out: out.join('\n'), error: error.join('\n') };
};

describe('words', () => {
  it('become options by type, arguments, and the command as it was typed', async () => {
    const { code, heard } = await type('desk', 'open', 'it', '--json', '--name', 'a b');
    expect(code).toBe(3);
    expect(heard).toEqual({
      values: { files: undefined, fall: undefined, name: 'a b', json: true },
      words: ['it'],
      typed: "npm run desk -- open it --json --name 'a b'",
    });
    expect((await type('desk', 'close')).heard?.values).toMatchObject({ name: 'none', json: false });
  });

  it.each([
    ['a word for each', ['--files', 'A=a', 'B=b', '--json']],
    ['joined by =, more behind it', ['--files=A=a', 'B=b', '--json']],
    ['said twice', ['--files', 'A=a', '--json', '--files', 'B=b']],
  ])('of an option that takes many are all taken: %s', async (_, words) => {
    expect((await type('desk', 'close', ...words)).heard?.values).toMatchObject({
      ...{ files: ['A=a', 'B=b'], json: true },
    });
  });

  it('may begin with a dash where an option wants a value, but are no option in its place', async () => {
    expect((await type('desk', 'close', '--fall', '-40%')).heard?.values.fall).toBe('-40%');
    expect((await type('desk', 'close', '--fall=-40%')).heard?.values.fall).toBe('-40%');
    const forgotten = await type('desk', 'close', '--fall', '--json');
    expect(forgotten).toMatchObject({
      code: 2,
      error: expect.stringContaining("'--fall <LIST>' argument missing"),
    });
  });

  it('of a group may stand behind its options', async () => {
    expect((await type('loop', '--name', 'x', 'once', '--json')).heard).toMatchObject({
      ...{ values: { name: 'x', json: true }, words: [] },
    });
    expect((await type('loop', '--name', 'x')).heard?.typed).toBe('npm run loop -- --name x');
  });

  it('after -- are no options', async () => {
    expect((await type('desk', 'open', '--', '--json')).heard).toMatchObject({ words: ['--json'] });
  });
});

describe('what can’t be meant ends with 2, does nothing, and says what was probably meant', () => {
  it.each([
    [['dsk'], 'Unknown command: dsk (Did you mean desk?)', 'npm run 1balancer -- --help'],
    [['zebra'], 'Unknown command: zebra', 'npm run 1balancer -- --help'],
    [['desk', 'opne', 'it'], 'Unknown command: opne (Did you mean open?)', 'npm run desk -- --help'],
    [['loop', 'onse'], 'Unknown command: onse (Did you mean once?)', 'npm run loop -- --help'],
    [
      ['desk', 'open', 'it', '--jsn'],
      "Unknown option '--jsn' (Did you mean --json?)",
      'npm run desk -- open --help',
    ],
    [['desk', 'open', 'it', '--json=1'], "Unknown option '--json=1'", 'npm run desk -- open --help'],
    [['desk', 'open'], 'WHAT is missing: to do it to', 'npm run desk -- open --help'],
    [['desk', 'open', 'it', 'that'], "Unexpected argument 'that'", 'npm run desk -- open --help'],
    [
      ['desk', 'open', 'it', '--name'],
      "Option '--name <TEXT>' argument missing",
      'npm run desk -- open --help',
    ],
    [['desk', 'open', 'it', '--name', 'bad'], 'first\nsecond', 'npm run desk -- open --help'],
    [['desk'], 'desk open', 'npm run desk -- COMMAND --help'],
    [[], 'desk open', 'npm run 1balancer -- COMMAND --help'],
  ])('%j', async (argv, problem, hint) => {
    const { code, error, out } = await type(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(problem);
    expect(error).toContain(hint);
  });
});

it('what breaks ends with 1 and a line on standard error', async () => {
  expect(await type('desk', 'close', '--name', 'broken')).toMatchObject({
    code: 1,
    out: '',
    error: 'it broke',
  });
});

it('help is asked for on standard output, of all, of a group and of a command, and nothing is done', async () => {
  for (const argv of [
    ['--help'],
    ['-h'],
    ['help'],
    ['desk', '--help'],
    ['desk', 'open', '--help'],
    ['desk', 'open', 'x', '-h'],
  ]) {
    const { code, out, error, heard } = await type(...argv);
    expect([code, error, heard]).toEqual([0, '', undefined]);
    expect(out).toContain('Does desk open.');
  }
  const own = await type('loop', '--help');
  expect(own.out).toContain('Does loop.');
  expect(own.out).toContain('loop once');
  const { out } = await type('desk', 'open', '--help');
  for (const words of [
    '--files FILE…',
    '[none]',
    'npm run desk -- open --json',
    '2',
    '1                     it did not',
  ])
    expect(out).toContain(words);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

it('a command whose reader has seen enough ends without a word', () => {
  const root = join(import.meta.dirname, '../..');
  const command = `node_modules/.bin/tsx cli/main.ts backtest --prices sim:1 --targets equal --policy index --csv | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
  expect(stdout).toMatch(/^known_at,value_usd,.*\n$/);
  // What isn't history is said on stderr; nothing else is.
  expect(stderr).toBe('prices: SIMULATED, sim:1\n');
});
