// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { IAggregatorV3 } from "../contracts/interfaces/IAggregatorV3.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Each rule of a fill: an otherwise good one that breaks just it fails with its name
contract OrderFillTest is Fixture {
    function sellUsdc(uint256 making) private returns (IOrderMixin.Order memory) {
        return orderOf(address(usdc), making, address(weth), worth(address(usdc), making, address(weth), 0));
    }

    // ── good fills ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aGoodOrderIsFilledWhole() external {
        fill(goodOrder());
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - USDC_SOLD, "USDC left");
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + WETH_BOUGHT, "WETH bought");
        assertEq(usdc.allowance(address(balancer), LOP), 0, "allowance left to LOP");
        assertFalse(balancer.locked(), "locked");
    }

    function test_aGoodOrderIsFilledInPartsByAnyone() external {
        Signed memory x = fill(goodOrder(), 1_000e6);
        x.blob = "";
        fillAs(taker, x, 1_500e6);
        fillAs(taker, x, 2_500e6);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - USDC_SOLD, "USDC left");
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + WETH_BOUGHT, "WETH bought");
    }

    function test_aFillByTakingAmountIsJudgedAlike() external {
        Signed memory x = signed(goodOrder());
        vm.prank(taker);
        lop.fillContractOrder(x.order, x.blob, 1e18, TakerTraits.wrap(0));
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - 2_000e6, "USDC left");
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + 1e18, "WETH bought");
    }

    function test_aFillSaysWhatMovedAndWhatItWasCharged() external {
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.49e18);
        Signed memory x = signed(o);
        uint256 nav = navE32();
        vm.expectEmit(true, true, true, true, address(balancer));
        // 2.49 WETH for 5,000 USD at 2,000: 20 lost, 5,000 turned over
        emit IBalancerEvents.Charged(x.hash, nav, levelE18(20), levelE18(5_000), levelE18(20), levelE18(5_000), 0, true);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.Filled(x.hash, address(usdc), address(weth), 5_000e6, 2.49e18, taker);
        fillAs(taker, x, o.makingAmount);
        assertEq(balancer.budgets().lossLevelE18, levelE18(20), "loss level");
        assertEq(balancer.budgets().turnoverLevelE18, levelE18(5_000), "turnover level");
        assertEq(balancer.assets()[0].lastSoldAt, block.timestamp, "sold stamp");
        assertEq(balancer.assets()[1].lastBoughtAt, block.timestamp, "bought stamp");
    }

    function test_aGainIsTakenButNeverCreditsTheBudget() external {
        fill(orderOf(address(usdc), 5_000e6, address(weth), 2.49e18));
        uint256 level = balancer.budgets().lossLevelE18;
        fill(orderOf(address(usdc), 1_000e6, address(weth), 1e18));
        assertEq(balancer.budgets().lossLevelE18, level, "loss level");
    }

    // ── who may call the hooks ──────────────────────────────────────────────────────────────────────────────────────

    function test_onlyLopMayCallPre() external {
        IOrderMixin.Order memory o = goodOrder();
        expectError(IBalancerErrors.NotLimitOrderProtocol.selector);
        balancer.preInteraction(o, "", 0, taker, 1, 1, 1, "");
    }

    function test_preRefusesAnotherMakersOrder() external {
        IOrderMixin.Order memory o = goodOrder();
        o.maker = word(taker);
        vm.prank(LOP);
        expectError(IBalancerErrors.NotThisMaker.selector);
        balancer.preInteraction(o, "", bytes32(uint256(1)), taker, 1, 1, 1, "");
    }

    function test_onlyLopMayCallPost() external {
        IOrderMixin.Order memory o = goodOrder();
        expectError(IBalancerErrors.NotPostCaller.selector);
        balancer.postInteraction(o, "", 0, taker, 1, 1, 1, "");
        vm.prank(feeTaker);
        expectError(IBalancerErrors.NotPostCaller.selector);
        balancer.postInteraction(o, "", 0, taker, 1, 1, 1, "");
    }

    function test_onlyFeeTakerMayCallPostOfAPublicOrder() external {
        IOrderMixin.Order memory o = goodOrder();
        o.makerTraits = MakerTraits.wrap(MakerTraits.unwrap(o.makerTraits) | HAS_EXTENSION);
        vm.prank(LOP);
        expectError(IBalancerErrors.NotPostCaller.selector);
        balancer.postInteraction(o, "", 0, taker, 1, 1, 1, "");
    }

    function test_postWithoutPreIsRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        vm.prank(LOP);
        expectError(IBalancerErrors.NotLocked.selector);
        balancer.postInteraction(o, "", 0, taker, 1, 1, 1, "");
        vm.prank(LOP);
        expectError(IBalancerErrors.NotLocked.selector);
        balancer.postInteraction(o, "", bytes32(uint256(1)), taker, 1, 1, 1, "");
    }

    function test_postOfAnotherOrderThanPresIsRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        vm.prank(LOP);
        balancer.preInteraction(o, "", bytes32(uint256(1)), taker, 1e6, 1, 1e6, "");
        assertTrue(balancer.locked(), "locked");
        vm.prank(LOP);
        expectError(IBalancerErrors.NotLocked.selector);
        balancer.postInteraction(o, "", bytes32(uint256(2)), taker, 1e6, 1, 1e6, "");
        vm.prank(LOP);
        expectError(IBalancerErrors.IsLocked.selector);
        balancer.preInteraction(o, "", bytes32(uint256(2)), taker, 1e6, 1, 1e6, "");
    }

    function test_preRefusesTokensThatAreNotAssets() external {
        IOrderMixin.Order memory o = goodOrder();
        o.takerAsset = word(address(lens));
        vm.prank(LOP);
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.preInteraction(o, "", bytes32(uint256(1)), taker, 1e6, 1, 1e6, "");
    }

    function test_anEmptyPortfolioTradesNothing() external {
        IOrderMixin.Order memory o = goodOrder();
        address[] memory tokens = new address[](3);
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        fillFails(o, IBalancerErrors.EmptyNav.selector);
    }

    // ── feeds ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function refusedFeed(address token, FeedState why) private {
        Signed memory x = signed(goodOrder());
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.FeedRefused.selector, token, why));
        fillAs(taker, x, x.order.makingAmount);
    }

    function test_aFeedThatRevertsOrAnswersTooLittleIsRefused() external {
        vm.mockCallRevert(address(feedOf[address(weth)]), abi.encodeCall(IAggregatorV3.latestRoundData, ()), "down");
        refusedFeed(address(weth), FeedState.Reverts);
        vm.clearMockedCalls();
        vm.mockCall(address(feedOf[address(weth)]), abi.encodeCall(IAggregatorV3.latestRoundData, ()), new bytes(159));
        refusedFeed(address(weth), FeedState.Reverts);
    }

    function test_anAnswerOfZeroOrLessIsRefused() external {
        setPrice(address(usdc), 0);
        refusedFeed(address(usdc), FeedState.NotPositive);
        setPrice(address(usdc), -1);
        refusedFeed(address(usdc), FeedState.NotPositive);
    }

    function test_anAnswerWithoutTimeOrFromTheFutureIsRefused() external {
        feedOf[address(weth)].set(2_000e8, 0);
        refusedFeed(address(weth), FeedState.NoTime);
        feedOf[address(weth)].set(2_000e8, block.timestamp + 1);
        refusedFeed(address(weth), FeedState.InFuture);
    }

    function test_aTradedAssetsAnswerOlderThanItsHeartbeatIsRefused() external {
        feedOf[address(weth)].set(2_000e8, block.timestamp - 1 hours);
        fill(goodOrder(), 1_000e6);
        feedOf[address(weth)].set(2_000e8, block.timestamp - 1 hours - 1);
        refusedFeed(address(weth), FeedState.Stale);
    }

    function test_anUntradedAssetsAnswerMayBeAsOldAsItsNavMaxAge() external {
        feedOf[address(wbtc)].set(50_000e8, block.timestamp - 1 days);
        fill(goodOrder(), 1_000e6);
        feedOf[address(wbtc)].set(50_000e8, block.timestamp - 1 days - 1);
        refusedFeed(address(wbtc), FeedState.Stale);
    }

    function test_changedDecimalsOfAFeedAreNoticed() external {
        feedOf[address(usdc)].setDecimals(6);
        refusedFeed(address(usdc), FeedState.DecimalsChanged);
    }

    function test_anAnswerOutsideTheOwnersBoundsIsRefused() external {
        vm.prank(owner);
        balancer.setFeed(address(usdc), address(feedOf[address(usdc)]), 1 hours, 1 days, 0.98e8, 1.005e8);
        setPrice(address(usdc), 0.98e8 - 1);
        refusedFeed(address(usdc), FeedState.BelowMin);
        setPrice(address(usdc), 1.005e8 + 1);
        refusedFeed(address(usdc), FeedState.AboveMax);
        setPrice(address(usdc), 1.005e8);
        fill(goodOrder(), 1_000e6);
    }

    // ── price ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aPriceAtTheSlippageLimitPassesAndBelowItFails() external {
        fill(orderOf(address(usdc), 5_000e6, address(weth), 2.475e18));
        fillFails(
            orderOf(address(usdc), 5_000e6, address(weth), 2.475e18 - 1), IBalancerErrors.SlippageTooHigh.selector
        );
    }

    function test_thePriceIsThatOfTheFeedsAndNotOfTheOrder() external {
        IOrderMixin.Order memory o = goodOrder();
        setPrice(address(weth), 1_979e8);
        fillFails(o, IBalancerErrors.SlippageTooHigh.selector);
    }

    // ── direction ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anAssetOnItsTargetIsNotSold() external {
        IOrderMixin.Order memory o = orderOf(address(wbtc), 0.02e8, address(weth), 0.5e18);
        fillFails(o, IBalancerErrors.SoldNotAboveTarget.selector);
    }

    function test_anAssetOnItsTargetIsNotBought() external {
        IOrderMixin.Order memory o = orderOf(address(usdc), 1_000e6, address(wbtc), 0.02e8);
        fillFails(o, IBalancerErrors.BoughtNotBelowTarget.selector);
    }

    function test_anAssetFarAboveItsTargetMayCrossItByTheOvershootAndNoMore() external {
        setTargets(4_000, 6_000, 0);
        fillFails(sellUsdc(10_500.000001e6), IBalancerErrors.SoldTooFar.selector);
        fill(sellUsdc(10_500e6));
    }

    function test_anAssetFarBelowItsTargetMayCrossItByTheOvershootAndNoMore() external {
        setTargets(2_000, 4_000, 4_000);
        fillFails(sellUsdc(10_500.000001e6), IBalancerErrors.BoughtTooFar.selector);
        fill(sellUsdc(10_500e6));
    }

    function test_anAssetInsideTheBandMayReachItsTargetButNotCrossIt() external {
        setTargets(4_901, 5_099, 0);
        fillFails(sellUsdc(990.000001e6), IBalancerErrors.SoldTooFar.selector);
        fill(sellUsdc(990e6));
        fillFails(sellUsdc(200e6), IBalancerErrors.SoldNotAboveTarget.selector);
    }

    function test_anAssetInsideTheBandMayBeBoughtUpToItsTargetOnly() external {
        setTargets(4_000, 3_099, 2_901);
        fillFails(sellUsdc(990.000001e6), IBalancerErrors.BoughtTooFar.selector);
        fill(sellUsdc(990e6));
        fillFails(sellUsdc(200e6), IBalancerErrors.BoughtNotBelowTarget.selector);
    }

    function test_anAssetExactlyAtTheBandsEdgeCountsAsOutside() external {
        setTargets(4_900, 3_100, 2_000);
        fill(sellUsdc(1_500e6));
    }

    function test_anAssetWithTargetZeroMayBeSoldOut() external {
        setTargets(0, 8_000, 2_000);
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 20_000;
        setGuard(g);
        fill(sellUsdc(50_000e6));
        assertEq(usdc.balanceOf(address(balancer)), 0, "sold out");
    }

    // ── size ────────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anOrderBelowTheMinimumIsRefused() external {
        fillFails(sellUsdc(99.999999e6), IBalancerErrors.OrderBelowMinimum.selector);
        fill(sellUsdc(100e6));
    }

    function test_aFillBelowTheMinimumIsRefusedUnlessItIsTheRemainder() external {
        IOrderMixin.Order memory o = sellUsdc(200e6);
        fillFails(o, 99.999999e6, IBalancerErrors.FillBelowMinimum.selector);
        Signed memory x = fill(o, 150e6);
        fillFails(x, 49e6, IBalancerErrors.FillBelowMinimum.selector);
        fillAs(taker, x, 50e6);
    }

    function test_onlyARemainderBelowTheMinimumStartsNoCooldown() external {
        Signed memory x = fill(sellUsdc(150e6), 100e6);
        uint256 first = block.timestamp;
        warpFresh(60);
        fillAs(taker, x, 50e6);
        assertEq(balancer.assets()[0].lastSoldAt, first, "sold stamp");
        assertEq(balancer.assets()[1].lastBoughtAt, first, "bought stamp");
        fill(sellUsdc(100e6));
        assertEq(balancer.assets()[0].lastSoldAt, first + 60, "sold stamp after a whole fill");
    }

    // ── cooldown ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anAssetJustBoughtIsNotSoldBeforeItsCooldown() external {
        fill(goodOrder());
        setTargets(7_000, 1_000, 2_000);
        warpFresh(1 hours - 1);
        fillFails(orderOf(address(weth), 1e18, address(usdc), 2_000e6), IBalancerErrors.CoolingDown.selector);
        warpFresh(1);
        fill(orderOf(address(weth), 1e18, address(usdc), 2_000e6));
    }

    function test_anAssetJustSoldIsNotBoughtBeforeItsCooldown() external {
        fill(goodOrder());
        setTargets(7_000, 3_000, 0);
        warpFresh(1 hours - 1);
        fillFails(orderOf(address(wbtc), 0.04e8, address(usdc), 2_000e6), IBalancerErrors.CoolingDown.selector);
        warpFresh(1);
        fill(orderOf(address(wbtc), 0.04e8, address(usdc), 2_000e6));
    }

    function test_sellingMoreOfWhatWasSoldNeedsNoCooldown() external {
        fill(sellUsdc(1_000e6));
        fill(sellUsdc(1_000e6));
    }

    // ── budgets ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_theLossBudgetHoldsHalfADayAndRefillsTheOtherHalf() external {
        Guard memory g = defaultGuard();
        g.lossBpsPerDay = 8;
        g.turnoverBpsPerDay = 20_000;
        setGuard(g);
        setTargets(0, 8_000, 2_000);
        // 1 % of 4,000 is 40 USD: all of half of 8 bps of 100,000
        fill(orderOf(address(usdc), 4_000e6, address(weth), 1.98e18));
        assertEq(balancer.budgets().lossLevelE18, balancer.budgets().lossCapacityE18, "full");
        fillFails(orderOf(address(usdc), 100e6, address(weth), 0.04999e18), IBalancerErrors.LossBudgetExceeded.selector);
        fill(sellUsdc(100e6));
        warpFresh(12 hours);
        assertEq(balancer.budgets().lossLevelE18, balancer.budgets().lossCapacityE18 / 2, "half drained");
        IOrderMixin.Order memory o = orderOf(address(usdc), 2_010e6, address(weth), 0.99495e18);
        fillFails(o, IBalancerErrors.LossBudgetExceeded.selector);
        fill(orderOf(address(usdc), 1_990e6, address(weth), 0.98505e18));
        warpFresh(30 days);
        assertEq(balancer.budgets().lossLevelE18, 0, "idle days are not saved up");
    }

    function test_theTurnoverBudgetHoldsHalfADay() external {
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 1_000;
        setGuard(g);
        fillFails(sellUsdc(5_000.000001e6), IBalancerErrors.TurnoverBudgetExceeded.selector);
        fill(sellUsdc(5_000e6));
        fillFails(sellUsdc(100e6), IBalancerErrors.TurnoverBudgetExceeded.selector);
        warpFresh(12 hours);
        fill(sellUsdc(2_500e6));
    }

    function test_theOneOffAllowanceIsSpentOnlyWhenTheBucketIsFull() external {
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 1_000;
        setGuard(g);
        vm.prank(owner);
        balancer.grantTurnover(OneOffTurnover(300, uint40(block.timestamp + 1 days)));
        fill(sellUsdc(4_000e6));
        assertEq(balancer.budgets().oneOffE18, 0.03e18, "untouched");
        fill(sellUsdc(3_000e6));
        assertEq(balancer.budgets().oneOffE18, 0.01e18, "spent beyond the bucket");
        fillFails(sellUsdc(1_000.000001e6), IBalancerErrors.TurnoverBudgetExceeded.selector);
        vm.warp(block.timestamp + 1 days);
        refresh();
        assertEq(balancer.budgets().oneOffE18, 0, "expired");
    }

    function test_aLossySmallFillIsChargedAtLeastOneUnit() external {
        setTargets(0, 8_000, 2_000);
        fill(orderOf(address(usdc), 100e6, address(weth), 0.05e18 - 1));
        assertEq(balancer.budgets().lossLevelE18, 1, "one unit");
    }
}
