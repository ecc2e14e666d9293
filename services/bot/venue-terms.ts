import type { Policy } from '../../lib/engine/policy.ts';
import type { AssetState, Withheld } from '../../lib/engine/snapshot.ts';
import { tradedPolicy } from '../../lib/engine/traded-policy.ts';
import { CHAIN_VENUE_IDS, type VenueId } from '../../lib/engine/venue-id.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { AccountReading } from '../../lib/ledger/custody.ts';
import type { PricedAsset } from '../../lib/ledger/price-source.ts';
import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import type { Tradable, Venues, VenueTerms } from '../../lib/ledger/venue.ts';
import type { Result } from '../../lib/result.ts';
import type { Surroundings } from './snapshot-of.ts';

export type Readings = ReadonlyMap<DuePortfolio, Result<AccountReading>>;

type Terms = ReadonlyMap<VenueId, VenueTerms>;

/** The terms of the venues that take actions now. */
export const askTerms = async (venues: Venues): Promise<Terms> => {
  const terms = new Map<VenueId, VenueTerms>();
  for (const id of CHAIN_VENUE_IDS) {
    const told = await venues[id]?.terms();
    if (told?.ok === true) terms.set(id, told.value);
  }
  return terms;
};

/** What trading at a venue costs one portfolio; absent where the venue's own terms say it, or the policy never goes there. */
type OwnTerms = (portfolio: DuePortfolio, venue: VenueId) => Result<VenueTerms> | undefined;

/** Where a policy's legs may go. */
const goesTo = ({ orderTerms: { venue, immediate } }: Policy, id: VenueId): boolean =>
  venue === id || (immediate !== null && id === 'proposal');

const tradableOf = (
  { account: { kind }, assets, swapping }: AccountReading,
  priceOf: (asset: PricedAsset) => AssetState['price'],
): Tradable => ({
  kind,
  swapping,
  assets: assets.map(({ state: { token, decimals }, priced }) => {
    const price = priceOf(priced);
    return { token, decimals, usdE18: price.ok ? price.usdE18 : null };
  }),
});

type OwnTermsPorts = {
  readonly venues: Venues;
  /** What an asset is decided on at, by a policy's own limits. */
  readonly priceOf: (asset: PricedAsset, policy: Policy) => AssetState['price'];
};

/** What trading costs each portfolio where its venue's own terms don't say it. */
export const askOwnTerms = async (
  { venues, priceOf }: OwnTermsPorts,
  readings: Readings,
  block: Block,
): Promise<OwnTerms> => {
  const own = new Map<VenueId, ReadonlyMap<DuePortfolio, Result<VenueTerms>>>();
  for (const id of CHAIN_VENUE_IDS) {
    const { termsFor } = venues[id] ?? {};
    if (termsFor === undefined) continue;
    const wanted: DuePortfolio[] = [];
    const accounts: Tradable[] = [];
    for (const [portfolio, reading] of readings) {
      if (!reading.ok || !portfolio.policy.ok) continue;
      const policy = tradedPolicy(portfolio.account.kind, portfolio.policy.value);
      if (!goesTo(policy, id)) continue;
      wanted.push(portfolio);
      accounts.push(tradableOf(reading.value, (asset) => priceOf(asset, policy)));
    }
    if (wanted.length === 0) continue;
    const told = await termsFor(accounts, block);
    own.set(
      id,
      new Map(
        wanted.flatMap((portfolio, index) => {
          const terms = told.ok ? told.value[index] : told;
          return terms === undefined ? [] : [[portfolio, terms] as const];
        }),
      ),
    );
  }
  return (portfolio, venue) => own.get(venue)?.get(portfolio);
};

/** A venue that is closed to the account alone is no failure: its portfolio holds, and says so. */
export const isClosed = (terms: Result<VenueTerms> | undefined): boolean =>
  terms?.ok === false && terms.error.code === 'venue-unavailable';

/** What only somebody who sets the chain up, or a feed, can bring back: until then it would fail at every look, and nobody would read why. */
const UNTOLD: readonly string[] = ['not-configured', 'prices-unavailable'];

/** Why nothing can be weighed where what a trade costs isn't told; null where it is, or where asking again may do. */
export const withheldByCosts = (terms: Result<VenueTerms> | undefined): Withheld | null =>
  terms?.ok === false && UNTOLD.includes(terms.error.code)
    ? { reason: 'venue-unavailable', detail: terms.error.message }
    : null;

export const openVenues = (terms: Terms): Surroundings['venues'] => ({
  'order-book': terms.has('order-book'),
  proposal: terms.has('proposal'),
  ...(terms.has('oneinch') ? { oneinch: true } : {}),
});
