'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { CUSTODY_CONFIRMATION } from '../../lib/intents/custody.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { Section } from '../ui/section.tsx';
import { INPUT } from './input.ts';

const madeSchema = z.object({ id: z.string() });

/** Makes an account, once somebody has said that they know who can move its money. */
export function NewAccount() {
  const router = useRouter();
  const [knows, setKnows] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const make = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await apiRequest('POST', '/api/accounts', {
      name: String(typed.get('name') ?? '').trim(),
      capUsd: String(typed.get('capUsd') ?? '').trim(),
      custody: CUSTODY_CONFIRMATION,
    });
    setBusy(false);
    if (!answer.ok) return say(answer.problem.errors[0]?.message ?? answer.problem.detail);
    router.push(`/accounts/${madeSchema.parse(answer.value).id}`);
  };
  return (
    <Section title="A new account">
      <form onSubmit={(event) => void make(event)} className="space-y-3 border-t border-line pt-3">
        <label className="flex min-h-8 cursor-pointer items-start gap-2">
          <input
            type="checkbox"
            checked={knows}
            onChange={({ target }) => setKnows(target.checked)}
            className="mt-1 size-4 accent-(--accent)"
          />
          <span className="max-w-prose text-pretty">I say: “{CUSTODY_CONFIRMATION}”</span>
        </label>
        <fieldset disabled={!knows || busy} className="flex flex-wrap items-end gap-4">
          <legend className="sr-only">Name and cap</legend>
          <label className="block min-w-0">
            <span className="block text-ink-soft">Your name for it</span>
            <input name="name" maxLength={80} autoComplete="off" className={`${INPUT} w-64`} />
          </label>
          <label className="block min-w-0">
            <span className="block text-ink-soft">Takes in up to, US dollars</span>
            <input
              name="capUsd"
              required
              inputMode="decimal"
              autoComplete="off"
              className={`${INPUT} w-40`}
            />
          </label>
          <button type="submit" className={BUTTON.accent}>
            Make the account
          </button>
        </fieldset>
        <p role="status" className="text-warn">
          {said}
        </p>
      </form>
    </Section>
  );
}
