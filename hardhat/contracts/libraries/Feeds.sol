// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";
import { IBalancerTypes } from "../interfaces/IBalancer.sol";

/// @title Reads AggregatorV3 feeds without ever reverting
library Feeds {
    /// @dev How long after a layer-2 sequencer's return its feeds are not yet believed.
    uint256 internal constant SEQUENCER_GRACE = 1 hours;

    struct Terms {
        address feed;
        uint8 decimals;
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
        (bool ok, bytes memory round) = terms.feed.staticcall(abi.encodeCall(IAggregatorV3.latestRoundData, ()));
        if (!ok || round.length < 160) return (IBalancerTypes.FeedState.Reverts, 0, 0);
        int256 signed;
        // Plain words: a dirty round id must not make the decoder revert.
        (, signed,, updatedAt,) = abi.decode(round, (uint256, int256, uint256, uint256, uint256));
        if (signed <= 0) return (IBalancerTypes.FeedState.NotPositive, 0, updatedAt);
        answer = uint256(signed);
        if (updatedAt == 0) return (IBalancerTypes.FeedState.NoTime, answer, updatedAt);
        if (updatedAt > block.timestamp) return (IBalancerTypes.FeedState.InFuture, answer, updatedAt);
        if (block.timestamp - updatedAt > terms.maxAge) return (IBalancerTypes.FeedState.Stale, answer, updatedAt);
        if (answer < terms.minAnswer) return (IBalancerTypes.FeedState.BelowMin, answer, updatedAt);
        if (terms.maxAnswer != 0 && answer > terms.maxAnswer) {
            return (IBalancerTypes.FeedState.AboveMax, answer, updatedAt);
        }
        (bool known, uint256 decimals) = tryDecimals(terms.feed);
        if (!known || decimals != terms.decimals) return (IBalancerTypes.FeedState.DecimalsChanged, answer, updatedAt);
    }

    function tryDecimals(address account) internal view returns (bool known, uint256 decimals) {
        (bool ok, bytes memory word) = account.staticcall(abi.encodeCall(IAggregatorV3.decimals, ()));
        if (!ok || word.length < 32) return (false, 0);
        return (true, abi.decode(word, (uint256)));
    }

    /// @dev The uptime feed answers 0 while the sequencer is up; `startedAt` is when it last changed.
    function sequencerState(address feed) internal view returns (IBalancerTypes.FeedState) {
        if (feed == address(0)) return IBalancerTypes.FeedState.Ok;
        (bool ok, bytes memory round) = feed.staticcall(abi.encodeCall(IAggregatorV3.latestRoundData, ()));
        if (!ok || round.length < 160) return IBalancerTypes.FeedState.SequencerDown;
        (, uint256 down, uint256 startedAt,,) = abi.decode(round, (uint256, uint256, uint256, uint256, uint256));
        if (down != 0) return IBalancerTypes.FeedState.SequencerDown;
        if (startedAt == 0 || startedAt > block.timestamp || block.timestamp - startedAt <= SEQUENCER_GRACE) {
            return IBalancerTypes.FeedState.SequencerGrace;
        }
        return IBalancerTypes.FeedState.Ok;
    }
}
