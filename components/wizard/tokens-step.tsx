'use client';

import { ASSETS_MAX } from '../../lib/creation/draft.ts';
import type { Listing } from '../../lib/creation/listing.ts';
import { Field } from '../owner/field.tsx';
import { shortHex } from '../ui/format.ts';
import { ChainChoice } from './chain-choice.tsx';
import { nameFault } from './name-fault.ts';
import type { StepProps } from './step-props.ts';
import { TokenWarnings } from './token-warnings.tsx';
import { useSimulatedListings } from './use-simulated-listings.ts';

/** Chain, name and tokens. */
export function TokensStep({ draft, change, chains, wallet }: StepProps) {
  const chain = chains.find((one) => one.id === draft.chainId);
  const simulated = useSimulatedListings(wallet, chain);
  const listings = chain === undefined ? [] : [...chain.listings, ...simulated];
  const chosen = new Set(draft.holdings.map(({ listing }) => listing.token.toLowerCase()));
  const toggle = (listing: Listing): void =>
    change({
      holdings: chosen.has(listing.token.toLowerCase())
        ? draft.holdings.filter((one) => one.listing.token.toLowerCase() !== listing.token.toLowerCase())
        : [...draft.holdings, { listing, target: '', amount: '', locked: false }],
    });
  return (
    <>
      <ChainChoice
        chains={chains}
        value={draft.chainId}
        onChange={(chainId) => change({ chainId, holdings: [], buildUpEndsAtSeconds: null })}
      />
      <Field
        label="Name"
        value={draft.name}
        onChange={(name) => change({ name: name.slice(0, 80) })}
        fault={nameFault(draft.name)}
      />
      {chain !== undefined && (
        <fieldset className="pt-4">
          <legend className="font-semibold">Tokens, at most {ASSETS_MAX}</legend>
          {listings.length === 0 && (
            <p className="text-ink-soft">
              {chain.simulated
                ? 'Connect a wallet on this chain: its tokens are read from the portfolios that are there.'
                : 'No token of this chain has a feed that is known here.'}
            </p>
          )}
          {listings.map((listing) => (
            <label key={listing.token} className="flex min-h-11 items-center gap-3">
              <input
                type="checkbox"
                checked={chosen.has(listing.token.toLowerCase())}
                disabled={!chosen.has(listing.token.toLowerCase()) && chosen.size >= ASSETS_MAX}
                onChange={() => toggle(listing)}
              />
              <span>
                {listing.symbol}{' '}
                <span className="font-mono text-ink-soft" title={listing.token}>
                  {shortHex(listing.token)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <TokenWarnings
        listings={draft.holdings.map(({ listing }) => listing)}
        chainId={draft.chainId}
        wallet={wallet}
      />
      <p className="pt-2 text-ink-soft text-pretty">
        Tokens that take a fee on transfer, or change balances by themselves, are none for a portfolio: what
        arrives must be what was sent.
      </p>
    </>
  );
}
