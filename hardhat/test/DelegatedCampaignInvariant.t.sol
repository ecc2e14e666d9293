// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DelegatedCampaign } from "./support/DelegatedCampaign.sol";
import { TestBase } from "./support/TestBase.sol";

/// @title The promise of delegated accounts, under a long random attack by whoever holds the signer's key
/// forge-config: default.evm_version = "prague"
/// forge-config: deep.evm_version = "prague"
/// forge-config: default.invariant.runs = 6
/// forge-config: default.invariant.depth = 48
/// forge-config: deep.invariant.runs = 10000
/// forge-config: deep.invariant.depth = 256
contract DelegatedCampaignInvariantTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    string private constant TABLE = "hardhat/cache-forge/campaign-delegated.txt";
    DelegatedCampaign private campaign;

    function setUp() external {
        campaign = new DelegatedCampaign();
        vm.writeFile(TABLE, "");
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(campaign);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        bytes4[] memory all = new bytes4[](10);
        for (uint256 i; i < 4; ++i) all[i] = campaign.propose.selector;
        all[4] = campaign.proposeWild.selector;
        all[5] = campaign.proposeWithDoor.selector;
        all[6] = campaign.proposeElsewhere.selector;
        all[7] = campaign.pass.selector;
        all[8] = campaign.owned.selector;
        all[9] = campaign.race.selector;
        list[0] = FuzzSelector(address(campaign), all);
    }

    function invariant_aDayNeverCostsMoreThanPromisedAndAStopIsAStop() external view {
        campaign.check();
    }

    /// @dev One line per action and reason of each run; campaign.cjs adds them up.
    function afterInvariant() external {
        for (uint256 i; i < campaign.actionCount(); ++i) {
            string memory action = campaign.actions(i);
            (uint256 calls, uint256 successes) = campaign.counters(action);
            line("action", vm.replace(action, " ", "-"), calls, successes);
        }
        for (uint256 i; i < campaign.reasonCount(); ++i) {
            bytes4 reason = campaign.reasons(i);
            line("revert", vm.toString(abi.encodePacked(reason)), campaign.reverts(reason), 0);
        }
        line("worst", "loss", campaign.worstDayLossE18(), campaign.LOSS_BPS() * 1e14);
        line("worst", "turnover", campaign.worstDayTurnoverE18(), campaign.TURNOVER_BPS() * 1e14);
    }

    function line(string memory kind, string memory name, uint256 a, uint256 b) private {
        vm.writeLine(TABLE, string.concat(kind, " ", name, " ", vm.toString(a), " ", vm.toString(b)));
    }
}
