import { type Address, type Hex, keccak256, pad, stringToBytes } from 'viem';
import type { BurnMessage } from './message.ts';

/**
 * How far a transfer is: journaled, burnt at its source, attested by Circle, minted at its destination, minted so deep that no
 * reorganisation takes it back; or given up, because its burn was never in the chain and can't come any more.
 */
export const TRANSFER_STATUSES = ['wanted', 'burnt', 'attested', 'minted', 'settled', 'abandoned'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/** What is to be moved, as it was signed. Addresses lower-cased, amounts in USDC's units. */
export type TransferTerms = {
  readonly portfolioId: string;
  readonly sourceChainId: number;
  readonly destinationChainId: number;
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  /** Who burns. */
  readonly account: Address;
  /** Who gets it over there. */
  readonly recipient: Address;
  readonly amount: bigint;
  readonly maxFee: bigint;
  readonly minFinality: number;
  /** Of the signed move: two transfers of the same amount are two. */
  readonly moveNonce: bigint;
  readonly generation: bigint;
  /** Block time of the source from which the signed move is refused. */
  readonly deadlineSeconds: number;
};

/** A place in a chain. */
export type Place = { readonly txHash: Hex; readonly blockNumber: bigint; readonly blockHash: Hex };

/** A burn, as its chain tells of it. */
export type Burn = Place & {
  /** Of the messenger's event. */
  readonly logIndex: number;
  /** As it was emitted: what the attester writes is still 0 in it. */
  readonly message: Hex;
};

/** A message that may be minted with. */
export type Attested = {
  readonly message: Hex;
  readonly attestation: Hex;
  readonly nonce: Hex;
  readonly feeExecuted: bigint;
  /** Block of the destination from which it counts no more; 0 = never. */
  readonly expirationBlock: bigint;
};

/** A mint, and who handed the message in. */
export type Mint = Place & { readonly caller: Address };

/** A transfer as it is stored. */
export type Transfer = TransferTerms & {
  readonly id: Hex;
  readonly status: TransferStatus;
  /** Heads of both chains when it was journaled: nothing of it is before them. */
  readonly sourceFromBlock: bigint;
  readonly destinationFromBlock: bigint;
  readonly burn: Burn | null;
  readonly attested: Attested | null;
  readonly mint: Mint | null;
};

const TAG = '1Balancer transfer v1';

/** From the content: the same signed move is the same transfer on any machine. */
export const transferId = (terms: TransferTerms): Hex => {
  const { sourceChainId, account, recipient, destinationDomain } = terms;
  const { amount, maxFee, moveNonce, generation } = terms;
  const parts = [TAG, sourceChainId, account, destinationDomain, recipient];
  return keccak256(
    stringToBytes(JSON.stringify([...parts, ...[amount, maxFee, moveNonce, generation].map(String)])),
  );
};

/** An address as messages write it: 32 bytes, lower-cased. */
export const wordOf = (address: Address): Hex => pad(address, { size: 32 }).toLowerCase() as Hex;

/** Whether a message is the one that the transfer's burn emits, whatever the attester has written into it. */
export const isMessageOf = (terms: TransferTerms, { body, ...header }: BurnMessage): boolean =>
  header.sourceDomain === terms.sourceDomain &&
  header.destinationDomain === terms.destinationDomain &&
  BigInt(header.destinationCaller) === 0n &&
  header.minFinalityThreshold === terms.minFinality &&
  body.messageSender === wordOf(terms.account) &&
  body.mintRecipient === wordOf(terms.recipient) &&
  body.amount === terms.amount &&
  body.maxFee === terms.maxFee &&
  body.hookData === '0x';
