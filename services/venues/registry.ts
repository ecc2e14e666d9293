import type { Venue, VenueId } from '../../lib/orders/venue.ts';
import { type BookPorts, bookVenue } from './book/book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = { readonly book: BookPorts };

/** Every venue there is: one line each. */
export const venueRegistry = (ports: VenuePorts): Readonly<Record<VenueId, Venue>> => ({
  book: bookVenue(ports.book),
});
