import { z } from 'zod';
import { CHAIN_VENUE_IDS, type ChainVenueId } from './venue-id.ts';

// Apart from the ids, which run in browsers that need no schemas.

/** What policies and decisions called the order book before there was one vocabulary. */
export const FORMER_ORDER_BOOK = 'limit-order';

/** A venue as policies and decisions name it, by its present word or the former one. */
export const venueWord = z.enum([...CHAIN_VENUE_IDS, FORMER_ORDER_BOOK]);

/** The venue of a word. */
export const venueOf = (word: z.output<typeof venueWord>): ChainVenueId =>
  word === FORMER_ORDER_BOOK ? 'order-book' : word;
