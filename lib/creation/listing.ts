import type { Address } from 'viem';
import type { Chain } from '../chains/chain.ts';

/** A token and the feed that prices it, as a new portfolio may list them. */
export type Listing = {
  readonly token: Address;
  readonly symbol: string;
  readonly decimals: number;
  readonly feed: Address;
  readonly heartbeatSeconds: number;
  readonly navMaxAgeSeconds: number;
};

/** What a chain allows a new portfolio to be made of. */
export type CreationChain = {
  readonly id: number;
  readonly name: string;
  readonly factory: Address;
  readonly listings: readonly Listing[];
  /** Whether tokens and feeds are made up, as on a chain of this machine: then those of other portfolios may be taken. */
  readonly simulated: boolean;
};

/** A round is published some seconds after it is due. */
const LATE_SECONDS = 600;

/** The tokens of a chain whose feed and heartbeat are known. What nobody could confirm is no choice. */
export const listingsOf = ({ tokens, feeds }: Chain): readonly Listing[] =>
  tokens.flatMap(({ symbol, address, decimals, feed: asset }) => {
    const feed = feeds.find((known) => known.asset === asset);
    if (feed === undefined || feed.heartbeatSeconds === null) return [];
    const heartbeatSeconds = feed.heartbeatSeconds + LATE_SECONDS;
    return [
      {
        ...{ token: address, symbol, decimals, feed: feed.address },
        ...{ heartbeatSeconds, navMaxAgeSeconds: 2 * heartbeatSeconds },
      },
    ];
  });
