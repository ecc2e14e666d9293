import type { FailureCode } from '../../lib/failure-code.ts';
import type { Failure } from '../../lib/result.ts';

const STATUS: Readonly<Partial<Record<FailureCode, number>>> = {
  'bad-request': 400,
  'login-malformed': 400,
  'signature-malformed': 400,
  'cross-origin': 403,
  'csrf-token-wrong': 403,
  'login-expired': 401,
  'login-issued-ahead': 401,
  'login-not-yet-valid': 401,
  'login-too-old': 401,
  'login-wrong-chain': 401,
  'login-wrong-domain': 401,
  'login-wrong-signer': 401,
  'nonce-expired': 401,
  'nonce-unknown': 401,
  'nonce-used': 401,
  unauthorised: 401,
  'not-found': 404,
};

const UNAVAILABLE = 503;

/** A refusal to log in or out as problem+json (RFC 9457), with the `url` from which next-auth's client takes the code. */
export const authProblem = ({ code, message }: Failure, appUrl: string): Response => {
  const status = STATUS[code] ?? UNAVAILABLE;
  const url = `${appUrl}/api/auth/error?${new URLSearchParams({ error: code })}`;
  return Response.json(
    { type: `/docs/api#${code}`, title: 'Not logged in or out', status, code, detail: message, url },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  );
};
