import { type Address, encodeFunctionData, type Hex } from 'viem';
import { cashPortfolioAbi } from '../abi/cash-portfolio-abi.ts';
import { cctpTransmitterAbi } from '../abi/cctp-transmitter-abi.ts';
import type { CashMove, MoveTerms } from '../orders/cash-move-typed-data.ts';
import { type Call, idOf, isWhole } from './call.ts';

const BURN_TAG = '1Balancer burn call v1';
const MINT_TAG = '1Balancer mint call v1';

/** A signed move that burns at one portfolio for its sibling. */
export type BridgeMove = {
  readonly domain: number;
  readonly sibling: Address;
  readonly amount: bigint;
  readonly maxFee: bigint;
  readonly nonce: bigint;
  readonly generation: bigint;
  readonly deadlineSeconds: number;
  readonly signature: Hex;
};

/** The exact bytes by which a portfolio is asked to burn. */
export const bridgeCalldata = ({ domain, sibling, amount, maxFee, ...move }: BridgeMove): Hex =>
  encodeFunctionData({
    ...{ abi: cashPortfolioAbi, functionName: 'bridgeSigned' },
    args: [
      ...([domain, sibling, amount, maxFee] as const),
      { nonce: move.nonce, generation: Number(move.generation), deadline: move.deadlineSeconds },
      move.signature,
    ],
  });

const roundCallId = (tag: string, { chainId, target, data }: Omit<Call, 'id'>, round: number): Hex =>
  idOf([tag, chainId, target.toLowerCase(), data, round]);

/** The call that burns; a round is over when its transaction was mined and nothing was burnt. */
export const burnCallOf = (call: Omit<Call, 'id'>, round: number): Call => ({
  ...call,
  id: roundCallId(BURN_TAG, call, round),
});

/** The call that mints what is attested, by rounds as a burn's. */
export const mintCallOf = (call: Omit<Call, 'id'>, round: number): Call => ({
  ...call,
  id: roundCallId(MINT_TAG, call, round),
});

/** The contract judges the signed move; here only that it is one, and nothing beside. */
export const isBurnCall = (call: Call): boolean => isWhole(call, cashPortfolioAbi, 'bridgeSigned');

/** Whom it brings money to and how much is in the message, which Circle has signed; here only that it is one, and nothing beside. */
export const isMintCall = (call: Call): boolean => isWhole(call, cctpTransmitterAbi, 'receiveMessage');

const MOVE_TAG = '1Balancer cash move call v1';

/** A signed deposit or redemption of one cash portfolio. What it bridges is a transfer's. */
export type VaultMove = {
  readonly words: Exclude<CashMove, { readonly kind: 'Bridge' }>;
  readonly terms: MoveTerms;
  readonly signature: Hex;
};

/** The exact bytes by which a portfolio is asked to deposit or to redeem. */
export const vaultMoveCalldata = ({ words, terms, signature }: VaultMove): Hex =>
  words.kind === 'Deposit'
    ? encodeFunctionData({
        ...{ abi: cashPortfolioAbi, functionName: 'depositSigned' },
        args: [words.vault, words.assets, words.minShares, terms, signature],
      })
    : encodeFunctionData({
        ...{ abi: cashPortfolioAbi, functionName: 'redeemSigned' },
        args: [words.vault, words.shares, words.minAssets, terms, signature],
      });

/** The call that carries out a move; a round is over when its transaction was mined and nothing was moved. */
export const vaultMoveCallOf = (call: Omit<Call, 'id'>, round: number): Call => ({
  ...call,
  id: roundCallId(MOVE_TAG, call, round),
});

/** The contract judges the signed move; here only that it is one, and nothing beside. */
export const isVaultMoveCall = (call: Call): boolean =>
  ['depositSigned', 'redeemSigned'].some((name) => isWhole(call, cashPortfolioAbi, name));

const POKE_TAG = '1Balancer poke call v1';
const DAY_SECONDS = 86_400;

export type PokeCall = Omit<Call, 'id' | 'data'> & {
  readonly vault: Address;
  /** By the chain's clock. */
  readonly nowSeconds: number;
};

/** The call that raises a vault's mark: of one portfolio, vault and UTC day there is one. */
export const pokeCallOf = ({ vault, nowSeconds, ...call }: PokeCall): Call => {
  const data = encodeFunctionData({ abi: cashPortfolioAbi, functionName: 'poke', args: [vault] });
  const day = Math.floor(nowSeconds / DAY_SECONDS);
  return { ...call, data, id: idOf([POKE_TAG, call.chainId, call.target.toLowerCase(), data, day]) };
};

/** Anybody may raise a mark, and the contract says how far; here only that it is a `poke` and nothing beside. */
export const isPokeCall = (call: Call): boolean => isWhole(call, cashPortfolioAbi, 'poke');
