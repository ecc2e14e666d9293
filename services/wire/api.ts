import 'server-only';
import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Caller } from '../../lib/api/caller.ts';
import type { Endpoint } from '../../lib/api/endpoint.ts';
import type { Outcome, Refusal } from '../../lib/api/problem.ts';
import { fail, failure, ok, type Result } from '../../lib/result.ts';
import { preflight } from '../api/cors.ts';
import {
  type Allowance,
  type ApiPorts,
  type Asking,
  handle,
  type InDatabase,
  type Once,
  type Route,
  type Work,
} from '../api/handle.ts';
import { visitorAddress } from '../api/visitor-address.ts';
import { checkSameOrigin } from '../auth/same-origin.ts';
import { systemClock } from '../clock.ts';
import { readEnv } from '../env.ts';
import type { ApiSettings } from '../env-api.ts';
import { createLog, type Log, secretsOf } from '../log.ts';
import { keepAnswer, takeKey } from '../store/api/idempotency.ts';
import { ALLOWANCE_SECONDS, spendAllowance, sweepAllowances } from '../store/api/request-allowance.ts';
import { asViewer } from '../store/as-viewer.ts';
import { onAppDatabase } from './app-sql.ts';
import { callerOf } from './identity.ts';

/** One request in so many also sweeps up what nobody needs any more. */
const SWEEP_ONE_IN = 1_000;

/** Undoes a transaction without anything being broken. */
class Undone extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('undone');
    this.refusal = refusal;
  }
}

const inDatabaseAs =
  (caller: Caller): InDatabase<TransactionSql> =>
  async <T>(work: (sql: TransactionSql) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await onAppDatabase((sql) =>
        asViewer(sql, caller, async (transaction) => {
          const outcome = await work(transaction);
          if (!outcome.ok) throw new Undone(outcome.error);
          return outcome.value;
        }),
      );
    } catch (error) {
      if (error instanceof Undone) return { ok: false, error: error.refusal };
      throw error;
    }
  };

const withoutShownOnce = (answer: unknown, field: string | null): unknown =>
  field === null || typeof answer !== 'object' ? answer : { ...answer, [field]: null };

const onceInDatabaseAs = (caller: Caller, once: Once, shownOnce: string | null) => {
  let isReplay = false;
  const inDatabase: InDatabase<TransactionSql> = <T>(work: (sql: TransactionSql) => Promise<Outcome<T>>) =>
    inDatabaseAs(caller)<T>(async (sql) => {
      const state = await takeKey(sql, once);
      if (state.kind === 'other-request')
        return {
          ok: false,
          error: failure('idempotency-key-reused', 'This key was used for another request.'),
        };
      if (state.kind === 'answered') {
        isReplay = true;
        // As the same work answered it.
        return ok(state.answer as T);
      }
      const outcome = await work(sql);
      if (outcome.ok) await keepAnswer(sql, once, withoutShownOnce(outcome.value, shownOnce));
      return outcome;
    });
  return { inDatabase, wasReplayed: () => isReplay };
};

const spendWith = async (api: ApiSettings, { caller, address, cost }: Asking): Promise<Result<Allowance>> => {
  const keys = [
    { key: `ip:${address ?? 'unknown'}`, perMinute: api.addressRequestsPerMinute },
    ...(caller.kind === 'anonymous'
      ? []
      : [{ key: `user:${caller.userId}`, perMinute: api.userRequestsPerMinute }]),
  ];
  const spent = await onAppDatabase((sql) => spendAllowance(sql, { keys, cost }));
  if (!spent.ok) return spent;
  const states = spent.value.map(({ key, taken, spentSeconds }): Allowance => {
    const limit = keys.find((one) => one.key === key)?.perMinute ?? 1;
    const stepSeconds = ALLOWANCE_SECONDS / limit;
    return {
      allowed: taken,
      limit,
      remaining: Math.max(0, Math.floor((ALLOWANCE_SECONDS - spentSeconds) / stepSeconds)),
      retryAfterSeconds: taken
        ? 0
        : Math.max(1, Math.ceil(spentSeconds + cost * stepSeconds - ALLOWANCE_SECONDS)),
    };
  });
  const [tightest = { allowed: true, limit: 1, remaining: 0, retryAfterSeconds: 0 }] = [...states].sort(
    (a, b) => Number(a.allowed) - Number(b.allowed) || a.remaining - b.remaining,
  );
  if (Math.random() * SWEEP_ONE_IN < 1) await onAppDatabase(sweepAllowances);
  return ok(tightest);
};

type Shared = { readonly ports: ApiPorts<TransactionSql>; readonly log: Log };

const wire = (): Shared => {
  const env = readEnv();
  const log = createLog({ level: env.logLevel, secrets: secretsOf(env) });
  const ports: ApiPorts<TransactionSql> = {
    callerOf,
    spend: (asking) => spendWith(env.api, asking),
    inDatabase: inDatabaseAs,
    onceInDatabase: onceInDatabaseAs,
    checkSameOrigin: (request) => checkSameOrigin(request, env.app.url),
    addressOf: ({ headers }) => visitorAddress(headers, env.api.trustedProxyHops),
    corsOrigins: env.api.corsOrigins,
    nowSeconds: systemClock.nowSeconds,
    newId: randomUUID,
    reportBug: ({ error, ...where }) => {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : 'something else than an error';
      log.error(
        { ...where, why, at: error instanceof Error ? error.stack?.split('\n')[1]?.trim() : undefined },
        'api-bug',
      );
    },
  };
  return { ports, log };
};

// Each route is a bundle of its own; the process needs one log and one set of ports.
const KEY = Symbol.for('1balancer.api');
const shared = globalThis as typeof globalThis & { [KEY]?: Shared };

const apiPorts = (): ApiPorts<TransactionSql> => {
  shared[KEY] ??= wire();
  return shared[KEY].ports;
};

/** Where a request comes from; null when it can't be told. */
export const visitorOf = (request: Request): string | null => apiPorts().addressOf(request);

/** Takes so much of a visitor's allowance, for what is no endpoint of ours. Fails with `rate-limited` and like the database. */
export const spendOf = async (request: Request, cost: number): Promise<Result<null>> => {
  const { spend, addressOf } = apiPorts();
  const spent = await spend({ caller: { kind: 'anonymous' }, address: addressOf(request), cost });
  if (!spent.ok) return spent;
  const { allowed, retryAfterSeconds } = spent.value;
  return allowed ? ok(null) : fail('rate-limited', `Too many requests; try again in ${retryAfterSeconds} s.`);
};

/** A route that does this work for this endpoint. */
export const serve = <E extends Endpoint>(endpoint: E, work: Work<E, TransactionSql>): Route =>
  handle(apiPorts, endpoint, work);

/** The answer of every route to a browser that asks first whether another site's page may ask. */
export const answerPreflight = (request: Request): Response => preflight(request, apiPorts().corsOrigins);
