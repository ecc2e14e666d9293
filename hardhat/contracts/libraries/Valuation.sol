// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancerErrors, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Env, State, StoredAsset } from "./State.sol";
import { Feeds } from "./Feeds.sol";

/// @dev {USD·1e32} = {units} × mul ÷ div
struct Price {
    uint256 mul;
    uint256 div;
}

/// @dev One asset at one moment. `valueE32` is rounded down.
struct Position {
    address token;
    uint256 targetBps;
    uint256 balance;
    Price price;
    uint256 valueE32;
    IBalancerTypes.FeedState feedState;
}

/// @dev All assets at one moment.
struct Portfolio {
    uint256 navE32;
    Position[] positions;
}

/// @title What the portfolio is worth at its feeds
/// @dev 32 decimals of USD: one unit of a 27-decimals token at 1e-8 USD still rounds in the right direction, and 1e30 whole
/// tokens at 1e8 USD still fit. A value is at most 2^236, so that 16 of them times 10,000 can't overflow.
library Valuation {
    uint256 private constant VALUE_DECIMALS = 32;
    uint256 private constant MAX_VALUE = 1 << 236;
    uint256 internal constant NOT_FOUND = type(uint256).max;

    function priceOf(uint256 answer, uint256 decimals, uint256 feedDecimals) internal pure returns (Price memory) {
        uint256 units = decimals + feedDecimals;
        if (units > VALUE_DECIMALS) return Price(answer, divisorOf(decimals, feedDecimals));
        uint256 scale = 10 ** (VALUE_DECIMALS - units);
        require(answer <= type(uint256).max / scale, IBalancerErrors.ValueOverflow());
        return Price(answer * scale, 1);
    }

    /// @dev The part of a price that depends on nothing but units.
    function divisorOf(uint256 decimals, uint256 feedDecimals) internal pure returns (uint256) {
        uint256 units = decimals + feedDecimals;
        return units > VALUE_DECIMALS ? 10 ** (units - VALUE_DECIMALS) : 1;
    }

    function valueDown(uint256 amount, Price memory price) internal pure returns (uint256 valueE32) {
        valueE32 = _product(amount, price) / price.div;
        require(valueE32 <= MAX_VALUE, IBalancerErrors.ValueOverflow());
    }

    function valueUp(uint256 amount, Price memory price) internal pure returns (uint256 valueE32) {
        uint256 product = _product(amount, price);
        valueE32 = product == 0 ? 0 : (product - 1) / price.div + 1;
        require(valueE32 <= MAX_VALUE, IBalancerErrors.ValueOverflow());
    }

    /// @dev Index of a listed token, or NOT_FOUND. Reads the first slot of each asset, which a fill reads anyway.
    function indexOf(State storage s, uint256 count, address token) internal view returns (uint256) {
        for (uint256 i; i < count; ++i) if (s.assets[i].token == token) return i;
        return NOT_FOUND;
    }

    function requireIndex(State storage s, uint256 count, address token) internal view returns (uint256 index) {
        index = indexOf(s, count, token);
        require(index != NOT_FOUND, IBalancerErrors.UnknownAsset(token));
    }

    /// @dev What `env.holder` holds. Assets in `tradedMask` must have a price younger than their heartbeat and older than
    /// `env.answerAgeMin`; others younger than their navMaxAge, and none at all while their balance is 0. `strict` reverts on
    /// the first refused feed; else its position says so.
    function read(State storage s, Env memory env, uint256 count, uint256 tradedMask, bool strict)
        internal
        view
        returns (Portfolio memory portfolio)
    {
        IBalancerTypes.FeedState sequencer = Feeds.sequencerState(env.sequencerFeed);
        portfolio.positions = new Position[](count);
        for (uint256 i; i < count; ++i) {
            Position memory position = portfolio.positions[i];
            _readPosition(env, s.assets[i], position, tradedMask & (1 << i) != 0);
            if (sequencer != IBalancerTypes.FeedState.Ok) position.feedState = sequencer;
            if (strict) {
                require(
                    position.feedState == IBalancerTypes.FeedState.Ok,
                    IBalancerErrors.FeedRefused(position.token, position.feedState)
                );
            }
            portfolio.navE32 += position.valueE32;
        }
        if (strict) require(portfolio.navE32 != 0, IBalancerErrors.EmptyNav());
    }

    function _readPosition(Env memory env, StoredAsset storage asset, Position memory position, bool traded)
        private
        view
    {
        position.token = asset.token;
        position.targetBps = asset.targetBps;
        position.balance = IERC20(position.token).balanceOf(env.holder);
        if (position.balance == 0 && !traded) return;
        Feeds.Terms memory terms;
        terms.feed = asset.feed;
        terms.decimals = asset.feedDecimals;
        terms.minAge = traded ? env.answerAgeMin : 0;
        terms.maxAge = traded ? asset.heartbeat : asset.navMaxAge;
        if (asset.bounded) (terms.minAnswer, terms.maxAnswer) = (asset.minAnswer, asset.maxAnswer);
        uint256 answer;
        (position.feedState, answer,) = Feeds.tryAnswer(terms);
        if (position.feedState != IBalancerTypes.FeedState.Ok) return;
        position.price = priceOf(answer, asset.decimals, terms.decimals);
        position.valueE32 = valueDown(position.balance, position.price);
    }

    function _product(uint256 amount, Price memory price) private pure returns (uint256) {
        require(price.mul == 0 || amount <= type(uint256).max / price.mul, IBalancerErrors.ValueOverflow());
        return amount * price.mul;
    }
}
