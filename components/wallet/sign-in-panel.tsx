'use client';

import { useState } from 'react';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { Button } from './button.tsx';
import type { SignInTerms } from './session-requests.ts';
import type { Session } from './use-session.ts';
import type { ConnectedWallet } from './use-wallet.ts';

type Stage =
  | { readonly kind: 'out' }
  | { readonly kind: 'terms'; readonly terms: SignInTerms }
  | { readonly kind: 'signing'; readonly terms: SignInTerms }
  | { readonly kind: 'said'; readonly sentence: string };

const sentenceOf = (error: unknown): string => {
  const refusal = walletRefusal(error);
  return refusal.kind === 'failed' && error instanceof Error ? error.message : refusal.sentence;
};

/** What has just come goes on where the person was. */
const focusOnceThere = (element: HTMLElement | null): void => element?.focus();

type Props = { readonly wallet: ConnectedWallet; readonly session: Session };

/** Proves to the server whose wallet this is: what is signed is shown before the wallet is asked. */
export function SignInPanel({ wallet, session }: Props) {
  const [stage, setStage] = useState<Stage>({ kind: 'out' });
  const attempt = async (work: () => Promise<Stage>): Promise<void> => {
    try {
      setStage(await work());
    } catch (error) {
      setStage({ kind: 'said', sentence: sentenceOf(error) });
    }
  };
  const begin = () => attempt(async () => ({ kind: 'terms', terms: await session.terms() }));
  const sign = (terms: SignInTerms) => {
    setStage({ kind: 'signing', terms });
    return attempt(async () => {
      await session.enter(wallet, terms);
      return { kind: 'out' };
    });
  };
  const leave = () =>
    attempt(async () => {
      await session.leave();
      return { kind: 'out' };
    });
  if (session.address === wallet.account.toLowerCase())
    return (
      <p className="flex flex-wrap items-center gap-3">
        Signed in. <Button onClick={() => void leave()}>Sign out</Button>
      </p>
    );
  const shown = stage.kind === 'terms' || stage.kind === 'signing' ? stage.terms : null;
  return (
    <div>
      {shown === null ? (
        <Button onClick={() => void begin()}>Sign in</Button>
      ) : (
        <>
          <p className="text-pretty">
            You sign one message for <strong>{shown.domain}</strong>, number ending in {shown.nonce.slice(-4)}
            , good until {new Date(shown.expiresAtSeconds * 1_000).toISOString().slice(11, 16)} UTC. It costs
            nothing and moves nothing.
          </p>
          <Button
            ref={focusOnceThere}
            look="accent"
            disabled={stage.kind === 'signing'}
            onClick={() => void sign(shown)}
          >
            {stage.kind === 'signing' ? `Waiting for you in ${wallet.name}…` : 'Sign the message'}
          </Button>
        </>
      )}
      <p role="status" className="text-warn">
        {stage.kind === 'said' && stage.sentence}
      </p>
    </div>
  );
}
