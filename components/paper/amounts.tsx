'use client';

import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { Field } from '../owner/field.tsx';
import type { StepProps } from '../wizard/step-props.ts';

type Props = Pick<StepProps, 'draft' | 'change'> & { readonly open: boolean };

/** What it begins with: as the address holds it, or what somebody makes up. */
export function Amounts({ draft, change, open }: Props) {
  const set = (token: string, amount: string): void =>
    change({
      holdings: draft.holdings.map((one) => (one.listing.token === token ? { ...one, amount } : one)),
    });
  return (
    <details open={open} className="pt-4">
      <summary className="min-h-11 cursor-pointer py-2 font-semibold">Amounts to begin with</summary>
      <p className="text-ink-soft text-pretty">
        As the address holds them. Change them to see what would be with others; it is paper.
      </p>
      {draft.holdings.map(({ listing: { token, symbol, decimals }, amount }) => {
        const typed = amount.trim() === '' ? null : parseAmount(amount, decimals);
        return (
          <Field
            key={token}
            label={`${symbol} to begin with`}
            value={amount}
            onChange={(text) => set(token, text)}
            fault={typed !== null && !typed.ok ? typed.sentence : null}
            inputMode="decimal"
          />
        );
      })}
    </details>
  );
}
