import type { Venues } from '../../lib/ledger/venue.ts';
import { type OneinchPorts, oneinchVenue } from './oneinch/oneinch-venue.ts';
import { type OrderBookPorts, orderBookVenue } from './order-book/order-book-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = {
  readonly orderBook: OrderBookPorts;
  /** Null where no key of 1inch's is set, or it doesn't know the chain. */
  readonly oneinch: OneinchPorts | null;
};

/** Every venue: one line each. */
export const venueRegistry = (ports: VenuePorts): Venues => ({
  'order-book': orderBookVenue(ports.orderBook),
  oneinch: ports.oneinch && oneinchVenue(ports.oneinch),
  proposal: null,
});
