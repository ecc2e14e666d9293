import { type Address, concatHex, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { tokenTrialAbi } from '../../lib/abi/token-trial-abi.ts';
import { tokenTrialCode } from '../../lib/abi/token-trial-code.ts';
import type { Result } from '../../lib/result.ts';
import type { Finding, Holding } from '../../lib/tokens/token-trial.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** Nobody's address: the trial's code is put there for the one call. */
const OVERRIDE_ADDRESS: Address = '0x1ba1a9ce00000000000000000000000000000004';
/** ERC-1167: a holder that answers as the trial does, and sends what is its own. */
const HOLDER_CODE: Hex = concatHex([
  '0x363d3d373d3d3d363d73',
  OVERRIDE_ADDRESS,
  '0x5af43d82803e903d91602b57fd5bf3',
]);
/** Whoever wrote a token may burn that much, and no more. Three times what the dearest of the usual ones needs. */
const TRIAL_GAS = 600_000n;
const OWN_GAS = 500_000n;

type Answer = ReturnType<typeof decodeFunctionResult<typeof tokenTrialAbi, 'tryAll'>>[2][number];

/** Null when the holder has none now. */
const findingOf = ({ ok, units, moved, brought }: Answer): Finding | null => {
  if (!ok) return 'refused';
  if (units === 0n) return null;
  if (!moved) return 'refused';
  return brought < units ? 'short' : 'whole';
};

/**
 * Tries each holder's units at a block, all by one `eth_call` and nothing sent: at the holders' addresses stands, for that call alone, code
 * that transfers them to a stranger. In the order asked. Fails as the chain does.
 */
export const tryTokens = (
  chain: ChainClient,
  holdings: readonly Holding[],
  blockNumber: bigint,
): Promise<Result<readonly (Finding | null)[]>> =>
  asChainResult(async () => {
    const call = { abi: tokenTrialAbi, functionName: 'tryAll' } as const;
    const holders = [...new Set(holdings.map(({ holder }) => holder))];
    const { data } = await chain.call({
      to: OVERRIDE_ADDRESS,
      data: encodeFunctionData({ ...call, args: [holdings.map(({ holder, token }) => ({ holder, token }))] }),
      blockNumber,
      gas: OWN_GAS + BigInt(holdings.length + 1) * TRIAL_GAS,
      stateOverride: [
        { address: OVERRIDE_ADDRESS, code: tokenTrialCode },
        ...holders.map((address) => ({ address, code: HOLDER_CODE })),
      ],
    });
    const [number, , answers] = decodeFunctionResult({ ...call, data: data ?? '0x' });
    if (number !== blockNumber || answers.length !== holdings.length)
      throw new Error('block or count mismatch in the answer');
    return answers.map(findingOf);
  });
