'use client';

import { useRouter } from 'next/navigation';
import { apiRequest } from '../ui/api-request.ts';
import { Button } from '../wallet/button.tsx';
import { stepUp } from '../wallet/session-requests.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { ToldLine } from './told-line.tsx';
import { useAsked } from './use-asked.ts';
import { walletWords } from './wallet-words.ts';

type Props = { readonly id: string; readonly wallet: ConnectedWallet; readonly asked: string };

/** What becomes of a withdrawal of which not all was sold. */
export function ChooseWithdrawal({ id, wallet, asked }: Props) {
  const router = useRouter();
  const { busy, told, ask } = useAsked([]);
  const choose = (choice: 'leave' | 'keep'): void =>
    void ask({
      send: async () => {
        await stepUp(wallet);
        return apiRequest('POST', `/api/accounts/${id}/withdrawals/${asked}`, { choice });
      },
      done: () => {
        router.refresh();
        return null;
      },
      thrown: walletWords,
    });
  return (
    <div className="space-y-3 pt-2">
      <p className="max-w-prose text-pretty">
        A withdrawal waits for you: not all of it was sold, as stands below. Nothing else of the account is
        under way meanwhile.
      </p>
      <p className="flex flex-wrap gap-4">
        <Button look="grave" disabled={busy} onClick={() => choose('leave')}>
          Sign, and let what has arrived leave
        </Button>
        <Button look="quiet" disabled={busy} onClick={() => choose('keep')}>
          Sign, and keep all of it
        </Button>
      </p>
      <ToldLine told={told} />
    </div>
  );
}
