// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../interfaces/IBalancer.sol";
import { ICashErrors, ICashEvents, ICashTypes } from "../interfaces/ICashPortfolio.sol";
import { Buckets } from "../libraries/Buckets.sol";
import { CashLevels, CashRules, CashState } from "./CashState.sol";

/// @dev What a move costs, in USDC units.
struct Cost {
    uint256 loss;
    uint256 turnover;
    uint256 bridged;
}

/// @title The three buckets of a cash portfolio: loss, turnover, bridge
library CashCharges {
    function settledNow(CashRules memory r, CashLevels memory stored) internal view returns (CashLevels memory levels) {
        uint256 elapsed = block.timestamp - stored.settledAt;
        levels.lossE18 = Buckets.drainedUp(stored.lossE18, r.lossBpsPerDay, elapsed);
        levels.turnoverE18 = Buckets.drainedUp(stored.turnoverE18, r.turnoverBpsPerDay, elapsed);
        levels.bridgeE18 = Buckets.drainedUp(stored.bridgeE18, r.bridgeBpsPerDay, elapsed);
        (levels.settledAt, levels.bridgedAt) = (uint32(block.timestamp), stored.bridgedAt);
    }

    function charge(CashState storage s, CashRules memory r, bytes32 id, uint256 value, Cost memory cost) internal {
        CashLevels memory levels = settledNow(r, s.levels);
        uint256 lossE18 = Buckets.fractionUp(cost.loss, value);
        uint256 turnoverE18 = Buckets.fractionUp(cost.turnover, value);
        uint256 bridgeE18 = Buckets.fractionUp(cost.bridged, value);

        uint256 capacityE18 = Buckets.capacity(r.lossBpsPerDay);
        require(
            lossE18 == 0 || levels.lossE18 + lossE18 <= capacityE18,
            IBalancerErrors.LossBudgetExceeded(lossE18, Buckets.roomIn(capacityE18, levels.lossE18))
        );
        capacityE18 = Buckets.capacity(r.turnoverBpsPerDay);
        require(
            turnoverE18 == 0 || levels.turnoverE18 + turnoverE18 <= capacityE18,
            ICashErrors.CashTurnoverExceeded(turnoverE18, Buckets.roomIn(capacityE18, levels.turnoverE18))
        );
        capacityE18 = Buckets.capacity(r.bridgeBpsPerDay);
        require(
            bridgeE18 == 0 || levels.bridgeE18 + bridgeE18 <= capacityE18,
            ICashErrors.BridgeBudgetExceeded(bridgeE18, Buckets.roomIn(capacityE18, levels.bridgeE18))
        );
        levels.lossE18 += uint64(lossE18);
        levels.turnoverE18 += uint64(turnoverE18);
        levels.bridgeE18 += uint64(bridgeE18);
        s.levels = levels;
        emit ICashEvents.CashCharged(
            id, value, lossE18, turnoverE18, bridgeE18, levels.lossE18, levels.turnoverE18, levels.bridgeE18
        );
    }

    /// @dev The time that has passed is drained at the rate it passed under; no level is lowered otherwise.
    function settle(CashState storage s) internal {
        CashLevels memory levels = settledNow(s.rules, s.levels);
        s.levels = levels;
        emit ICashEvents.CashSettled(levels.lossE18, levels.turnoverE18, levels.bridgeE18);
    }

    function budgets(CashState storage s) internal view returns (ICashTypes.CashBudgets memory b) {
        CashRules memory r = s.rules;
        CashLevels memory levels = settledNow(r, s.levels);
        (b.lossLevelE18, b.lossCapacityE18) = (levels.lossE18, Buckets.capacity(r.lossBpsPerDay));
        (b.turnoverLevelE18, b.turnoverCapacityE18) = (levels.turnoverE18, Buckets.capacity(r.turnoverBpsPerDay));
        (b.bridgeLevelE18, b.bridgeCapacityE18) = (levels.bridgeE18, Buckets.capacity(r.bridgeBpsPerDay));
        b.bridgedAt = levels.bridgedAt;
    }
}
