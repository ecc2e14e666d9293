import { E18, E18_PER_BPS, larger, mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';
import { awayUnits, type CashHoldings, onChainUnits } from './cash-holdings.ts';
import { supplyRateE18Down } from './rate-curve.ts';
import {
  type CashLook,
  homeGasUnits,
  isAnchor,
  isCrossing,
  isHomeChain,
  type ShiftPair,
  wayGasUnits,
} from './shift-pair.ts';
import type { VaultOutlook } from './vault-outlook.ts';

/** By so much a rate rises when it jumps, where its market's curve is not known; `fullLeadBps` is what all of the value away would lose by it. */
const USUAL_RISE_E18 = 2_000n * E18_PER_BPS;
/** And at least by so much, whatever its curve says. */
const LEAST_RISE_E18 = 600n * E18_PER_BPS;
/** A jump: what is lent out against what is free becomes so many times what it is. */
const JUMP_ODDS = 6n;
/** What is abroad comes home by a part a day, so a jump costs it twice what it costs on a chain of the anchor's. */
const ABROAD_TIMES = 2n;
/** So many parts bring home all but an eighth, each at its own gas. */
const PARTS_HOME = 7n;
/** Of what was won four fifths may be bet. */
const BET_OF_LEAD_E18 = (4n * E18) / 5n;

/** What a vault would pay more, were as much of it lent out as in a jump. */
const riseE18 = ({ depth: { curve, utilisationE18 } }: VaultOutlook): bigint => {
  if (curve === null || utilisationE18 === null) return USUAL_RISE_E18;
  const used = smaller(utilisationE18, E18);
  const jumpedE18 = mulDivDown(used * JUMP_ODDS, E18, E18 - used + used * JUMP_ODDS);
  const rise = supplyRateE18Down(curve, jumpedE18) - supplyRateE18Down(curve, used);
  return larger(rise, LEAST_RISE_E18);
};

/** The anchor's rise, its vaults weighed by their shares. */
const anchorRiseE18 = ({ snapshot, outlooks }: CashLook): bigint => {
  let [sum, shares] = [0n, 0n];
  for (const outlook of outlooks) {
    const share = snapshot.anchor.find(
      ({ chainId, vault }) => chainId === outlook.chain.chainId && vault === outlook.vault.vault,
    );
    if (share === undefined) continue;
    sum += riseE18(outlook) * BigInt(share.shareBps);
    shares += BigInt(share.shareBps);
  }
  return shares === 0n ? USUAL_RISE_E18 : sum / shares;
};

/** What may be lost: how far moves may fall behind, and four fifths of what they have won; as a share of the value. */
const budgetE18 = ({ snapshot: { leadE18 }, policy }: CashLook): bigint =>
  BigInt(policy.shortfallBps) * E18_PER_BPS +
  (leadE18 > 0n ? mulDivDown(leadE18, BET_OF_LEAD_E18, E18) : leadE18);

/** Gas of a journey: there and back on one chain, across chains one way there and seven parts home. */
const journeyUnits = ({ from, to }: ShiftPair, { snapshot }: CashLook, isAbroad: boolean): bigint =>
  isAbroad
    ? wayGasUnits(from.chain, to.chain) + PARTS_HOME * homeGasUnits(snapshot, to.chain)
    : 2n * wayGasUnits(to.chain, to.chain);

/** What it would cost more of each unit that a shift moves, should the anchor jump: as a share, 18 decimals; 0 where it costs no more than before. */
const moreAtStakeE18 = (
  pair: ShiftPair,
  { hereE18, abroadE18, isAbroad }: { hereE18: bigint; abroadE18: bigint; isAbroad: boolean },
): bigint => {
  const leaves = pair.kind === 'away';
  if (isAbroad) return leaves ? abroadE18 : abroadE18 - hereE18;
  if (!leaves) return 0n;
  return isCrossing(pair) ? abroadE18 : hereE18;
};

/**
 * The most that may go this way so that being wrong costs no more than may be lost: should the anchor jump from tomorrow on, what is away on its
 * chains, what is abroad, and the gas of the journey home together. Null for a shift that puts nothing more at stake.
 */
export const lossRoom = (pair: ShiftPair, look: CashLook, holdings: CashHoldings): bigint | null => {
  const { snapshot, policy, valueUnits } = look;
  const isAbroad = isCrossing(pair) && !isHomeChain(snapshot, pair.to.chain);
  const leavesHome = pair.kind === 'away' || (isAbroad && isHomeChain(snapshot, pair.from.chain));
  if (!leavesHome || isAnchor(snapshot, pair.to)) return null;
  const full = BigInt(policy.fullLeadBps) * E18_PER_BPS;
  const hereE18 = mulDivUp(full, anchorRiseE18(look), USUAL_RISE_E18);
  const abroadE18 = ABROAD_TIMES * hereE18;
  const moreE18 = moreAtStakeE18(pair, { hereE18, abroadE18, isAbroad });
  if (moreE18 === 0n) return null;
  const abroad = snapshot.chains
    .filter((chain) => !isHomeChain(snapshot, chain))
    .reduce((sum, chain) => sum + onChainUnits(holdings, chain), 0n);
  const away = larger(awayUnits(holdings, snapshot, valueUnits) - abroad, 0n);
  const atStake = hereE18 * away + abroadE18 * abroad + E18 * journeyUnits(pair, look, isAbroad);
  return larger(budgetE18(look) * valueUnits - atStake, 0n) / moreE18;
};
