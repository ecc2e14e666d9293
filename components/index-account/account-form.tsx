'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import type { IndexAccountDto } from '../../lib/api/index-accounts.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { Section } from '../ui/section.tsx';
import { INPUT } from './input.ts';

const SWITCH = {
  open: { next: 'closed', word: 'Close it: take nothing in' },
  closed: { next: 'open', word: 'Open it again' },
  held: { next: 'open', word: 'I have looked: open it again' },
} as const;

/** An account's name, cap and state, changed by its owner. */
export function AccountForm({ account }: { readonly account: IndexAccountDto }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const change = async (body: object): Promise<void> => {
    setBusy(true);
    const answer = await apiRequest('PATCH', `/api/accounts/${account.id}`, body);
    setBusy(false);
    say(answer.ok ? 'Changed.' : (answer.problem.errors[0]?.message ?? answer.problem.detail));
    if (answer.ok) router.refresh();
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const textOf = (name: string): string => String(typed.get(name) ?? '').trim();
    void change({ name: textOf('name'), capUsd: textOf('capUsd') });
  };
  const { next, word } = SWITCH[account.state];
  return (
    <Section title="Name, cap and state">
      <form onSubmit={submit} className="space-y-3 border-t border-line pt-3">
        <div className="flex flex-wrap items-end gap-4">
          <label className="block min-w-0">
            <span className="block text-ink-soft">Your name for it</span>
            <input
              name="name"
              maxLength={80}
              autoComplete="off"
              defaultValue={account.name}
              className={`${INPUT} w-64`}
            />
          </label>
          <label className="block min-w-0">
            <span className="block text-ink-soft">Takes in up to, US dollars</span>
            <input
              name="capUsd"
              required
              inputMode="decimal"
              autoComplete="off"
              defaultValue={account.capUsd}
              className={`${INPUT} w-40`}
            />
          </label>
          <button type="submit" disabled={busy} className={BUTTON.quiet}>
            Change name and cap
          </button>
          <button
            type="button"
            disabled={busy}
            className={BUTTON.quiet}
            onClick={() => void change({ state: next })}
          >
            {word}
          </button>
        </div>
        <p role="status" className="text-ink-soft">
          {said}
        </p>
      </form>
    </Section>
  );
}
