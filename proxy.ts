import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';

const supabase = process.env['SUPABASE_URL'] ?? '';
/** The one other origin that a page may speak with, where the operator has named it. */
const REALTIME = URL.canParse(supabase)
  ? ` ${new URL(supabase).origin} ${new URL(supabase).origin.replace(/^http/, 'ws')}`
  : '';

/** A browser's person may name nodes of their own: their origins, and nothing that could end a directive or name more than one place. */
const NODE = /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?)$/;
const NODES_MAX = 8;
const nodesOf = (request: NextRequest): readonly string[] =>
  (request.cookies.get('nodes')?.value ?? '')
    .split(' ')
    .filter((origin) => NODE.test(origin))
    .slice(0, NODES_MAX);

/** Scripts run by this answer's nonce only, and load further ones. Styles are inline in what React renders; nothing goes to another origin but the operator’s Realtime and the nodes that the browser’s person named. */
const contentSecurityPolicy = (nonce: string, nodes: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    [`connect-src 'self'${REALTIME}`, ...nodes].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const HEADER = 'content-security-policy';

/** Gives every page a policy with a nonce of its own, which Next takes from the request's header and puts on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  // The development server evaluates text and loads itself anew.
  if (process.env.NODE_ENV !== 'production') return NextResponse.next();
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), nodesOf(request));
  const headers = new Headers(request.headers);
  headers.set(HEADER, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(HEADER, policy);
  return response;
}

/** Pages. What isn’t one runs no scripts and has its policy from next.config.ts; the rescue page’s stands in its file. */
export const config = { matcher: '/((?!api/|_next/|icon\\.svg$|rescue\\.html$).*)' };
