import { fail, ok, type Result } from '../../lib/result.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Another site on the same registrable domain is no more us than a stranger's. */
const OURS = new Set(['same-origin', 'none']);

/**
 * Whether a request that a cookie speaks for comes from our own pages: anybody's page can make a browser send it. `appOrigin` is the
 * configured one; what the request says of its host counts for nothing. Reads pass, for they change nothing, and so does what carries
 * neither header: every browser sends one of them with such a request, so that none sent it. Fails with `cross-origin`.
 */
export const checkSameOrigin = (
  { method, headers }: Pick<Request, 'method' | 'headers'>,
  appOrigin: string,
): Result<null> => {
  if (READS.has(method.toUpperCase())) return ok(null);
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site !== null && !OURS.has(site))
    return fail(
      'cross-origin',
      'The request comes from a page of another site; only our own may change something.',
    );
  return origin === null || origin === appOrigin
    ? ok(null)
    : fail('cross-origin', `The request comes from another origin than ${appOrigin}, which is ours.`);
};
