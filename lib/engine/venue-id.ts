/** Where a leg of an account on a chain can be carried out: what policies name, and the tick's registry has. */
export const CHAIN_VENUE_IDS = ['order-book', 'oneinch', 'proposal'] as const;
export type ChainVenueId = (typeof CHAIN_VENUE_IDS)[number];

/** Where a leg can be carried out: one word for each in engine, policies, database and registry. */
export const VENUE_IDS = [...CHAIN_VENUE_IDS, 'intents'] as const;
export type VenueId = (typeof VENUE_IDS)[number];

/** Whether who trades there says at once what a trade brings, so that all of the slippage is given up by asking: no price is asked and waited for. */
export const isAtOnce = (venue: VenueId): boolean => venue === 'proposal' || venue === 'intents';

/** Why a leg is traded at once although its policy asks a price and waits: the first that holds. */
export const ROUTE_REASONS = ['venue-away', 'drift', 'patience'] as const;
export type RouteReason = (typeof ROUTE_REASONS)[number];
