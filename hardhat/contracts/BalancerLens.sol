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
    /// @dev One part in so many is kept for the lens itself, which copies every answer.
    uint256 private constant KEPT_PART = 16;
    uint256 private constant LONGEST_SYMBOL = 64;

    /// @inheritdoc IBalancerLens
    function read(address[] calldata portfolios)
        external
        view
        returns (uint256, uint256, PortfolioState[] memory states)
    {
        states = new PortfolioState[](portfolios.length);
        uint256 share = _share(portfolios.length);
        for (uint256 i; i < portfolios.length; ++i) {
            try this.readOne{ gas: share }(portfolios[i]) returns (PortfolioState memory state) {
                states[i] = state;
            } catch { }
            states[i].portfolio = portfolios[i];
        }
        return (block.number, block.timestamp, states);
    }

    /// @inheritdoc IBalancerLens
    function orderStates(OrderQuery[] calldata queries)
        external
        view
        returns (uint256, uint256, OrderAnswer[] memory answers)
    {
        answers = new OrderAnswer[](queries.length);
        uint256 share = _share(queries.length);
        for (uint256 i; i < queries.length; ++i) {
            try this.orderStateOne{ gas: share }(queries[i]) returns (OrderAnswer memory answer) {
                answers[i] = answer;
            } catch { }
        }
        return (block.number, block.timestamp, answers);
    }

    /// @inheritdoc IBalancerLens
    function readOne(address account) external view returns (PortfolioState memory state) {
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

    /// @dev Fixed before the first is asked: what one portfolio burns is never taken from another.
    function _share(uint256 count) private view returns (uint256) {
        uint256 left = gasleft();
        return count == 0 ? 0 : (left - left / KEPT_PART) / count;
    }

    function _asset(address account, address lop, Asset memory a) private view returns (AssetState memory state) {
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
