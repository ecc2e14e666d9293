import 'server-only';
import { listChangesQuerySchema } from '../../../../lib/api/portfolio-list-changes.ts';
import { pagesFor } from '../../../../services/wire/pages/pages.ts';

export const dynamic = 'force-dynamic';

/** What of a page of the list has changed since it was shown: its changed rows, and no others. */
export async function GET(request: Request): Promise<Response> {
  const query = listChangesQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await pagesFor(request).listChanges(query), {
    headers: { 'cache-control': 'no-store' },
  });
}
