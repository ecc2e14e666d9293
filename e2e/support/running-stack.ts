import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Hex } from 'viem';
import { z } from 'zod';
import { appLoginUrl, ownerKeys, superuserUrl } from '../../stack/testing/demo-process.ts';
import { watchedTest } from './watched-test.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_WITHIN_MS = 1_800_000;

/** What the demo's last line says and a journey needs. `dbUrl` reads past row level security and writes nothing. */
const StackLine = z.object({
  url: z.url(),
  rpcUrl: z.url(),
  dbUrl: z.string(),
  taker: z.string(),
  router: z.string(),
  factory: z.string(),
  fills: z.number(),
  balancers: z.array(z.string()),
});
/** With the superuser's way into the database, for journeys that need one of their own, the web app's, and the portfolios' owners. */
const Stack = StackLine.extend({
  administerUrl: z.string(),
  appDbUrl: z.string(),
  ownerKeys: z.array(z.custom<Hex>()),
});
export type RunningStack = z.infer<typeof Stack>;

const ENV_NAME = 'E2E_STACK';

/** The stack the run's set-up has started. */
export const runningStack = (): RunningStack => Stack.parse(JSON.parse(process.env[ENV_NAME] ?? 'null'));

function stop(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  });
}

function lastLineOf(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((answer, refuse) => {
    const late = setTimeout(
      () => refuse(new Error(`the demo was not ready in time:\n${said()}`)),
      START_WITHIN_MS,
    );
    if (child.stdout === null) throw new Error('the demo has no standard output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(late);
      answer(line);
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      refuse(new Error(`the demo ended with ${code}:\n${said()}`));
    });
  });
}

/**
 * Starts `npm run demo -- --once --hold` in a folder of its own and waits until every portfolio has been brought back once, so that
 * there are decisions, orders and fills to look at. A stack named in E2E_STACK is used instead of starting one.
 * @returns what stops it
 */
export async function startRunningStack(): Promise<() => Promise<void>> {
  if (process.env[ENV_NAME] !== undefined) return async () => undefined;
  const folder = mkdtempSync(join(tmpdir(), '1balancer-browser-'));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/demo.mjs'), '--once', '--json', '--hold', '--portfolios', '4', '--dir', folder],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const end = async (): Promise<void> => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const line = StackLine.parse(JSON.parse(await lastLineOf(child, () => said)));
    const administerUrl = superuserUrl(folder, line.dbUrl, '1balancer');
    const appDbUrl = appLoginUrl(folder, line.dbUrl, '1balancer');
    process.env[ENV_NAME] = JSON.stringify({
      ...{ ...line, administerUrl, appDbUrl },
      ownerKeys: ownerKeys(folder, line.balancers.length),
    });
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/** A watched test whose relative addresses lead to the running stack's web app. */
export const test = watchedTest.extend({
  // The set-up starts the stack after the tests were listed: its address is known only when one runs.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright demands a destructured first parameter
  baseURL: async ({}, use) => use(runningStack().url),
});
