// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @title The hands of one Balancer: the only contract of ours that ever calls a router
/// @notice Belongs to the Balancer that initialised it and obeys nobody else. Holds nothing between calls.
interface ISwapExecutor {
    error NotBalancer(address caller);

    /// @notice Makes the caller its Balancer, once.
    function initialize() external;

    /// @notice Approves `router` for `amountIn` of `tokenIn`, calls it without value, sets the allowance back to 0.
    /// @return gained by how much the executor's own balance of `tokenOut` grew
    function swap(address router, address tokenIn, uint256 amountIn, address tokenOut, bytes calldata data)
        external
        returns (uint256 gained);

    /// @notice Sends all it holds of `token` to its Balancer.
    function sweep(address token) external;

    function balancer() external view returns (address);
}
