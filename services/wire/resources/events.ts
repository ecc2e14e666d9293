import 'server-only';
import type { Caller } from '../../../lib/api/caller.ts';
import { followEvents as declared, readPlace, type StreamPlace, TOPICS } from '../../../lib/api/events.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { EventHub } from '../../events/event-hub.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { listenToStreams } from '../../store/listen-to-streams.ts';
import { hasStreamPlace, readStreamEvents, readStreamHead } from '../../store/stream-events.ts';
import { serve, visitorOf } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';
import { logOf } from '../operation/log-of.ts';

/** Shorter than `maxDuration` of the route: a host that cuts a stream off leaves no end in it. */
const LASTS_MS = 240_000;

const openHub = (): EventHub<Caller> => {
  const env = readEnv();
  const log = logOf(env);
  return new EventHub({
    listen: async (calls) => {
      const { directDbUrl } = env.app;
      return directDbUrl === null
        ? fail('database-unavailable', 'No database is configured.')
        : asDatabaseResult(() => listenToStreams(directDbUrl, calls));
    },
    begin: (viewer, after) =>
      onAppDatabase((sql) =>
        asViewer(sql, viewer, async (transaction) => {
          if (after !== null && (await hasStreamPlace(transaction, after)))
            return { place: after, isReset: false };
          return { place: (await readStreamHead(transaction)).head, isReset: after !== null };
        }),
      ),
    read: (viewer, after) =>
      onAppDatabase((sql) =>
        asViewer(sql, viewer, (transaction) =>
          readStreamEvents(transaction, {
            viewer: viewer.kind === 'anonymous' ? null : viewer.address,
            after,
          }),
        ),
      ),
    nowMs: systemClock.monotonicMs,
    warn: (what) => log.warn(what, 'streams-fail'),
  });
};

// Each route is a bundle of its own, and is loaded again by a server under development; the process listens once.
const KEY = Symbol.for('1balancer.event-hub');
const shared = globalThis as typeof globalThis & { [KEY]?: EventHub<Caller> };

const proofOf = (caller: Caller): string | null =>
  caller.kind === 'anonymous' ? null : caller.kind === 'session' ? caller.sessionId : caller.tokenId;

/** Whether a request still proves what it did. */
const stillProves = async (request: Request, caller: Caller): Promise<Result<boolean>> => {
  const now = await callerOf(request);
  if (now.ok) return ok(proofOf(now.value) === proofOf(caller));
  return now.error.code === 'unauthorised' ? ok(false) : now;
};

/** Before all events, and so before what is kept. */
const UNKNOWN: StreamPlace = { transactionId: 0n, id: 0n };

/** A header wins: a browser that comes back by itself sends it along with the address it began with. */
const placeAskedFor = ({ headers }: Request, after: string | undefined): StreamPlace | null => {
  const asked = headers.get('last-event-id') ?? after ?? null;
  return asked === null ? null : (readPlace(asked) ?? UNKNOWN);
};

export const followEvents = serve(declared, async ({ query, caller, request }) => {
  shared[KEY] ??= openHub();
  const { portfolioId, topics, after } = query;
  const opened = await shared[KEY].follow({
    ...{ viewer: caller, address: visitorOf(request), lastsMs: LASTS_MS, signal: request.signal },
    viewerKey: caller.kind === 'anonymous' ? '' : caller.address,
    userId: caller.kind === 'anonymous' ? null : caller.userId,
    after: placeAskedFor(request, after),
    filter: {
      portfolioId: portfolioId ?? null,
      topics: topics === undefined ? null : TOPICS.filter((topic) => topics.split(',').includes(topic)),
    },
    hasAccess: async () => (caller.kind === 'anonymous' ? ok(true) : stillProves(request, caller)),
  });
  if (!opened.ok) return opened;
  return ok(
    new Response(opened.value, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // Packed or gathered by a proxy, events would come late.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    }),
  );
});
