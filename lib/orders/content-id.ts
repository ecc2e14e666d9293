import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex } from 'viem';
import type { Leg } from '../engine/decision.ts';

const DECISION_TAG = keccak256(stringToHex('1Balancer decision v1'));
const LEG_TAG = keccak256(stringToHex('1Balancer leg v1'));

/** The part of a leg that decides what is signed. */
export type LegContent = Pick<Leg, 'index' | 'kind' | 'sellToken' | 'buyToken' | 'sellUnits' | 'buyUnits'> & {
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
  keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'string' },
        {
          type: 'tuple[]',
          components: [
            { name: 'index', type: 'uint256' },
            { name: 'kind', type: 'string' },
            { name: 'sellToken', type: 'address' },
            { name: 'buyToken', type: 'address' },
            { name: 'sellUnits', type: 'uint256' },
            { name: 'buyUnits', type: 'uint256' },
            { name: 'expiresInSeconds', type: 'uint256' },
          ],
        },
      ],
      [
        DECISION_TAG,
        blockHash,
        engineVersion,
        legs.map((leg) => ({
          index: BigInt(leg.index),
          kind: leg.kind,
          sellToken: leg.sellToken,
          buyToken: leg.buyToken,
          sellUnits: leg.sellUnits,
          buyUnits: leg.buyUnits,
          expiresInSeconds: BigInt(leg.limit.expiresInSeconds),
        })),
      ],
    ),
  );

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
  keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'uint256' },
        { type: 'address' },
        { type: 'uint256' },
        { type: 'bytes32' },
        { type: 'uint256' },
      ],
      [
        LEG_TAG,
        BigInt(leg.chainId),
        leg.portfolio,
        BigInt(leg.policyVersion),
        leg.decision,
        BigInt(leg.legIndex),
      ],
    ),
  );
