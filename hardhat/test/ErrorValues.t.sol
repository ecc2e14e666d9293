// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title An error carries the limit that was met, and what met it: bots, books and pages read these numbers
/// @dev The portfolio is worth 100,000 USD: 50 % USDC (target 40), 30 % WETH (target 40), 20 % WBTC (target 20).
contract ErrorValuesTest is Fixture {
    uint256 private constant USD = 1e32;

    function fillFailsWith(IOrderMixin.Order memory o, uint256 making, bytes memory error_) private {
        Signed memory x = signed(o);
        vm.expectRevert(error_);
        fillAs(taker, x, making);
    }

    function buyWeth(uint256 usd, uint256 wethUnits, bytes memory error_) private {
        IOrderMixin.Order memory o = orderOf(address(usdc), usd * 1e6, address(weth), wethUnits);
        fillFailsWith(o, o.makingAmount, error_);
    }

    // ── fills ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aPriceErrorCarriesBothValuesAndTheLimit() external {
        buyWeth(5_000, 2.47e18, abi.encodeWithSelector(IBalancerErrors.SlippageTooHigh.selector, 5_000 * USD, 4_940 * USD, 100));
    }

    function test_aDirectionErrorCarriesTheValueThatMayNotBePassed() external {
        buyWeth(10_600, 5.3e18, abi.encodeWithSelector(IBalancerErrors.SoldTooFar.selector, usdc, 39_500 * USD));
        setTargets(3_000, 4_000, 3_000);
        buyWeth(10_600, 5.3e18, abi.encodeWithSelector(IBalancerErrors.BoughtTooFar.selector, weth, 40_500 * USD));
        setTargets(5_000, 3_000, 2_000);
        buyWeth(5_000, 2.5e18, abi.encodeWithSelector(IBalancerErrors.SoldNotAboveTarget.selector, usdc));
    }

    function test_aSizeErrorCarriesTheSizeAndTheMinimum() external {
        buyWeth(99, 0.0495e18, abi.encodeWithSelector(IBalancerErrors.OrderBelowMinimum.selector, 99 * USD, 100 * USD));
        bytes memory part = abi.encodeWithSelector(IBalancerErrors.FillBelowMinimum.selector, 98 * USD, 100 * USD);
        fillFailsWith(goodOrder(), 98e6, part);
    }

    function test_aCooldownErrorSaysWhenItEnds() external {
        fill(goodOrder());
        setTargets(7_000, 1_000, 2_000);
        uint256 until = block.timestamp + 1 hours;
        vm.warp(until - 1);
        refresh();
        IOrderMixin.Order memory o = orderOf(address(weth), 1e18, address(usdc), 2_000e6);
        fillFailsWith(o, 1e18, abi.encodeWithSelector(IBalancerErrors.CoolingDown.selector, weth, until));
    }

    function test_aBudgetErrorCarriesWhatWasWantedAndWhatIsLeft() external {
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (10, 1_000);
        setGuard(g);
        // 1 % of 4,000 USD is 4 bps of NAV, of the 5 that the bucket holds.
        fill(orderOf(address(usdc), 4_000e6, address(weth), 1.98e18));
        uint256 nav = navE32();
        bytes4 loss = IBalancerErrors.LossBudgetExceeded.selector;
        buyWeth(1_500, 0.744e18, abi.encodeWithSelector(loss, ratioUp(12 * USD, nav), 0.0001e18));
        bytes4 turnover = IBalancerErrors.TurnoverBudgetExceeded.selector;
        buyWeth(1_100, 0.55e18, abi.encodeWithSelector(turnover, ratioUp(1_100 * USD, nav), 0.01e18));
    }

    function ratioUp(uint256 part, uint256 whole) private pure returns (uint256) {
        return (part * 1e18 - 1) / whole + 1;
    }

    function test_aGenerationAndAFeedAreNamed() external {
        IOrderMixin.Order memory o = goodOrder();
        fill(o, 1_000e6);
        Signed memory x = signed(o);
        feedOf[address(weth)].set(2_000e8, block.timestamp - 1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.FeedRefused.selector, weth, FeedState.Stale));
        fillAs(taker, x, 1_000e6);
        refresh();
        // LOP refuses by its epoch first, unless it failed to raise it.
        vm.mockCallRevert(LOP, abi.encodeWithSignature("increaseEpoch(uint96)", balancer.series()), "down");
        vm.prank(owner);
        balancer.bumpGeneration();
        vm.clearMockedCalls();
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.WrongGeneration.selector, 1, 2));
        fillAs(taker, x, 1_000e6);
    }

    // ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aCapErrorCarriesTheFieldTheValueAndTheCap() external {
        Guard memory g = defaultGuard();
        g.lossBpsPerDay = 1_001;
        guardFailsWith(g, abi.encodeWithSelector(IBalancerErrors.AboveHardCap.selector, bytes32("lossBpsPerDay"), 1_001, 1_000));
        g = defaultGuard();
        g.orderTtlMax = 59;
        guardFailsWith(g, abi.encodeWithSelector(IBalancerErrors.BelowHardFloor.selector, bytes32("orderTtlMax"), 59, 60));
        g = defaultGuard();
        (g.minDriftBps, g.overshootBps) = (40, 41);
        guardFailsWith(g, abi.encodeWithSelector(IBalancerErrors.OvershootNotBelowDrift.selector, 41, 40));
    }

    function guardFailsWith(Guard memory g, bytes memory error_) private {
        vm.prank(owner);
        vm.expectRevert(error_);
        balancer.setGuard(g);
    }

    function test_aListErrorCarriesWhatIsWrongWithWhichToken() external {
        AssetConfig[] memory list = defaultConfig().assets;
        list[0].targetBps += 1;
        listFailsWith(list, abi.encodeWithSelector(IBalancerErrors.TargetsSum.selector, 10_001));
        list[0].targetBps -= 1;
        (list[1].heartbeat, list[1].navMaxAge) = (2 hours, 1 hours);
        listFailsWith(list, abi.encodeWithSelector(IBalancerErrors.BadHeartbeat.selector, 2 hours, 1 hours));
        list[1] = listing(address(weth), 4_000);
        list[2].token = address(new TestToken("Deep", "DEEP", 28));
        listFailsWith(list, abi.encodeWithSelector(IBalancerErrors.DecimalsTooHigh.selector, 28, 27));
        list[2].token = address(usdc);
        listFailsWith(list, abi.encodeWithSelector(IBalancerErrors.DuplicateToken.selector, usdc));
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.TargetNotZero.selector, wbtc, 2_000));
        balancer.removeAsset(address(wbtc));
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IBalancerErrors.LengthMismatch.selector, 1, 2, 3));
        balancer.setTargets(new address[](1), new uint16[](2), OneOffTurnover(0, 0));
    }

    function listFailsWith(AssetConfig[] memory list, bytes memory error_) private {
        vm.prank(owner);
        vm.expectRevert(error_);
        balancer.setAssets(list);
    }
}
