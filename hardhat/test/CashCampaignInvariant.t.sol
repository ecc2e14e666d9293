// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CampaignSequences, ICampaign } from "./support/CampaignSequences.sol";
import { CashCampaign } from "./support/CashCampaign.sol";

/// @title The promise over three siblings, under a long random attack by whoever holds the bot's key
contract CashCampaignInvariantTest is CampaignSequences {
    string private constant TABLE = "hardhat/cache-forge/campaign-cash.txt";
    CashCampaign private campaign;

    function setUp() external {
        campaign = new CashCampaign();
        campaign.start();
        vm.writeFile(TABLE, "");
    }

    /// forge-config: default.fuzz.runs = 40
    /// forge-config: deep.fuzz.runs = 7400
    function test_allSiblingsTogetherLoseNoMoreThanPromisedAndTotalsAreRight(bytes32 seed, bytes32 more) external {
        runSequence(ICampaign(address(campaign)), keccak256(abi.encode(seed, more)), TABLE);
        line(TABLE, "worst", "loss", campaign.worstOneE18(), campaign.LOSS_BPS() * 1e14);
        line(TABLE, "worst", "lossOverAll", campaign.worstDayE18(), campaign.boundE18());
    }
}
