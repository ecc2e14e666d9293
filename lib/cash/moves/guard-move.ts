import { bpsOfDown, E18, mulDivDown, powerOfTen } from '../../money/fixed-point.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { CashAccountSight, CashSight } from '../cash-sight.ts';
import type { CashChain, CashVault } from '../cash-snapshot.ts';
import {
  BRIDGE_FEE_BPS_MAX,
  contractValueUnits,
  type MoveToSign,
  minAssetsUp,
  minSharesUp,
} from './cash-move.ts';

/** The contract's own least amount of a transfer. */
const LEAST_BRIDGED_UNITS = 10_000_000n;
/** Nonces that a look has read. */
const READ_NONCES = 256n;

/** A move beside the portfolio as it was seen. */
type Judged = {
  readonly move: MoveToSign;
  readonly account: CashAccountSight;
  readonly chain: CashChain;
  readonly sight: CashSight;
};

/** A statement that must hold; the first that doesn't is the refusal. */
type Rule<Given = Judged> = { readonly name: string; readonly holds: (given: Given) => boolean };

const isUnused = ({ move: { terms }, account }: Judged): boolean =>
  terms.nonce >= READ_NONCES || ((account.nonceWord0 >> terms.nonce) & 1n) === 0n;

const STANDING: readonly Rule[] = [
  { name: 'moves are not stopped', holds: ({ sight }) => !sight.snapshot.halted },
  { name: 'the portfolio is not paused', holds: ({ chain }) => !chain.paused },
  { name: 'its chain is not behind', holds: ({ chain }) => !chain.lagging },
  { name: 'it is of its contract', holds: ({ move, account }) => move.account === account.address },
  { name: 'it is of its row', holds: ({ move, account }) => move.portfolioId === account.portfolioId },
  { name: 'its signer is the contract’s', holds: ({ move, account }) => move.signer === account.signer },
  { name: 'the signer is nobody’s owner', holds: ({ account }) => account.signer !== account.owner },
  {
    name: 'it carries the current generation',
    holds: ({ move, account }) => BigInt(move.terms.generation) === account.generation,
  },
  {
    name: 'it has not expired',
    holds: ({ move, account }) => move.terms.deadline > account.blockSeconds,
  },
  {
    name: 'it lives no longer than the contract allows',
    holds: ({ move, account }) => move.terms.deadline <= account.blockSeconds + account.deadlineMaxSeconds,
  },
  { name: 'its nonce is unused', holds: isUnused },
  { name: 'it moves something', holds: ({ move }) => move.units > 0n },
];

type AboutVault = Judged & {
  readonly listed: CashAccountSight['vaults'][number];
  readonly seen: CashVault;
};

const OF_VAULT: readonly Rule<AboutVault>[] = [
  { name: 'its vault can be read, and stands at its mark', holds: ({ seen }) => seen.fault === null },
  { name: 'its vault has a rate', holds: ({ listed }) => listed.liveUnits > 0n && listed.markUnits > 0n },
];

const WITHIN_TURNOVER: Rule = {
  name: 'the day’s turnover has room for it',
  holds: ({ move, chain }) => move.units <= mulDivDown(contractValueUnits(chain), chain.turnoverLeftE18, E18),
};

/** What redemptions of the same decision bring is there by the time a deposit is sent. */
const fundsUnits = ({ chain, account }: Judged): bigint =>
  account.vaults.reduce(
    (sum, { shares, liveUnits, decimals }) => sum + mulDivDown(shares, liveUnits, powerOfTen(decimals)),
    chain.idleUnits,
  );

const ofDeposit = ({ move, account, chain, listed, seen, ...given }: AboutVault): readonly Rule[] => {
  const { words } = move;
  if (words.kind !== 'Deposit') return [];
  const { assets, minShares } = words;
  return [
    { name: 'it deposits what was decided', holds: () => assets === move.units },
    {
      name: 'the portfolio has what it deposits',
      holds: () => assets <= fundsUnits({ move, account, chain, ...given }),
    },
    {
      name: 'its vault’s cap has room for it',
      holds: () => seen.givenUnits + assets <= bpsOfDown(contractValueUnits(chain), seen.capBps),
    },
    {
      name: 'it loses no more than the contract lets it',
      holds: () => minShares > 0n && minShares >= minSharesUp(assets, listed, account.maxLossBps),
    },
  ];
};

const ofRedeem = ({ move, account, listed }: AboutVault): readonly Rule[] => {
  const { words } = move;
  if (words.kind !== 'Redeem') return [];
  const { shares, minAssets } = words;
  return [
    { name: 'the portfolio has the shares', holds: () => shares > 0n && shares <= listed.shares },
    {
      name: 'it loses no more than the contract lets it',
      holds: () => minAssets > 0n && minAssets >= minAssetsUp(shares, listed, account.maxLossBps),
    },
  ];
};

const ofBridge = ({ move, account, chain, sight }: Judged): readonly Rule[] => {
  const { words } = move;
  if (words.kind !== 'Bridge') return [];
  const { domain, amount, maxFee } = words;
  const sibling = account.siblings.find((one) => one.domain === domain && one.address === words.sibling);
  const over = sight.accounts.find(
    ({ address, chainId }) => address === words.sibling && chainId === move.toChainId,
  );
  const left = mulDivDown(contractValueUnits(chain), chain.bridgeLeftE18, E18);
  const lossLeft = mulDivDown(contractValueUnits(chain), chain.lossLeftE18, E18);
  return [
    {
      name: 'its sibling is named',
      holds: () => sibling !== undefined && sibling.chainId === move.toChainId,
    },
    {
      name: 'its sibling stays open',
      holds: () => sibling !== undefined && sibling.openUntilSeconds > move.terms.deadline,
    },
    // Equal addresses prove nothing: the contract over there must have been read, and be the same owner's.
    {
      name: 'its sibling is the owner’s own',
      holds: () => over !== undefined && over.owner === account.owner && over.domain === domain,
    },
    { name: 'it bridges what was decided', holds: () => amount === move.units },
    { name: 'it is no less than a transfer may be', holds: () => amount >= LEAST_BRIDGED_UNITS },
    { name: 'the day’s bridge budget has room for it', holds: () => amount <= left },
    {
      name: 'its fee is within bounds',
      holds: () => maxFee > 0n && maxFee <= bpsOfDown(amount, BRIDGE_FEE_BPS_MAX),
    },
    { name: 'the day’s loss budget has room for its fee', holds: () => maxFee <= lossLeft },
  ];
};

const judge = <Given>(rules: readonly Rule<Given>[], given: Given): Result<null> => {
  const broken = rules.find(({ holds }) => !holds(given));
  return broken === undefined
    ? ok(null)
    : fail('guard-refused', `The move is not signed: it must hold that ${broken.name}.`, {
        when: 'next-tick',
      });
};

const judgeVault = (given: Judged, vault: string): Result<null> => {
  const listed = given.account.vaults.find((one) => one.vault === vault);
  const seen = given.chain.vaults.find((one) => one.vault === vault);
  if (listed === undefined || seen === undefined)
    return fail('guard-refused', `The move is not signed: ${vault} is not listed.`);
  const about = { ...given, listed, seen };
  const stands = judge(OF_VAULT, about);
  return stands.ok ? judge([WITHIN_TURNOVER, ...ofDeposit(about), ...ofRedeem(about)], given) : stands;
};

/**
 * Says whether a move may be signed. Whatever isn't expressly right is refused, with the rule's name; most of it the contract checks again,
 * and has the last word. Fails with `guard-refused`.
 */
export const guardMove = (move: MoveToSign, sight: CashSight): Result<null> => {
  const account = sight.accounts.find(({ chainId }) => chainId === move.chainId);
  const chain = sight.snapshot.chains.find(({ chainId }) => chainId === move.chainId);
  if (account === undefined || chain === undefined)
    return fail(
      'guard-refused',
      `The move is not signed: the portfolio of chain ${move.chainId} was not read.`,
    );
  const given: Judged = { move, account, chain, sight };
  const stands = judge(STANDING, given);
  if (!stands.ok) return stands;
  return move.words.kind === 'Bridge' ? judge(ofBridge(given), given) : judgeVault(given, move.words.vault);
};
