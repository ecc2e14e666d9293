import type { Bugs } from '../../bugs/open-bugs.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import type { BugSettings } from '../../env-alerts.ts';
import { createLog, type Log, secretsOf } from '../../log.ts';
import type { Secret } from '../../secret.ts';

// Each route is a bundle of its own; the process must tell one bug once.
const KEY = Symbol.for('1balancer.bugs');
const shared = globalThis as typeof globalThis & { [KEY]?: Map<string, Promise<Bugs>> };

/** Loaded only where somebody is told. */
const openSink = async (settings: BugSettings, warn: (why: string) => void): Promise<Bugs> => {
  const { openBugs } = await import('../../bugs/open-bugs.ts');
  return openBugs(settings, { clock: systemClock, warn });
};

/** The log of this process, which hides all secrets of the environment and these. What it tells of bugs goes to SENTRY_DSN as well. */
export const logOf = (env: Env, more: readonly Secret[] = []): Log => {
  const options = { level: env.logLevel, secrets: [...secretsOf(env), ...more] };
  const settings = env.alerts.bugs;
  if (settings === null) return createLog(options);
  shared[KEY] ??= new Map();
  const sinks = shared[KEY];
  const url = settings.envelopeUrl.reveal();
  const sink =
    sinks.get(url) ?? openSink(settings, (why) => createLog(options).warn({ why }, 'bugs-not-told'));
  sinks.set(url, sink);
  return createLog({ ...options, tell: (line) => void sink.then((bugs) => bugs.take(line)) });
};

/** Waits a short while for what is being told of bugs: a process that ends, or is put to sleep, tells nothing more. */
export const flushBugs = async ({ alerts }: Pick<Env, 'alerts'>): Promise<void> => {
  if (alerts.bugs === null) return;
  const sink = await shared[KEY]?.get(alerts.bugs.envelopeUrl.reveal());
  await sink?.flush();
};
