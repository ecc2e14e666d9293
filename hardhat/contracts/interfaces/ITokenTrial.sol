// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Trial transfers of tokens, all in one `eth_call`
/// @notice Has no state and no constructor: by state override its runtime code stands at an unused address, and a minimal proxy of it
/// at each holder's, which therefore sends its own units. Nothing of it is ever on the chain.
interface ITokenTrial {
    /// @param holder whose units are sent; its code is the proxy
    struct Trial {
        address holder;
        address token;
    }

    /// @param ok false when the token's balances can't be read, or its share of the gas was burnt; then all else is 0
    /// @param units all that the holder has; with none, nothing is tried
    /// @param moved whether the transfer went through and was not answered with false
    /// @param brought units that somebody who held none then has
    struct Answer {
        bool ok;
        uint256 units;
        bool moved;
        uint256 brought;
    }

    /// @notice The answer of one trial, as a revert: what a token did during its trial is undone before the next one.
    error Tried(Answer answer);

    /// @notice All trials as of one block, in the order asked.
    /// @dev Reverts only for want of gas. Each trial gets the same share of the call's gas, fixed before the first.
    function tryAll(Trial[] calldata trials)
        external
        returns (uint256 blockNumber, uint256 blockTimestamp, Answer[] memory answers);

    /// @notice The part of {tryAll} for one token, asked at its holder. Always reverts, with {Tried} or for want of gas.
    function tryOne(address token) external;

    /// @notice The answer in what {tryOne} reverted with.
    function answerOf(bytes calldata reason) external pure returns (Answer memory);
}
