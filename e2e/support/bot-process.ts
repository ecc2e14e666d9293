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
