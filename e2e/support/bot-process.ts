import { spawn } from 'node:child_process';
import { compiledCommand } from './built-commands.ts';

/** How a process of `npm run bot -- once` ended, and what it said. */
export type Ticked = { readonly code: number | null; readonly out: string; readonly error: string };

/** One tick as a process of its own, by this environment and no other. */
export const tickInProcess = (env: Readonly<Record<string, string>>): Promise<Ticked> => {
  const child = spawn(process.execPath, [compiledCommand('main'), 'bot', 'once', '--json'], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
  });
  let [out, error] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    error += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, error })));
};

/** `npm run bot` as a process of its own. */
export type LoopingBot = {
  /** Ends it at once, by its id, as a host that goes away does; settles when it is gone. */
  readonly kill: () => Promise<void>;
};

/** Ticks every so many seconds until it is killed. */
export const loopInProcess = (env: Readonly<Record<string, string>>, intervalSeconds: number): LoopingBot => {
  const words = ['bot', '--interval-seconds', String(intervalSeconds)];
  const child = spawn(process.execPath, [compiledCommand('main'), ...words], {
    ...{ env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env }, stdio: 'ignore' },
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
};
