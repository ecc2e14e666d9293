const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS = 'authorization, content-type, idempotency-key, if-none-match';
const SHOWN_HEADERS =
  'etag, retry-after, ratelimit-limit, ratelimit-remaining, idempotency-replayed, x-request-id';

/** Of an answer that is everybody's. */
const anySiteHeaders = (): Headers =>
  new Headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': SHOWN_HEADERS });

/**
 * What a page of another site may do: with its origin on the list it asks and reads, by token. Cookies are never taken from there, so
 * that no answer allows credentials.
 */
export const corsHeaders = (request: Request, allowed: readonly string[] | 'any'): Headers => {
  if (allowed === 'any') return anySiteHeaders();
  const headers = new Headers({ vary: 'origin' });
  const origin = request.headers.get('origin');
  if (origin === null || !allowed.includes(origin)) return headers;
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', SHOWN_HEADERS);
  return headers;
};

/** The answer to a browser that asks first. */
export const preflight = (request: Request, allowed: readonly string[]): Response => {
  const headers = corsHeaders(request, allowed);
  if (headers.has('access-control-allow-origin')) {
    headers.set('access-control-allow-methods', METHODS);
    headers.set('access-control-allow-headers', REQUEST_HEADERS);
    headers.set('access-control-max-age', '600');
  }
  return new Response(null, { status: 204, headers });
};
