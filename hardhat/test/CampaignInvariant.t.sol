// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Campaign } from "./support/Campaign.sol";
import { TestBase } from "./support/TestBase.sol";

/// @title The promise, under a long random attack by whoever holds the bot's key
/// forge-config: default.invariant.runs = 300
/// forge-config: default.invariant.depth = 128
/// forge-config: deep.invariant.runs = 10000
/// forge-config: deep.invariant.depth = 256
contract CampaignInvariantTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    string private constant TABLE = "hardhat/cache-forge/campaign.txt";
    Campaign private campaign;

    function setUp() external {
        campaign = new Campaign();
        vm.writeFile(TABLE, "");
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(campaign);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        bytes4[] memory all = new bytes4[](11);
        all[0] = campaign.fillMost.selector;
        all[1] = campaign.fillPart.selector;
        all[2] = campaign.fillRest.selector;
        all[3] = campaign.fillWild.selector;
        all[4] = campaign.fillPublic.selector;
        all[5] = campaign.fillWithIncome.selector;
        all[6] = campaign.fillNested.selector;
        all[7] = campaign.propose.selector;
        all[8] = campaign.pass.selector;
        all[9] = campaign.movePrice.selector;
        all[10] = campaign.owned.selector;
        list[0] = FuzzSelector(address(campaign), all);
    }

    function invariant_aDayNeverCostsMoreThanPromisedAndNothingLeaks() external view {
        campaign.check();
    }

    /// @dev One line per action and reason of each run; campaign.cjs adds them up.
    function afterInvariant() external {
        for (uint256 i; i < campaign.actionCount(); ++i) {
            string memory action = campaign.actions(i);
            (uint256 calls, uint256 successes) = campaign.counters(action);
            line("action", action, calls, successes);
        }
        for (uint256 i; i < campaign.reasonCount(); ++i) {
            bytes4 reason = campaign.reasons(i);
            line("revert", vm.toString(abi.encodePacked(reason)), campaign.reverts(reason), 0);
        }
        line("worst", "loss", campaign.worstDayLossE18(), campaign.LOSS_BPS() * 1e14);
        line("worst", "turnover", campaign.worstDayTurnoverE18(), campaign.TURNOVER_BPS() * 1e14);
        line("worst", "turnoverByOneOffs", campaign.mostOneOffE18(), campaign.mostOneOffBoundE18());
    }

    function line(string memory kind, string memory name, uint256 a, uint256 b) private {
        vm.writeLine(TABLE, string.concat(kind, " ", name, " ", vm.toString(a), " ", vm.toString(b)));
    }
}
