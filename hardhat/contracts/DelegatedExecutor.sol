// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDelegatedBalancer } from "./interfaces/IDelegatedBalancer.sol";
import { IDelegatedExecutor } from "./interfaces/IDelegatedExecutor.sol";
import { ISwapExecutor } from "./interfaces/ISwapExecutor.sol";
import { SwapExecutor } from "./SwapExecutor.sol";

/// @title DelegatedExecutor: a SwapExecutor whose sweeps go to the account that its balancer serves
/// @notice What an account's delegation is pulled into, swapped by and sent home from, within one call.
contract DelegatedExecutor is IDelegatedExecutor, SwapExecutor {
    /// @inheritdoc IDelegatedExecutor
    address public receiver;

    /// @inheritdoc ISwapExecutor
    function initialize() public override(ISwapExecutor, SwapExecutor) {
        super.initialize();
        receiver = IDelegatedBalancer(msg.sender).account();
    }

    function _receiver() internal view override returns (address) {
        return receiver;
    }
}
