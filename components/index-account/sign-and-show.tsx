'use client';

import { useState } from 'react';
import * as z from 'zod/mini';
import { ShownOnce } from '../settings/shown-once.tsx';
import { apiRequest } from '../ui/api-request.ts';
import { Button } from '../wallet/button.tsx';
import { stepUp } from '../wallet/session-requests.ts';
import { type ConnectedWallet, useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';
import { walletWords } from './wallet-words.ts';

const keySchema = z.object({ key: z.nullable(z.string()) });

function Sign({ id, wallet }: { readonly id: string; readonly wallet: ConnectedWallet }) {
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const [said, say] = useState<string | null>(null);
  const take = async (): Promise<void> => {
    setBusy(true);
    say(null);
    try {
      await stepUp(wallet);
      const answer = await apiRequest('POST', `/api/accounts/${id}/key`);
      if (answer.ok) setKey(keySchema.parse(answer.value).key);
      else say(answer.problem.detail);
    } catch (error) {
      say(walletWords(error));
    }
    setBusy(false);
  };
  return (
    <div className="pt-2">
      {key === null ? (
        <Button look="grave" disabled={busy} onClick={() => void take()}>
          {busy ? `Waiting for you in ${wallet.name}…` : 'Sign, and show the key'}
        </Button>
      ) : (
        <ShownOnce
          text={key}
          what="the key"
          note="Whoever has it can move everything in the account. It is shown until you leave this page."
        />
      )}
      <p role="status" className="text-warn">
        {said}
      </p>
    </div>
  );
}

type Props = { readonly id: string; readonly chooses: boolean };

function Inner({ id, chooses }: Props) {
  const wallet = useWallet();
  return (
    <>
      <WalletBar chainId={wallet?.chainId ?? 1} chooses={chooses} />
      {wallet !== null && <Sign id={id} wallet={wallet} />}
    </>
  );
}

/** Has the owner’s wallet sign anew, then shows the key. */
export const SignAndShow = (props: Props) => (
  <WalletRoot>
    <Inner {...props} />
  </WalletRoot>
);
