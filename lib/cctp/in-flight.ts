import type { Hex } from 'viem';
import { arrivingUnitsDown } from './fee.ts';
import type { Transfer } from './transfer.ts';

/** What the destination and Circle say of transfers, for balances of one block. */
export type DestinationView = {
  readonly chainId: number;
  /** Nonces that are used in the state of that block. */
  readonly usedNonces: ReadonlySet<Hex>;
  /** Transfers without a nonce of which Circle has said after that block that they are not attested: nobody can have minted them in it. */
  readonly unattested: ReadonlySet<Hex>;
};

const isOnItsWay = ({ id, attested }: Transfer, { usedNonces, unattested }: DestinationView): boolean =>
  attested === null ? unattested.has(id) : !usedNonces.has(attested.nonce);

/** Transfers to this chain whose burn is in a block and whose mint is not. What nobody can say is left out rather than counted twice. */
export const inFlightTo = (transfers: readonly Transfer[], view: DestinationView): readonly Transfer[] =>
  transfers.filter(
    (transfer) =>
      transfer.destinationChainId === view.chainId && transfer.burn !== null && isOnItsWay(transfer, view),
  );

/** What is on its way to this chain, in USDC's units: each burn counts here and nowhere else, by what is sure to arrive. */
export const inFlightUnitsDown = (transfers: readonly Transfer[], view: DestinationView): bigint =>
  inFlightTo(transfers, view).reduce((sum, transfer) => sum + arrivingUnitsDown(transfer), 0n);
