import {
  type Address,
  concatHex,
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  parseAbi,
  zeroHash,
} from 'viem';
import { delegationManagerAbi } from '../../lib/abi/delegation-manager-abi.ts';
import { caveatKind, type Enforcers } from '../../lib/delegations/caveat-terms.ts';
import { delegationsOf } from '../../lib/delegations/delegation.ts';
import type { DelegationPlace } from '../../lib/delegations/framework.ts';
import { type Standing, standingOfRevert } from '../../lib/delegations/standing.ts';
import { revertDataOf } from '../../lib/owner/contract-errors.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { isSpent } from './read-vaults.ts';
import { isRevert } from './simulate-call.ts';

/** Of the framework's enforcer, which is none of what is compiled here. */
const PERIOD = parseAbi([
  'function getAvailableAmount(bytes32 delegationHash, address delegationManager, bytes terms) view returns (uint256 available, bool isNewPeriod, uint256 currentPeriod)',
]);

/** A pull is a quarter of a million; whoever burns more is no account. */
const GAS = 1_500_000n;
/** One call that must go through. */
const SINGLE_DEFAULT: Hex = zeroHash;
const NOTHING: Hex = '0x0000000000000000000000000000000000000000000000000000000000000000';

export type DelegationTrial = {
  readonly hash: Hex;
  readonly delegator: Address;
  /** The only one who may redeem it: it is asked in its name, and nothing is sent. */
  readonly delegate: Address;
  readonly token: Address;
  /** The delegation with its signature. */
  readonly context: Hex;
};

/** What a chain says of a delegation. `leftUnits`: of the period that runs, while it is good; null where that can't be read. */
export type DelegationFound = { readonly standing: Standing; readonly leftUnits: bigint | null };

/** A pull of 0 by the delegation, as the clone asks for its pulls: it needs no balance, and goes through every condition. */
const pullOfNothing = ({ delegate, token, context }: DelegationTrial): Hex =>
  encodeFunctionData({
    abi: delegationManagerAbi,
    functionName: 'redeemDelegations',
    args: [
      [context],
      [SINGLE_DEFAULT],
      [
        concatHex([
          ...[token, NOTHING],
          encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [delegate, 0n] }),
        ]),
      ],
    ],
  });

/** The terms that a delegation's period is counted by; null where it has none. */
const periodTermsOf = ({ context }: DelegationTrial, enforcers: Enforcers): Hex | null =>
  delegationsOf(context)?.[0]?.caveats.find(({ enforcer }) => caveatKind(enforcer, enforcers) === 'period')
    ?.terms ?? null;

/**
 * Whether each delegation is good at a block, told from what a pull of 0 is refused with: the manager's list of disabled ones alone knows
 * nothing of a raised nonce, another key behind the account, or changed code. In the order asked; fails as the chain does.
 *
 * @param batching sends what is asked as one batch
 */
export const tryDelegations = (
  batching: ChainClient,
  { place, trials }: { readonly place: DelegationPlace; readonly trials: readonly DelegationTrial[] },
  blockNumber: bigint,
): Promise<Result<readonly DelegationFound[]>> =>
  asChainResult(() => {
    const call = async (
      to: Address,
      data: Hex,
      account?: Address,
    ): Promise<{ data: Hex } | { revert: Hex }> => {
      const from = account === undefined ? {} : { account };
      try {
        return { data: (await batching.call({ ...from, to, data, gas: GAS, blockNumber })).data ?? '0x' };
      } catch (error) {
        if (isRevert(error) || isSpent(error)) return { revert: revertDataOf(error) ?? '0x' };
        throw error;
      }
    };
    const standingOf = async (trial: DelegationTrial): Promise<Standing> => {
      const [code, answer] = await Promise.all([
        batching.getCode({ address: trial.delegator, blockNumber }),
        call(place.manager, pullOfNothing(trial), trial.delegate),
      ]);
      if (code === undefined || code === '0x') return 'not-deployed';
      return 'revert' in answer ? standingOfRevert(answer.revert) : 'good';
    };
    const leftOf = async (trial: DelegationTrial): Promise<bigint | null> => {
      const terms = periodTermsOf(trial, place.enforcers);
      if (terms === null) return null;
      const args = [trial.hash, place.manager, terms] as const;
      const data = encodeFunctionData({ abi: PERIOD, functionName: 'getAvailableAmount', args });
      const answer = await call(place.enforcers.period, data);
      if ('revert' in answer) return null;
      return decodeFunctionResult({ abi: PERIOD, functionName: 'getAvailableAmount', data: answer.data })[0];
    };
    return Promise.all(
      trials.map(async (trial): Promise<DelegationFound> => {
        const [standing, leftUnits] = await Promise.all([standingOf(trial), leftOf(trial)]);
        if (standing !== 'good') return { standing, leftUnits: null };
        return { standing: leftUnits === 0n ? 'exhausted' : 'good', leftUnits };
      }),
    );
  });
