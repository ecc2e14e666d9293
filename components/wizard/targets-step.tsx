'use client';

import { equalTargets, targetsOf } from '../../lib/creation/draft.ts';
import { Field } from '../owner/field.tsx';
import { Button } from '../wallet/button.tsx';
import type { StepProps } from './step-props.ts';

/** A target for each token: exactly 100.00 % in all. */
export function TargetsStep({ draft: { holdings }, change }: StepProps) {
  const targets = targetsOf(holdings);
  const set = (token: string, target: string): void =>
    change({ holdings: holdings.map((one) => (one.listing.token === token ? { ...one, target } : one)) });
  const equalise = (): void => {
    const equal = equalTargets(holdings.length);
    change({ holdings: holdings.map((one, index) => ({ ...one, target: equal[index] ?? '' })) });
  };
  return (
    <>
      {holdings.map(({ listing, target }) => (
        <Field
          key={listing.token}
          label={`${listing.symbol}, in %`}
          value={target}
          onChange={(text) => set(listing.token, text)}
          fault={null}
          inputMode="decimal"
        />
      ))}
      <div className="pt-3">
        <Button onClick={equalise}>Equal shares</Button>
      </div>
      <p role="status" className={`pt-3 ${targets.ok ? 'text-good' : 'text-ink-soft'}`}>
        {targets.ok ? '100.00 % in all.' : targets.sentence}
      </p>
      {targets.ok && (
        <div className="mt-2 flex h-3 overflow-hidden rounded border border-line" aria-hidden="true">
          {holdings.map(({ listing }, index) => (
            <div
              key={listing.token}
              className="border-r border-ground bg-ink-soft"
              style={{ width: `${(targets.bps[index] ?? 0) / 100}%`, opacity: 1 - (index % 4) * 0.2 }}
            />
          ))}
        </div>
      )}
    </>
  );
}
