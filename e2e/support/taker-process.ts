import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { compiledCommand } from './built-commands.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** One line of the taker's output. */
export type TakerLine = Readonly<Record<string, unknown>> & { readonly event: string };

export type TakerProcess = {
  readonly child: ChildProcess;
  readonly lines: TakerLine[];
  /** Everything it wrote, errors too. */
  readonly raw: () => string;
  readonly exited: Promise<number | null>;
};

const running = new Set<ChildProcess>();

/** Starts the taker as a process of its own, as a stranger would, with nothing but its key in the environment. */
export const startTaker = (args: readonly string[], key: string): TakerProcess => {
  const child = spawn(process.execPath, [compiledCommand('taker'), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', PATH: process.env.PATH, TAKER_PK: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const lines: TakerLine[] = [];
  let raw = '';
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    raw += chunk;
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('{')) lines.push(JSON.parse(part) as TakerLine);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    raw += chunk;
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, lines, raw: () => raw, exited };
};

/** Kills what a failed test left behind. */
export const killTakers = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

export const linesOf = (taker: TakerProcess, event: string): TakerLine[] =>
  taker.lines.filter((line) => line.event === event);

/** Waits for two minutes, then fails with what the taker said. */
export const waitUntil = async (
  condition: () => boolean | Promise<boolean>,
  taker: TakerProcess,
): Promise<void> => {
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited too long; the taker said: ${taker.raw()}`);
};
