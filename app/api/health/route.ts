import { readHealth } from '../../../services/wire/operation/health.ts';

export const dynamic = 'force-dynamic';

/** 200 while this process answers, with how old everything else is. Nothing private is in it. */
export async function GET(): Promise<Response> {
  return Response.json(await readHealth(), { headers: { 'cache-control': 'no-store' } });
}
