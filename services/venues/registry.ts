import type { Venue } from '../../lib/ledger/venue.ts';
import type { VenueId } from '../../lib/ledger/venue-id.ts';
import { type BookPorts, bookVenue } from './book/book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = { readonly orderBook: BookPorts };

/** Every venue there is: one line each. */
export const venueRegistry = (ports: VenuePorts): Readonly<Record<VenueId, Venue>> => ({
  'order-book': bookVenue(ports.orderBook),
});
