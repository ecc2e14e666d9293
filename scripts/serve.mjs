// `npm start [-- --processes N]`: the built web app on PORT, by N processes that share it, by default as many as there are cores. One process uses one core.
import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SERVER = new URL('../.next/standalone/server.js', import.meta.url);
const PROCESSES_MAX = 64;
/** A process that ends sooner has not started: another one would end too. */
const STARTED_AFTER_MS = 5_000;
/** What is under way is given this long to end. */
const END_WITHIN_MS = 10_000;
/** What an answer needs is garbage when it is sent: with more room for it, in MiB, less of it is copied first. */
const YOUNG_MIB = 32;

const refuse = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

const asked = () => {
  try {
    return parseArgs({ options: { processes: { type: 'string' } } }).values.processes;
  } catch (error) {
    return refuse(error.message);
  }
};

const processesAsked = () => {
  const text = asked();
  if (text === undefined) return Math.min(availableParallelism(), PROCESSES_MAX);
  const count = Number(text);
  return /^\d{1,2}$/.test(text) && count >= 1 && count <= PROCESSES_MAX
    ? count
    : refuse(`--processes: must be a whole number from 1 to ${PROCESSES_MAX}.`);
};

/** Keeps so many processes; ends, with all of them, when it is told to, or when one can't be started. */
const keep = (count) => {
  let ending = false;
  const end = (code) => {
    if (ending) return;
    ending = true;
    process.exitCode = code;
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
    setTimeout(() => process.exit(code), END_WITHIN_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0));
  cluster.setupPrimary({ execArgv: [...process.execArgv, `--max-semi-space-size=${YOUNG_MIB}`] });
  const start = () => {
    const startedMs = performance.now();
    cluster.fork().once('exit', (code, signal) => {
      if (ending) return;
      process.stderr.write(`a process of the web app ended (${signal ?? `exit code ${code}`})\n`);
      if (performance.now() - startedMs < STARTED_AFTER_MS) end(1);
      else start();
    });
  };
  for (let one = 0; one < count; one += 1) start();
};

if (!existsSync(SERVER)) refuse(`${fileURLToPath(SERVER)} is not there: npm run setup builds it.`);
if (cluster.isPrimary) keep(processesAsked());
else await import(SERVER.href);
