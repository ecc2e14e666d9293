import type { Venues } from '../../lib/ledger/venue.ts';
import { type BookPorts, bookVenue } from './book/book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = { readonly orderBook: BookPorts };

/** Every venue: one line each. */
export const venueRegistry = (ports: VenuePorts): Venues => ({
  'order-book': bookVenue(ports.orderBook),
  proposal: null,
});
