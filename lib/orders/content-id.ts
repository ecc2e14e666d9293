import { type Address, type Hex, keccak256, stringToBytes } from 'viem';
import type { Leg } from '../engine/decision.ts';

const DECISION_TAG = '1Balancer decision v1';
const LEG_TAG = '1Balancer leg v1';

/** Hash of a list's JSON text, which is unambiguous and the same on any machine: numbers are whole, bigints decimal text. */
const hashOf = (parts: readonly (string | number | readonly (string | number)[])[]): Hex =>
  keccak256(stringToBytes(JSON.stringify(parts)));

/** The part of a leg that decides what is signed. */
export type LegContent = Pick<
  Leg,
  'index' | 'venue' | 'sellToken' | 'buyToken' | 'sellUnits' | 'buyUnits'
> & {
  readonly limit: Pick<Leg['limit'], 'expiresInSeconds'>;
};

export type DecisionContent = {
  /** Of the one block the snapshot was read at. */
  readonly blockHash: Hex;
  readonly engineVersion: string;
  readonly legs: readonly LegContent[];
};

/**
 * Names a decision by what it says and by the block it saw, never by a row or a clock: two ticks that see the same
 * block decide the same and get the same name; the same wish at a later block is a new decision, so that its order
 * isn't one that has been cancelled before.
 */
export const decisionContentHash = ({ blockHash, engineVersion, legs }: DecisionContent): Hex =>
  hashOf([
    DECISION_TAG,
    blockHash.toLowerCase(),
    engineVersion,
    ...legs.map((leg) => [
      leg.index,
      leg.venue,
      leg.sellToken.toLowerCase(),
      leg.buyToken.toLowerCase(),
      leg.sellUnits.toString(),
      leg.buyUnits.toString(),
      leg.limit.expiresInSeconds,
    ]),
  ]);

export type LegIdentity = {
  readonly chainId: number;
  /** The portfolio's contract: survives a rebuilt database, unlike a row's id. */
  readonly portfolio: Address;
  readonly policyVersion: number;
  /** From `decisionContentHash`. */
  readonly decision: Hex;
  readonly legIndex: number;
};

/** The content-derived id of an order or a proposal: the same leg has the same id on any machine, at any time. */
export const legContentId = (leg: LegIdentity): Hex =>
  hashOf([
    LEG_TAG,
    leg.chainId,
    leg.portfolio.toLowerCase(),
    leg.policyVersion,
    leg.decision.toLowerCase(),
    leg.legIndex,
  ]);
