// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer } from "./interfaces/IBalancer.sol";
import { IBalancerLens } from "./interfaces/IBalancerLens.sol";
import { Feeds } from "./libraries/Feeds.sol";
import { ISeriesEpoch, OrderRules } from "./libraries/OrderRules.sol";
import { Twins } from "./libraries/Twins.sol";

/// @title BalancerLens
contract BalancerLens is IBalancerLens {
    /// @dev Of one portfolio: half as much again as sixteen assets need that nobody has read before in the call. Of one order.
    uint256 private constant PORTFOLIO_GAS = 1_400_000;
    uint256 private constant ORDER_GAS = 4_000_000;
    /// @dev What must be left for one more: all that it may use, the part of 64 that EIP-150 keeps back, and the copying of its answer.
    uint256 private constant PORTFOLIO_ENOUGH = 2_000_000;
    uint256 private constant ORDER_ENOUGH = 5_000_000;
    uint256 private constant LONGEST_SYMBOL = 64;

    /// @inheritdoc IBalancerLens
    /// @dev Memory is paid for by its square: an answer is copied once, from the call's return data to its place in what is returned.
    function read(address[] calldata portfolios)
        external
        view
        returns (uint256 blockNumber, uint256 blockTimestamp, PortfolioState[] memory states)
    {
        (blockNumber, blockTimestamp, states) = (block.number, block.timestamp, new PortfolioState[](0));
        PortfolioState memory unreadable;
        bytes memory failed = abi.encode(unreadable);
        bytes4 selector = this.readOne.selector;
        assembly {
            // What is returned: number, time, where the list is; its length, where its parts are (counted from there), its parts.
            let start := mload(0x40)
            let offsets := add(start, 0x80)
            let end := add(offsets, shl(5, portfolios.length))
            let count := 0
            for { } lt(count, portfolios.length) { count := add(count, 1) } {
                if and(gt(count, 0), lt(gas(), PORTFOLIO_ENOUGH)) { break }
                let place := shl(5, count)
                let portfolio := calldataload(add(portfolios.offset, place))
                mstore(add(offsets, place), sub(end, offsets))
                mstore(end, selector)
                mstore(add(end, 4), portfolio)
                // An encoded tuple begins with the word that says where it is, which is no part of a list's part.
                switch staticcall(PORTFOLIO_GAS, address(), end, 36, 0, 0)
                case 1 {
                    let size := sub(returndatasize(), 0x20)
                    returndatacopy(end, 0x20, size)
                    end := add(end, size)
                }
                default {
                    let size := sub(mload(failed), 0x20)
                    mcopy(end, add(failed, 0x40), size)
                    mstore(add(end, 0x20), portfolio)
                    end := add(end, size)
                }
            }
            mstore(start, blockNumber)
            mstore(add(start, 0x20), blockTimestamp)
            mstore(add(start, 0x40), 0x60)
            mstore(add(start, 0x60), count)
            return(start, sub(end, start))
        }
    }

    /// @inheritdoc IBalancerLens
    function orderStates(OrderQuery[] calldata queries)
        external
        view
        returns (uint256, uint256, OrderAnswer[] memory answers)
    {
        answers = new OrderAnswer[](queries.length);
        uint256 count;
        for (; count < queries.length && (count == 0 || gasleft() >= ORDER_ENOUGH); ++count) {
            try this.orderStateOne{ gas: ORDER_GAS }(queries[count]) returns (OrderAnswer memory answer) {
                answers[count] = answer;
            } catch { }
        }
        assembly {
            mstore(answers, count)
        }
        return (block.number, block.timestamp, answers);
    }

    /// @inheritdoc IBalancerLens
    function readOne(address account) external view virtual returns (PortfolioState memory state) {
        IBalancer b = IBalancer(account);
        state.ok = true;
        state.portfolio = account;
        (state.owner, state.pendingOwner, state.signer) = (b.owner(), b.pendingOwner(), b.authorizedSigner());
        (state.executor, state.factory) = (b.executor(), b.factory());
        (state.limitOrderProtocol, state.feeTaker) = (b.limitOrderProtocol(), b.feeTaker());
        (state.paused, state.locked, state.generation) = (b.paused(), b.locked(), b.generation());
        state.series = b.series();
        state.epoch = ISeriesEpoch(state.limitOrderProtocol).epoch(account, uint96(state.series));
        state.guard = b.guard();
        state.budgets = b.budgets();
        state.nonceWord0 = b.nonceWord(0);
        state.routers = b.routers();
        Asset[] memory list = b.assets();
        state.assets = new AssetState[](list.length);
        address[] memory tokens = new address[](list.length);
        for (uint256 i; i < list.length; ++i) {
            tokens[i] = list[i].token;
            state.assets[i] = _asset(account, state.limitOrderProtocol, list[i]);
            state.assets[i].allowanceCeiling = b.allowanceCeiling(list[i].token);
        }
        uint256 twins = Twins.find(tokens, [account, state.owner, state.limitOrderProtocol]).mask;
        for (uint256 i; i < list.length; ++i) {
            if (twins & (1 << i) != 0) state.assets[i].tokenState = TokenState.Twin;
        }
    }

    /// @inheritdoc IBalancerLens
    function orderStateOne(OrderQuery calldata query) external view returns (OrderAnswer memory answer) {
        IBalancer portfolio = IBalancer(query.portfolio);
        IOrderMixin lop = IOrderMixin(portfolio.limitOrderProtocol());
        answer.orderHash = lop.hashOrder(query.order);
        answer.remaining = _remaining(lop, query, answer.orderHash);
        // A blob that can't even be decoded reverts.
        try portfolio.orderState(query.order, query.blob) returns (OrderState state) {
            answer.state = state;
        } catch {
            answer.state = OrderState.Malformed;
        }
        answer.signatureValid = _isSigned(portfolio, answer.orderHash, query.blob);
        (answer.fillable, answer.limit) = portfolio.maxFill(query.order);
        answer.ok = true;
    }

    function _asset(address account, address lop, Asset memory a) internal view returns (AssetState memory state) {
        state.token = a.token;
        state.decimals = a.decimals;
        (bool known, uint256 decimals) = Feeds.tryDecimals(a.token);
        if (!known || decimals != a.decimals) state.tokenState = TokenState.DecimalsChanged;
        state.symbol = _symbol(a.token);
        state.targetBps = a.targetBps;
        (state.balanceOk, state.balance) = _word(a.token, abi.encodeCall(IERC20.balanceOf, (account)));
        (, state.lopAllowance) = _word(a.token, abi.encodeCall(IERC20.allowance, (account, lop)));
        (state.feed, state.feedDecimals) = (a.feed, a.feedDecimals);
        (state.heartbeat, state.navMaxAge) = (a.heartbeat, a.navMaxAge);
        (state.minAnswer, state.maxAnswer) = (a.minAnswer, a.maxAnswer);
        (state.lastBoughtAt, state.lastSoldAt) = (a.lastBoughtAt, a.lastSoldAt);
        uint256 answer;
        (state.feedState, answer, state.updatedAt) =
            Feeds.tryAnswer(Feeds.Terms(a.feed, a.feedDecimals, 0, a.navMaxAge, a.minAnswer, a.maxAnswer));
        state.answer = int256(answer);
        state.feedOk = state.feedState == FeedState.Ok && block.timestamp - state.updatedAt <= a.heartbeat;
    }

    function _remaining(IOrderMixin lop, OrderQuery calldata query, bytes32 hash) private view returns (uint256) {
        if (OrderRules.usesBits(query.order.makerTraits)) {
            uint256 nonce = OrderRules.nonceOf(query.order.makerTraits);
            uint256 bits = lop.bitInvalidatorForOrder(query.portfolio, nonce);
            return bits & (1 << (nonce & 0xff)) != 0 ? 0 : query.order.makingAmount;
        }
        uint256 raw = lop.rawRemainingInvalidatorForOrder(query.portfolio, hash);
        return raw == 0 ? query.order.makingAmount : ~raw;
    }

    /// @dev A revert is a no, as it is for LOP.
    function _isSigned(IBalancer portfolio, bytes32 hash, bytes calldata blob) private view returns (bool) {
        try portfolio.isValidSignature(hash, blob) returns (bytes4 answer) {
            return answer == IERC1271.isValidSignature.selector;
        } catch {
            return false;
        }
    }

    /// @dev Old tokens answer bytes32; some answer nothing.
    function _symbol(address token) private view returns (string memory) {
        (bool ok, bytes memory data) = token.staticcall(abi.encodeCall(IERC20Metadata.symbol, ()));
        // Whoever lists a token may have written it, too.
        if (!ok || data.length > 64 + LONGEST_SYMBOL) return "";
        if (data.length == 32) {
            uint256 length;
            while (length < 32 && data[length] != 0) ++length;
            bytes memory text = new bytes(length);
            for (uint256 i; i < length; ++i) text[i] = data[i];
            return string(text);
        }
        try this.decodeString(data) returns (string memory text) {
            return text;
        } catch {
            return "";
        }
    }

    /// @dev Public so that a malformed answer fails alone.
    function decodeString(bytes calldata data) external pure returns (string memory) {
        return abi.decode(data, (string));
    }

    function _word(address target, bytes memory call) private view returns (bool, uint256) {
        (bool ok, bytes memory data) = target.staticcall(call);
        return ok && data.length >= 32 ? (true, abi.decode(data, (uint256))) : (false, 0);
    }
}
