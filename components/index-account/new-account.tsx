'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { CUSTODY_CONFIRMATION } from '../../lib/intents/custody.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { Section } from '../ui/section.tsx';
import { useListening } from '../ui/use-listening.ts';
import { NameAndCap } from './name-and-cap.tsx';
import { ToldLine } from './told-line.tsx';
import { typedIn } from './typed-form.ts';
import { useAsked } from './use-asked.ts';

const madeSchema = z.object({ id: z.string() });
const FIELDS = ['name', 'capUsd'];

/** Makes an account, once somebody has said that they know who can move its money. */
export function NewAccount() {
  const router = useRouter();
  const [knows, setKnows] = useState(false);
  const isListening = useListening();
  const { form, busy, told, ask } = useAsked(FIELDS);
  const make = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const textOf = typedIn(event.currentTarget);
    const body = { name: textOf('name'), capUsd: textOf('capUsd'), custody: CUSTODY_CONFIRMATION };
    void ask({
      send: () => apiRequest('POST', '/api/accounts', body),
      done: (value) => {
        router.push(`/accounts/${madeSchema.parse(value).id}`);
        return 'It is made.';
      },
    });
  };
  return (
    <Section title="A new account">
      <form ref={form} onSubmit={make} className="space-y-4 border-t border-line pt-3">
        <label className="flex min-h-8 cursor-pointer items-start gap-2">
          <input
            type="checkbox"
            checked={knows}
            disabled={!isListening}
            onChange={({ target }) => setKnows(target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          <span className="max-w-prose text-pretty">I say: “{CUSTODY_CONFIRMATION}”</span>
        </label>
        <fieldset disabled={!knows || busy} className="min-w-0 space-y-4">
          <legend className="sr-only">Name and cap</legend>
          <NameAndCap faults={told.faults} />
          <button type="submit" className={BUTTON.accent}>
            Make the account
          </button>
        </fieldset>
        <ToldLine told={told} />
      </form>
    </Section>
  );
}
