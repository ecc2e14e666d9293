import type { ReactNode } from 'react';
import { FIELD } from '../ui/field.ts';
import { FormField } from './form-field.tsx';
import { type Asset, assetWords } from './use-assets.ts';

type Props = {
  readonly label?: string;
  readonly assets: readonly Pick<Asset, 'asset' | 'symbol' | 'chain'>[] | null;
  readonly fault: string | undefined;
  readonly hint?: ReactNode;
  readonly onChange?: (asset: string) => void;
};

/** Which asset of which chain, as a form's field `asset`. None is chosen for somebody, and there is nothing to choose until they are known. */
export const AssetChoice = ({ label = 'Asset and chain', assets, fault, hint, onChange }: Props) => (
  <FormField label={label} fault={fault} hint={hint}>
    {(control) => (
      <select
        {...control}
        name="asset"
        required
        className={`${FIELD} min-w-44`}
        onChange={({ target }) => onChange?.(target.value)}
      >
        <option value="">Choose…</option>
        {assets?.map((asset) => (
          <option key={asset.asset} value={asset.asset}>
            {assetWords(asset)}
          </option>
        ))}
      </select>
    )}
  </FormField>
);
