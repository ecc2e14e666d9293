'use client';

import { useId } from 'react';
import type { Address } from 'viem';
import type { AssetFact } from '../../lib/owner/read-portfolio.ts';
import { shortHex } from '../ui/format.ts';

type Props = {
  readonly label: string;
  readonly assets: readonly AssetFact[];
  readonly value: string;
  readonly onChange: (token: Address | '') => void;
};

/** One of the portfolio's assets. */
export function TokenChoice({ label, assets, value, onChange }: Props) {
  const id = useId();
  return (
    <div className="pt-3">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(assets.find(({ token }) => token === event.target.value)?.token ?? '')}
        className="mt-1 block min-h-11 w-full max-w-md rounded border border-ink-soft bg-raised px-3"
      >
        {assets.map(({ token, symbol }) => (
          <option key={token} value={token}>
            {symbol === null ? token : `${symbol} (${shortHex(token)})`}
          </option>
        ))}
      </select>
    </div>
  );
}
