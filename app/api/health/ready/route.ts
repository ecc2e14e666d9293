import { readReadiness } from '../../../../services/wire/pages.ts';

export const dynamic = 'force-dynamic';

/** 200 while the database answers and the bot ticks; else 503, with what is wrong. Nothing private is in it. */
export async function GET(): Promise<Response> {
  const health = await readReadiness();
  return Response.json(health, {
    status: health.ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
