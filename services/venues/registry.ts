import type { Venues } from '../../lib/ledger/venue.ts';
import { type OrderBookPorts, orderBookVenue } from './order-book/order-book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = { readonly orderBook: OrderBookPorts };

/** Every venue: one line each. */
export const venueRegistry = (ports: VenuePorts): Venues => ({
  'order-book': orderBookVenue(ports.orderBook),
  proposal: null,
});
