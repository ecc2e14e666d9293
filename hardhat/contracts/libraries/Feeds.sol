// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";
import { IBalancerTypes } from "../interfaces/IBalancer.sol";

/// @title Reads AggregatorV3 feeds without ever reverting
/// @dev Only the words that are wanted are copied: a feed that floods its caller with bytes costs what it returns, no more.
library Feeds {
    /// @dev How long after a layer-2 sequencer's return its feeds are not yet believed.
    uint256 internal constant SEQUENCER_GRACE = 1 hours;

    /// @param minAge seconds; a younger answer may have been brought about by whoever uses it
    struct Terms {
        address feed;
        uint8 decimals;
        uint256 minAge;
        uint256 maxAge;
        uint256 minAnswer;
        uint256 maxAnswer;
    }

    /// @return state the first thing wrong with the answer
    /// @return answer what the feed said, 0 unless `state` is Ok or about age, bounds or decimals
    function tryAnswer(Terms memory terms)
        internal
        view
        returns (IBalancerTypes.FeedState state, uint256 answer, uint256 updatedAt)
    {
        bool ok;
        (ok, answer,, updatedAt) = _latestRound(terms.feed);
        if (!ok) return (IBalancerTypes.FeedState.Reverts, 0, 0);
        if (int256(answer) <= 0) return (IBalancerTypes.FeedState.NotPositive, 0, updatedAt);
        if (updatedAt == 0) return (IBalancerTypes.FeedState.NoTime, answer, updatedAt);
        if (updatedAt > block.timestamp) return (IBalancerTypes.FeedState.InFuture, answer, updatedAt);
        uint256 age = block.timestamp - updatedAt;
        if (age < terms.minAge) return (IBalancerTypes.FeedState.TooFresh, answer, updatedAt);
        if (age > terms.maxAge) return (IBalancerTypes.FeedState.Stale, answer, updatedAt);
        if (answer < terms.minAnswer) return (IBalancerTypes.FeedState.BelowMin, answer, updatedAt);
        if (terms.maxAnswer != 0 && answer > terms.maxAnswer) {
            return (IBalancerTypes.FeedState.AboveMax, answer, updatedAt);
        }
        (bool known, uint256 decimals) = tryDecimals(terms.feed);
        if (!known || decimals != terms.decimals) return (IBalancerTypes.FeedState.DecimalsChanged, answer, updatedAt);
    }

    /// @dev Of a feed or a token.
    function tryDecimals(address account) internal view returns (bool known, uint256 decimals) {
        bytes4 selector = IAggregatorV3.decimals.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            known := staticcall(gas(), account, 0, 4, 0, 32)
            known := and(known, gt(returndatasize(), 31))
            decimals := mul(known, mload(0))
        }
    }

    /// @dev The uptime feed answers 0 while the sequencer is up; `startedAt` is when it last changed.
    function sequencerState(address feed) internal view returns (IBalancerTypes.FeedState) {
        if (feed == address(0)) return IBalancerTypes.FeedState.Ok;
        (bool ok, uint256 down, uint256 startedAt,) = _latestRound(feed);
        if (!ok || down != 0) return IBalancerTypes.FeedState.SequencerDown;
        if (startedAt == 0 || startedAt > block.timestamp || block.timestamp - startedAt <= SEQUENCER_GRACE) {
            return IBalancerTypes.FeedState.SequencerGrace;
        }
        return IBalancerTypes.FeedState.Ok;
    }

    /// @dev Plain words, which mean nothing unless `ok`: a dirty round id must not make a decoder revert.
    function _latestRound(address feed)
        private
        view
        returns (bool ok, uint256 answer, uint256 startedAt, uint256 updatedAt)
    {
        bytes4 selector = IAggregatorV3.latestRoundData.selector;
        assembly ("memory-safe") {
            let round := mload(0x40)
            mstore(0, selector)
            ok := staticcall(gas(), feed, 0, 4, round, 160)
            ok := and(ok, gt(returndatasize(), 159))
            answer := mload(add(round, 32))
            startedAt := mload(add(round, 64))
            updatedAt := mload(add(round, 96))
        }
    }
}
