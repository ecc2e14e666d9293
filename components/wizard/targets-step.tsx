'use client';

import { type DraftHolding, equalise, targetBpsOf, targetsOf, targetText } from '../../lib/creation/draft.ts';
import { Field } from '../owner/field.tsx';
import { Button } from '../wallet/button.tsx';
import type { StepProps } from './step-props.ts';

/** A target for each token, by number or slider: exactly 100.00 % in all. */
export function TargetsStep({ draft: { holdings }, change }: Pick<StepProps, 'draft' | 'change'>) {
  const targets = targetsOf(holdings);
  const equal = equalise(holdings);
  const set = (token: string, part: Partial<DraftHolding>): void =>
    change({ holdings: holdings.map((one) => (one.listing.token === token ? { ...one, ...part } : one)) });
  return (
    <>
      {holdings.map((holding) => (
        <Target
          key={holding.listing.token}
          holding={holding}
          onChange={(part) => set(holding.listing.token, part)}
        />
      ))}
      <div className="pt-3">
        <Button disabled={equal === null} onClick={() => equal !== null && change({ holdings: [...equal] })}>
          Equal shares
        </Button>
        <p className="pt-1 text-ink-soft">
          {equal === null
            ? 'What is locked leaves nothing to share: unlock a token, or lower a locked target.'
            : 'Locked targets stay; the others share the rest.'}
        </p>
      </div>
      <p role="status" className={`pt-3 ${targets.ok ? 'text-good' : 'text-ink-soft'}`}>
        {targets.ok ? '100.00 % in all.' : targets.sentence}
      </p>
    </>
  );
}

type TargetProps = {
  readonly holding: DraftHolding;
  readonly onChange: (part: Partial<DraftHolding>) => void;
};

function Target({ holding: { listing, target, locked }, onChange }: TargetProps) {
  const bps = targetBpsOf(target);
  return (
    <div className="border-b border-line pb-3">
      <Field
        label={`${listing.symbol}, in %`}
        value={target}
        onChange={(text) => onChange({ target: text })}
        fault={null}
        inputMode="decimal"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <input
          type="range"
          aria-label={`${listing.symbol}, by slider`}
          min={1}
          max={10_000}
          value={bps ?? 1}
          disabled={locked}
          onChange={(event) => onChange({ target: targetText(Number(event.target.value)) })}
          className="min-h-11 w-full max-w-md accent-accent"
        />
        <label className="flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            checked={locked}
            onChange={(event) => onChange({ locked: event.target.checked })}
          />
          Lock {listing.symbol}
        </label>
      </div>
    </div>
  );
}
