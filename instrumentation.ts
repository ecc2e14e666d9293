import type { Instrumentation } from 'next';

/** What breaks a page while it is made is told as a bug of a route is: in the log, and where SENTRY_DSN says. `routePath` names no portfolio. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath }) => {
  // The bundler puts a constant in its place, and leaves the rest out of what runs at an edge.
  // biome-ignore lint/style/noProcessEnv: no setting
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { tellRouteBug } = await import('./services/wire/operation/route-bug.ts');
  await tellRouteBug(error, 'page-bug', { routePath });
};
