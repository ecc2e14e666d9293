'use client';

import { useId } from 'react';
import type { CreationChain } from '../../lib/creation/listing.ts';

type Props = {
  readonly chains: readonly Pick<CreationChain, 'id' | 'name'>[];
  readonly value: number | null;
  readonly onChange: (chainId: number | null) => void;
  readonly disabled?: boolean;
};

/** The chain that a portfolio is to live on. */
export function ChainChoice({ chains, value, onChange, disabled = false }: Props) {
  const id = useId();
  return (
    <div className="pt-3">
      <label htmlFor={id} className="font-semibold">
        Chain
      </label>
      <select
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onChange(Number(event.target.value) || null)}
        className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
      >
        <option value="">Choose…</option>
        {chains.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} ({one.id})
          </option>
        ))}
      </select>
    </div>
  );
}
