'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import type { IndexDto } from '../../lib/api/indexes.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { unbroken } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { INPUT } from './input.ts';
import { sharesText, typedShares } from './typed-shares.ts';

const SCHEDULES = [
  { everySeconds: 3_600, word: 'Every hour' },
  { everySeconds: 86_400, word: 'Every day' },
  { everySeconds: 604_800, word: 'Every week' },
] as const;

const triedSchema = z.object({
  look: z.nullable(z.object({ sentence: z.string() })),
  swaps: z.array(z.unknown()),
});

const triedWords = (value: unknown): string => {
  const { look, swaps } = triedSchema.parse(value);
  const swapped = swaps.length === 1 ? 'one swap' : `${swaps.length} swaps`;
  return unbroken(`${look?.sentence ?? ''} A look now would make ${swapped}. Nothing was done.`.trim());
};

type Props = { readonly id: string; readonly index: IndexDto | null };

/** What an account is to hold, written by its owner; and a look that is asked for, or tried. Nothing here trades by itself. */
export function IndexForm({ id, index }: Props) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const ask = async (
    method: 'PUT' | 'POST',
    [path, body]: readonly [string, object],
    done: (value: unknown) => string,
  ): Promise<void> => {
    setBusy(true);
    const answer = await apiRequest(method, `/api/accounts/${id}/${path}`, body);
    setBusy(false);
    if (!answer.ok) return say(answer.problem.errors[0]?.message ?? answer.problem.detail);
    say(done(answer.value));
    router.refresh();
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const allocations = typedShares(String(typed.get('shares') ?? ''));
    if (typeof allocations === 'string') {
      say(allocations);
      return;
    }
    const schedule = {
      everySeconds: Number(typed.get('everySeconds')),
      bandBps: index?.schedule.bandBps ?? null,
    };
    const body = { name: String(typed.get('name') ?? '').trim(), allocations, schedule };
    void ask('PUT', ['index', body], () => 'Kept. The next tick looks at it.');
  };
  const every = index?.schedule.everySeconds ?? 3_600;
  return (
    <Section title={index === null ? 'Give it an index' : 'Its shares'}>
      <form onSubmit={submit} className="space-y-3 border-t border-line pt-3">
        <fieldset disabled={busy} className="space-y-3">
          <legend className="sr-only">What the account is to hold</legend>
          <label className="block min-w-0">
            <span className="block text-ink-soft">Your name for the index</span>
            <input
              name="name"
              maxLength={80}
              autoComplete="off"
              defaultValue={index?.name ?? ''}
              className={`${INPUT} w-64`}
            />
          </label>
          <label className="block min-w-0">
            <span className="block text-ink-soft">
              Shares: a token as the verifier counts it and its per cent on each line, 100 in all
            </span>
            <textarea
              name="shares"
              required
              rows={6}
              spellCheck={false}
              defaultValue={sharesText(index?.allocations ?? [])}
              className={`${INPUT} w-full max-w-[36rem] py-2 font-mono`}
            />
          </label>
          <label className="block min-w-0">
            <span className="block text-ink-soft">Brought back to them</span>
            <select name="everySeconds" defaultValue={every} className={INPUT}>
              {SCHEDULES.every(({ everySeconds }) => everySeconds !== every) && (
                <option value={every}>Every {every} seconds</option>
              )}
              {SCHEDULES.map(({ everySeconds, word }) => (
                <option key={everySeconds} value={everySeconds}>
                  {word}
                </option>
              ))}
            </select>
          </label>
          <div className="flex flex-wrap gap-4">
            <button type="submit" className={BUTTON.accent}>
              Keep these shares
            </button>
            {index !== null && (
              <>
                <button
                  type="button"
                  className={BUTTON.quiet}
                  onClick={() => void ask('POST', ['rebalance', { dryRun: true }], triedWords)}
                >
                  What would a look do now?
                </button>
                <button
                  type="button"
                  className={BUTTON.quiet}
                  onClick={() => void ask('POST', ['rebalance', {}], () => 'The next tick looks at it.')}
                >
                  Look with the next tick
                </button>
              </>
            )}
          </div>
        </fieldset>
        <p role="status" className="max-w-prose text-pretty text-ink-soft">
          {said}
        </p>
      </form>
    </Section>
  );
}
