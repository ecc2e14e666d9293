import 'server-only';
import { readVersion } from '../../../services/wire/operation/health.ts';

export const dynamic = 'force-dynamic';

/** What runs here. Nothing private is in it. */
export async function GET(): Promise<Response> {
  return Response.json(await readVersion(), { headers: { 'cache-control': 'no-store' } });
}
