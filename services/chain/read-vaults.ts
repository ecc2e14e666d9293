import { type Address, BaseError, encodeFunctionData, erc20Abi, erc4626Abi, type Hex } from 'viem';
import type { ReadVault, VaultReading } from '../../lib/cash/vault-reading.ts';
import type { ListedVault } from '../../lib/chains/chain.ts';
import { powerOfTen } from '../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult, causesOf } from './chain-failure.ts';
import { isRevert } from './simulate-call.ts';

/** Whoever wrote a vault may burn that much on each question, as `CashPortfolio` lets it. */
const GAS = 1_000_000n;
/** A dollar has six decimals; the worth of a million whole shares has six more, and an hour's growth shows in them. */
const SHARES_POWER = 6;
/** Of USDC's own six and of a million shares, up to eighteen. */
const PRICE_SCALE = powerOfTen(18 - 6 - SHARES_POWER);
const WORD = /^0x[0-9a-f]{64}$/;
/** Beyond it, it is no sum of dollars. */
const UNITS_MAX = 2n ** 96n;

/** The code used up the gas that it was given. */
export const isSpent = (error: unknown): boolean =>
  causesOf(error).some((cause) => cause instanceof BaseError && /out ?of ?gas/i.test(cause.details));

type Answers = { readonly [K in 'asset' | 'decimals' | 'totalAssets' | 'convertToAssets']: Hex };

const wordOf = (data: Hex): bigint | null => (WORD.test(data) ? BigInt(data) : null);

const sumOf = (data: Hex): bigint | null => {
  const units = wordOf(data);
  return units !== null && units < UNITS_MAX ? units : null;
};

const refused = (why: string) => fail('vault-unreadable', why, { when: 'next-tick' });

const readingOf = (vault: ListedVault, usdc: Address, answers: Answers): Result<VaultReading> => {
  if (wordOf(answers.asset) !== BigInt(usdc))
    return refused('It doesn’t say that it holds the chain’s USDC.');
  if (wordOf(answers.decimals) !== BigInt(vault.decimals))
    return refused(`It doesn’t say that its shares have ${vault.decimals} decimals.`);
  const worth = sumOf(answers.convertToAssets);
  const tvlUnits = sumOf(answers.totalAssets);
  if (worth === null || tvlUnits === null) return refused('It doesn’t say what its shares are worth.');
  if (worth === 0n) return refused('It says that its shares are worth nothing.');
  return ok({ sharePriceE18: worth * PRICE_SCALE, tvlUnits });
};

const questionsOf = ({ decimals }: ListedVault): Answers => ({
  asset: encodeFunctionData({ abi: erc4626Abi, functionName: 'asset' }),
  decimals: encodeFunctionData({ abi: erc20Abi, functionName: 'decimals' }),
  totalAssets: encodeFunctionData({ abi: erc4626Abi, functionName: 'totalAssets' }),
  convertToAssets: encodeFunctionData({
    ...{ abi: erc4626Abi, functionName: 'convertToAssets' },
    args: [powerOfTen(decimals + SHARES_POWER)],
  }),
});

/**
 * What each vault says of itself at a block: four questions a vault, all sent at once, each with gas of its own, so that one that answers
 * nothing takes nothing from the others. In the order asked. Fails as the chain does. @param batching sends them as one batch
 */
export const readVaults = (
  batching: ChainClient,
  { vaults, usdc }: { readonly vaults: readonly ListedVault[]; readonly usdc: Address },
  blockNumber: bigint,
): Promise<Result<readonly ReadVault[]>> =>
  asChainResult(() => {
    const ask = async (to: Address, data: Hex): Promise<Hex> => {
      try {
        return (await batching.call({ to, data, blockNumber, gas: GAS })).data ?? '0x';
      } catch (error) {
        if (isRevert(error) || isSpent(error)) return '0x';
        throw error;
      }
    };
    return Promise.all(
      vaults.map(async (vault): Promise<ReadVault> => {
        const questions = questionsOf(vault);
        const [asset, decimals, totalAssets, convertToAssets] = await Promise.all([
          ask(vault.address, questions.asset),
          ask(vault.address, questions.decimals),
          ask(vault.address, questions.totalAssets),
          ask(vault.address, questions.convertToAssets),
        ]);
        const answers = { asset, decimals, totalAssets, convertToAssets };
        return { vault: vault.address, reading: readingOf(vault, usdc, answers) };
      }),
    );
  });
