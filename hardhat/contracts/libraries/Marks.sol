// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How far a vault's rate is believed: a mark that grows slowly and never falls
/// @dev A rate can be raised in one transaction by a donation, so it counts for at most mark × (1 + growth a day × credit).
/// Credit comes as time passes, a day of it at most (whoever doesn't poke saves nothing up), and raising the mark spends no more
/// of it than the rise took: nobody holds the rate back by poking while there is nothing to gain.
library Marks {
    uint256 private constant BPS = 10_000;
    /// @dev What one transaction can move a value by is turnover × this, uncharged, each day. {bps}
    uint256 internal constant MAX_DROP_BPS = 25;
    /// @dev Some 44 % a year: no honest vault of a currency grows faster. {bps per day}
    uint256 internal constant MAX_GROWTH_BPS_PER_DAY = 10;

    /// @dev Time that the mark may still grow by. {s}
    function credit(uint256 spentUntil) internal view returns (uint256) {
        return Math.min(block.timestamp - spentUntil, 1 days);
    }

    /// @dev The live rate, at most what the mark's credit allows.
    function counting(uint256 live, uint256 mark, uint256 growthBpsPerDay, uint256 spentUntil)
        internal
        view
        returns (uint256)
    {
        uint256 growthBps = growthBpsPerDay * credit(spentUntil);
        uint256 cap = Math.mulDiv(mark, BPS * 1 days + growthBps, BPS * 1 days);
        return Math.min(live, cap);
    }

    /// @dev The mark and its spent time after a poke.
    function raised(uint256 live, uint256 mark, uint256 growthBpsPerDay, uint256 spentUntil)
        internal
        view
        returns (uint256, uint256)
    {
        uint256 rate = Math.max(mark, counting(live, mark, growthBpsPerDay, spentUntil));
        // {s} = {asset units} * {bps} * {s per day} / ({asset units} * {bps per day}), up: the mark rises no faster for being poked often
        uint256 spent = Math.mulDiv(rate - mark, BPS * 1 days, mark * growthBpsPerDay, Math.Rounding.Ceil);
        return (rate, block.timestamp - credit(spentUntil) + spent);
    }

    function fell(uint256 live, uint256 mark, uint256 dropBps) internal pure returns (bool) {
        return live * BPS < mark * (BPS - dropBps);
    }
}
