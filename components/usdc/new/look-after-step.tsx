'use client';

import { useState } from 'react';
import type { CashProfile } from '../../../lib/cash/cash-policy.ts';
import { PageLink } from '../../shell/page-link.tsx';
import { apiRequest, problemSentence } from '../../ui/api-request.ts';
import { Word } from '../../ui/word.tsx';
import { Button } from '../../wallet/button.tsx';
import { useSession } from '../../wallet/use-session.ts';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';

type Props = {
  readonly number: number;
  readonly profile: CashProfile;
  readonly isCreated: boolean;
  readonly wallet: ConnectedWallet;
};

/** Tells the server by which profile it is moved. The contracts are their owner's with or without; without one the bot moves nothing. */
export function LookAfterStep({ number, profile, isCreated, wallet }: Props) {
  const session = useSession(wallet);
  const [said, setSaid] = useState<string | null>(null);
  const [stage, setStage] = useState<'open' | 'asking' | 'done'>('open');
  const signedIn = session.address === wallet.account.toLowerCase();
  const choose = async (): Promise<void> => {
    setStage('asking');
    setSaid('Asking…');
    const answer = await apiRequest('PUT', '/api/cash/profile', { profile });
    setStage(answer.ok ? 'done' : 'open');
    setSaid(answer.ok ? null : problemSentence(answer.problem));
  };
  const hint =
    isCreated && !signedIn
      ? 'Sign in above first.'
      : 'Without a profile nothing is looked at and nothing moves. Nothing is sent to the chain.';
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
      <span>
        {number}. Have it looked after by the profile “{profile}”
        <span role="status" className="block text-ink-soft">
          {said ?? hint}
        </span>
      </span>
      {stage === 'done' ? (
        <span>
          <Word tone="good" icon="check">
            Done
          </Word>{' '}
          <PageLink href="/usdc" className="underline">
            See your USDC
          </PageLink>
        </span>
      ) : (
        <Button
          look="accent"
          disabled={!isCreated || !signedIn || stage === 'asking'}
          onClick={() => void choose()}
        >
          Have it looked after
        </Button>
      )}
    </li>
  );
}
