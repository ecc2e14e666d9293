import { type Offered, pickAttested } from './attested.ts';
import type { Attested, Burn, Mint, Place, Transfer } from './transfer.ts';

/** A block that a chain is not known to take back: how deep is the chain's own fact. */
export type Settled = { readonly number: bigint; readonly seconds: number };

/** What was seen for a transfer in each status; nothing else decides. */
export type TransferFacts =
  | {
      readonly of: 'wanted';
      readonly burn: Burn | null;
      readonly settled: Settled;
      /** A call that burns is under way. */
      readonly isBeingBurnt: boolean;
      /** Why the portfolio refuses the signed move now; null = it takes it. */
      readonly refusal: string | null;
    }
  | {
      readonly of: 'burnt';
      /** The same burn in the present chain; null = it is in none of its blocks. */
      readonly burn: Burn | null;
      /** What the attestation API has of its transaction, and the destination's attesters have signed; empty = it knows none. */
      readonly offers: readonly Offered[];
      /** Some of it is not signed by them. */
      readonly isForged: boolean;
      readonly destinationHead: bigint;
    }
  | {
      readonly of: 'attested';
      readonly isUsed: boolean;
      /** Where the nonce was used; null = the node doesn't say. */
      readonly mint: Mint | null;
      readonly destinationHead: bigint;
      /** The destination's attesters of now have signed it. */
      readonly isSigned: boolean;
      /** A call that mints it is under way. */
      readonly isBeingMinted: boolean;
      /** Why the destination refuses the message now; null = it takes it. */
      readonly refusal: string | null;
    }
  | {
      readonly of: 'minted';
      /** The same mint in the present chain. */
      readonly mint: Mint | null;
      readonly settled: Pick<Settled, 'number'>;
    };

/** What is to be done with a transfer now. */
export type TransferStep =
  | { readonly kind: 'burnt'; readonly burn: Burn }
  /** Its block is gone: it is looked for again, from the beginning. */
  | { readonly kind: 'unburnt' }
  | { readonly kind: 'attested'; readonly attested: Attested }
  /** The signed move is sent once more: its call is over, and nothing of it is in the chain. */
  | { readonly kind: 'burn' }
  /** The attesters are others by now: what Circle has of it is read again. */
  | { readonly kind: 'unattested' }
  /** What was attested has expired: Circle is asked to attest it once more. */
  | { readonly kind: 'ask-again'; readonly attested: Attested }
  | { readonly kind: 'mint'; readonly attested: Attested }
  | { readonly kind: 'minted'; readonly mint: Mint }
  | { readonly kind: 'unminted' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'abandoned' }
  /** Nothing, and why. */
  | { readonly kind: 'wait'; readonly why: string };

const wait = (why: string): TransferStep => ({ kind: 'wait', why });
const isSame = (a: Place | null, b: Place): boolean =>
  a !== null && a.blockHash === b.blockHash && a.txHash === b.txHash;

/** Blocks in which a mint that is sent now should be. */
const EXPIRY_MARGIN_BLOCKS = 20n;
const isExpired = ({ expirationBlock }: Attested, head: bigint): boolean =>
  expirationBlock !== 0n && expirationBlock <= head + EXPIRY_MARGIN_BLOCKS;

type Facts<Of extends TransferFacts['of']> = Extract<TransferFacts, { readonly of: Of }>;

/** Whoever has the signed move may send it until its deadline: only a settled block beyond that says that it never will be. */
const ofWanted = ({ deadlineSeconds }: Transfer, facts: Facts<'wanted'>): TransferStep => {
  const { burn, settled, isBeingBurnt, refusal } = facts;
  if (burn !== null) return { kind: 'burnt', burn };
  if (settled.seconds > deadlineSeconds) return { kind: 'abandoned' };
  if (isBeingBurnt) return wait('its burn is not in a block yet');
  return refusal === null ? { kind: 'burn' } : wait(`the portfolio refuses its move: ${refusal}`);
};

const unattestedWhy = ({ offers, isForged }: Facts<'burnt'>): string => {
  if (isForged) return 'its attestation is not signed by the attesters';
  return offers.length === 0
    ? 'Circle does not know its burn yet'
    : 'Circle has not attested its message yet';
};

const ofBurnt = (burnt: Burn, facts: Facts<'burnt'>): TransferStep => {
  const { burn, offers, destinationHead } = facts;
  if (burn === null) return { kind: 'unburnt' };
  if (!isSame(burn, burnt)) return { kind: 'burnt', burn };
  const picked = pickAttested(burnt.message, offers);
  if (!picked.ok) return wait(`its attestation is refused: ${picked.error.message}`);
  const attested = picked.value;
  if (attested === null) return wait(unattestedWhy(facts));
  return isExpired(attested, destinationHead)
    ? { kind: 'ask-again', attested }
    : { kind: 'attested', attested };
};

const ofAttested = (attested: Attested, facts: Facts<'attested'>): TransferStep => {
  const { isUsed, mint, isSigned, isBeingMinted, refusal, destinationHead } = facts;
  // By whomever: a nonce is used once, and the money is there.
  if (mint !== null) return { kind: 'minted', mint };
  if (isUsed) return wait('its nonce is used, and the node does not say where');
  if (!isSigned) return { kind: 'unattested' };
  if (isExpired(attested, destinationHead)) return { kind: 'ask-again', attested };
  if (isBeingMinted) return wait('its mint is on its way');
  return refusal === null
    ? { kind: 'mint', attested }
    : wait(`the destination refuses its message: ${refusal}`);
};

const ofMinted = (minted: Mint, { mint, settled }: Facts<'minted'>): TransferStep => {
  if (mint === null) return { kind: 'unminted' };
  if (!isSame(mint, minted)) return { kind: 'minted', mint };
  return mint.blockNumber <= settled.number ? { kind: 'settled' } : wait('its mint may still be taken back');
};

/**
 * The next step of a transfer, from its row and from what the chains and the attestation API say. Pure and total. It never starts anything
 * again because nothing is heard: a burn is looked for until it is found or can't come any more, an attestation and a mint for ever.
 */
export const nextTransferStep = (transfer: Transfer, facts: TransferFacts): TransferStep => {
  const { status, burn, attested, mint } = transfer;
  if (facts.of === 'wanted' && status === 'wanted') return ofWanted(transfer, facts);
  if (facts.of === 'burnt' && status === 'burnt' && burn !== null) return ofBurnt(burn, facts);
  if (facts.of === 'attested' && status === 'attested' && attested !== null)
    return ofAttested(attested, facts);
  if (facts.of === 'minted' && status === 'minted' && mint !== null) return ofMinted(mint, facts);
  return wait('nothing is left to do');
};

const MINUTE = 60;
const HOUR = 3_600;

/** When it is looked at again: often while it is fresh, ever more seldom, and never not at all. */
export const lookAgainSeconds = (ageSeconds: number): number => {
  if (ageSeconds < 30 * MINUTE) return 15;
  return ageSeconds < 6 * HOUR ? MINUTE : 10 * MINUTE;
};

/** Standard finality takes some twenty minutes on the slowest chain; from an hour on a person should know. Ends nothing. */
export const OVERDUE_SECONDS = HOUR;
