// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { ISwapExecutor } from "../interfaces/ISwapExecutor.sol";
import { Env, Rules, State } from "./State.sol";
import { Book, Line, Valuation } from "./Valuation.sol";
import { OrderRules } from "./OrderRules.sol";
import { TradeRules } from "./TradeRules.sol";

/// @title Executes signed swaps through the portfolio's own executor and judges their sums
library Proposals {
    using SafeERC20 for IERC20;

    uint256 internal constant MAX_SWAPS = 16;

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

    /// @dev What the swaps did, asset by asset, in raw units.
    struct Sums {
        uint256[] sent;
        uint256[] received;
        uint256[] lopAllowance;
        uint256 soldMask;
        uint256 boughtMask;
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
        _requireCurrent(r, terms, swaps.length);
        require(OrderRules.isSigned(s.signer, terms.owner, terms.digest, signature), IBalancerErrors.BadProposalSignature());
        _useNonce(s, terms.nonce);

        Sums memory sums = _plan(s, r, swaps);
        // Prices and balances once, before anything else is called: a feed that a swap can move is read too early to matter.
        Book memory book = Valuation.read(s, env, r.assetCount, sums.soldMask | sums.boughtMask, true);
        _recordAllowances(env, book, sums);
        for (uint256 i; i < swaps.length; ++i) _swap(s, terms.digest, book, swaps[i], sums);
        _judge(s, r, terms.digest, book, sums);
        _requireAllowancesUnchanged(env, book, sums);
        emit IBalancerEvents.Rebalanced(terms.digest, terms.nonce, msg.sender);
    }

    function _requireCurrent(Rules memory r, Terms memory terms, uint256 count) private view {
        require(!r.paused, IBalancerErrors.IsPaused());
        require(terms.generation == r.generation, IBalancerErrors.WrongGeneration(terms.generation, r.generation));
        require(block.timestamp <= terms.deadline, IBalancerErrors.ProposalExpired(terms.deadline));
        uint256 latest = block.timestamp + r.orderTtlMax;
        require(terms.deadline <= latest, IBalancerErrors.DeadlineTooFar(terms.deadline, latest));
        require(count != 0, IBalancerErrors.NoSwaps());
        require(count <= MAX_SWAPS, IBalancerErrors.TooManySwaps(MAX_SWAPS));
    }

    function _useNonce(State storage s, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 0xff);
        require(s.nonces[nonce >> 8] & bit == 0, IBalancerErrors.NonceUsed(nonce));
        s.nonces[nonce >> 8] |= bit;
    }

    /// @dev Which assets are sold and bought, and that none is both. Calls nobody.
    function _plan(State storage s, Rules memory r, IBalancerTypes.Swap[] calldata swaps)
        private
        view
        returns (Sums memory sums)
    {
        sums.sent = new uint256[](r.assetCount);
        sums.received = new uint256[](r.assetCount);
        sums.lopAllowance = new uint256[](r.assetCount);
        for (uint256 i; i < swaps.length; ++i) {
            IBalancerTypes.Swap calldata w = swaps[i];
            require(s.isRouter[w.router], IBalancerErrors.RouterNotAllowed(w.router));
            require(w.amountIn != 0, IBalancerErrors.ZeroAmount());
            require(w.tokenIn != w.tokenOut, IBalancerErrors.SameAsset(w.tokenIn));
            sums.soldMask |= 1 << _indexOf(s, r, w.tokenIn);
            sums.boughtMask |= 1 << _indexOf(s, r, w.tokenOut);
        }
        uint256 both = sums.soldMask & sums.boughtMask;
        if (both != 0) revert IBalancerErrors.SoldAndBought(s.assets[Math.log2(both)].token);
    }

    function _indexOf(State storage s, Rules memory r, address token) private view returns (uint256 index) {
        index = Valuation.indexOf(s, r.assetCount, token);
        require(index != Valuation.NOT_FOUND, IBalancerErrors.UnknownAsset(token));
    }

    /// @dev The portfolio itself never calls a router. What comes back any other way than by the executor's own transfer
    /// (income triggered from inside the route, say) counts as nothing.
    function _swap(
        State storage s,
        bytes32 digest,
        Book memory book,
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
        sums.sent[_lineOf(book, w.tokenIn)] += w.amountIn;
        sums.received[_lineOf(book, w.tokenOut)] += received;
        emit IBalancerEvents.Swapped(digest, w.tokenIn, w.tokenOut, w.amountIn, received, w.router);
    }

    /// @dev Direction and cooldown for each asset by itself, price and budgets on the sums.
    function _judge(State storage s, Rules memory r, bytes32 digest, Book memory book, Sums memory sums) private {
        uint256 outE32;
        uint256 inE32;
        for (uint256 i; i < book.lines.length; ++i) {
            Line memory line = book.lines[i];
            if (sums.soldMask & (1 << i) != 0) {
                uint256 sent = _sent(line, sums.sent[i]);
                TradeRules.requireSoldRightly(r, line, book.navE32, sent);
                TradeRules.requireCoolToSell(r, s.assets[i]);
                outE32 += Valuation.valueUp(sent, line.price);
                s.assets[i].lastSoldAt = uint32(block.timestamp);
            } else if (sums.boughtMask & (1 << i) != 0) {
                TradeRules.requireBoughtRightly(r, line, book.navE32, sums.received[i]);
                TradeRules.requireCoolToBuy(r, s.assets[i]);
                inE32 += Valuation.valueDown(sums.received[i], line.price);
                s.assets[i].lastBoughtAt = uint32(block.timestamp);
            }
        }
        TradeRules.requirePrice(r, outE32, inE32);
        TradeRules.charge(s, r, digest, book.navE32, outE32, inE32, true);
    }

    /// @dev What was handed over, or all that is missing if that is more: a token may take more than it was told to.
    function _sent(Line memory line, uint256 handed) private view returns (uint256) {
        uint256 balance = IERC20(line.token).balanceOf(address(this));
        return Math.max(handed, balance < line.balance ? line.balance - balance : 0);
    }

    function _recordAllowances(Env memory env, Book memory book, Sums memory sums) private view {
        for (uint256 i; i < book.lines.length; ++i) {
            if ((sums.soldMask | sums.boughtMask) & (1 << i) == 0) continue;
            sums.lopAllowance[i] = IERC20(book.lines[i].token).allowance(address(this), env.lop);
        }
    }

    function _requireAllowancesUnchanged(Env memory env, Book memory book, Sums memory sums) private view {
        for (uint256 i; i < book.lines.length; ++i) {
            if ((sums.soldMask | sums.boughtMask) & (1 << i) == 0) continue;
            address token = book.lines[i].token;
            require(
                IERC20(token).allowance(address(this), env.lop) == sums.lopAllowance[i],
                IBalancerErrors.AllowanceChanged(token)
            );
        }
    }

    function _lineOf(Book memory book, address token) private pure returns (uint256 i) {
        while (book.lines[i].token != token) ++i;
    }
}
