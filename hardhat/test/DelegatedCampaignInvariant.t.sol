// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { CampaignSequences, ICampaign } from "./support/CampaignSequences.sol";
import { DelegatedCampaign } from "./support/DelegatedCampaign.sol";

/// @title The promise of delegated accounts and of the Balancer beside them, under a long random attack by whoever holds the signer's key
/// forge-config: default.evm_version = "prague"
/// forge-config: deep.evm_version = "prague"
contract DelegatedCampaignInvariantTest is CampaignSequences {
    string private constant TABLE = "hardhat/cache-forge/campaign-delegated.txt";
    DelegatedCampaign private campaign;

    function setUp() external {
        campaign = new DelegatedCampaign();
        vm.writeFile(TABLE, "");
    }

    /// forge-config: default.fuzz.runs = 40
    /// forge-config: deep.fuzz.runs = 7400
    function test_aDayNeverCostsMoreThanPromisedAndAStopIsAStop(bytes32 seed, bytes32 more) external {
        runSequence(ICampaign(address(campaign)), keccak256(abi.encode(seed, more)), TABLE);
        line(TABLE, "worst", "loss", campaign.worstDayLossE18(), campaign.LOSS_BPS() * 1e14);
        line(TABLE, "worst", "turnover", campaign.worstDayTurnoverE18(), campaign.TURNOVER_BPS() * 1e14);
        line(TABLE, "worst", "lossBeside", campaign.worstBesideLossE18(), campaign.LOSS_BPS() * 1e14);
        line(TABLE, "worst", "turnoverBeside", campaign.worstBesideTurnoverE18(), campaign.TURNOVER_BPS() * 1e14);
    }
}
