'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import type { IndexAccountDto } from '../../lib/api/index-accounts.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { Section } from '../ui/section.tsx';
import { useListening } from '../ui/use-listening.ts';
import { NameAndCap } from './name-and-cap.tsx';
import { ToldLine } from './told-line.tsx';
import { typedIn } from './typed-form.ts';
import { useAsked } from './use-asked.ts';

const SWITCH = {
  open: { next: 'closed', word: 'Close it: take nothing in' },
  closed: { next: 'open', word: 'Open it again' },
} as const;
const FIELDS = ['name', 'capUsd'];

/** An account's name, cap and state, changed by its owner. */
export function AccountForm({ account }: { readonly account: IndexAccountDto }) {
  const router = useRouter();
  const { form, busy, told, ask } = useAsked(FIELDS);
  const isListening = useListening();
  const change = (body: object): void =>
    void ask({
      send: () => apiRequest('PATCH', `/api/accounts/${account.id}`, body),
      done: () => {
        router.refresh();
        return 'Changed.';
      },
    });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const textOf = typedIn(event.currentTarget);
    change({ name: textOf('name'), capUsd: textOf('capUsd') });
  };
  const switched = account.state === 'held' ? null : SWITCH[account.state];
  return (
    <Section title="Name, cap and state">
      <form ref={form} onSubmit={submit} className="space-y-4 border-t border-line pt-3">
        <NameAndCap faults={told.faults} name={account.name} capUsd={account.capUsd} />
        <div className="flex flex-wrap gap-3">
          <button type="submit" disabled={!isListening || busy} className={BUTTON.quiet}>
            Change name and cap
          </button>
          {/* A held one is opened where it says why. */}
          {switched !== null && (
            <button
              type="button"
              disabled={busy}
              className={BUTTON.quiet}
              onClick={() => change({ state: switched.next })}
            >
              {switched.word}
            </button>
          )}
        </div>
        <ToldLine told={told} />
      </form>
    </Section>
  );
}
