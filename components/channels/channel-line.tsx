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
} from './channel-shape.ts';

const deliveriesSchema = z.object({ deliveries: z.array(deliverySchema) });
const read = (answer: unknown): readonly Delivery[] => deliveriesSchema.parse(answer).deliveries;

const subjectOf = ({ phase, kind }: Delivery): string => {
  if (phase === 'test') return 'A test';
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

type Props = { readonly channel: Channel; readonly test: () => void; readonly remove: () => void };

/** One channel: as much of its address as is told, what it heard last, and what can be done with it. */
export function ChannelLine({ channel, test, remove }: Props) {
  const { id, kind, name, hint, forOperators, quiet, lastDelivery } = channel;
  const [open, setOpen] = useState(false);
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
            Sent<span className="sr-only"> to {name}</span>
          </button>
          <button type="button" className={BUTTON.quiet} onClick={test}>
            Test<span className="sr-only"> {name}</span>
          </button>
          <button type="button" className={BUTTON.quiet} onClick={remove}>
            Remove<span className="sr-only"> {name}</span>
          </button>
        </span>
      </div>
      {open && <Deliveries id={id} />}
    </li>
  );
}
