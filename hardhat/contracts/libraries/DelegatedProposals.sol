// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { IDelegatedErrors } from "../interfaces/IDelegatedBalancer.sol";
import { Delegation, IDelegationManager } from "../interfaces/IDelegationManager.sol";
import { ISwapExecutor } from "../interfaces/ISwapExecutor.sol";
import { Env, Rules, State } from "./State.sol";
import { Signatures } from "./Signatures.sol";
import { Sums, SwapSums } from "./SwapSums.sol";
import { Portfolio, Position, Valuation } from "./Valuation.sol";

/// @title Executes signed swaps with what an account delegated, and judges their sums
/// @dev Nothing is held between swaps: each is pulled, run and swept before the next.
library DelegatedProposals {
    bytes32 private constant ROOT = bytes32(type(uint256).max);
    /// @dev Tokens that count in shares move a unit less than they are told to, on both sides of a transfer.
    uint256 private constant MISSING_UNITS_MAX = 2;

    struct Terms {
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
        bytes32 digest;
        IDelegationManager manager;
    }

    /// @dev Called with the lock held.
    function execute(
        State storage s,
        Env memory env,
        Terms memory terms,
        IBalancerTypes.Swap[] calldata swaps,
        bytes[] calldata contexts,
        bytes calldata signature
    ) internal {
        Rules memory r = s.rules;
        require(!r.paused, IBalancerErrors.IsPaused());
        Signatures.requireCurrent(r.generation, r.orderTtlMax, terms.generation, terms.deadline);
        // The account is never asked: after a change of its code it may say yes to all.
        require(
            Signatures.isSignedByKey(s.signer, terms.digest, signature), IBalancerErrors.BadProposalSignature()
        );
        Signatures.useNonce(s.nonces, terms.nonce);
        require(
            contexts.length == swaps.length, IDelegatedErrors.ContextsMismatch(contexts.length, swaps.length)
        );

        Sums memory sums = SwapSums.plan(s, r, swaps);
        // Prices and balances once, before anything else is called: a feed that a swap can move is read too early to matter.
        Portfolio memory seen = Valuation.read(s, env, r.assetCount, sums.soldMask | sums.boughtMask, true);
        for (uint256 i; i < swaps.length; ++i) _swap(s, env.holder, terms, seen, swaps[i], contexts[i], sums);
        _holdToWhatIsThere(env.holder, seen, sums);
        SwapSums.judge(s, env, r, terms.digest, seen, sums);
        emit IBalancerEvents.Rebalanced(terms.digest, terms.nonce, msg.sender);
    }

    /// @dev What comes back any other way than by the executor's own transfer (income triggered from inside the route, say)
    /// counts as nothing.
    function _swap(
        State storage s,
        address account,
        Terms memory terms,
        Portfolio memory seen,
        IBalancerTypes.Swap calldata w,
        bytes calldata context,
        Sums memory sums
    ) private {
        ISwapExecutor executor = ISwapExecutor(s.executor);
        _pull(terms.manager, account, address(executor), w, context);
        uint256 gained = executor.swap(w.router, w.tokenIn, w.amountIn, w.tokenOut, w.data);
        uint256 before = IERC20(w.tokenOut).balanceOf(account);
        executor.sweep(w.tokenOut);
        uint256 increase = IERC20(w.tokenOut).balanceOf(account) - before;
        executor.sweep(w.tokenIn);

        uint256 received = Math.min(gained, increase);
        require(received >= w.minOut, IBalancerErrors.ReceivedTooLittle(w.tokenOut, received, w.minOut));
        sums.sent[SwapSums.indexIn(seen, w.tokenIn)] += w.amountIn;
        sums.received[SwapSums.indexIn(seen, w.tokenOut)] += received;
        emit IBalancerEvents.Swapped(terms.digest, w.tokenIn, w.tokenOut, w.amountIn, received, w.router);
    }

    /// @dev The execution is built here, whoever sent the context; whether it took place only the executor's balance says.
    function _pull(
        IDelegationManager manager,
        address account,
        address executor,
        IBalancerTypes.Swap calldata w,
        bytes calldata context
    ) private {
        _requireOwn(account, context);
        uint256 before = IERC20(w.tokenIn).balanceOf(executor);
        bytes[] memory contexts = new bytes[](1);
        contexts[0] = context;
        bytes[] memory executions = new bytes[](1);
        executions[0] =
            abi.encodePacked(w.tokenIn, uint256(0), abi.encodeCall(IERC20.transfer, (executor, w.amountIn)));
        manager.redeemDelegations(contexts, new bytes32[](1), executions);
        uint256 held = IERC20(w.tokenIn).balanceOf(executor);
        uint256 pulled = held > before ? held - before : 0;
        require(
            pulled >= w.amountIn || w.amountIn - pulled <= MISSING_UNITS_MAX,
            IDelegatedErrors.PulledTooLittle(w.tokenIn, pulled, w.amountIn)
        );
    }

    /// @dev Of the account, by itself, to this contract: not to anybody, and not through anybody.
    function _requireOwn(address account, bytes calldata context) private view {
        Delegation[] memory links = abi.decode(context, (Delegation[]));
        require(links.length == 1, IDelegatedErrors.NotOneDelegation(links.length));
        Delegation memory delegation = links[0];
        require(delegation.authority == ROOT, IDelegatedErrors.NotRootDelegation(delegation.authority));
        require(delegation.delegator == account, IDelegatedErrors.WrongDelegator(delegation.delegator));
        require(delegation.delegate == address(this), IDelegatedErrors.WrongDelegate(delegation.delegate));
    }

    /// @dev Nothing but what is sold may have become less, and of what is bought no more was received than there is more of: what
    /// a route took out by another door of the account was not paid for.
    function _holdToWhatIsThere(address account, Portfolio memory seen, Sums memory sums) private view {
        for (uint256 i; i < seen.positions.length; ++i) {
            if (sums.soldMask & (1 << i) != 0) continue;
            Position memory position = seen.positions[i];
            uint256 left = IERC20(position.token).balanceOf(account);
            require(
                left >= position.balance, IDelegatedErrors.OtherTokenLess(position.token, position.balance, left)
            );
            sums.received[i] = Math.min(sums.received[i], left - position.balance);
        }
    }
}
