import { problemOf } from '../../lib/api/problem.ts';
import type { Failure } from '../../lib/result.ts';

/** A refusal to log in or out as problem+json (RFC 9457), with the `url` from which next-auth's client takes the code. */
export const authProblem = (refusal: Failure, appUrl: string): Response => {
  const problem = problemOf(refusal);
  const url = `${appUrl}/api/auth/error?${new URLSearchParams({ error: refusal.code })}`;
  return Response.json(
    { ...problem, url },
    {
      status: problem.status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
    },
  );
};
