'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Address } from 'viem';
import type { Draft } from '../../lib/creation/draft.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';
import { problemOf } from '../wallet/session-requests.ts';
import { useSession } from '../wallet/use-session.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

type Props = {
  readonly number: number;
  readonly draft: Draft;
  readonly chainId: number;
  readonly portfolio: Address;
  readonly isCreated: boolean;
  readonly wallet: ConnectedWallet;
};

const ASK_AGAIN_MS = 2_000;

/** @throws where the server doesn't say: not to know is not the same as not to be registered */
async function isRegistered(chainId: number, portfolio: Address): Promise<boolean> {
  const answer = await fetch('/api/portfolios?of=me&limit=100', { cache: 'no-store' });
  if (!answer.ok) throw new Error(await problemOf(answer));
  const { rows }: { rows?: readonly { chainId: number; address: string }[] } = await answer.json();
  return rows?.some((one) => one.chainId === chainId && one.address === portfolio.toLowerCase()) ?? false;
}

async function register({ draft, chainId, portfolio }: Props): Promise<string | null> {
  const answer = await fetch('/api/portfolios', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ chainId, address: portfolio, name: draft.name.trim() },
      policy: policyToJson(PRESETS[draft.preset]),
    }),
  }).catch(() => null);
  if (answer === null)
    return 'The server does not answer. Your contract is made and yours; try this step again later.';
  return answer.ok ? null : problemOf(answer);
}

/** Tells the bot's server of the contract and its policy. The contract is its owner's with or without. */
export function RegisterStep(props: Props) {
  const { number, chainId, portfolio, isCreated, wallet } = props;
  const session = useSession(wallet);
  const [said, setSaid] = useState<string | null>(null);
  const [sent, setSent] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const signedIn = session.address === wallet.account.toLowerCase();
  const {
    data: known,
    failureCount,
    refetch,
  } = useQuery({
    queryKey: ['registered', chainId, portfolio, session.address],
    enabled: isCreated && signedIn,
    retry: true,
    retryDelay: ASK_AGAIN_MS,
    queryFn: () => isRegistered(chainId, portfolio),
  });
  const send = async (): Promise<void> => {
    setIsSending(true);
    setSaid('Registering; the server reads the contract from the chain…');
    const problem = await register(props);
    setIsSending(false);
    setSaid(problem);
    setSent(problem === null);
    await refetch();
  };
  const isUnknown = isCreated && signedIn && known === undefined;
  const hint =
    isCreated && !signedIn
      ? 'Sign in above first.'
      : isUnknown && failureCount > 0
        ? 'The server does not say just now whether it is registered; asking again.'
        : 'Name and policy; nothing is sent to the chain.';
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
      <span>
        {number}. Register it with the bot
        <span role="status" className="block text-ink-soft">
          {said ?? hint}
        </span>
      </span>
      {known || sent ? (
        <span>
          <Word tone="good" icon="check">
            Done
          </Word>{' '}
          <PageLink href={`/portfolios/${chainId}/${portfolio}/manage`} className="underline">
            Manage it
          </PageLink>
        </span>
      ) : (
        <Button
          look="accent"
          disabled={!isCreated || !signedIn || isUnknown || isSending}
          onClick={() => void send()}
        >
          Register
        </Button>
      )}
    </li>
  );
}
