'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '../../lib/creation/draft.ts';
import { draftFromStored, storedDraftOf } from '../../lib/creation/stored-draft.ts';
import { Button } from '../wallet/button.tsx';
import { useSession } from '../wallet/use-session.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { deleteKept, type KeptDraft, keepDraft, listKept } from './draft-requests.ts';
import { freshSalt } from './draft-store.ts';
import type { StepProps } from './step-props.ts';
import { useSimulatedListings } from './use-simulated-listings.ts';

type Props = Pick<StepProps, 'draft' | 'chains'> & {
  readonly wallet: ConnectedWallet;
  readonly onOpen: (draft: Draft) => void;
};

const nameOf = ({ draft }: KeptDraft): string =>
  typeof draft === 'object' && draft !== null && 'name' in draft && draft.name !== ''
    ? String(draft.name)
    : 'without a name';

/** Drafts on the server, to go on elsewhere. What is typed stays in this browser with or without. */
export function KeptDrafts({ draft, chains, wallet, onOpen }: Props) {
  const session = useSession(wallet);
  const signedIn = session.address === wallet.account.toLowerCase();
  const [said, setSaid] = useState<string | null>(null);
  const listings = useSimulatedListings(
    wallet,
    chains.find(({ id }) => id === wallet.chainId),
  );
  const { data: kept = [], refetch } = useQuery({
    queryKey: ['kept-drafts', session.address],
    enabled: signedIn,
    queryFn: listKept,
  });
  if (!signedIn) return null;
  const attempt = (work: Promise<unknown>, done: string): void => {
    work.then(
      () => {
        setSaid(done);
        void refetch();
      },
      (error: unknown) => setSaid(error instanceof Error ? error.message : 'That did not work. Try again.'),
    );
  };
  const open = (one: KeptDraft): void => {
    const opened = draftFromStored(one.draft, { chains, listings, salt: freshSalt() });
    if (opened !== null) onOpen(opened);
    setSaid(
      opened === null
        ? 'That draft is of a chain that is not served here.'
        : `“${nameOf(one)}” is open. Amounts are typed anew.`,
    );
  };
  const stored = storedDraftOf(draft);
  return (
    <section aria-labelledby="kept-title" className="pt-6">
      <h2 id="kept-title" className="text-base font-semibold">
        Kept with your account
      </h2>
      <p className="text-ink-soft">
        Name, tokens, targets and policy, to go on in another browser. Amounts are not kept.
      </p>
      <div className="pt-2">
        <Button
          disabled={stored === null}
          onClick={() => stored !== null && attempt(keepDraft(stored), 'The draft is kept.')}
        >
          Keep this draft
        </Button>
      </div>
      <p role="status" className="pt-1">
        {said}
      </p>
      <ul>
        {kept.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-3 border-b border-line py-2">
            <span className="grow">{nameOf(one)}</span>
            <Button onClick={() => open(one)}>Open {nameOf(one)}</Button>
            <Button onClick={() => attempt(deleteKept(one.id), 'The draft is deleted.')}>
              Delete {nameOf(one)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
