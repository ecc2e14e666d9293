import { type Action, type ActionBody, asOrder, asProposal } from '../../lib/ledger/action.ts';
import type { Venue, Venues } from '../../lib/ledger/venue.ts';
import { type OneinchPorts, oneinchVenue } from './oneinch/oneinch-venue.ts';
import { type OrderBookPorts, orderBookVenue } from './order-book/order-book-venue.ts';
import { type ProposalPorts, proposalVenue } from './proposal/proposal-venue.ts';

/** What the venues need from the rest, by venue. */
export type VenuePorts = {
  readonly orderBook: OrderBookPorts;
  /** Null where no key of 1inch's is set, or it doesn't know the chain. */
  readonly oneinch: OneinchPorts | null;
  readonly proposal: ProposalPorts | null;
};

/** A venue of one kind of body, as the tick knows venues. */
export const taking = <Body extends ActionBody>(
  venue: Venue<Body>,
  own: (action: Action) => Action<Body>,
): Venue => ({
  ...venue,
  check: (checkings, reading) =>
    venue.check(
      checkings.map(({ action, observation }) => ({ action: own(action), observation })),
      reading,
    ),
  place: (actions) => venue.place(actions.map(own)),
  cancel: (action) => venue.cancel(own(action)),
  status: (action) => venue.status(own(action)),
});

/** Every venue: one line each. */
export const venueRegistry = (ports: VenuePorts): Venues => ({
  'order-book': taking(orderBookVenue(ports.orderBook), asOrder),
  oneinch: ports.oneinch && taking(oneinchVenue(ports.oneinch), asOrder),
  proposal: ports.proposal && taking(proposalVenue(ports.proposal), asProposal),
});
