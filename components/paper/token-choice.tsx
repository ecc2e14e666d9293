'use client';

import type { HoldingsDto } from '../../lib/api/paper.ts';
import { ASSETS_MAX } from '../../lib/creation/draft.ts';
import { Hex } from '../ui/hex.tsx';
import type { StepProps } from '../wizard/step-props.ts';
import { draftHoldingOf } from './paper-draft.ts';

type Props = Pick<StepProps, 'draft' | 'change'> & { readonly tokens: HoldingsDto['tokens'] };

/** Which tokens take part: those that are held, and any other with a feed. */
export function TokenChoice({ draft, change, tokens }: Props) {
  const chosen = new Set<string>(draft.holdings.map(({ listing }) => listing.token));
  const toggle = (one: HoldingsDto['tokens'][number]): void =>
    change({
      holdings: chosen.has(one.token)
        ? draft.holdings.filter(({ listing }) => listing.token !== one.token)
        : [...draft.holdings, draftHoldingOf(one)],
    });
  return (
    <fieldset>
      <legend className="font-semibold">Tokens, at most {ASSETS_MAX}</legend>
      <p className="text-ink-soft text-pretty">
        What you leave out is left alone: it is neither counted nor sold.
      </p>
      <div className="grid sm:grid-cols-2">
        {tokens.map((one) => {
          const isHeld = one.units !== null && one.units !== '0';
          const isUnpriced = isHeld && one.priceUsd === null;
          return (
            <label key={one.token} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                checked={chosen.has(one.token)}
                disabled={isUnpriced || (!chosen.has(one.token) && chosen.size >= ASSETS_MAX)}
                onChange={() => toggle(one)}
              />
              <span>
                {one.symbol}{' '}
                <span className="text-ink-soft">
                  <Hex hex={one.token} kind="address" />
                </span>
                {isHeld && (
                  <span className="text-ink-soft">{isUnpriced ? ', held, no price' : ', held'}</span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
