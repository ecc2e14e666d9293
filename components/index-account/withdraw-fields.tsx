import { useState } from 'react';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { AddressField } from './address-field.tsx';
import { AssetChoice } from './asset-choice.tsx';
import { FormField } from './form-field.tsx';
import { type HeldAsset, shareWords, shareWorth, testShareOf, worthOf } from './held-asset.ts';
import type { Told } from './use-asked.ts';
import { useAssets } from './use-assets.ts';

type ShareProps = {
  readonly share: string;
  readonly setShare: (share: string) => void;
  readonly fault: string | undefined;
  /** What so much of it is. */
  readonly words: string | null;
  /** A share that is worth about a test; null = none is offered. */
  readonly test: number | null;
};

function ShareField({ share, setShare, fault, words, test }: ShareProps) {
  return (
    <>
      <FormField label="Per cent of it" fault={fault} hint={words ?? undefined}>
        {(control) => (
          <input
            {...control}
            name="share"
            required
            inputMode="decimal"
            autoComplete="off"
            value={share}
            onChange={({ target }) => setShare(target.value)}
            className={`${FIELD} w-28 text-right`}
          />
        )}
      </FormField>
      {test !== null && (
        <button
          type="button"
          className={`${BUTTON.quiet} sm:mt-6`}
          onClick={() => setShare(String(test / 100))}
        >
          A test first, of about 20 USD
        </button>
      )}
    </>
  );
}

type Props = {
  /** What there is to withdraw; null while it is asked for. */
  readonly held: readonly HeldAsset[] | null;
  readonly faults: Told['faults'];
};

/** What leaves, how much of it, and where to; a test is offered before anything large. */
export function WithdrawFields({ held, faults }: Props) {
  const { assets } = useAssets();
  const [isAll, setIsAll] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const [share, setShare] = useState('');
  const choosable = isAll ? assets : held;
  const asset = choosable?.find((one) => one.asset === chosen);
  const own = held?.find((one) => one.asset === chosen);
  const given = isAll ? worthOf(held ?? []) : own;
  const words = isAll
    ? shareWorth(worthOf(held ?? []), share)
    : own === undefined
      ? null
      : shareWords(own, share);
  return (
    <>
      <FormField label="What is given" fault={faults.of}>
        {(control) => (
          <select
            {...control}
            name="of"
            className={FIELD}
            onChange={({ target }) => setIsAll(target.value === 'index')}
          >
            <option value="asset">One asset, as it is</option>
            <option value="index">Everything, sold for one asset</option>
          </select>
        )}
      </FormField>
      <div className="flex flex-wrap items-start gap-4">
        <AssetChoice
          label={isAll ? 'Sold for, and leaves as' : 'Asset and chain'}
          assets={choosable}
          fault={faults.asset}
          onChange={choose}
        />
        <ShareField
          share={share}
          setShare={setShare}
          fault={faults.shareBps}
          words={words}
          test={given === undefined ? null : testShareOf(given)}
        />
      </div>
      <AddressField
        name="to"
        label={asset === undefined ? 'To this address of its chain' : `To this address on ${asset.chain}`}
        fault={faults.to}
      />
    </>
  );
}
