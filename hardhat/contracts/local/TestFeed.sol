// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IAggregatorV3 } from "../interfaces/IAggregatorV3.sol";

/// @title A price feed for local chains, settable by whoever deployed it or by its board
contract TestFeed is IAggregatorV3 {
    error NotSetter(address caller);

    /// @dev As Chainlink's aggregators log it: the history of answers can be read without old state.
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    address public immutable setter;
    address public immutable deployer;
    uint8 public decimals;
    string public description;
    uint256 public constant version = 1;

    uint80 public round;
    int256 private _answer;
    uint256 private _updatedAt;

    constructor(uint8 decimals_, string memory description_, int256 answer_, address setter_) {
        (decimals, description, setter, deployer) = (decimals_, description_, setter_, msg.sender);
        _set(answer_, block.timestamp);
    }

    function set(int256 answer_, uint256 updatedAt_) external {
        require(msg.sender == setter || msg.sender == deployer, NotSetter(msg.sender));
        _set(answer_, updatedAt_);
    }

    function _set(int256 answer_, uint256 updatedAt_) private {
        (_answer, _updatedAt, round) = (answer_, updatedAt_, round + 1);
        emit AnswerUpdated(answer_, round, updatedAt_);
    }

    /// @notice Only to test that a changed unit is noticed.
    function setDecimals(uint8 decimals_) external {
        require(msg.sender == setter || msg.sender == deployer, NotSetter(msg.sender));
        decimals = decimals_;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (round, _answer, _updatedAt, _updatedAt, round);
    }

    function getRoundData(uint80) external view returns (uint80, int256, uint256, uint256, uint80) {
        return (round, _answer, _updatedAt, _updatedAt, round);
    }
}

/// @title Moves many feeds in one transaction; owned by its deployer
contract TestFeedBoard {
    error NotOwner(address caller);
    error LengthMismatch();

    address public immutable owner = msg.sender;

    /// @param updatedAt 0 means this block's time
    function set(TestFeed[] calldata feeds, int256[] calldata answers, uint256 updatedAt) external {
        require(msg.sender == owner, NotOwner(msg.sender));
        require(feeds.length == answers.length, LengthMismatch());
        uint256 time = updatedAt == 0 ? block.timestamp : updatedAt;
        for (uint256 i; i < feeds.length; ++i) feeds[i].set(answers[i], time);
    }
}
