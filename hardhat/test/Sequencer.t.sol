// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { IAggregatorV3 } from "../contracts/interfaces/IAggregatorV3.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title On a layer 2 nothing is traded while the sequencer is down, nor within an hour of its return
contract SequencerTest is Fixture {
    address private constant UPTIME = address(0x5E9);

    function setUp() public override {
        vm.etch(UPTIME, hex"00");
        deployWorld(UPTIME);
        deployAssets();
        balancer = createPortfolio(defaultConfig());
        fundDefault();
        answers(0, block.timestamp - 2 hours);
    }

    function answers(int256 down, uint256 since) private {
        vm.mockCall(
            UPTIME, abi.encodeCall(IAggregatorV3.latestRoundData, ()), abi.encode(1, down, since, block.timestamp, 1)
        );
    }

    function refused(FeedState why) private {
        Signed memory x = signed(goodOrder());
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.FeedRefused.selector, address(usdc), why));
        fillAs(taker, x, x.order.makingAmount);
        (uint256 most, FillLimit limit) = balancer.maxFill(x.order);
        assertEq(most, 0, "most");
        assertEq(uint256(limit), uint256(FillLimit.Feed), "limit");
    }

    function test_upForMoreThanAnHourTrades() external {
        fill(goodOrder());
    }

    function test_downOrDeadRefuses() external {
        answers(1, block.timestamp - 2 hours);
        refused(FeedState.SequencerDown);
        vm.mockCall(UPTIME, abi.encodeCall(IAggregatorV3.latestRoundData, ()), new bytes(159));
        refused(FeedState.SequencerDown);
        vm.mockCallRevert(UPTIME, abi.encodeCall(IAggregatorV3.latestRoundData, ()), "dead");
        refused(FeedState.SequencerDown);
    }

    function test_anHourAfterItsReturnRefuses() external {
        answers(0, block.timestamp - 1 hours);
        refused(FeedState.SequencerGrace);
        answers(0, 0);
        refused(FeedState.SequencerGrace);
        answers(0, block.timestamp + 1);
        refused(FeedState.SequencerGrace);
        answers(0, block.timestamp - 1 hours - 1);
        fill(goodOrder());
    }
}
