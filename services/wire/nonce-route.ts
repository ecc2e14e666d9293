import 'server-only';
import { authProblem } from '../auth/auth-problem.ts';
import { checkSameOrigin } from '../auth/same-origin.ts';
import { readEnv } from '../env.ts';
import { issueLoginNonce } from './login.ts';

/** Gives out what a wallet puts into the message that it signs to log in. */
export const nonceRoute = async (request: Request): Promise<Response> => {
  const { url } = readEnv().app;
  const ours = checkSameOrigin(request, url);
  const issued = ours.ok ? await issueLoginNonce() : ours;
  return issued.ok
    ? Response.json(issued.value, { headers: { 'cache-control': 'no-store' } })
    : authProblem(issued.error, url);
};
