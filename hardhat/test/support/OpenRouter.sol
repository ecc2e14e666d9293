// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title A router that can be made to do anything, as calldata written by a thief would have it
contract OpenRouter {
    error StepFailed(uint256 index, bytes answer);

    /// @notice Takes `pulled` of `tokenIn` from its caller, pays `paid` of `tokenOut` to `to`, then makes every call.
    function route(
        address tokenIn,
        uint256 pulled,
        address tokenOut,
        uint256 paid,
        address to,
        address[] calldata targets,
        bytes[] calldata calls
    ) external {
        if (pulled != 0) IERC20(tokenIn).transferFrom(msg.sender, address(this), pulled);
        if (paid != 0) IERC20(tokenOut).transfer(to, paid);
        for (uint256 i; i < targets.length; ++i) {
            (bool ok, bytes memory answer) = targets[i].call(calls[i]);
            require(ok, StepFailed(i, answer));
        }
    }

    function fail() external pure {
        revert("no liquidity");
    }
}
