import type { Hex } from 'viem';
import { cashPortfolioAbi } from '../abi/cash-portfolio-abi.ts';
import { BOT_TRIES_AGAIN, type ErrorWords, REPORT } from './contract-error-words.ts';
import {
  type ContractErrorName,
  type NamesOf,
  type Refusal,
  refusalBy,
  refusalOf,
} from './contract-errors.ts';

/** In the order of `VaultState` (ICashPortfolio.sol). */
const VAULT_STATES = [
  'it is good',
  'it can’t be read',
  'it is worth more than 0.25 % less than its mark',
] as const;

type CashErrorName = Exclude<NamesOf<typeof cashPortfolioAbi>, ContractErrorName>;

/** Words for what a portfolio of USDC is refused with beyond what portfolios that trade are; the compiler and a test find what is missing. */
export const CASH_ERRORS: Readonly<Record<CashErrorName, ErrorWords>> = {
  UnknownVault: ['{vault} is not a vault that this portfolio lists.', 'List it first.'],
  VaultRefused: ['The vault {vault} is refused: {state}.', 'Wait, or accept its rate, or leave it.'],
  EmptyValue: ['The portfolio holds nothing of value.', 'Pay USDC in first.'],
  MoveTooSmall: ['It would move {moved} units of USDC; the least is {least}.', BOT_TRIES_AGAIN],
  MoveLosesTooMuch: [
    'By the contract’s count it would lose {loss} units of USDC; a move of that size may lose {most}.',
    'A vault’s mark may lag behind what it is worth: it is raised day by day, and the bot tries again.',
  ],
  AboveVaultCap: [
    'The vault {vault} would have been given {given} units of USDC; its cap is {most}.',
    BOT_TRIES_AGAIN,
  ],
  AllowanceLeft: ['{spender} has taken {left} units of USDC less than it was to.', 'Leave that vault alone.'],
  BurntOtherAmount: ['{burnt} units of USDC were burnt in place of {amount}.', REPORT],
  BridgeBudgetExceeded: [
    'It would send {wantedE18} of the portfolio to another chain; today’s bridge budget has {leftE18} left.',
    'Wait: the budget refills with the hours.',
  ],
  CashTurnoverExceeded: [
    'It would move {wantedE18} of the portfolio; today’s turnover budget has {leftE18} left.',
    'Wait: the budget refills with the hours.',
  ],
  BridgeCoolingDown: ['The last transfer is too recent: the next one may go at {until}.', BOT_TRIES_AGAIN],
  FeeTooHigh: ['A transfer may be charged {most} units of USDC at most, not {maxFee}.', BOT_TRIES_AGAIN],
  WrongSibling: ['{given} is not the portfolio that is named for Circle’s domain {domain}.', REPORT],
  SiblingNotOpen: [
    'The portfolio of Circle’s domain {domain} is not open for transfers (open until {openUntil}).',
    'Open it for another 90 days.',
  ],
  UnknownSibling: ['No portfolio is named for Circle’s domain {domain}.', 'Name it, test it, open it.'],
  ForbiddenDomain: ['Circle’s domain {domain} is this chain’s own.', 'Name another chain.'],
  AlreadyTested: ['The portfolio of Circle’s domain {domain} was tested already.', 'Open it.'],
  TestTooYoung: [
    'The portfolio of Circle’s domain {domain} may be opened from {from} on.',
    'Wait until then.',
  ],
  TooManyVaults: ['A portfolio may list at most {most} vaults.', 'Remove one first.'],
  TooManySiblings: ['A portfolio may name at most {most} others.', 'Close one first.'],
  ForbiddenVault: ['{vault} is part of the machinery and can’t be a vault.', 'Choose another one.'],
  AssetNotUsdc: ['The vault {vault} holds {asset}, which is not USDC.', 'Choose another one.'],
  RateOutOfBounds: [
    'A share is worth {rate} units of USDC; it was to be between {least} and {most}.',
    'Look at the vault, then give other bounds.',
  ],
  SafeCastOverflowedUintDowncast: [
    'An amount is beyond what the contract reckons with.',
    'Use a smaller amount.',
  ],
  NotUsdc: ['{token} is not USDC.', REPORT],
};

const ABI = cashPortfolioAbi.filter((item) => item.type === 'error');

/** @returns what a revert's data says, be it of a portfolio that trades or of one of USDC */
export function anyRefusalOf(data: Hex): Refusal {
  const known = refusalOf(data);
  if (known.name !== null) return known;
  return refusalBy({ abi: ABI, words: CASH_ERRORS, states: VAULT_STATES }, data);
}
