// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";
import { IBalancerTypes } from "../interfaces/IBalancer.sol";
import { Feeds } from "../libraries/Feeds.sol";

/// @title The median of two feeds, as long as they agree
/// @notice The median of two answers is their mean. When they are further apart than `maxSpreadBps` of the lower one, or one
/// of them has no positive answer, the answer is 0, which a Balancer refuses: nothing is traded on a price in dispute.
/// So one feed that is wrong alone moves the price by at most half of the spread.
/// @dev Not the lower of the two: that is prudent for what is bought, but lets what is sold go too cheap.
/// As old as the older of the two. Neither may be a feed that a taker can update inside his own transaction.
contract MedianOfTwoFeed is IAggregatorV3 {
    uint256 private constant BPS = 10_000;

    error SameFeed(address feed);
    error BadSpread(uint256 maxSpreadBps);
    error DecimalsDiffer(uint256 first, uint256 second);

    IAggregatorV3 public immutable first;
    IAggregatorV3 public immutable second;
    uint256 public immutable maxSpreadBps;
    uint8 public immutable decimals;
    uint256 public constant version = 1;

    constructor(IAggregatorV3 first_, IAggregatorV3 second_, uint256 maxSpreadBps_) {
        require(first_ != second_, SameFeed(address(first_)));
        require(maxSpreadBps_ != 0 && maxSpreadBps_ <= 1_000, BadSpread(maxSpreadBps_));
        (first, second, maxSpreadBps) = (first_, second_, maxSpreadBps_);
        decimals = first_.decimals();
        require(second_.decimals() == decimals, DecimalsDiffer(decimals, second_.decimals()));
    }

    function description() external pure returns (string memory) {
        return "median of two feeds";
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round();
    }

    /// @dev There is no history: every round is the latest.
    function getRoundData(uint80) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round();
    }

    function _round() private view returns (uint80, int256, uint256, uint256, uint80) {
        (uint256 a, uint256 aAt) = _read(first);
        (uint256 b, uint256 bAt) = _read(second);
        uint256 at = aAt < bAt ? aAt : bAt;
        (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
        bool agree = low != 0 && (high - low) * BPS <= low * maxSpreadBps;
        // Half of the gap is added, so that no sum can overflow.
        return (1, agree ? int256(low + (high - low) / 2) : int256(0), at, at, 1);
    }

    /// @dev Age is the portfolio's business; a changed unit is ours.
    function _read(IAggregatorV3 feed) private view returns (uint256 answer, uint256 updatedAt) {
        Feeds.Terms memory terms = Feeds.Terms(address(feed), decimals, 0, type(uint256).max, 0, type(uint128).max);
        IBalancerTypes.FeedState state;
        (state, answer, updatedAt) = Feeds.tryAnswer(terms);
        if (state != IBalancerTypes.FeedState.Ok) answer = 0;
    }
}
