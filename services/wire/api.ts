import 'server-only';
import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Caller } from '../../lib/api/caller.ts';
import type { Endpoint } from '../../lib/api/endpoint.ts';
import type { Outcome, Refusal } from '../../lib/api/problem.ts';
import { fail, failure, ok, type Result } from '../../lib/result.ts';
import { preflight } from '../api/cors.ts';
import {
  type ApiPorts,
  type Entry,
  handle,
  type InDatabase,
  type Once,
  type Route,
  type Work,
} from '../api/handle.ts';
import { visitorAddress } from '../api/visitor-address.ts';
import { checkSameOrigin } from '../auth/same-origin.ts';
import { systemClock } from '../clock.ts';
import { type Env, readEnv } from '../env.ts';
import { bugFields } from '../log.ts';
import { sweepAllowances } from '../store/api/admission.ts';
import { keepAnswer, takeKey } from '../store/api/idempotency.ts';
import { asViewer } from '../store/as-viewer.ts';
import { onAppDatabase } from './app-sql.ts';
import { enterWith } from './login/identity.ts';
import { flushBugs, logOf } from './operation/log-of.ts';
import { countRequest } from './operation/request-meter.ts';

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

const entering = async (env: Env, request: Request, cost: number): Promise<Result<Entry>> => {
  const visitor = visitorAddress(request.headers, env.api.trustedProxyHops);
  const entered = await enterWith(env, { headers: request.headers, visitor, cost });
  if (entered.ok && Math.random() * SWEEP_ONE_IN < 1) await onAppDatabase(sweepAllowances);
  return entered;
};

type Shared = { readonly ports: ApiPorts<TransactionSql>; readonly env: Env };

const wire = (): Shared => {
  const env = readEnv();
  const log = logOf(env);
  const ports: ApiPorts<TransactionSql> = {
    enter: (request, cost) => entering(env, request, cost),
    inDatabase: inDatabaseAs,
    onceInDatabase: onceInDatabaseAs,
    checkSameOrigin: (request) => checkSameOrigin(request, env.app.url),
    corsOrigins: env.api.corsOrigins,
    nowSeconds: systemClock.nowSeconds,
    newId: randomUUID,
    answered: countRequest,
    reportBug: ({ error, ...where }) => {
      log.error({ ...where, ...bugFields(error) }, 'api-bug');
      return flushBugs(env);
    },
  };
  return { ports, env };
};

// Each route is a bundle of its own; the process needs one log and one set of ports.
const KEY = Symbol.for('1balancer.api');
const shared = globalThis as typeof globalThis & { [KEY]?: Shared };

const apiShared = (): Shared => {
  shared[KEY] ??= wire();
  return shared[KEY];
};

const apiPorts = (): ApiPorts<TransactionSql> => apiShared().ports;

/** Where a request comes from; null when it can't be told. */
export const visitorOf = (request: Request): string | null =>
  visitorAddress(request.headers, apiShared().env.api.trustedProxyHops);

/** Takes so much of a visitor's allowance, for what is no endpoint of ours. Fails with `rate-limited` and like the database. */
export const spendOf = async (request: Request, cost: number): Promise<Result<null>> => {
  const { env } = apiShared();
  const entered = await enterWith(env, { headers: new Headers(), visitor: visitorOf(request), cost });
  if (!entered.ok) return entered;
  const { allowed, retryAfterSeconds } = entered.value.allowance;
  return allowed ? ok(null) : fail('rate-limited', `Too many requests; try again in ${retryAfterSeconds} s.`);
};

/** A route that does this work for this endpoint. */
export const serve = <E extends Endpoint>(endpoint: E, work: Work<E, TransactionSql>): Route =>
  handle(apiPorts, endpoint, work);

/** The answer of every route to a browser that asks first whether another site's page may ask. */
export const answerPreflight = (request: Request): Response => preflight(request, apiPorts().corsOrigins);
