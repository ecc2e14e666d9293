'use client';

import { useState } from 'react';
import * as z from 'zod/mini';
import { ShownOnce } from '../settings/shown-once.tsx';
import { useRows } from '../settings/use-rows.ts';
import { apiRequest } from '../ui/api-request.ts';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ChannelForm } from './channel-form.tsx';
import { ChannelLine } from './channel-line.tsx';
import { type Channel, channelSchema } from './channel-shape.ts';

const listSchema = z.object({ channels: z.array(channelSchema) });
const read = (answer: unknown): readonly Channel[] => listSchema.parse(answer).channels;

type Props = { readonly canSeal: boolean; readonly mayOperate: boolean };

/** Channel and code of an address that was followed from a message; a code never reaches a server by it. */
const followed = (): readonly string[] =>
  /^#confirm=([0-9a-f-]{36})\.([\w-]{1,100})$/.exec(window.location.hash) ?? [];

/** The signed-in person's channels: what each was told last, a test, its end, and a new one. */
export function Channels({ canSeal, mayOperate }: Props) {
  const { rows, said, say, reload } = useRows('/api/channels', read);
  const [secret, setSecret] = useState<string | null>(null);
  const [, confirming, code = ''] = followed();
  const test = async ({ id }: Channel): Promise<void> => {
    const answer = await apiRequest('POST', `/api/channels/${id}/test`);
    say(
      answer.ok
        ? 'The next tick sends a test; what came of it stands under “What was sent”.'
        : answer.problem.detail,
    );
    await reload();
  };
  const remove = async ({ id }: Channel): Promise<void> => {
    const answer = await apiRequest('DELETE', `/api/channels/${id}`);
    say(answer.ok ? 'Removed, with its address and what it was told.' : answer.problem.detail);
    await reload();
  };
  return (
    <div className="space-y-10">
      <Section title="Your channels">
        {rows === null && <Skeleton label="Asking for your channels" rows={2} />}
        {rows?.length === 0 && (
          <p className="border-t border-line py-2.5 text-ink-soft">
            You have none: alerts stand on the portfolio’s own page only.
          </p>
        )}
        <ul>
          {rows?.map((channel) => (
            <ChannelLine
              key={channel.id}
              channel={channel}
              test={() => void test(channel)}
              remove={() => void remove(channel)}
              given={channel.id === confirming ? code : ''}
              say={say}
              reload={reload}
            />
          ))}
        </ul>
        {secret !== null && (
          <ShownOnce
            text={secret}
            what="the secret"
            note="What each message is signed with. It is shown now and never again."
          />
        )}
        <p role="status" className="text-warn">
          {said}
        </p>
      </Section>
      {canSeal ? (
        <ChannelForm
          mayOperate={mayOperate}
          say={say}
          onMade={(made) => {
            say(null);
            setSecret(made);
            void reload();
          }}
        />
      ) : (
        <Section
          title="Add a channel"
          empty="No channel can be added here: this installation has no key to seal its address with. Its operator sets SECRETS_KEY."
        />
      )}
    </div>
  );
}
