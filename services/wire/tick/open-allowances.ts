import 'server-only';
import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, isHex } from 'viem';
import type { OpenAllowanceDto } from '../../../lib/api/delegated-page-dto.ts';
import type { DelegationDto } from '../../../lib/api/delegations.ts';
import type { Chain } from '../../../lib/chains/chain.ts';
import type { Result } from '../../../lib/result.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import type { ServedChain } from '../served-chain.ts';

/** Uniswap's Permit2, at one address on every chain: what wallets approve most. */
const PERMIT2: Address = '0x000000000022d473030f116ddee9f6b43ac78ba3';

type Spender = { readonly name: string; readonly address: Address };

/** Whom an account has most likely let take its tokens. A token keeps no list of them, so others can't be asked for. */
const spendersOf = ({ router, spotRouter }: Chain): readonly Spender[] => [
  ...(router === null ? [] : [{ name: '1inch’s router', address: router }]),
  ...(spotRouter === null ? [] : [{ name: 'the chain’s spot router', address: spotRouter.router }]),
  { name: 'Permit2', address: PERMIT2 },
];

type Question = {
  readonly account: Address;
  readonly chain: Chain;
  /** Tokens of them are asked for, each once. */
  readonly delegations: readonly Pick<DelegationDto, 'token' | 'symbol' | 'decimals'>[];
};

/** What of an account's granted tokens its likely spenders may still take, at the chain's head; a token that doesn't tell is left out. Fails as the chain does. */
export const readOpenAllowances = (
  { batching }: Pick<ServedChain, 'batching'>,
  { account, chain, delegations }: Question,
): Promise<Result<readonly OpenAllowanceDto[]>> =>
  asChainResult(async () => {
    const tokens = [...new Map(delegations.map((one) => [one.token, one])).values()];
    const pairs = tokens.flatMap((token) => spendersOf(chain).map((spender) => ({ token, spender })));
    const asked = pairs.map(async ({ token: { token, symbol, decimals }, spender }) => {
      const call = { abi: erc20Abi, functionName: 'allowance' } as const;
      const data = encodeFunctionData({ ...call, args: [account, spender.address] });
      const answer = await batching.call({ to: token as Address, data });
      if (!isHex(answer.data) || answer.data.length < 66) return [];
      const units = decodeFunctionResult({ ...call, data: answer.data });
      const { name, address } = spender;
      return units === 0n ? [] : [{ token, symbol, decimals, spender: address, name, units: `${units}` }];
    });
    return (await Promise.all(asked)).flat();
  });
