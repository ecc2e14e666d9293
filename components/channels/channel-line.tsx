'use client';

import { useState } from 'react';
import * as z from 'zod/mini';
import { useRows } from '../settings/use-rows.ts';
import { BUTTON } from '../ui/button.ts';
import { formatInstant } from '../ui/format.ts';
import {
  type Channel,
  clockOf,
  type Delivery,
  deliverySchema,
  KIND_WORDS,
  STATUS_WORDS,
  unconfirmedWords,
} from './channel-shape.ts';
import { ConfirmChannel } from './confirm-channel.tsx';

const deliveriesSchema = z.object({ deliveries: z.array(deliverySchema) });
const read = (answer: unknown): readonly Delivery[] => deliveriesSchema.parse(answer).deliveries;

const subjectOf = ({ phase, kind }: Delivery): string => {
  if (phase === 'test') return 'A test';
  if (phase === 'confirm') return 'A code';
  const alert = (kind ?? '').toLowerCase().replaceAll('_', ' ');
  return phase === 'raised' ? `${alert}, begun` : `${alert}, passed`;
};

function Deliveries({ id }: { readonly id: string }) {
  const { rows, said, reload } = useRows(`/api/channels/${id}/deliveries`, read);
  return (
    <div className="pt-2">
      <ul>
        {rows?.map((delivery) => (
          <li key={delivery.id} className="border-t border-line py-2 text-pretty">
            {subjectOf(delivery)}: {STATUS_WORDS[delivery.status]}
            <span className="block text-ink-soft">
              {formatInstant(delivery.endedAtSeconds ?? delivery.createdAtSeconds)}, tried {delivery.attempts}{' '}
              {delivery.attempts === 1 ? 'time' : 'times'}
              {delivery.lastError !== null && `, at last: ${delivery.lastError}`}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="text-ink-soft">
        {said ?? (rows?.length === 0 ? 'Nothing was sent yet.' : null)}
      </p>
      <button type="button" className={BUTTON.quiet} onClick={() => void reload()}>
        Look again
      </button>
    </div>
  );
}

type Props = {
  readonly channel: Channel;
  readonly test: () => void;
  readonly remove: () => void;
  /** A code that was followed here from a message to this channel; empty: none. */
  readonly given: string;
  readonly say: (words: string) => void;
  readonly reload: () => Promise<void>;
};

/** One channel: as much of its address as is told, what it heard last, and what can be done with it. */
export function ChannelLine({ channel, test, remove, given, say, reload }: Props) {
  const { id, kind, name, hint, forOperators, quiet, lastDelivery } = channel;
  const [open, setOpen] = useState(false);
  const unconfirmed = unconfirmedWords(channel);
  const isTold = kind !== 'email' || unconfirmed === null;
  return (
    <li className="border-t border-line py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 wrap-anywhere">
          {name} <span className="text-ink-soft">{hint}</span>
          <span className="block text-ink-soft">
            {KIND_WORDS[kind]}
            {forOperators && ', of the whole system too'}
            {quiet !== null &&
              `, warnings wait from ${clockOf(quiet.fromMinute)} to ${clockOf(quiet.toMinute)} UTC`}{' '}
            ·{' '}
            {lastDelivery === null
              ? 'nothing sent yet'
              : `last message ${STATUS_WORDS[lastDelivery.status]}, ${formatInstant(lastDelivery.atSeconds)}`}
          </span>
        </span>
        <span className="flex flex-wrap gap-2">
          <button type="button" className={BUTTON.quiet} aria-expanded={open} onClick={() => setOpen(!open)}>
            What was sent<span className="sr-only"> to {name}</span>
          </button>
          {isTold && (
            <button type="button" className={BUTTON.quiet} onClick={test}>
              Test<span className="sr-only"> {name}</span>
            </button>
          )}
          <button type="button" className={BUTTON.quiet} onClick={remove}>
            Remove<span className="sr-only"> {name}</span>
          </button>
        </span>
      </div>
      {unconfirmed !== null && (
        <ConfirmChannel {...{ id, name, given, say, reload }}>{unconfirmed}</ConfirmChannel>
      )}
      {open && <Deliveries id={id} />}
    </li>
  );
}
