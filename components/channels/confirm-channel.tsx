'use client';

import { type FormEvent, useState } from 'react';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';

type Props = {
  readonly id: string;
  readonly name: string;
  readonly given: string;
  readonly say: (words: string) => void;
  readonly reload: () => Promise<void>;
  readonly children: string;
};

/** Asks for a code that is sent to the channel, and takes it. */
export function ConfirmChannel({ id, name, given, say, reload, children }: Props) {
  const [code, setCode] = useState(given);
  const [busy, setBusy] = useState(false);
  const post = async (path: string, body: object | undefined, done: string): Promise<void> => {
    setBusy(true);
    const answer = await apiRequest('POST', `/api/channels/${id}/${path}`, body);
    setBusy(false);
    say(answer.ok ? done : answer.problem.detail);
    if (answer.ok) await reload();
  };
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    void post('confirmation', { code: code.trim() }, 'Confirmed.');
  };
  return (
    <form onSubmit={confirm} className="pt-2">
      <p className="max-w-prose text-pretty text-warn">{children}</p>
      <div className="flex flex-wrap items-end gap-2 pt-1">
        <label className="block min-w-0">
          <span className="block text-ink-soft">
            Code<span className="sr-only"> of {name}</span>
          </span>
          <input
            value={code}
            onChange={({ target }) => setCode(target.value)}
            maxLength={100}
            autoComplete="one-time-code"
            className={`${FIELD} w-80`}
          />
        </label>
        <button type="submit" disabled={busy || code.trim() === ''} className={BUTTON.quiet}>
          Confirm<span className="sr-only"> {name}</span>
        </button>
        <button
          type="button"
          disabled={busy}
          className={BUTTON.quiet}
          onClick={() => void post('code', undefined, 'The next tick sends a code; it is good for a day.')}
        >
          Send a code<span className="sr-only"> to {name}</span>
        </button>
      </div>
    </form>
  );
}
