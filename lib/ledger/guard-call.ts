import { fail, ok, type Result } from '../result.ts';
import { type Call, isAllowanceCall, isProposalCall, isRevocation } from './call.ts';
import { isBurnCall, isMintCall, isVaultMoveCall } from './cash-call.ts';

/**
 * Default deny: the bot's key sends nothing but a revocation, an allowance, what carries out a proposal or a move of cash, and a transfer's
 * burn and mint. Fails with `guard-refused`.
 */
export const guardCall = (call: Call): Result<null> =>
  [isRevocation, isAllowanceCall, isProposalCall, isVaultMoveCall, isBurnCall, isMintCall].some((allows) =>
    allows(call),
  )
    ? ok(null)
    : fail(
        'guard-refused',
        'The call is refused: the bot sends nothing but bumpGeneration(), setAllowance(), and the proposals, moves and transfers that it has journaled.',
      );
