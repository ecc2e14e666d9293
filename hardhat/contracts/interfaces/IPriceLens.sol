// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title One read for the prices of a chain
/// @notice Has no state and no constructor: `eth_call` may put its runtime code at any address by state override.
/// What fails, fails alone: a token without a pool or a feed that reverts answers `ok = false`.
interface IPriceLens {
    /// @notice Where tokens are priced.
    /// @param router of Uniswap V2's form
    /// @param quoteToken what prices are counted in
    /// @param middleToken what a token without a pool of its own with `quoteToken` is priced through; 0 = nothing
    struct SpotTerms {
        address router;
        address quoteToken;
        address middleToken;
    }

    /// @notice A small sale and the purchase with what it brought: what the router pays for a token, and takes for it.
    /// @param ok false when there is no such way, or a pool is empty; then all else is 0
    /// @param sold units of the token
    /// @param paid units of the quote token that `sold` brings
    /// @param bought units of the token that `paid` brings
    /// @param depth units of the quote token that the shallowest pool of the way holds, or what it holds is worth in the others
    struct RoundTrip {
        bool ok;
        uint256 sold;
        uint256 paid;
        uint256 bought;
        uint256 depth;
    }

    /// @notice A token's two ways into the quote token.
    struct SpotAnswer {
        RoundTrip direct;
        RoundTrip viaMiddle;
    }

    /// @notice A Chainlink feed's last answer, unjudged.
    /// @param ok false when the feed could not be read
    /// @param startedAt Unix seconds; of a layer 2's uptime feed that of its last change
    struct FeedAnswer {
        bool ok;
        int256 answer;
        uint8 decimals;
        uint256 startedAt;
        uint256 updatedAt;
    }

    /// @notice All tokens and feeds as of one block, in the order asked.
    /// @dev Reverts only for want of gas. Each token and each feed gets the same share of the call's gas, fixed before the first is
    /// asked, so that none can silence the others.
    function read(SpotTerms calldata terms, address[] calldata tokens, address[] calldata feeds)
        external
        view
        returns (uint256 blockNumber, uint256 blockTimestamp, SpotAnswer[] memory spots, FeedAnswer[] memory answers);

    /// @notice The part of {read} for one way, a path of two or three tokens; public so that it can fail alone.
    function roundTrip(address router, address[] calldata path) external view returns (RoundTrip memory);

    /// @notice The part of {read} for one feed; public so that it can fail alone.
    function feedAnswer(address feed) external view returns (FeedAnswer memory);
}
