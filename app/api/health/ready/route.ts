import { readReadiness } from '../../../../services/wire/operation/health.ts';

export const dynamic = 'force-dynamic';

/** 200 while the database answers, the bot ticks and nothing that it needs is down; else 503, with what is wrong. Nothing private is in it. */
export async function GET(): Promise<Response> {
  const health = await readReadiness();
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
