'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { AddressField } from './address-field.tsx';
import { AssetChoice } from './asset-choice.tsx';
import { FormField } from './form-field.tsx';
import { notOfferedText, offeredAssets } from './offered-assets.ts';
import { ToldLine } from './told-line.tsx';
import { typedIn } from './typed-form.ts';
import { useAsked } from './use-asked.ts';
import { useAssets } from './use-assets.ts';

const FIELDS = ['asset', 'amount', 'refundTo'];

/** Has an address made: what is shown then is written down before, and judged. */
export function DepositForm({ id }: { readonly id: string }) {
  const router = useRouter();
  const { assets, why } = useAssets();
  const { form, busy, told, ask } = useAsked(FIELDS);
  const [chosen, choose] = useState<string | null>(null);
  const offered = assets === null ? null : offeredAssets(assets);
  const asset = offered?.find((one) => one.asset === chosen);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const textOf = typedIn(event.currentTarget);
    const body = { asset: textOf('asset'), amount: textOf('amount'), refundTo: textOf('refundTo') };
    void ask({
      send: () => apiRequest('POST', `/api/accounts/${id}/deposits`, body),
      done: () => {
        form.current?.reset();
        choose(null);
        router.refresh();
        return 'Its address stands below. Send nothing but what it says.';
      },
    });
  };
  return (
    <form ref={form} onSubmit={submit} className="border-t border-line pt-3">
      <fieldset disabled={assets === null || busy} className="min-w-0 space-y-4">
        <legend className="sr-only">What you want to send in</legend>
        <div className="flex flex-wrap items-start gap-4">
          <AssetChoice
            assets={offered}
            fault={told.faults.asset}
            onChange={choose}
            hint={
              asset?.memoNeeded === true
                ? 'This chain needs a memo beside the address. Without it the money is lost.'
                : undefined
            }
          />
          <FormField label="Amount" fault={told.faults.amount}>
            {(control) => (
              <input
                {...control}
                name="amount"
                required
                inputMode="decimal"
                autoComplete="off"
                className={`${FIELD} w-40`}
              />
            )}
          </FormField>
        </div>
        <AddressField
          name="refundTo"
          label={
            asset === undefined
              ? 'Your address on its chain, for a refund'
              : `Your address on ${asset.chain}, for a refund`
          }
          fault={told.faults.refundTo}
          hint="What can’t come in is sent back there: an address of your own, not an exchange’s."
        />
        <button type="submit" className={BUTTON.accent}>
          Make an address
        </button>
      </fieldset>
      <p className="max-w-prose pt-2 text-pretty text-ink-soft empty:hidden">
        {assets === null ? null : notOfferedText(assets)}
      </p>
      <div className="pt-2">
        <ToldLine told={why === null ? told : { faults: {}, said: why, isRefusal: true }} />
      </div>
    </form>
  );
}
