'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { useRows } from '../settings/use-rows.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { AssetChoice } from './asset-choice.tsx';
import { INPUT } from './input.ts';

const assetSchema = z.object({
  ...{ asset: z.string(), symbol: z.string(), chain: z.string(), priceUsd: z.nullable(z.string()) },
});
const listSchema = z.object({ rows: z.array(assetSchema) });
type Asset = z.infer<typeof assetSchema>;
/** What has no price can't be kept within a cap, so no address is made for it. */
const read = (answer: unknown): readonly Asset[] =>
  listSchema.parse(answer).rows.filter(({ priceUsd }) => priceUsd !== null);

/** Has an address made: what is shown then is written down before, and judged. */
export function DepositForm({ id }: { readonly id: string }) {
  const router = useRouter();
  const { rows, said, say } = useRows('/api/accounts/assets', read);
  const [busy, setBusy] = useState(false);
  const ask = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const textOf = (name: string): string => String(typed.get(name) ?? '').trim();
    setBusy(true);
    const body = { asset: textOf('asset'), amount: textOf('amount'), refundTo: textOf('refundTo') };
    const answer = await apiRequest('POST', `/api/accounts/${id}/deposits`, body);
    setBusy(false);
    if (!answer.ok) return say(answer.problem.errors[0]?.message ?? answer.problem.detail);
    form.reset();
    say('The address stands above, under “Deposits”.');
    router.refresh();
  };
  return (
    <form onSubmit={(event) => void ask(event)} className="space-y-3 border-t border-line pt-3">
      <fieldset disabled={rows === null || busy} className="flex flex-wrap items-end gap-4">
        <legend className="sr-only">What you want to send in</legend>
        <AssetChoice assets={rows} />
        <label className="block min-w-0">
          <span className="block text-ink-soft">Amount</span>
          <input name="amount" required inputMode="decimal" autoComplete="off" className={`${INPUT} w-40`} />
        </label>
        <label className="block min-w-0">
          <span className="block text-ink-soft">Your address on that chain, for a refund</span>
          <input name="refundTo" required autoComplete="off" className={`${INPUT} w-96`} />
        </label>
        <button type="submit" className={BUTTON.accent}>
          Make an address
        </button>
      </fieldset>
      <p role="status" className="max-w-prose text-pretty text-warn">
        {said}
      </p>
    </form>
  );
}
