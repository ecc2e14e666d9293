import { E18, mulDivUp, powerOfTen } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { MoveCosts } from './cash-snapshot.ts';

/**
 * Gas of one transaction each, rounded up: a first deposit, a redemption and a burn as measured on our contracts before vaults and a
 * messenger of the tests (174,000, 55,000 and 177,000), with what a transaction costs by itself and what cold storage adds; a mint as it
 * was seen on Circle's own. A vault that stands on another may need more.
 */
export const MOVE_GAS = { deposit: 260_000n, redeem: 200_000n, burn: 250_000n, mint: 160_000n } as const;

/**
 * Bytes of each such transaction before it is signed, rounded up: what its call has, and 120 for the rest of it. A mint's message has no
 * hook, and room for eight signatures.
 */
export const MOVE_BYTES = { deposit: 640n, redeem: 640n, burn: 640n, mint: 1_400n } as const;

/** Of raising a mark, rounded up: 63,000 were measured before a vault of the tests, the transaction's own included. */
const POKE_GAS = 120_000n;

/** What gas costs on a chain, as a node and a feed told it at one block. */
export type GasTold = {
  readonly gasPriceWei: bigint;
  /** What each move's bytes cost beside its gas; null where gas is all that is paid. */
  readonly dataFeesWei: Readonly<Record<keyof typeof MOVE_BYTES, bigint>> | null;
  /** A whole native coin. */
  readonly nativeUsdE18: bigint;
  readonly atSeconds: UnixSeconds;
};

/** What each move costs there in USDC units, rounded up. */
export const moveCostsUp = ({ gasPriceWei, dataFeesWei, nativeUsdE18 }: GasTold): MoveCosts => {
  const units = (move: keyof typeof MOVE_GAS): bigint =>
    mulDivUp(MOVE_GAS[move] * gasPriceWei + (dataFeesWei?.[move] ?? 0n), nativeUsdE18, E18 * powerOfTen(12));
  return {
    depositUnits: units('deposit'),
    redeemUnits: units('redeem'),
    burnUnits: units('burn'),
    mintUnits: units('mint'),
  };
};

/** What raising a mark costs where a redemption costs that much, rounded up. */
export const pokeCostUp = ({ redeemUnits }: Pick<MoveCosts, 'redeemUnits'>): bigint =>
  mulDivUp(redeemUnits, POKE_GAS, MOVE_GAS.redeem);
