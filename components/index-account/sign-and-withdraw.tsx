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

/** Has the wallet sign anew and then asks; the answer is said by its problem, or read. */
const signedRequest = async (
  wallet: ConnectedWallet,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<string | null> => {
  try {
    await stepUp(wallet);
    const answer = await apiRequest('POST', path, body);
    return answer.ok ? null : (answer.problem.errors[0]?.message ?? answer.problem.detail);
  } catch (error) {
    return sentenceOf(error);
  }
};

/** What becomes of a withdrawal of which not all was sold. */
function ChoiceForm({ id, wallet, asked }: FormProps & { readonly asked: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const choose = async (choice: 'leave' | 'keep'): Promise<void> => {
    setBusy(true);
    const refused = await signedRequest(wallet, `/api/accounts/${id}/withdrawals/${asked}`, { choice });
    say(refused);
    setBusy(false);
    if (refused === null) router.refresh();
  };
  return (
    <div className="space-y-3 pt-2">
      <p className="max-w-prose text-pretty">
        A withdrawal waits for you: not all of it was sold, as stands above. Nothing else of the account is
        under way meanwhile.
      </p>
      <p className="flex flex-wrap gap-4">
        <Button look="grave" disabled={busy} onClick={() => void choose('leave')}>
          Sign, and let what has arrived leave
        </Button>
        <Button look="quiet" disabled={busy} onClick={() => void choose('keep')}>
          Sign, and keep all of it
        </Button>
      </p>
      <p role="status" className="max-w-prose text-pretty text-warn">
        {said}
      </p>
    </div>
  );
}

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
      ...{ of: textOf('of'), asset: textOf('asset'), shareBps, to: textOf('to') },
      withoutTest: typed.get('withoutTest') === 'on',
    };
    setBusy(true);
    const refused = await signedRequest(wallet, `/api/accounts/${id}/withdrawals`, body);
    say(refused ?? 'It is written down; how far it is stands above.');
    setBusy(false);
    if (refused === null) router.refresh();
  };
  return (
    <form onSubmit={(event) => void withdraw(event)} className="space-y-3 pt-2">
      <fieldset disabled={rows === null || busy} className="flex flex-wrap items-end gap-4">
        <legend className="sr-only">What leaves, and where to</legend>
        <label className="block min-w-0">
          <span className="block text-ink-soft">What is given</span>
          <select name="of" className={INPUT}>
            <option value="asset">One asset, as it is</option>
            <option value="index">Everything, sold for one asset</option>
          </select>
        </label>
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

type Props = { readonly id: string; readonly asked: string | null; readonly chooses: boolean };

function Inner({ id, asked, chooses }: Props) {
  const wallet = useWallet();
  return (
    <>
      <WalletBar chainId={wallet?.chainId ?? 1} chooses={chooses} />
      {wallet !== null && asked === null && <WithdrawForm id={id} wallet={wallet} />}
      {wallet !== null && asked !== null && <ChoiceForm id={id} wallet={wallet} asked={asked} />}
    </>
  );
}

/** Has the owner’s wallet sign anew, then asks for a withdrawal, or says what becomes of the one that waits. */
export const SignAndWithdraw = (props: Props) => (
  <WalletRoot>
    <Inner {...props} />
  </WalletRoot>
);
