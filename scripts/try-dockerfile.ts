// `npx tsx scripts/try-dockerfile.ts [--target STAGE] [--env-file FILE]`: carries deploy/Dockerfile out without a container engine. Each stage is a folder,
// COPY copies, RUN runs there; a stage with a CMD is then started as a user without powers, who may write nothing of it, asked for its health,
// and stopped. FILE has the variables that it is given. What this can't show is what an engine adds: the base image and the borders.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, parseEnv } from 'node:util';
import { Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';

const ROOT = join(import.meta.dirname, '..');
/** The user `node` of the base image. */
const NOBODY = 1_000;
const HEALTH_TRIES = 30;
const END_WITHIN_MS = 60_000;

type Stage = {
  readonly name: string;
  readonly root: string;
  folder: string;
  readonly env: Record<string, string>;
  health: readonly string[] | null;
  command: readonly string[] | null;
};

const { values } = parseArgs({ options: { 'env-file': { type: 'string' }, target: { type: 'string' } } });
const given = values['env-file'] === undefined ? {} : parseEnv(readFileSync(values['env-file'], 'utf8'));
const temporary = mkdtempSync(join(tmpdir(), '1balancer-stages-'));
chmodSync(temporary, 0o755);

const say = (stage: Stage, text: string): void => console.log(`${stage.name.padEnd(10)} ${text}`);
const within = (stage: Stage, path: string): string =>
  join(stage.root, path.startsWith('/') ? path : join(stage.folder, path));

/** A command as an array, or as the shell that takes its text. */
const commandOf = (text: string): readonly string[] =>
  text.startsWith('[') ? (JSON.parse(text) as string[]) : ['/bin/sh', '-c', text];

const environmentOf = (stage: Stage): NodeJS.ProcessEnv => {
  const { PATH = '' } = process.env;
  return { NODE_ENV: 'development', PATH, HOME: temporary, ...given, ...stage.env };
};

/** Files of the context: those of the repository that .dockerignore doesn't keep out. */
const contextFiles = (): readonly string[] => {
  const rules = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => /^[^#\s]/.test(line));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
  });
  const isOut = (file: string): boolean => {
    const parts = file.split('/');
    const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return rules.reduce((out, rule) => {
      const isKept = rule.startsWith('!');
      return paths.some((path) => matchesGlob(path, isKept ? rule.slice(1) : rule)) ? !isKept : out;
    }, false);
  };
  return listed
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)) && !isOut(file));
};

const copyContext = (stage: Stage, sources: readonly string[], target: string): void => {
  const files = contextFiles();
  for (const source of sources) {
    const isAll = source === '.';
    const found = files.filter((file) => isAll || file === source || file.startsWith(`${source}/`));
    if (found.length === 0) throw new Error(`COPY ${source}: the context has no such file`);
    for (const file of found) {
      const isFile = file === source;
      const name = isFile
        ? target.endsWith('/')
          ? join(target, file.split('/').at(-1) ?? '')
          : target
        : join(target, isAll ? file : file.slice(source.length + 1));
      mkdirSync(dirname(within(stage, name)), { recursive: true });
      cpSync(join(ROOT, file), within(stage, name));
    }
  }
};

const copy = (stage: Stage, instruction: Copy, stages: ReadonlyMap<string, Stage>): void => {
  const words = (instruction.getArgumentsContent() ?? '').split(/\s+/);
  const [target = '', ...sources] = words.toReversed();
  const from = instruction.getFromFlag()?.getValue();
  if (from == null) {
    copyContext(stage, sources.toReversed(), target);
    return;
  }
  const source = stages.get(from);
  if (source === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  mkdirSync(dirname(within(stage, target)), { recursive: true });
  // As links: what is run afterwards may not write them.
  execFileSync('cp', ['-al', within(source, sources[0] ?? ''), within(stage, target)]);
};

const run = (stage: Stage, text: string): void => {
  const [program = '', ...args] = commandOf(text);
  const startedMs = performance.now();
  const { status } = spawnSync(program, args, {
    cwd: within(stage, '.'),
    // How this machine reaches a registry is its own to say.
    env: { ...process.env, ...stage.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`RUN ${text} ended with ${status}`);
  say(stage, `RUN ${text}: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
};

const asNobody = (stage: Stage) => {
  const isRoot = process.getuid?.() === 0;
  return {
    cwd: within(stage, '.'),
    env: environmentOf(stage),
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  };
};

/** Starts a stage's CMD, waits until its HEALTHCHECK is well, and ends it. */
const start = async (stage: Stage, command: readonly string[]): Promise<void> => {
  const size = execFileSync('du', ['-sm', stage.root]).toString().split('\t')[0];
  const written = spawnSync('sh', ['-c', 'touch new'], asNobody(stage)).status === 0;
  say(
    stage,
    `${size} MB beside the base image; ${written ? 'CAN BE WRITTEN' : 'read-only for whom it runs as'}`,
  );
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...asNobody(stage), stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [check = '', ...words] = stage.health ?? [];
  let isWell = false;
  for (let tries = 0; tries < HEALTH_TRIES && child.exitCode === null && !isWell; tries += 1) {
    await sleep(1_000);
    isWell =
      spawnSync(check, words, { ...asNobody(stage), stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  }
  child.kill('SIGTERM');
  const code = await Promise.race([ended, sleep(END_WITHIN_MS, null, { ref: false })]);
  say(stage, `CMD ${isWell ? 'is healthy' : 'IS NOT HEALTHY'}; after SIGTERM it ended with ${code}`);
  if (written || !isWell || code !== 0) process.exitCode = 1;
};

const stages = new Map<string, Stage>();
const stageOf = (words: readonly string[]): Stage => {
  const [base = '', , name = ''] = words;
  const stage: Stage = {
    name,
    root: join(temporary, name),
    folder: '/',
    env: {},
    health: null,
    command: null,
  };
  const parent = stages.get(base);
  mkdirSync(stage.root);
  if (parent !== undefined) {
    execFileSync('cp', ['-a', `${parent.root}/.`, stage.root]);
    Object.assign(stage, { folder: parent.folder, env: { ...parent.env } });
  }
  stages.set(name, stage);
  return stage;
};

const DOCKERFILE = DockerfileParser.parse(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8'));

/** The stages of the file with what each is made of, in its order. */
const described = DOCKERFILE.getInstructions().reduce<{ from: string; made: Instruction[] }[]>(
  (all, next) => {
    if (next.getKeyword() === 'FROM') all.push({ from: next.getArgumentsContent() ?? '', made: [] });
    else all.at(-1)?.made.push(next);
    return all;
  },
  [],
);

/** A stage and all that it is made of. */
const neededFor = (name: string): readonly string[] => {
  const stage = described.find(({ from }) => from.endsWith(` AS ${name}`));
  if (stage === undefined) return [];
  const copied = stage.made.flatMap((one) =>
    one instanceof Copy ? [one.getFromFlag()?.getValue() ?? ''] : [],
  );
  return [name, ...[stage.from.split(' ')[0] ?? '', ...copied].flatMap(neededFor)];
};

const BY_KEYWORD: Readonly<Record<string, (stage: Stage, text: string) => void>> = {
  WORKDIR: (stage, text) => {
    stage.folder = text;
    mkdirSync(within(stage, '.'), { recursive: true });
  },
  ENV: (stage, text) => {
    // An argument is what the builder is told: nothing.
    for (const [, name = '', value = ''] of text.matchAll(/(\w+)=(\S*)/g))
      stage.env[name] = value.replace(/^\$.*$/, '');
  },
  RUN: run,
  HEALTHCHECK: (stage, text) => {
    stage.health = commandOf(text.replace(/^.*?CMD /, ''));
  },
  CMD: (stage, text) => {
    stage.command = commandOf(text);
  },
};

const carryOut = async (): Promise<void> => {
  const wanted = values.target === undefined ? null : neededFor(values.target);
  for (const { from, made } of described) {
    const words = from.split(/\s+/);
    if (wanted !== null && !wanted.includes(words[2] ?? '')) continue;
    const stage = stageOf(words);
    for (const instruction of made) {
      if (instruction instanceof Copy) copy(stage, instruction, stages);
      else BY_KEYWORD[instruction.getKeyword()]?.(stage, (instruction.getArgumentsContent() ?? '').trim());
    }
  }
  for (const one of stages.values()) if (one.command !== null) await start(one, one.command);
};

try {
  await carryOut();
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
