import { VENUE_IDS, type Venue, type VenueId } from '../../lib/orders/venue.ts';
import { type BookPorts, bookVenue } from './book/book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = { readonly book: BookPorts };

/** Every venue there is: one line each. */
export const venueRegistry = (ports: VenuePorts): Readonly<Record<VenueId, Venue>> => ({
  book: bookVenue(ports.book),
});

/** The venue of a stored name; null when this version knows none of that name. */
export const venueNamed = (registry: Readonly<Record<VenueId, Venue>>, name: string): Venue | null => {
  const id = VENUE_IDS.find((known) => known === name);
  return id === undefined ? null : registry[id];
};
