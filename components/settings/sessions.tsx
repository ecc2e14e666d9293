'use client';

import * as z from 'zod/mini';
import { endEverySession } from '../session/end-session.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useRows } from './use-rows.ts';

const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      isThis: z.boolean(),
      userAgent: z.nullable(z.string()),
      createdAtSeconds: z.number(),
      lastSeenAtSeconds: z.number(),
      endsAtSeconds: z.number(),
    }),
  ),
});
type Session = z.infer<typeof sessionsSchema>['sessions'][number];
const read = (answer: unknown): readonly Session[] => sessionsSchema.parse(answer).sessions;

/** What a browser calls itself, short: the part that people know. */
const browserOf = (userAgent: string | null): string =>
  /(Firefox|Edg|OPR|Chrome|Safari)\/\d+/.exec(userAgent ?? '')?.[0].replace('/', ' ') ?? 'An unknown program';

/** Where somebody is signed in, and the way out of each. */
export function Sessions() {
  const { rows, said, say, reload } = useRows('/api/sessions', read);
  const end = async ({ id }: Session): Promise<void> => {
    const answer = await apiRequest('DELETE', `/api/sessions/${id}`);
    say(answer.ok ? 'That session is over.' : answer.problem.detail);
    await reload();
  };
  const endAll = (): void => {
    endEverySession().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
  };
  return (
    <Section title="Where you are signed in">
      {rows === null && <Skeleton label="Asking where you are signed in" rows={2} />}
      <ul>
        {rows?.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-2"
          >
            <span>
              {browserOf(session.userAgent)}
              {session.isThis && <strong className="font-semibold">, this one</strong>}
              <span className="block text-ink-soft">
                since {formatInstant(session.createdAtSeconds)}, last seen{' '}
                {formatInstant(session.lastSeenAtSeconds)}, ends {formatInstant(session.endsAtSeconds)}
              </span>
            </span>
            {!session.isThis && (
              <button type="button" className={BUTTON.quiet} onClick={() => void end(session)}>
                End this session
              </button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="text-warn">
        {said}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-3">
        <button type="button" className={BUTTON.quiet} onClick={endAll}>
          End every session, this one too
        </button>
        <p className="min-w-[min(100%,15rem)] flex-1 text-pretty text-ink-soft">
          API tokens go on working: they are revoked one by one below.
        </p>
      </div>
    </Section>
  );
}
