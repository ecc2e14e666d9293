// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The hands of one Balancer: the only contract of ours that ever calls a router
/// @notice Belongs to the Balancer that initialised it and obeys nobody else. Holds nothing between calls.
interface ISwapExecutor {
    /// @notice Only its Balancer may; or it has one already.
    error NotBalancer(address caller);

    /// @notice Makes the caller its Balancer, once. Reverts: NotBalancer ever after.
    function initialize() external;

    /// @notice Approves `router` for `amountIn` of `tokenIn`, calls it without value, sets the allowance back to 0.
    /// @dev Its Balancer only, which has sent `amountIn` before. Reverts: NotBalancer; what a token or `router` reverts with; when
    /// `router` has no code; when it holds less of `tokenOut` than before.
    /// @return gained by how much the executor's own balance of `tokenOut` grew during the call, in units
    function swap(address router, address tokenIn, uint256 amountIn, address tokenOut, bytes calldata data)
        external
        returns (uint256 gained);

    /// @notice Sends all it holds of `token` to its Balancer, who alone may ask. Reverts: NotBalancer, and what the token does.
    function sweep(address token) external;

    /// @notice Whose hands these are.
    function balancer() external view returns (address);
}
