// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../interfaces/IBalancer.sol";

/// @title Limits that no owner may pass
library Caps {
    function atMost(bytes32 field, uint256 given, uint256 cap) internal pure {
        require(given <= cap, IBalancerErrors.AboveHardCap(field, given, cap));
    }

    function atLeast(bytes32 field, uint256 given, uint256 floor) internal pure {
        require(given >= floor, IBalancerErrors.BelowHardFloor(field, given, floor));
    }
}
