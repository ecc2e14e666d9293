import { createHash } from 'node:crypto';
import { type Problem, problemOf, type Refusal } from '../../lib/api/problem.ts';

/** Neither a shared cache nor a browser answers for us without asking again. */
const PRIVATE = 'private, no-cache';

const tagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;

const isKnown = (header: string | null, tag: string): boolean =>
  (header ?? '').split(',').some((one) => ['*', tag, `W/${tag}`].includes(one.trim()));

export type Answering = { readonly request: Request; readonly status: number; readonly headers: Headers };

/** A value as JSON. A read carries an ETag, and is 304 to whoever has it already. */
export const jsonAnswer = (value: unknown, { request, status, headers }: Answering): Response => {
  const text = JSON.stringify(value);
  headers.set('content-type', 'application/json; charset=utf-8');
  // Next answers HEAD by what answers GET, and its headers are to be the same.
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    headers.set('cache-control', 'no-store');
    return new Response(text, { status, headers });
  }
  const tag = tagOf(text);
  headers.set('cache-control', PRIVATE);
  headers.set('etag', tag);
  headers.append('vary', 'authorization, cookie');
  if (!isKnown(request.headers.get('if-none-match'), tag)) return new Response(text, { status, headers });
  headers.delete('content-type');
  return new Response(null, { status: 304, headers });
};

/** A refusal as problem+json (RFC 9457). */
export const problemAnswer = (refusal: Refusal, headers: Headers): Response => {
  const problem: Problem = problemOf(refusal);
  headers.set('content-type', 'application/problem+json; charset=utf-8');
  headers.set('cache-control', 'no-store');
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer');
  if (problem.retryAfterSeconds !== undefined) headers.set('retry-after', String(problem.retryAfterSeconds));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
};
