// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { ISwapExecutor } from "../interfaces/ISwapExecutor.sol";
import { Env, Rules, State } from "./State.sol";
import { Signatures } from "./Signatures.sol";
import { Sums, SwapSums } from "./SwapSums.sol";
import { Portfolio, Valuation } from "./Valuation.sol";

/// @title Executes signed swaps through the portfolio's own executor and judges their sums
library Proposals {
    using SafeERC20 for IERC20;

    bytes32 private constant SWAP_TYPEHASH = keccak256(
        "Swap(address router,address tokenIn,uint256 amountIn,address tokenOut,uint256 minOut,bytes data)"
    );
    bytes32 private constant REBALANCE_TYPEHASH = keccak256(
        "Rebalance(Swap[] swaps,uint256 nonce,uint40 generation,uint40 deadline)"
        "Swap(address router,address tokenIn,uint256 amountIn,address tokenOut,uint256 minOut,bytes data)"
    );

    struct Terms {
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
        bytes32 digest;
        address owner;
    }

    function structHash(IBalancerTypes.Swap[] calldata swaps, uint256 nonce, uint40 generation, uint40 deadline)
        external
        pure
        returns (bytes32)
    {
        bytes32[] memory hashes = new bytes32[](swaps.length);
        for (uint256 i; i < swaps.length; ++i) {
            IBalancerTypes.Swap calldata w = swaps[i];
            hashes[i] = keccak256(
                abi.encode(SWAP_TYPEHASH, w.router, w.tokenIn, w.amountIn, w.tokenOut, w.minOut, keccak256(w.data))
            );
        }
        return keccak256(
            abi.encode(REBALANCE_TYPEHASH, keccak256(abi.encodePacked(hashes)), nonce, generation, deadline)
        );
    }

    /// @dev Called with the lock held.
    function execute(
        State storage s,
        Env memory env,
        Terms memory terms,
        IBalancerTypes.Swap[] calldata swaps,
        bytes calldata signature
    ) external {
        Rules memory r = s.rules;
        require(!r.paused, IBalancerErrors.IsPaused());
        Signatures.requireCurrent(r.generation, r.orderTtlMax, terms.generation, terms.deadline);
        require(
            Signatures.isSigned(s.signer, terms.owner, terms.digest, signature), IBalancerErrors.BadProposalSignature()
        );
        Signatures.useNonce(s.nonces, terms.nonce);

        Sums memory sums = SwapSums.plan(s, r, swaps);
        // Prices and balances once, before anything else is called: a feed that a swap can move is read too early to matter.
        Portfolio memory portfolio = Valuation.read(s, env, r.assetCount, sums.soldMask | sums.boughtMask, true);
        uint256[] memory allowances = _lopAllowances(env, portfolio, sums);
        for (uint256 i; i < swaps.length; ++i) _swap(s, terms.digest, portfolio, swaps[i], sums);
        SwapSums.judge(s, env, r, terms.digest, portfolio, sums);
        _requireUnchanged(allowances, _lopAllowances(env, portfolio, sums), portfolio);
        emit IBalancerEvents.Rebalanced(terms.digest, terms.nonce, msg.sender);
    }

    /// @dev The portfolio itself never calls a router. What comes back any other way than by the executor's own transfer
    /// (income triggered from inside the route, say) counts as nothing.
    function _swap(
        State storage s,
        bytes32 digest,
        Portfolio memory portfolio,
        IBalancerTypes.Swap calldata w,
        Sums memory sums
    ) private {
        ISwapExecutor executor = ISwapExecutor(s.executor);
        IERC20(w.tokenIn).safeTransfer(address(executor), w.amountIn);
        uint256 gained = executor.swap(w.router, w.tokenIn, w.amountIn, w.tokenOut, w.data);
        uint256 before = IERC20(w.tokenOut).balanceOf(address(this));
        executor.sweep(w.tokenOut);
        uint256 increase = IERC20(w.tokenOut).balanceOf(address(this)) - before;
        executor.sweep(w.tokenIn);

        uint256 received = Math.min(gained, increase);
        require(received >= w.minOut, IBalancerErrors.ReceivedTooLittle(w.tokenOut, received, w.minOut));
        sums.sent[SwapSums.indexIn(portfolio, w.tokenIn)] += w.amountIn;
        sums.received[SwapSums.indexIn(portfolio, w.tokenOut)] += received;
        emit IBalancerEvents.Swapped(digest, w.tokenIn, w.tokenOut, w.amountIn, received, w.router);
    }

    /// @dev Of the traded assets; 0 for the others.
    function _lopAllowances(Env memory env, Portfolio memory portfolio, Sums memory sums)
        private
        view
        returns (uint256[] memory allowances)
    {
        allowances = new uint256[](portfolio.positions.length);
        for (uint256 i; i < allowances.length; ++i) {
            if ((sums.soldMask | sums.boughtMask) & (1 << i) == 0) continue;
            allowances[i] = IERC20(portfolio.positions[i].token).allowance(address(this), env.lop);
        }
    }

    function _requireUnchanged(uint256[] memory was, uint256[] memory now_, Portfolio memory portfolio) private pure {
        for (uint256 i; i < was.length; ++i) {
            require(was[i] == now_[i], IBalancerErrors.AllowanceChanged(portfolio.positions[i].token));
        }
    }
}
