'use client';

import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { Section } from '../ui/section.tsx';
import { useListening } from '../ui/use-listening.ts';
import { type Channel, KIND_WORDS, minuteOf } from './channel-shape.ts';

type Kind = Channel['kind'];
type Field = { readonly name: string; readonly label: string; readonly hidden?: boolean };

const KINDS: readonly Kind[] = ['webhook', 'discord', 'slack', 'telegram', 'email'];
/** What is asked of each kind's address. */
const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  webhook: [{ name: 'url', label: 'Address, https' }],
  discord: [{ name: 'url', label: 'Address of its webhook' }],
  slack: [{ name: 'url', label: 'Address of its incoming webhook' }],
  telegram: [
    { name: 'botToken', label: 'Token of a bot', hidden: true },
    { name: 'chatId', label: 'Number of a chat, or a channel’s @name' },
  ],
  email: [{ name: 'to', label: 'Mail address' }],
};

const madeSchema = z.object({ secret: z.nullable(z.string()) });

/** Hours in which warnings wait; null: none. `wrong` where only one of the two is given. */
const quietOf = (typed: FormData) => {
  const fromMinute = minuteOf(String(typed.get('quietFrom')));
  const toMinute = minuteOf(String(typed.get('quietTo')));
  if (fromMinute === null && toMinute === null) return null;
  return fromMinute === null || toMinute === null ? ('wrong' as const) : { fromMinute, toMinute };
};

type Props = {
  readonly mayOperate: boolean;
  readonly say: (words: string) => void;
  /** With what its messages are signed, for a webhook. */
  readonly onMade: (secret: string | null) => void;
};

/** Another channel, whose address is sealed by the server and never shown again. */
export function ChannelForm({ mayOperate, say, onMade }: Props) {
  const [kind, setKind] = useState<Kind>('webhook');
  const [busy, setBusy] = useState(false);
  const isListening = useListening();
  const add = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const quiet = quietOf(typed);
    if (quiet === 'wrong') return say('Quiet hours have a beginning and an end: give both, or neither.');
    setBusy(true);
    const answer = await apiRequest('POST', '/api/channels', {
      name: String(typed.get('name') ?? ''),
      address: Object.fromEntries([
        ['kind', kind],
        ...FIELDS[kind].map(({ name }) => [name, String(typed.get(name) ?? '').trim()]),
      ]),
      quiet,
      forOperators: typed.get('forOperators') === 'on',
    });
    setBusy(false);
    if (!answer.ok) return say(answer.problem.errors[0]?.message ?? answer.problem.detail);
    form.reset();
    onMade(madeSchema.parse(answer.value).secret);
  };
  return (
    <Section title="Add a channel">
      <form onSubmit={(event) => void add(event)} className="space-y-3 border-t border-line pt-3">
        <div className="flex flex-wrap items-end gap-4">
          <label className="block">
            <span className="block text-ink-soft">Kind</span>
            <select
              value={kind}
              disabled={!isListening}
              onChange={({ target }) => setKind(KINDS.find((each) => each === target.value) ?? kind)}
              className={FIELD}
            >
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {KIND_WORDS[each]}
                </option>
              ))}
            </select>
          </label>
          {FIELDS[kind].map(({ name, label, hidden = false }) => (
            <label key={`${kind} ${name}`} className="block min-w-0">
              <span className="block text-ink-soft">{label}</span>
              <input
                name={name}
                type={hidden ? 'password' : 'text'}
                required
                autoComplete="off"
                className={`${FIELD} w-80`}
              />
            </label>
          ))}
          <label className="block">
            <span className="block text-ink-soft">Your name for it</span>
            <input name="name" maxLength={80} autoComplete="off" className={FIELD} />
          </label>
        </div>
        <div className="flex flex-wrap items-end gap-4">
          <label className="block">
            <span className="block text-ink-soft">Warnings wait from, UTC</span>
            <input name="quietFrom" type="time" className={FIELD} />
          </label>
          <label className="block">
            <span className="block text-ink-soft">until, UTC</span>
            <input name="quietTo" type="time" className={FIELD} />
          </label>
          <p className="max-w-prose text-pretty text-ink-soft">What is critical is told at any hour.</p>
        </div>
        {mayOperate && (
          <label className="flex min-h-8 cursor-pointer items-center gap-2">
            <input type="checkbox" name="forOperators" className="size-4 accent-(--accent)" />
            Of the whole system too, as long as you are an operator
          </label>
        )}
        <button type="submit" disabled={busy} className={BUTTON.quiet}>
          Add this channel
        </button>
        <p className="max-w-prose text-pretty text-ink-soft">
          Its address is sealed as soon as it arrives. Nobody is shown it again, you neither.
        </p>
      </form>
    </Section>
  );
}
