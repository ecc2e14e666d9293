// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

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
struct Line {
    address token;
    uint256 targetBps;
    uint256 balance;
    Price price;
    uint256 valueE32;
    IBalancerTypes.FeedState feedState;
}

/// @dev All assets at one moment.
struct Book {
    uint256 navE32;
    Line[] lines;
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
        if (units > VALUE_DECIMALS) return Price(answer, 10 ** (units - VALUE_DECIMALS));
        uint256 scale = 10 ** (VALUE_DECIMALS - units);
        require(answer <= type(uint256).max / scale, IBalancerErrors.ValueOverflow());
        return Price(answer * scale, 1);
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

    /// @dev Assets in `tradedMask` must have a price younger than their heartbeat; others younger than their navMaxAge, and
    /// none at all while their balance is 0. `strict` reverts on the first refused feed; else its line says so.
    function read(State storage s, Env memory env, uint256 count, uint256 tradedMask, bool strict)
        internal
        view
        returns (Book memory book)
    {
        IBalancerTypes.FeedState sequencer = Feeds.sequencerState(env.sequencerFeed);
        book.lines = new Line[](count);
        for (uint256 i; i < count; ++i) {
            Line memory line = book.lines[i];
            _readLine(s.assets[i], line, tradedMask & (1 << i) != 0);
            if (sequencer != IBalancerTypes.FeedState.Ok) line.feedState = sequencer;
            if (strict) {
                require(
                    line.feedState == IBalancerTypes.FeedState.Ok,
                    IBalancerErrors.FeedRefused(line.token, line.feedState)
                );
            }
            book.navE32 += line.valueE32;
        }
        if (strict) require(book.navE32 != 0, IBalancerErrors.EmptyNav());
    }

    function _readLine(StoredAsset storage asset, Line memory line, bool traded) private view {
        line.token = asset.token;
        line.targetBps = asset.targetBps;
        line.balance = IERC20(line.token).balanceOf(address(this));
        if (line.balance == 0 && !traded) return;
        Feeds.Terms memory terms;
        terms.feed = asset.feed;
        terms.decimals = asset.feedDecimals;
        terms.maxAge = traded ? asset.heartbeat : asset.navMaxAge;
        if (asset.bounded) (terms.minAnswer, terms.maxAnswer) = (asset.minAnswer, asset.maxAnswer);
        uint256 answer;
        (line.feedState, answer,) = Feeds.tryAnswer(terms);
        if (line.feedState != IBalancerTypes.FeedState.Ok) return;
        line.price = priceOf(answer, asset.decimals, terms.decimals);
        line.valueE32 = valueDown(line.balance, line.price);
    }

    function _product(uint256 amount, Price memory price) private pure returns (uint256) {
        require(price.mul == 0 || amount <= type(uint256).max / price.mul, IBalancerErrors.ValueOverflow());
        return amount * price.mul;
    }
}
