'use client';

import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import * as z from 'zod/mini';
import { useRows } from '../settings/use-rows.ts';
import { apiRequest } from '../ui/api-request.ts';
import { Button } from '../wallet/button.tsx';
import { stepUp } from '../wallet/session-requests.ts';
import { type ConnectedWallet, useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';
import { ChooseWithdrawal } from './choose-withdrawal.tsx';
import { heldAssetSchema } from './held-asset.ts';
import { ToldLine } from './told-line.tsx';
import { typedIn } from './typed-form.ts';
import { bpsOf } from './typed-shares.ts';
import { useAsked } from './use-asked.ts';
import { walletWords } from './wallet-words.ts';
import { WithdrawFields } from './withdraw-fields.tsx';

const detailSchema = z.object({ held: z.nullable(z.object({ rows: z.array(heldAssetSchema) })) });
const read = (answer: unknown) => detailSchema.parse(answer).held?.rows ?? [];
const FIELDS = ['of', 'asset', 'shareBps', 'to'];

type FormProps = { readonly id: string; readonly wallet: ConnectedWallet };

function WithdrawForm({ id, wallet }: FormProps) {
  const router = useRouter();
  const { rows, said, reload } = useRows(`/api/accounts/${id}`, read);
  const { form, busy, told, ask, refuse } = useAsked(FIELDS);
  const withdraw = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const textOf = typedIn(event.currentTarget);
    const shareBps = bpsOf(textOf('share'));
    if (shareBps === null) {
      refuse({ shareBps: 'How much is per cent from 0.01 to 100.' });
      return;
    }
    const body = {
      ...{ of: textOf('of'), asset: textOf('asset'), shareBps, to: textOf('to') },
      withoutTest: textOf('withoutTest') === 'on',
    };
    void ask({
      send: async () => {
        await stepUp(wallet);
        return apiRequest('POST', `/api/accounts/${id}/withdrawals`, body);
      },
      done: () => {
        router.refresh();
        void reload();
        return 'It is written down; how far it is stands below.';
      },
      thrown: walletWords,
    });
  };
  const nothing = rows?.length === 0 ? 'The verifier says that the account holds nothing.' : null;
  return (
    <form ref={form} onSubmit={withdraw} className="space-y-4 pt-2">
      <fieldset disabled={rows === null || rows.length === 0 || busy} className="min-w-0 space-y-4">
        <legend className="sr-only">What leaves, and where to</legend>
        <WithdrawFields held={rows} faults={told.faults} />
        <label className="flex min-h-8 cursor-pointer items-center gap-2">
          <input type="checkbox" name="withoutTest" className="size-4 shrink-0 accent-(--accent)" />I was
          offered a test, and want none
        </label>
        <Button look="grave" submit disabled={busy}>
          {busy ? `Waiting for you in ${wallet.name}…` : 'Sign, and withdraw'}
        </Button>
      </fieldset>
      <ToldLine told={{ ...told, said: told.said ?? said ?? nothing }} />
    </form>
  );
}

type Props = {
  readonly id: string;
  /** The withdrawal that waits for its owner's word; null = none does. */
  readonly asked: string | null;
  readonly chooses: boolean;
};

function Inner({ id, asked, chooses }: Props) {
  const wallet = useWallet();
  return (
    <>
      <WalletBar chainId={wallet?.chainId ?? 1} chooses={chooses} />
      {wallet !== null && asked === null && <WithdrawForm id={id} wallet={wallet} />}
      {wallet !== null && asked !== null && <ChooseWithdrawal id={id} wallet={wallet} asked={asked} />}
    </>
  );
}

/** Has the owner’s wallet sign anew, then asks for a withdrawal, or says what becomes of the one that waits. */
export const SignAndWithdraw = (props: Props) => (
  <WalletRoot>
    <Inner {...props} />
  </WalletRoot>
);
