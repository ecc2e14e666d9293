// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Address } from "@openzeppelin/contracts/utils/Address.sol";
import { ISwapExecutor } from "./interfaces/ISwapExecutor.sol";

/// @title SwapExecutor: the only contract of ours that calls a router
/// @notice One per Balancer, a clone that its Balancer makes and initialises in one call. A router's calldata is written by
/// the signer, so whatever a router can be made to do to its caller happens here, where nothing is held between calls.
contract SwapExecutor is ISwapExecutor {
    using SafeERC20 for IERC20;

    address public balancer;

    modifier onlyBalancer() {
        require(msg.sender == balancer, NotBalancer(msg.sender));
        _;
    }

    /// @dev The implementation itself belongs to nobody.
    constructor() {
        balancer = address(this);
    }

    /// @inheritdoc ISwapExecutor
    function initialize() public virtual {
        require(balancer == address(0), NotBalancer(msg.sender));
        balancer = msg.sender;
    }

    /// @inheritdoc ISwapExecutor
    function swap(address router, address tokenIn, uint256 amountIn, address tokenOut, bytes calldata data)
        external
        onlyBalancer
        returns (uint256 gained)
    {
        uint256 before = IERC20(tokenOut).balanceOf(address(this));
        IERC20(tokenIn).forceApprove(router, amountIn);
        Address.functionCall(router, data);
        IERC20(tokenIn).forceApprove(router, 0);
        gained = IERC20(tokenOut).balanceOf(address(this)) - before;
    }

    /// @inheritdoc ISwapExecutor
    function sweep(address token) external onlyBalancer {
        uint256 held = IERC20(token).balanceOf(address(this));
        if (held != 0) IERC20(token).safeTransfer(_receiver(), held);
    }

    /// @dev Who gets what is swept.
    function _receiver() internal view virtual returns (address) {
        return balancer;
    }
}
