import 'server-only';
import { tickDtoOf, tickQuerySchema } from '../../../lib/api/tick-dto.ts';
import type { FailureCode } from '../../../lib/failure-code.ts';
import type { Failure } from '../../../lib/result.ts';
import { balance } from '../../../services/wire/balance.ts';

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

/** Schedulers name their executions in different headers; whichever is there is kept. */
const executionIdOf = ({ headers }: Request): string | null =>
  (headers.get('x-scheduler-execution-id') ?? headers.get('x-vercel-id'))?.slice(0, 200) ?? null;

/** Runs one tick: `?dryRun=1&limit=&budgetMs=`, with `Authorization: Bearer $CRON_SECRET`. */
const run = async (request: Request): Promise<Response> => {
  const authorised = balance().authorise(request.headers.get('authorization'));
  if (!authorised.ok) return refusal(authorised.error);
  const query = tickQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) {
    const message = query.error.issues
      .map((issue) => `${issue.path.join('.') || 'query'}: ${issue.message}`)
      .join('; ');
    return refusal({ code: 'bad-request', message });
  }
  const ticked = await balance().tick({
    ...query.data,
    source: 'api',
    schedulerExecutionId: executionIdOf(request),
  });
  return ticked.ok ? answer(tickDtoOf(ticked.value)) : refusal(ticked.error);
};

/** What is thrown may quote anything, so that only its kind is told. */
const BROKEN = { code: 'bug', message: 'The tick broke; the log says how.' } as const;

const answered = async (request: Request): Promise<Response> => {
  try {
    return await run(request);
  } catch (error) {
    console.error(
      error instanceof Error ? `${error.name}: ${error.message}` : 'something else than an error',
    );
    return refusal(BROKEN);
  }
};

export const GET = answered;
export const POST = answered;
