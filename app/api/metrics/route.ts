import 'server-only';
import { readMetrics } from '../../../services/wire/operation/health.ts';

export const dynamic = 'force-dynamic';

/** Metrics as Prometheus reads them, with `Authorization: Bearer $METRICS_TOKEN`. */
export async function GET(request: Request): Promise<Response> {
  const metrics = await readMetrics(request.headers.get('authorization'));
  const headers = { 'cache-control': 'no-store' };
  if (metrics.ok)
    return new Response(metrics.value, {
      headers: { ...headers, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    });
  const { code, message } = metrics.error;
  const status = code === 'unauthorised' ? 401 : 503;
  return Response.json({ error: code, description: message, statusCode: status }, { status, headers });
}
