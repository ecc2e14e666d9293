import 'server-only';
import type { ZodError, z } from 'zod';
import { executionIdSchema, tickDtoOf, tickQuerySchema } from '../../../lib/api/tick-dto.ts';
import type { FailureCode } from '../../../lib/failure-code.ts';
import { type Failure, fail, ok, type Result } from '../../../lib/result.ts';
import { tellRouteBug } from '../../../services/wire/operation/route-bug.ts';
import { balance } from '../../../services/wire/tick/balance.ts';

export const dynamic = 'force-dynamic';
export const maxDuration = 60;

const STATUS: Readonly<Partial<Record<FailureCode, number>>> = {
  unauthorised: 401,
  'bad-request': 400,
  bug: 500,
};

const answer = (body: unknown, status = 200): Response =>
  Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) },
  });

const refusal = ({ code, message }: Pick<Failure, 'code' | 'message'>): Response => {
  const statusCode = STATUS[code] ?? 503;
  return answer({ error: code, description: message, statusCode }, statusCode);
};

/** Schedulers name their executions in different headers; all that are there have to be well-formed, and the first is kept. */
const EXECUTION_ID_HEADERS = ['x-scheduler-execution-id', 'x-vercel-id'] as const;

const faultsOf = ({ issues }: ZodError, otherwise: string): string =>
  issues.map(({ path, message }) => `${path.join('.') || otherwise}: ${message}`).join('; ');

const executionIdOf = ({ headers }: Request): Result<string | null> => {
  const ids: string[] = [];
  for (const name of EXECUTION_ID_HEADERS) {
    const text = headers.get(name);
    if (text === null) continue;
    const id = executionIdSchema.safeParse(text);
    if (!id.success) return fail('bad-request', faultsOf(id.error, name));
    ids.push(id.data);
  }
  return ok(ids[0] ?? null);
};

const queryOf = ({ url }: Request): Result<z.output<typeof tickQuerySchema>> => {
  const query = tickQuerySchema.safeParse([...new URL(url).searchParams]);
  return query.success ? ok(query.data) : fail('bad-request', faultsOf(query.error, 'query'));
};

/** Runs one tick: `?dryRun=1&limit=&budgetMs=`, with `Authorization: Bearer $CRON_SECRET`. */
const run = async (request: Request): Promise<Response> => {
  const authorised = balance().authorise(request.headers.get('authorization'));
  if (!authorised.ok) return refusal(authorised.error);
  const [query, executionId] = [queryOf(request), executionIdOf(request)];
  if (!query.ok) return refusal(query.error);
  if (!executionId.ok) return refusal(executionId.error);
  const ticked = await balance().tick({
    ...query.value,
    source: 'api',
    schedulerExecutionId: executionId.value,
  });
  return ticked.ok ? answer(tickDtoOf(ticked.value)) : refusal(ticked.error);
};

/** What is thrown may quote anything, so that only its kind is told. */
const BROKEN = { code: 'bug', message: 'The tick broke; the log says how.' } as const;

const answered = async (request: Request): Promise<Response> => {
  try {
    return await run(request);
  } catch (error) {
    await tellRouteBug(error, 'balance-bug');
    return refusal(BROKEN);
  }
};

export const GET = answered;
export const POST = answered;
