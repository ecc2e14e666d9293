// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Churning and its relatives: attacks that once worked against a naive build, and how much the best one gets
/// @dev Those by income, fees, hooks, routers, approvals and creation are in OddTokens, PublicBook, Proposals and Factory.
contract AttacksTest is Fixture {
    function trade(address out, uint256 making, address into, uint256 lossBps)
        private
        returns (IOrderMixin.Order memory)
    {
        return orderOf(out, making, into, worth(out, making, into, lossBps));
    }

    function noCooldown() private {
        Guard memory g = defaultGuard();
        g.cooldown = 0;
        setGuard(g);
    }

    // ── churning ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_twoOverweightAssetsCannotBeChurned() external {
        noCooldown();
        setTargets(3_000, 6_000, 1_000);
        fillFails(trade(address(usdc), 1_000e6, address(wbtc), 99), IBalancerErrors.BoughtNotBelowTarget.selector);
        fillFails(trade(address(wbtc), 0.02e8, address(usdc), 99), IBalancerErrors.BoughtNotBelowTarget.selector);
    }

    function test_twoUnderweightAssetsCannotBeChurned() external {
        noCooldown();
        setTargets(6_000, 4_000, 0);
        fillFails(trade(address(usdc), 1_000e6, address(weth), 99), IBalancerErrors.SoldNotAboveTarget.selector);
        fillFails(trade(address(weth), 0.5e18, address(usdc), 99), IBalancerErrors.SoldNotAboveTarget.selector);
    }

    /// @dev Across by the overshoot, back to the target, and then no more: each half of the way is shorter.
    function test_overshootPingPongEndsAfterOneWay() external {
        noCooldown();
        fill(trade(address(usdc), 10_480e6, address(weth), 0));
        fillFails(trade(address(usdc), 200e6, address(weth), 99), IBalancerErrors.SoldNotAboveTarget.selector);
        fill(trade(address(weth), 0.239e18, address(usdc), 0));
        fillFails(trade(address(weth), 0.1e18, address(usdc), 99), IBalancerErrors.SoldTooFar.selector);
        fillFails(trade(address(usdc), 200e6, address(weth), 99), IBalancerErrors.SoldNotAboveTarget.selector);
    }

    /// @dev The one in the middle is bought up to its target only, and then it isn't above it.
    function test_anAssetInsideItsBandIsNoRelay() external {
        noCooldown();
        setTargets(4_000, 3_910, 2_090);
        fill(trade(address(usdc), 890e6, address(wbtc), 0));
        fillFails(trade(address(wbtc), 0.004e8, address(weth), 99), IBalancerErrors.SoldNotAboveTarget.selector);
        fillFails(trade(address(usdc), 200e6, address(wbtc), 99), IBalancerErrors.BoughtTooFar.selector);
    }

    function test_theCooldownHoldsAgainstPricesThatSwing() external {
        fill(trade(address(usdc), 8_000e6, address(weth), 99));
        setPrice(address(weth), 3_500e8);
        fillFails(trade(address(weth), 1e18, address(usdc), 99), IBalancerErrors.CoolingDown.selector);
        setPrice(address(weth), 2_000e8);
        fill(trade(address(usdc), 1_000e6, address(weth), 0));
    }

    // ── sizes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_wholeOrdersJustUnderTheMinimumDontExist() external {
        IOrderMixin.Order memory o = trade(address(usdc), 99.99e6, address(weth), 99);
        fillFails(o, IBalancerErrors.OrderBelowMinimum.selector);
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 1));
        fillFails(o, IBalancerErrors.OrderBelowMinimum.selector);
    }

    function test_oneWeiFillsStartNoCooldown() external {
        IOrderMixin.Order memory o = trade(address(usdc), 500e6, address(weth), 0);
        fillFails(o, 1, IBalancerErrors.FillBelowMinimum.selector);
        Signed memory x = fill(o, 500e6 - 1);
        warpFresh(1 minutes);
        uint256 stamp = balancer.assets()[1].lastBoughtAt;
        fillAs(taker, x, 1);
        assertEq(balancer.assets()[1].lastBoughtAt, stamp, "not by the remainder of 1");
    }

    function test_aThousandFillsWhoseLossRoundsToNothingAreEachCharged() external {
        Guard memory g = defaultGuard();
        (g.minFillBps, g.turnoverBpsPerDay) = (1, 100_000);
        setGuard(g);
        setTargets(0, 8_000, 2_000);
        // 1 wei of WETH short in each: 2e-15 USD of 100,000
        for (uint256 i; i < 1_000; ++i) fill(orderOf(address(usdc), 10e6, address(weth), 0.005e18 - 1));
        assertGe(balancer.budgets().lossLevelE18, 1_000, "charged");
    }

    // ── orders that come back ───────────────────────────────────────────────────────────────────────────────────────

    function test_fillOrKillOrdersDontReviveAfterUnpause() external {
        IOrderMixin.Order memory o = trade(address(usdc), 1_000e6, address(weth), 99);
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 1));
        Signed memory x = signed(o);
        vm.prank(bot);
        balancer.pause();
        vm.prank(owner);
        balancer.unpause();
        assertEq(uint256(balancer.orderState(o, x.blob)), uint256(OrderState.WrongGeneration), "dead");
        fillFails(x, 1_000e6, IOrderMixin.BadSignature.selector);
    }

    // ── the bound is tight ──────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The best attack found: a portfolio far from its targets and with ample turnover, every order just inside the
    /// slippage limit, the whole bucket at once and then each hour what has refilled.
    function test_theBestAttackTakesNearlyTheWholeBoundInADayAndNeverMore() external {
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (50, 20_000);
        setGuard(g);
        setTargets(0, 10_000, 0);
        uint256 start = block.timestamp;
        uint256 lost = drain(99);
        for (uint256 hour = 1; hour <= 24; ++hour) {
            vm.warp(start + hour * 1 hours);
            refresh();
            lost += drain(99);
        }
        uint256 boundE18 = 0.005e18;
        string memory sums = string.concat(vm.toString(lost / 1e12), " of ", vm.toString(boundE18 / 1e12));
        say(string.concat("best attack: ", sums, " millionths of NAV in 24 hours"));
        assertGe(lost * 100, boundE18 * 80, "at least 80 % of the bound");
        assertLe(lost, boundE18, "never more than the bound");
        vm.warp(start + 24 hours + 1);
        refresh();
        assertLe(drain(99), 0.00001e18, "and then only what refills");
    }

    /// @dev Sells as much as maxFill allows at `lossBps`; says what that cost, reckoned from balances.
    function drain(uint256 lossBps) private returns (uint256 lossE18) {
        for (uint256 i; i < 3; ++i) {
            uint256 held = usdc.balanceOf(address(balancer));
            if (held < 100e6) return lossE18;
            IOrderMixin.Order memory o = trade(address(usdc), held, address(weth), lossBps);
            (uint256 most,) = balancer.maxFill(o);
            if (most == 0) return lossE18;
            uint256 nav = navE32();
            fill(o, most);
            lossE18 += (nav - navE32()) * 1e18 / nav;
        }
    }

    /// @dev The same thief against a portfolio that is on its targets: the direction rule leaves him nothing.
    function test_aPortfolioOnItsTargetsLosesNothing() external {
        setTargets(5_000, 3_000, 2_000);
        address[3] memory tokens = [address(usdc), address(weth), address(wbtc)];
        for (uint256 i; i < 3; ++i) {
            for (uint256 j; j < 3; ++j) {
                if (i == j) continue;
                IOrderMixin.Order memory o = trade(tokens[i], 10 ** decimalsOf[tokens[i]] / 10, tokens[j], 99);
                (uint256 most,) = balancer.maxFill(o);
                assertEq(most, 0, "nothing to sell");
            }
        }
    }
}
