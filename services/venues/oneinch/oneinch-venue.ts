import type { Address } from 'viem';
import type { Action } from '../../../lib/ledger/action.ts';
import { FREE, type Venue } from '../../../lib/ledger/venue.ts';
import { feeTakerExtension } from '../../../lib/orders/fee-taker-extension.ts';
import type { OrderBody, SignAs } from '../../../lib/orders/sign-order.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { HttpCodes } from '../../http/http-faults.ts';
import { type AskOrders, checkOrders } from '../order-book/check-orders.ts';
import { fromJournal } from '../order-book/order-book-venue.ts';
import { type AskPublicBook, prepareOrders } from '../order-book/prepare-orders.ts';
import type { OrderbookClient } from './orderbook-client.ts';
import { placeAll, type ShowingJournal } from './place-all.ts';
import { asSent } from './same-order.ts';

/** What goes wrong with 1inch, as failures of a venue. */
export const VENUE_CODES: HttpCodes = {
  unavailable: 'venue-unavailable',
  limited: 'venue-limited',
  keyRefused: 'venue-key-refused',
  refused: 'venue-refused',
  malformed: 'venue-malformed',
};

export type OneinchPorts = {
  readonly orderbook: OrderbookClient;
  readonly journal: ShowingJournal;
  readonly askOrders: AskOrders;
  /** Null when nothing is to be signed. */
  readonly signAs: SignAs | null;
  /** The FeeTaker that a portfolio is built for. Fails with `venue-router-changed` where its code is none that is known. */
  readonly feeTakerOf: (portfolio: Address) => Promise<Result<Address>>;
};

type Ports = Pick<OneinchPorts, 'orderbook' | 'feeTakerOf'>;

const askTermsOf =
  ({ orderbook, feeTakerOf }: Ports): AskPublicBook =>
  async ({ leg }, { snapshot }) => {
    const maker = snapshot.account.address;
    const feeTaker = await feeTakerOf(maker);
    if (!feeTaker.ok) return feeTaker;
    const pair = { makerAsset: leg.sellToken, takerAsset: leg.buyToken };
    const amounts = { makerAmount: leg.sellUnits, takerAmount: leg.buyUnits };
    const terms = await orderbook.feeTerms({ ...pair, ...amounts }, { maker, feeTaker: feeTaker.value });
    if (!terms.ok) return terms;
    return ok({ extension: feeTakerExtension(terms.value), feeTaker: feeTaker.value });
  };

/** Each account's, asked once. */
const feeTakersOf = async (
  actions: readonly Action[],
  { feeTakerOf }: Pick<OneinchPorts, 'feeTakerOf'>,
): Promise<Result<ReadonlyMap<Address, Address>>> => {
  const known = new Map<Address, Address>();
  for (const { account } of actions) {
    if (known.has(account)) continue;
    const feeTaker = await feeTakerOf(account);
    if (!feeTaker.ok) return feeTaker;
    known.set(account, feeTaker.value);
  }
  return ok(known);
};

/**
 * 1inch's orderbook, which has takers of its own. Its fee comes on top of what the portfolio asks; its orders need a standing allowance and a
 * contract with `publicBook` on. What it was given it shows until the chain ends the order: it can't take anything back.
 */
export const oneinchVenue = (ports: OneinchPorts): Venue<OrderBody> => {
  const { orderbook, journal, askOrders, signAs } = ports;
  const askPublicBook = askTermsOf(ports);
  return {
    id: 'oneinch',
    terms: async () => ok(FREE),
    prepare: (intents, observation) => prepareOrders(intents, observation, { signAs, askPublicBook }),
    check: async (checkings, reading) => {
      const feeTakers = await feeTakersOf(
        checkings.map(({ action }) => action),
        ports,
      );
      if (!feeTakers.ok) return feeTakers;
      return checkOrders(checkings, reading, {
        askOrders,
        publicBookOf: ({ account, body: { extension } }) => {
          const feeTaker = feeTakers.value.get(account);
          return feeTaker === undefined ? null : { extension, feeTaker };
        },
      });
    },
    place: (actions) => placeAll(actions, { orderbook, journal }),
    cancel: async ({ id }) => {
      const hidden = await fromJournal(journal.hide(id));
      return hidden.ok ? ok({ wasShown: hidden.value }) : hidden;
    },
    status: async ({ body }) => {
      const found = await orderbook.find(body.orderHash);
      if (!found.ok) return found;
      if (found.value === null) return ok({ status: 'unknown' });
      const same = asSent(body, found.value);
      if (!same.ok) return same;
      const { isLive, remainingMakerAmount } = same.value;
      return ok({ status: isLive ? 'open' : 'closed', remainingSellUnits: remainingMakerAmount });
    },
  };
};
