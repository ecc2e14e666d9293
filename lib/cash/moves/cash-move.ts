import { type Address, type Hex, hashTypedData, keccak256, stringToBytes } from 'viem';
import { maxFeeUnitsUp } from '../../cctp/fee.ts';
import {
  BPS,
  bpsOfDown,
  E18,
  larger,
  mulDivDown,
  mulDivUp,
  powerOfTen,
  smaller,
} from '../../money/fixed-point.ts';
import {
  type MoveTerms,
  type CashMove as MoveWords,
  moveTypedData,
} from '../../orders/cash-move-typed-data.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { CashDecision, CashMove } from '../cash-decision.ts';
import type { CashAccountSight, CashSight } from '../cash-sight.ts';
import type { CashChain } from '../cash-snapshot.ts';
import { movesNotHeld, type PlacedMove } from './hold-shifts.ts';

/** A move of one portfolio, whole but for its signature. */
export type MoveToSign = {
  /** Its place among the moves of its decision. */
  readonly index: number;
  readonly portfolioId: string;
  readonly chainId: number;
  /** The portfolio's contract, lower-cased. */
  readonly account: Address;
  /** Whose key the contract takes it from. */
  readonly signer: Address;
  /** Of a bridge; null for the others. */
  readonly toChainId: number | null;
  /** What was decided, in USDC units. */
  readonly units: bigint;
  readonly words: MoveWords;
  readonly terms: MoveTerms;
};

/** So long a signed move may wait for its turn and for a block, where its contract lets it. */
const LIFE_SECONDS = 3_600;
/** The contract's own limit of what a transfer may be charged. */
export const BRIDGE_FEE_BPS_MAX = 10;
/** Less than a cent of shares that would stay is taken with them. */
const DUST_UNITS = 10_000n;

type AccountVault = CashAccountSight['vaults'][number];

const listed = ({ vaults }: CashAccountSight, vault: string): Result<AccountVault> => {
  const found = vaults.find((one) => one.vault === vault);
  return found === undefined
    ? fail('guard-refused', `The vault ${vault} is not listed by its portfolio.`)
    : ok(found);
};

/**
 * The least shares that a deposit may give: worth all but `maxLossBps` of it at the live rate. Where the contract counts less, since its mark
 * has not grown so far yet, it asks for more by itself.
 */
export const minSharesUp = (assets: bigint, vault: AccountVault, maxLossBps: number): bigint =>
  mulDivUp(assets - bpsOfDown(assets, maxLossBps), powerOfTen(vault.decimals), vault.liveUnits);

/** The least USDC that a redemption may give: a share that leaves is worth the higher of both rates, and a unit more. */
export const minAssetsUp = (shares: bigint, vault: AccountVault, maxLossBps: number): bigint => {
  const rate = larger(vault.liveUnits, vault.markUnits) + 1n;
  const out = mulDivUp(shares, rate, powerOfTen(vault.decimals));
  return out - bpsOfDown(out, maxLossBps);
};

/** Shares that are worth so much, up: what is paid with the proceeds is sure to be there. All of them where hardly any would stay. */
export const sharesUp = (units: bigint, vault: AccountVault): bigint => {
  const one = powerOfTen(vault.decimals);
  const wanted = mulDivUp(units, one, vault.liveUnits);
  if (wanted >= vault.shares) return vault.shares;
  const stays = mulDivDown(vault.shares - wanted, vault.liveUnits, one);
  return stays < DUST_UNITS ? vault.shares : wanted;
};

/** Redeeming for it takes a hair of the value that the budget is of. */
const ROOM_BPS = 9_999;

/** What the contract counts as its value: a vault for no more than it was given. */
export const contractValueUnits = ({ idleUnits, vaults }: CashChain): bigint =>
  vaults.reduce(
    (sum, { heldUnits, givenUnits, fault }) => sum + (fault === null ? smaller(heldUnits, givenUnits) : 0n),
    idleUnits,
  );

/** No more than the contract lets through, whose budget is of what it counts: what vaults have earned is not in it. */
const bridgeableUnits = (units: bigint, chain: CashChain): bigint =>
  smaller(units, bpsOfDown(mulDivDown(contractValueUnits(chain), chain.bridgeLeftE18, E18), ROOM_BPS));

/** Of what is asked now and a fifth more, in USDC units; refused above the contract's bound. */
const bridgeFeeUnits = (units: bigint, shareE7: bigint | null): Result<bigint> => {
  if (shareE7 === null)
    return fail('venue-unavailable', 'What a transfer costs now is not known.', { when: 'next-tick' });
  const fee = maxFeeUnitsUp(units, shareE7);
  if (!fee.ok) return fee;
  const most = mulDivDown(units, BigInt(BRIDGE_FEE_BPS_MAX), BPS);
  return fee.value <= most
    ? fee
    : fail('venue-refused', `A transfer would cost ${fee.value} units, more than the contract's ${most}.`);
};

/** What a transfer between two domains costs now, as a share in 7 decimals; null where nobody says. */
export type FeeShareOf = (pair: { readonly source: number; readonly destination: number }) => bigint | null;

/** What moves of one look are made from. */
type Making = { readonly sight: CashSight; readonly feeShareOf: FeeShareOf };

const bridgeWords = (
  move: Extract<CashMove, { readonly kind: 'bridge' }>,
  { siblings, domain: source }: CashAccountSight,
  feeShareOf: FeeShareOf,
): Result<MoveWords> => {
  const sibling = siblings.find(({ chainId }) => chainId === move.toChainId);
  if (sibling === undefined)
    return fail('guard-refused', `No sibling of chain ${move.toChainId} is named.`, { when: 'next-tick' });
  const { domain, address } = sibling;
  const fee = bridgeFeeUnits(move.units, feeShareOf({ source, destination: domain }));
  if (!fee.ok) return fee;
  return ok({ kind: 'Bridge', domain, sibling: address, amount: move.units, maxFee: fee.value });
};

const wordsOf = (move: CashMove, account: CashAccountSight, { feeShareOf }: Making): Result<MoveWords> => {
  if (move.kind === 'bridge') return bridgeWords(move, account, feeShareOf);
  const vault = listed(account, move.vault);
  if (!vault.ok) return vault;
  const { maxLossBps } = account;
  if (move.kind === 'deposit') {
    const minShares = minSharesUp(move.units, vault.value, maxLossBps);
    return ok({ kind: 'Deposit', vault: vault.value.vault, assets: move.units, minShares });
  }
  const shares = sharesUp(move.units, vault.value);
  const minAssets = minAssetsUp(shares, vault.value, maxLossBps);
  return ok({ kind: 'Redeem', vault: vault.value.vault, shares, minAssets });
};

const NONCE_TAG = '1Balancer cash move v1';
/** The word of nonces that a look has read. */
const READ_NONCES = 256n;

/**
 * From what is decided and the block that it was seen in: two ticks that see the same sign the same move, which its contract takes once;
 * the same wish of another look is another move.
 */
const nonceOf = (
  { chainId, address, blockHash }: CashAccountSight,
  index: number,
  words: MoveWords,
): bigint => {
  const content = Object.values(words).map(String);
  const nonce = BigInt(
    keccak256(stringToBytes(JSON.stringify([NONCE_TAG, chainId, address, blockHash, index, ...content]))),
  );
  // Owners sign by hand with small ones.
  return nonce < READ_NONCES ? nonce + READ_NONCES : nonce;
};

const toSign = ({ move, index }: PlacedMove, making: Making): Result<MoveToSign> => {
  const account = making.sight.accounts.find(({ chainId }) => chainId === move.chainId);
  const chain = making.sight.snapshot.chains.find(({ chainId }) => chainId === move.chainId);
  if (account === undefined || chain === undefined)
    return fail('portfolio-unreadable', `The portfolio of chain ${move.chainId} was not read.`, {
      when: 'next-tick',
    });
  const wanted = move.kind === 'bridge' ? { ...move, units: bridgeableUnits(move.units, chain) } : move;
  const words = wordsOf(wanted, account, making);
  if (!words.ok) return words;
  const { portfolioId, chainId, address, signer, blockSeconds, deadlineMaxSeconds } = account;
  return ok({
    ...{ index, portfolioId, chainId, account: address, signer, units: wanted.units, words: words.value },
    toChainId: move.kind === 'bridge' ? move.toChainId : null,
    terms: {
      nonce: nonceOf(account, index, words.value),
      generation: Number(account.generation),
      deadline: blockSeconds + Math.min(deadlineMaxSeconds, LIFE_SECONDS),
    },
  });
};

/**
 * The moves of a decision as their portfolios' contracts take them, in its order, but those that wait for a vault's mark. All or none: what
 * can't be made of one leaves the others without their money. Fails with `guard-refused`, `portfolio-unreadable`, `venue-unavailable` or `venue-refused`.
 */
export const movesToSign = (
  { plan }: Pick<CashDecision, 'plan'>,
  sight: CashSight,
  feeShareOf: FeeShareOf,
): Result<readonly MoveToSign[]> => {
  const moves: MoveToSign[] = [];
  for (const placed of movesNotHeld(plan, sight)) {
    const made = toSign(placed, { sight, feeShareOf });
    if (!made.ok) return made;
    moves.push(made.value);
  }
  return ok(moves);
};

/** What the signer signs, and the name by which the contract's events tell of the move. */
export const moveDigest = ({ words, terms, chainId, account }: MoveToSign): Hex =>
  hashTypedData(moveTypedData(words, { chainId, portfolio: account }, terms));
