import type { Address, ContractFunctionReturnType, Hex } from 'viem';
import type { cashLensAbi } from '../abi/cash-lens-abi.ts';

/** What `CashLens.read` answers: block, its time, portfolios, vaults, whether each message was handed in. */
export type CashLensAnswer = ContractFunctionReturnType<typeof cashLensAbi, 'view', 'read'>;

/** What it says of one cash portfolio. Addresses are lower-cased. */
export type CashPortfolioReading = CashLensAnswer[2][number];

/** What it says of one vault. */
export type CashVenueReading = CashLensAnswer[3][number];

/** All of one chain and block, by addresses in lower case. What could not be read is not there. */
export type CashRead = {
  readonly portfolios: ReadonlyMap<Address, CashPortfolioReading>;
  readonly vaults: ReadonlyMap<Address, CashVenueReading>;
  readonly usedNonces: ReadonlySet<Hex>;
};
