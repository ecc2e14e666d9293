import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, hexToString, isHex } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { erc20Abi } from '../abi/erc20-abi.ts';
import { type Ask, chainIdOf, quantityOf } from './ask.ts';

/** One listed asset and what the portfolio holds of it, in raw units; `held` null where the token doesn't say. */
export type AssetFact = {
  readonly token: Address;
  /** The token's own word, cut to 20 characters; null where it says none. */
  readonly symbol: string | null;
  readonly decimals: number;
  readonly targetBps: number;
  readonly held: bigint | null;
};

/** What the chain says of a portfolio, all of it at one block. */
export type PortfolioFacts = {
  readonly chainId: number;
  readonly portfolio: Address;
  readonly blockNumber: bigint;
  readonly owner: Address;
  /** Who may take it over; zero: nobody. */
  readonly pendingOwner: Address;
  readonly signer: Address;
  readonly paused: boolean;
  /** Whether its orders may go to 1inch's book. */
  readonly publicBook: boolean;
  readonly generation: number;
  readonly assets: readonly AssetFact[];
};

const SYMBOL_LENGTH_MAX = 20;

type Reader = { readonly ask: Ask; readonly block: Hex };

async function ethCall({ ask, block }: Reader, to: Address, data: Hex): Promise<Hex> {
  const answer = await ask({ method: 'eth_call', params: [{ to, data }, block] });
  if (!isHex(answer)) throw new TypeError('The node answered a call with something that is no data.');
  return answer;
}

const clean = (text: string): string | null =>
  text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, SYMBOL_LENGTH_MAX) || null;

async function symbolOf(reader: Reader, token: Address): Promise<string | null> {
  try {
    const data = await ethCall(reader, token, encodeFunctionData({ abi: erc20Abi, functionName: 'symbol' }));
    if (data.length === 66) return clean(hexToString(data, { size: 32 }));
    return clean(decodeFunctionResult({ abi: erc20Abi, functionName: 'symbol', data }));
  } catch {
    return null;
  }
}

async function heldOf(reader: Reader, token: Address, portfolio: Address): Promise<bigint | null> {
  try {
    const request = { abi: erc20Abi, functionName: 'balanceOf', args: [portfolio] } as const;
    const data = await ethCall(reader, token, encodeFunctionData(request));
    return decodeFunctionResult({ abi: erc20Abi, functionName: 'balanceOf', data });
  } catch {
    return null;
  }
}

/**
 * Reads a portfolio at the newest block, through a wallet or a node. A token that doesn't answer stands with nulls: it must not keep
 * its owner from the others.
 * @throws where there is no portfolio at the address, or the node doesn't answer
 */
export async function readPortfolio(ask: Ask, portfolio: Address): Promise<PortfolioFacts> {
  const chainId = await chainIdOf(ask);
  const blockNumber = quantityOf(await ask({ method: 'eth_blockNumber' }), 'eth_blockNumber');
  const reader: Reader = { ask, block: `0x${blockNumber.toString(16)}` };
  const code = await ask({ method: 'eth_getCode', params: [portfolio, reader.block] });
  if (code === '0x') throw new Error(`There is no contract at ${portfolio} on chain ${chainId}.`);
  const answer = (
    functionName:
      | 'owner'
      | 'pendingOwner'
      | 'authorizedSigner'
      | 'paused'
      | 'guard'
      | 'generation'
      | 'assets',
  ) => ethCall(reader, portfolio, encodeFunctionData({ abi: balancerAbi, functionName }));
  const [owner, pendingOwner, signer, paused, guard, generation, list] = await Promise.all([
    answer('owner').then((data) => decodeFunctionResult({ abi: balancerAbi, functionName: 'owner', data })),
    answer('pendingOwner').then((data) =>
      decodeFunctionResult({ abi: balancerAbi, functionName: 'pendingOwner', data }),
    ),
    answer('authorizedSigner').then((data) =>
      decodeFunctionResult({ abi: balancerAbi, functionName: 'authorizedSigner', data }),
    ),
    answer('paused').then((data) => decodeFunctionResult({ abi: balancerAbi, functionName: 'paused', data })),
    answer('guard').then((data) => decodeFunctionResult({ abi: balancerAbi, functionName: 'guard', data })),
    answer('generation').then((data) =>
      decodeFunctionResult({ abi: balancerAbi, functionName: 'generation', data }),
    ),
    answer('assets').then((data) => decodeFunctionResult({ abi: balancerAbi, functionName: 'assets', data })),
  ]).catch((cause: unknown) => {
    throw new Error(`The contract at ${portfolio} doesn’t answer as a portfolio does.`, { cause });
  });
  const assets = await Promise.all(
    list.map(async ({ token, decimals, targetBps }) => ({
      ...{ token, decimals, targetBps },
      symbol: await symbolOf(reader, token),
      held: await heldOf(reader, token, portfolio),
    })),
  );
  return {
    ...{ chainId, portfolio, blockNumber, owner, pendingOwner, signer, paused },
    ...{ publicBook: guard.publicBook, generation, assets },
  };
}
