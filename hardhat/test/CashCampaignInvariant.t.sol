// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CashCampaign } from "./support/CashCampaign.sol";
import { TestBase } from "./support/TestBase.sol";

/// @title The promise over three siblings, under a long random attack by whoever holds the bot's key
/// forge-config: default.invariant.runs = 40
/// forge-config: default.invariant.depth = 100
/// forge-config: deep.invariant.runs = 10000
/// forge-config: deep.invariant.depth = 256
contract CashCampaignInvariantTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    string private constant TABLE = "hardhat/cache-forge/campaign-cash.txt";
    CashCampaign private campaign;

    function setUp() external {
        campaign = new CashCampaign();
        campaign.start();
        vm.writeFile(TABLE, "");
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(campaign);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        bytes4[] memory all = new bytes4[](8);
        (all[0], all[1]) = (campaign.enter.selector, campaign.enter.selector);
        (all[2], all[3]) = (campaign.leave.selector, campaign.bridge.selector);
        (all[4], all[5]) = (campaign.arrive.selector, campaign.pass.selector);
        (all[6], all[7]) = (campaign.owned.selector, campaign.bridge.selector);
        list[0] = FuzzSelector(address(campaign), all);
    }

    function invariant_allSiblingsTogetherLoseNoMoreThanPromisedAndTotalsAreRight() external view {
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
        line("worst", "loss", campaign.worstOneE18(), campaign.LOSS_BPS() * 1e14);
        line("worst", "lossOverAll", campaign.worstDayE18(), campaign.boundE18());
    }

    function line(string memory kind, string memory name, uint256 a, uint256 b) private {
        vm.writeLine(TABLE, string.concat(kind, " ", name, " ", vm.toString(a), " ", vm.toString(b)));
    }
}
