import 'server-only';
import { liveQuerySchema } from '../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../services/wire/pages/pages.ts';

export const dynamic = 'force-dynamic';

/** The version of what a page shows, so that a page is asked for only when it has changed. Null while nothing can be read. */
export async function GET(request: Request): Promise<Response> {
  const of = liveQuerySchema.safeParse(new URL(request.url).searchParams.get('of'));
  const headers = { 'cache-control': 'no-store' };
  if (!of.success)
    return Response.json(
      {
        error: 'Bad Request',
        description: 'of: must be portfolios, status, CHAIN:ADDRESS or paper:ID',
        statusCode: 400,
      },
      { status: 400, headers },
    );
  return Response.json(await pagesFor(request).version(of.data), { headers });
}
