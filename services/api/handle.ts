import type { z } from 'zod';
import type { Caller } from '../../lib/api/caller.ts';
import { type Endpoint, isRead } from '../../lib/api/endpoint.ts';
import type { Outcome, Refusal } from '../../lib/api/problem.ts';
import { canonicalJson } from '../../lib/policy/registration.ts';
import { failure, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { Allowance } from './allowance.ts';
import { jsonAnswer, problemAnswer } from './answers.ts';
import { authorise } from './authorise.ts';
import { checkPart, queryOf } from './check-request.ts';
import { corsHeaders } from './cors.ts';
import { readBody } from './read-body.ts';

/** Who asks, and what their asking leaves them. */
export type Entry = { readonly caller: Result<Caller>; readonly allowance: Allowance };

/** A write that names a key is done once; `contentHash` tells the same request from another. */
export type Once = { readonly key: string; readonly content: string; readonly status: number };

/** Runs work in one transaction as the caller; a refusal undoes it all. */
export type InDatabase<Tx> = <T>(work: (sql: Tx) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** What answering needs of the outside. */
export type ApiPorts<Tx> = {
  /** Takes a request from its sender's allowance, also from that of a sender of a token that is none: guessing has to cost as much as asking. */
  readonly enter: (request: Request, cost: number) => Promise<Result<Entry>>;
  readonly inDatabase: (caller: Caller) => InDatabase<Tx>;
  /** The same for a write with a key: what is stored under it is the answer, and nothing is done again. */
  readonly onceInDatabase: (
    caller: Caller,
    once: Once,
    shownOnce: string | null,
  ) => { readonly inDatabase: InDatabase<Tx>; readonly wasReplayed: () => boolean };
  /** Fails with `cross-origin`. */
  readonly checkSameOrigin: (request: Request) => Result<null>;
  readonly corsOrigins: readonly string[];
  readonly nowSeconds: () => UnixSeconds;
  readonly newId: () => string;
  /** Told of every answer. */
  readonly answered: (answer: {
    readonly endpoint: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
  readonly reportBug: (bug: {
    readonly requestId: string;
    readonly endpoint: string;
    readonly error: unknown;
  }) => Promise<void>;
};

/** A checked request. */
export type Asked<E extends Endpoint, Tx> = {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<NonNullable<E['body']>>;
  /** The body as it was sent: only there a field that is absent differs from one that was given its default. */
  readonly sent: unknown;
  readonly caller: Caller;
  readonly request: Request;
  readonly inDatabase: InDatabase<Tx>;
};

/** What an endpoint does; a `Response` is given as it is. */
export type Work<E extends Endpoint, Tx> = (
  asked: Asked<E, Tx>,
) => Promise<Outcome<z.input<NonNullable<E['answer']>> | Response>>;

type Context = { readonly params?: Promise<Record<string, string | string[] | undefined>> };
export type Route = (request: Request, context: Context) => Promise<Response>;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,200}$/;
const BUG = 'Something broke; nothing was stored. The log says what, under the id in x-request-id.';

const refusedWith = (error: Refusal): Outcome<never> => ({ ok: false, error });

const keyOf = (endpoint: Endpoint, { headers }: Request): Outcome<string | null> => {
  const key = headers.get('idempotency-key');
  if (key === null || isRead(endpoint)) return ok(null);
  if (IDEMPOTENCY_KEY.test(key)) return ok(key);
  const field = {
    in: 'header',
    field: 'idempotency-key',
    message: 'must be 8 to 200 printable characters',
  } as const;
  return refusedWith({ ...failure('bad-request', `${field.field}: ${field.message}.`), fields: [field] });
};

type Parts = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly sent: unknown;
};

const partsOf = async (endpoint: Endpoint, request: Request, context: Context): Promise<Outcome<Parts>> => {
  const params = checkPart({ in: 'path', schema: endpoint.params, value: (await context.params) ?? {} });
  if (!params.ok) return params;
  const words = queryOf(request.url);
  if (!words.ok) return words;
  const query = checkPart({ in: 'query', schema: endpoint.query, value: words.value });
  if (!query.ok) return query;
  const asked = { params: params.value, query: query.value };
  if (endpoint.body === undefined) return ok({ ...asked, body: undefined, sent: undefined });
  const json = await readBody(request);
  if (!json.ok) return json;
  const body = checkPart({ in: 'body', schema: endpoint.body, value: json.value });
  return body.ok ? ok({ ...asked, body: body.value, sent: json.value }) : body;
};

const admit = async <Tx>(
  ports: ApiPorts<Tx>,
  endpoint: Endpoint,
  { request, headers }: { readonly request: Request; readonly headers: Headers },
): Promise<Outcome<Caller>> => {
  const entered = await ports.enter(request, endpoint.cost);
  if (!entered.ok) return entered;
  const { caller: asked, allowance } = entered.value;
  const { allowed, limit, remaining, retryAfterSeconds } = allowance;
  headers.set('ratelimit-limit', String(limit));
  headers.set('ratelimit-remaining', String(remaining));
  if (!allowed)
    return refusedWith({
      ...failure('rate-limited', `Too many requests; try again in ${retryAfterSeconds} s.`),
      retryAfterSeconds,
    });
  if (!asked.ok) return asked;
  const caller = asked.value;
  const authorised = authorise(endpoint.access, caller, ports.nowSeconds());
  if (!authorised.ok) return authorised;
  if (caller.kind === 'session' && !isRead(endpoint)) {
    const ours = ports.checkSameOrigin(request);
    if (!ours.ok) return ours;
  }
  return ok(caller);
};

const run = async <E extends Endpoint, Tx>(
  ports: ApiPorts<Tx>,
  { endpoint, work }: { readonly endpoint: E; readonly work: Work<E, Tx> },
  { request, context, headers }: { request: Request; context: Context; headers: Headers },
): Promise<Response> => {
  const admitted = await admit(ports, endpoint, { request, headers });
  if (!admitted.ok) return problemAnswer(admitted.error, headers);
  const caller = admitted.value;
  const key = keyOf(endpoint, request);
  const parts = key.ok ? await partsOf(endpoint, request, context) : key;
  if (!parts.ok) return problemAnswer(parts.error, headers);
  const content = canonicalJson([endpoint.id, parts.value.params, parts.value.sent ?? null]);
  const once =
    key.ok && key.value !== null && caller.kind !== 'anonymous'
      ? ports.onceInDatabase(
          caller,
          { key: key.value, content, status: endpoint.status },
          endpoint.shownOnce ?? null,
        )
      : null;
  const inDatabase = once?.inDatabase ?? ports.inDatabase(caller);
  // Parsed by the endpoint's own schemas a few lines above.
  const outcome = await work({ ...(parts.value as Asked<E, Tx>), caller, request, inDatabase });
  if (!outcome.ok) return problemAnswer(outcome.error, headers);
  if (once?.wasReplayed() === true) headers.set('idempotency-replayed', 'true');
  const { value } = outcome;
  if (value instanceof Response) {
    for (const [name, text] of headers) value.headers.set(name, text);
    return value;
  }
  if (endpoint.answer === undefined) return new Response(null, { status: endpoint.status, headers });
  return jsonAnswer(value, { request, status: endpoint.status, headers });
};

/**
 * A route of the API: who asks, whether they may, how often, from where; the request checked by the endpoint's schemas; then its work, and
 * the answer or the refusal as problem+json. What breaks is a `bug`, told without its words, which may quote anything.
 */
export const handle =
  <E extends Endpoint, Tx>(portsOf: () => ApiPorts<Tx>, endpoint: E, work: Work<E, Tx>): Route =>
  async (request, context) => {
    const ports = portsOf();
    const headers = corsHeaders(request, endpoint.anySite === true ? 'any' : ports.corsOrigins);
    const requestId = ports.newId();
    headers.set('x-request-id', requestId);
    headers.set('x-content-type-options', 'nosniff');
    const startMs = performance.now();
    const told = (response: Response): Response => {
      const seconds = (performance.now() - startMs) / 1_000;
      ports.answered({ endpoint: endpoint.id, status: response.status, seconds });
      return response;
    };
    try {
      return told(await run(ports, { endpoint, work }, { request, context, headers }));
    } catch (error) {
      await ports.reportBug({ requestId, endpoint: endpoint.id, error });
      return told(problemAnswer(failure('bug', BUG), headers));
    }
  };
