import { fail, ok, type Result } from '../result.ts';
import { type Call, isAllowanceCall, isProposalCall, isRevocation } from './call.ts';
import { isBurnCall, isMintCall, isPokeCall, isVaultMoveCall } from './cash-call.ts';

/**
 * Default deny: the bot's key sends nothing but a revocation, an allowance, what carries out a proposal or a move of cash, a transfer's
 * burn and mint, and what raises a vault's mark. Fails with `guard-refused`.
 */
export const guardCall = (call: Call): Result<null> =>
  [isRevocation, isAllowanceCall, isProposalCall, isVaultMoveCall, isBurnCall, isMintCall, isPokeCall].some(
    (allows) => allows(call),
  )
    ? ok(null)
    : fail(
        'guard-refused',
        'The call is refused: the bot sends nothing but bumpGeneration(), setAllowance(), poke(), and the proposals, moves and transfers that it has journaled.',
      );
