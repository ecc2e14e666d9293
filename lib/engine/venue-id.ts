import { z } from 'zod';

/** Where a leg can be carried out: one word for each in engine, policies, database and registry. */
export const VENUE_IDS = ['order-book', 'oneinch', 'proposal'] as const;
export type VenueId = (typeof VENUE_IDS)[number];

/** What policies and decisions called the order book before there was one vocabulary. */
export const FORMER_ORDER_BOOK = 'limit-order';

/** A venue as policies and decisions name it, by its present word or the former one. */
export const venueWord = z.enum([...VENUE_IDS, FORMER_ORDER_BOOK]);

/** The venue of a word. */
export const venueOf = (word: z.output<typeof venueWord>): VenueId =>
  word === FORMER_ORDER_BOOK ? 'order-book' : word;

/** Why a leg is traded at once although its policy asks a price and waits: the first that holds. */
export const ROUTE_REASONS = ['venue-away', 'drift', 'patience'] as const;
export type RouteReason = (typeof ROUTE_REASONS)[number];
