// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How a daily limit is counted: a bucket that holds half of it and drains the other half in a day
/// @dev A full bucket and a day's refill are what one day can let through. A level is what has been used.
library Buckets {
    uint256 private constant ONE_E18 = 1e18;
    /// @dev {1e-18 of value} = {bps} × 1e14 ÷ 2
    uint256 private constant HALF_BPS_E18 = 5e13;

    /// @dev A cost as a fraction of what there is. Rounded up: nothing that costs is free.
    function fractionUp(uint256 cost, uint256 whole) internal pure returns (uint256 fractionE18) {
        return Math.mulDiv(cost, ONE_E18, whole, Math.Rounding.Ceil);
    }

    function capacity(uint256 bpsPerDay) internal pure returns (uint256 capacityE18) {
        return bpsPerDay * HALF_BPS_E18;
    }

    function roomIn(uint256 capacityE18, uint256 levelE18) internal pure returns (uint256) {
        return capacityE18 > levelE18 ? capacityE18 - levelE18 : 0;
    }

    /// @dev Refill is rounded down, so the level is rounded up. Never below 0: gains and idle days are not saved up.
    function drainedUp(uint256 levelE18, uint256 bpsPerDay, uint256 elapsed) internal pure returns (uint64) {
        uint256 refill = capacity(bpsPerDay) * elapsed / 1 days;
        return refill < levelE18 ? uint64(levelE18 - refill) : 0;
    }
}
