// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The price feed interface (Chainlink's AggregatorV3Interface)
/// @notice An answer is USD per whole token, with `decimals` decimals. Only `decimals` and `latestRoundData` are ever read, and
/// what they revert with, or any nonsense, counts as a feed without an answer.
interface IAggregatorV3 {
    /// @notice Of the answer. One that changes after listing is refused.
    function decimals() external view returns (uint8);
    /// @notice For people, like ETH / USD.
    function description() external view returns (string memory);
    /// @notice Not used.
    function version() external view returns (uint256);
    /// @notice Not used by portfolios; in the form of {latestRoundData}.
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    /// @notice The latest answer.
    /// @return id not used
    /// @return answer must be positive
    /// @return startedAt not used, but for a layer 2's uptime feed: Unix seconds of its last change
    /// @return updatedAt Unix seconds; its age is what `heartbeat` and `navMaxAge` bound
    /// @return answeredInRound not used
    function latestRoundData()
        external
        view
        returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
