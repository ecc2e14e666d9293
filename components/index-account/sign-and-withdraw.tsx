'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { parseDecimal } from '../../lib/money/fixed-point.ts';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { useRows } from '../settings/use-rows.ts';
import { apiRequest } from '../ui/api-request.ts';
import { Button } from '../wallet/button.tsx';
import { stepUp } from '../wallet/session-requests.ts';
import { type ConnectedWallet, useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';
import { AssetChoice } from './asset-choice.tsx';
import { INPUT } from './input.ts';

const heldSchema = z.object({ asset: z.string(), symbol: z.string(), chain: z.string() });
const detailSchema = z.object({ held: z.nullable(z.object({ rows: z.array(heldSchema) })) });
const read = (answer: unknown) => detailSchema.parse(answer).held?.rows ?? [];

const sentenceOf = (error: unknown): string => {
  const refusal = walletRefusal(error);
  return refusal.kind === 'failed' && error instanceof Error ? error.message : refusal.sentence;
};

/** Basis points of a per cent as it is typed; null = none from 0.01 to 100. */
const shareOf = (typed: string): number | null => {
  const bps = Number(parseDecimal(typed, 2) ?? 0n);
  return bps >= 1 && bps <= 10_000 ? bps : null;
};

type FormProps = { readonly id: string; readonly wallet: ConnectedWallet };

function WithdrawForm({ id, wallet }: FormProps) {
  const router = useRouter();
  const { rows, said, say } = useRows(`/api/accounts/${id}`, read);
  const [busy, setBusy] = useState(false);
  const withdraw = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const textOf = (name: string): string => String(typed.get(name) ?? '').trim();
    const shareBps = shareOf(textOf('share'));
    if (shareBps === null) return say('How much is per cent from 0.01 to 100.');
    const body = {
      ...{ asset: textOf('asset'), shareBps, to: textOf('to') },
      withoutTest: typed.get('withoutTest') === 'on',
    };
    setBusy(true);
    try {
      await stepUp(wallet);
      const answer = await apiRequest('POST', `/api/accounts/${id}/withdrawals`, body);
      say(
        answer.ok
          ? 'It is written down; how far it is stands above.'
          : (answer.problem.errors[0]?.message ?? answer.problem.detail),
      );
      if (answer.ok) router.refresh();
    } catch (error) {
      say(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void withdraw(event)} className="space-y-3 pt-2">
      <fieldset disabled={rows === null || busy} className="flex flex-wrap items-end gap-4">
        <legend className="sr-only">What leaves, and where to</legend>
        <AssetChoice assets={rows} />
        <label className="block min-w-0">
          <span className="block text-ink-soft">Per cent of it</span>
          <input name="share" required inputMode="decimal" autoComplete="off" className={`${INPUT} w-28`} />
        </label>
        <label className="block min-w-0">
          <span className="block text-ink-soft">To this address of its chain</span>
          <input name="to" required autoComplete="off" className={`${INPUT} w-96`} />
        </label>
      </fieldset>
      <label className="flex min-h-8 cursor-pointer items-center gap-2">
        <input type="checkbox" name="withoutTest" className="size-4 accent-(--accent)" />I was offered a test,
        and want none
      </label>
      <Button look="grave" submit disabled={busy}>
        {busy ? `Waiting for you in ${wallet.name}…` : 'Sign, and withdraw'}
      </Button>
      <p role="status" className="max-w-prose text-pretty text-warn">
        {rows?.length === 0 && said === null ? 'The verifier says that the account holds nothing.' : said}
      </p>
    </form>
  );
}

type Props = { readonly id: string; readonly chooses: boolean };

function Inner({ id, chooses }: Props) {
  const wallet = useWallet();
  return (
    <>
      <WalletBar chainId={wallet?.chainId ?? 1} chooses={chooses} />
      {wallet !== null && <WithdrawForm id={id} wallet={wallet} />}
    </>
  );
}

/** Has the owner’s wallet sign anew, then asks for a withdrawal. */
export const SignAndWithdraw = (props: Props) => (
  <WalletRoot>
    <Inner {...props} />
  </WalletRoot>
);
