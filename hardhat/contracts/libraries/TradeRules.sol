// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IBalancerErrors, IBalancerEvents } from "../interfaces/IBalancer.sol";
import { Buckets } from "./Buckets.sol";
import { BPS, Levels, Rules, State, StoredAsset } from "./State.sol";
import { Position, Valuation } from "./Valuation.sol";

/// @title The rules that a fill and a proposal share: price, direction, cooldown, budgets
library TradeRules {
    using Valuation for uint256;

    // ── price ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function requirePrice(Rules memory r, uint256 valueOutE32, uint256 valueInE32) internal pure {
        require(
            valueInE32 * BPS >= valueOutE32 * (BPS - r.maxSlippageBps),
            IBalancerErrors.SlippageTooHigh(valueOutE32, valueInE32, r.maxSlippageBps)
        );
    }

    // ── direction ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The least value that must be left of an asset that is sold.
    function leastLeftUp(Rules memory r, Position memory position, uint256 navE32) internal pure returns (uint256 valueE32) {
        uint256 target = position.targetBps;
        bool outside = position.valueE32 * BPS >= (target + r.minDriftBps) * navE32;
        uint256 floorBps = !outside ? target : target > r.overshootBps ? target - r.overshootBps : 0;
        return Math.ceilDiv(floorBps * navE32, BPS);
    }

    /// @dev The most value that there may be of an asset that is bought.
    function mostHeldDown(Rules memory r, Position memory position, uint256 navE32) internal pure returns (uint256 valueE32) {
        uint256 target = position.targetBps;
        bool outside = position.valueE32 * BPS + uint256(r.minDriftBps) * navE32 <= target * navE32;
        return ((outside ? target + r.overshootBps : target) * navE32) / BPS;
    }

    function isAboveTarget(Position memory position, uint256 navE32) internal pure returns (bool) {
        return position.valueE32 * BPS > position.targetBps * navE32;
    }

    function isBelowTarget(Position memory position, uint256 navE32) internal pure returns (bool) {
        return position.valueE32 * BPS < position.targetBps * navE32;
    }

    function requireSoldRightly(Rules memory r, Position memory position, uint256 navE32, uint256 sent) internal pure {
        require(isAboveTarget(position, navE32), IBalancerErrors.SoldNotAboveTarget(position.token));
        uint256 least = leastLeftUp(r, position, navE32);
        uint256 left = sent < position.balance ? position.balance - sent : 0;
        require(left.valueDown(position.price) >= least, IBalancerErrors.SoldTooFar(position.token, least));
    }

    function requireBoughtRightly(Rules memory r, Position memory position, uint256 navE32, uint256 received) internal pure {
        require(isBelowTarget(position, navE32), IBalancerErrors.BoughtNotBelowTarget(position.token));
        uint256 most = mostHeldDown(r, position, navE32);
        require((position.balance + received).valueUp(position.price) <= most, IBalancerErrors.BoughtTooFar(position.token, most));
    }

    // ── cooldown ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev When the asset may be traded in this direction again; in the past or 0 when it may now.
    function coolUntil(uint256 cooldown, uint256 stamp) internal pure returns (uint256) {
        return stamp == 0 ? 0 : stamp + cooldown;
    }

    function requireCoolToSell(Rules memory r, StoredAsset storage asset) internal view {
        uint256 until = coolUntil(r.cooldown, asset.lastBoughtAt);
        require(until <= block.timestamp, IBalancerErrors.CoolingDown(asset.token, until));
    }

    function requireCoolToBuy(Rules memory r, StoredAsset storage asset) internal view {
        uint256 until = coolUntil(r.cooldown, asset.lastSoldAt);
        require(until <= block.timestamp, IBalancerErrors.CoolingDown(asset.token, until));
    }

    // ── budgets ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The levels now: what a day's refill at the given rules has not yet taken off, and the unexpired one-off.
    function settledNow(Rules memory r, Levels memory stored) internal view returns (Levels memory levels) {
        uint256 elapsed = block.timestamp - stored.settledAt;
        levels.lossE18 = Buckets.drainedUp(stored.lossE18, r.lossBpsPerDay, elapsed);
        levels.turnoverE18 = Buckets.drainedUp(stored.turnoverE18, r.turnoverBpsPerDay, elapsed);
        levels.settledAt = uint32(block.timestamp);
        if (block.timestamp < stored.oneOffExpiresAt) {
            (levels.oneOffE18, levels.oneOffExpiresAt) = (stored.oneOffE18, stored.oneOffExpiresAt);
        }
    }

    /// @dev Charges both buckets, the one-off allowance only for what the turnover bucket can't hold.
    function charge(
        State storage s,
        Rules memory r,
        bytes32 id,
        uint256 navE32,
        uint256 valueOutE32,
        uint256 valueInE32,
        bool cooldownStarted
    ) internal {
        Levels memory levels = settledNow(r, s.levels);
        uint256 lossE18 = valueOutE32 > valueInE32 ? Buckets.fractionUp(valueOutE32 - valueInE32, navE32) : 0;
        uint256 turnoverE18 = Buckets.fractionUp(valueOutE32, navE32);

        uint256 lossCapacity = Buckets.capacity(r.lossBpsPerDay);
        require(
            levels.lossE18 + lossE18 <= lossCapacity,
            IBalancerErrors.LossBudgetExceeded(lossE18, Buckets.roomIn(lossCapacity, levels.lossE18))
        );
        levels.lossE18 += uint64(lossE18);

        uint256 room = Buckets.roomIn(Buckets.capacity(r.turnoverBpsPerDay), levels.turnoverE18);
        uint256 fromBucket = Math.min(turnoverE18, room);
        uint256 fromOneOff = turnoverE18 - fromBucket;
        require(
            fromOneOff <= levels.oneOffE18,
            IBalancerErrors.TurnoverBudgetExceeded(turnoverE18, room + levels.oneOffE18)
        );
        levels.turnoverE18 += uint64(fromBucket);
        levels.oneOffE18 -= uint64(fromOneOff);
        s.levels = levels;
        emit IBalancerEvents.Charged(
            id, navE32, lossE18, turnoverE18, levels.lossE18, levels.turnoverE18, levels.oneOffE18, cooldownStarted
        );
    }
}
