'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { CashDto } from '../../lib/api/cash.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { useListening } from '../ui/use-listening.ts';

type Profile = NonNullable<CashDto['profile']>;

const PROFILES: readonly { readonly profile: Profile; readonly words: string }[] = [
  { profile: 'conservative', words: 'Conservative: looked at weekly, two chains' },
  { profile: 'balanced', words: 'Balanced: daily, three chains' },
  { profile: 'aggressive', words: 'Aggressive: four times a day, three chains' },
];

type Said = { readonly tone: 'soft' | 'warn'; readonly sentence: string } | null;

const LOOKS: Readonly<Record<string, string>> = {
  due: 'The next tick looks at it.',
  'under-way': 'It is being looked at right now.',
};

/** By which profile an owner's USDC is moved, and a look that is asked for. Neither moves anything by itself. */
export function CashControls({ profile }: { readonly profile: Profile | null }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<Profile>(profile ?? 'balanced');
  const [before, setBefore] = useState(profile);
  // In place: what was just said stands, and whoever is about to press the next button loses neither it nor its answer.
  if (before !== profile) {
    setBefore(profile);
    setChosen(profile ?? 'balanced');
  }
  const [isAsking, setAsking] = useState(false);
  const isListening = useListening();
  const [said, setSaid] = useState<Said>(null);
  const ask = async (
    request: ReturnType<typeof apiRequest>,
    done: (value: unknown) => string,
  ): Promise<void> => {
    setAsking(true);
    setSaid({ tone: 'soft', sentence: 'Asking…' });
    const answer = await request;
    setAsking(false);
    if (!answer.ok) return setSaid({ tone: 'warn', sentence: problemSentence(answer.problem) });
    setSaid({ tone: 'soft', sentence: done(answer.value) });
    router.refresh();
  };
  const choose = (): Promise<void> =>
    ask(
      apiRequest('PUT', '/api/cash/profile', { profile: chosen }),
      () => 'Chosen. The next look goes by it.',
    );
  const look = (): Promise<void> =>
    ask(
      apiRequest('POST', '/api/rebalance', { dryRun: false }),
      (value) => LOOKS[(value as { readonly state?: string } | null)?.state ?? ''] ?? '',
    );
  return (
    <div>
      <div className="flex flex-wrap items-end gap-3">
        <label className="block min-w-0">
          <span className="block pb-1 text-ink-soft">Profile</span>
          <select
            value={chosen}
            disabled={!isListening}
            onChange={({ target }) =>
              setChosen(PROFILES.find((one) => one.profile === target.value)?.profile ?? chosen)
            }
            className={`${FIELD} block w-full`}
          >
            {PROFILES.map((one) => (
              <option key={one.profile} value={one.profile}>
                {one.words}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          disabled={isAsking || chosen === profile}
          onClick={() => void choose()}
          className={profile === null ? BUTTON.accent : BUTTON.quiet}
        >
          Use this profile
        </button>
        {profile !== null && (
          <button type="button" disabled={isAsking} onClick={() => void look()} className={BUTTON.quiet}>
            Ask for a look
          </button>
        )}
      </div>
      <p
        role="status"
        className={`min-h-6 pt-1 text-pretty ${said?.tone === 'warn' ? 'text-warn' : 'text-ink-soft'}`}
      >
        {said?.sentence}
      </p>
    </div>
  );
}
