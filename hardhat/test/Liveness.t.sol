// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancer } from "../contracts/interfaces/IBalancer.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Honest fills are never stuck, and maxFill says the truth
contract LivenessTest is Fixture {
    function trade(address out, uint256 making, address into) private returns (IOrderMixin.Order memory) {
        return orderOf(out, making, into, worth(out, making, into, 0));
    }


    function nothing(IOrderMixin.Order memory o, FillLimit why) private view {
        (uint256 most, FillLimit limit) = balancer.maxFill(o);
        assertEq(most, 0, "most");
        assertEq(uint256(limit), uint256(why), "limit");
    }

    function most(IOrderMixin.Order memory o, uint256 amount, FillLimit why) private view {
        (uint256 got, FillLimit limit) = balancer.maxFill(o);
        assertEq(got, amount, "most");
        assertEq(uint256(limit), uint256(why), "limit");
    }

    // ── honest fills ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aStaleFeedOfAnUntradedAssetStopsNothingBeforeItsNavMaxAge() external {
        vm.warp(block.timestamp + 20 hours);
        setPrice(address(usdc), 1e8);
        setPrice(address(weth), 2_000e8);
        fill(goodOrder());
    }

    function test_aDeadFeedOfAnAssetThatIsNotHeldStopsNothing() external {
        setTargets(4_000, 4_000, 2_000);
        vm.prank(owner);
        balancer.withdraw(address(wbtc), ALL, owner);
        vm.mockCallRevert(address(feedOf[address(wbtc)]), "", "dead");
        fill(orderOf(address(usdc), 1_000e6, address(weth), 0.5e18));
    }

    function test_aDustRemainderCanAlwaysBeTaken() external {
        Signed memory x = fill(goodOrder(), 5_000e6 - 1);
        most(x.order, 1, FillLimit.None);
        fillAs(taker, x, 1);
        nothing(x.order, FillLimit.Closed);
    }

    function test_theLastLegsInsideTheBandReachTheTarget() external {
        setTargets(4_950, 3_050, 2_000);
        IOrderMixin.Order memory o = trade(address(usdc), 2_000e6, address(weth));
        most(o, 500e6, FillLimit.Overshoot);
        fill(o, 500e6);
        assertEq(valueE32(address(usdc)) * 10_000, navE32() * 4_950, "on target");
        nothing(o, FillLimit.SoldNotAboveTarget);
    }

    function test_anInitialBuildUpFitsIntoItsOneOffAllowance() external {
        Config memory c = defaultConfig();
        c.guard.turnoverBpsPerDay = 1_000;
        c.oneOff = OneOffTurnover(10_000, uint40(block.timestamp + 7 days));
        IBalancer old = balancer;
        balancer = createPortfolio(c);
        assertTrue(address(old) != address(balancer), "another one");
        give(address(usdc), address(balancer), 100_000e6);
        // 30 bps of 60,000 are 180 USD, the bucket holds 500
        fill(orderOf(address(usdc), 40_000e6, address(weth), 19.94e18));
        fill(orderOf(address(usdc), 20_000e6, address(wbtc), 0.3988e8));
        assertLe(usdc.balanceOf(address(balancer)), 40_000e6, "built in one block");
    }

    function test_oneHeavyAssetAndFifteenSlightlyLightOnesAreRebalancedLegByLeg() external {
        AssetConfig[] memory list = new AssetConfig[](16);
        setTargets(10_000, 0, 0);
        list[0] = listing(address(usdc), 2_500);
        for (uint256 i = 1; i < 16; ++i) {
            TestToken token = new TestToken("T", "T", uint8(i + 3));
            addFeed(address(token), i + 3, int256(10 ** i));
            list[i] = listing(address(token), 500);
        }
        vm.prank(owner);
        balancer.setAssets(list);
        vm.prank(owner);
        balancer.withdraw(address(usdc), 18_750e6, owner);
        for (uint256 i = 1; i < 16; ++i) {
            uint256 units = 4_583.33e8 * 10 ** (i + 3) / 10 ** i;
            TestToken(list[i].token).mint(address(balancer), units);
            TestToken(list[i].token).mint(taker, units);
            approveLop(list[i].token, taker);
        }
        for (uint256 i = 1; i < 16; ++i) {
            IOrderMixin.Order memory o = trade(address(usdc), 410e6, list[i].token);
            (uint256 amount,) = balancer.maxFill(o);
            assertGe(amount, 400e6, "nearly all of it");
            Signed memory x = signed(o);
            uint256 gas = gasleft();
            fillAs(taker, x, amount);
            assertLe(gas - gasleft(), 1_500_000, "gas with sixteen assets");
        }
    }

    // ── maxFill's reasons ───────────────────────────────────────────────────────────────────────────────────────────

    function test_maxFillNamesWhatLopAndThePortfolioSayFirst() external {
        IOrderMixin.Order memory o = goodOrder();
        most(o, 5_000e6, FillLimit.None);
        o.salt ^= 1 << 160;
        nothing(o, FillLimit.WrongGeneration);
        o = goodOrder();
        o.makerTraits = MakerTraits.wrap(multiTraits(block.timestamp - 1));
        nothing(o, FillLimit.Expired);
        o = goodOrder();
        o.takerAsset = word(stranger);
        nothing(o, FillLimit.UnknownToken);
        o.takerAsset = o.makerAsset;
        nothing(o, FillLimit.UnknownToken);
        o = goodOrder();
        vm.prank(bot);
        balancer.pause();
        nothing(o, FillLimit.Paused);
    }

    function test_maxFillKnowsTheRestOfAnOrder() external {
        Signed memory x = fill(goodOrder(), 2_000e6);
        most(x.order, 3_000e6, FillLimit.None);
        IOrderMixin.Order memory whole = goodOrder();
        whole.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 5));
        most(whole, 5_000e6, FillLimit.None);
        fill(whole);
        nothing(whole, FillLimit.Closed);
    }

    function test_maxFillNamesPricesAndDirection() external {
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.47e18);
        nothing(o, FillLimit.Slippage);
        nothing(trade(address(wbtc), 0.01e8, address(weth)), FillLimit.SoldNotAboveTarget);
        nothing(trade(address(usdc), 1_000e6, address(wbtc)), FillLimit.BoughtNotBelowTarget);
        nothing(trade(address(usdc), 50e6, address(weth)), FillLimit.BelowMinimum);
        feedOf[address(weth)].set(2_000e8, block.timestamp - 2 hours);
        nothing(goodOrder(), FillLimit.Feed);
    }

    function test_maxFillNamesTheBudgetsAndTheBalance() external {
        setTargets(0, 8_000, 2_000);
        most(trade(address(usdc), 40_000e6, address(weth)), 30_000e6, FillLimit.TurnoverBudget);
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (2, 100_000);
        setGuard(g);
        IOrderMixin.Order memory o = orderOf(address(usdc), 40_000e6, address(weth), 19.8e18);
        (uint256 amount, FillLimit limit) = balancer.maxFill(o);
        assertApprox(amount, 1_000e6, 1, "1 % of it is half of 2 bps of all");
        assertEq(uint256(limit), uint256(FillLimit.LossBudget), "limit");
        fill(o, amount);
        nothing(o, FillLimit.LossBudget);
        most(trade(address(usdc), 100_000e6, address(weth)), 49_000e6, FillLimit.Overshoot);
    }

    function test_maxFillGivesAWholeOrderOrNothing() external {
        IOrderMixin.Order memory o = trade(address(usdc), 12_000e6, address(weth));
        most(o, 10_500e6, FillLimit.Overshoot);
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 5));
        nothing(o, FillLimit.Overshoot);
    }

    function test_maxFillNamesTheCooldownAndTheAllowance() external {
        fill(goodOrder());
        setTargets(7_000, 1_000, 2_000);
        nothing(trade(address(weth), 1e18, address(usdc)), FillLimit.Cooldown);
        warpFresh(1 hours);
        most(trade(address(weth), 1e18, address(usdc)), 1e18, FillLimit.None);
        Guard memory g = defaultGuard();
        g.publicBook = true;
        setGuard(g);
        nothing(trade(address(weth), 1e18, address(usdc)), FillLimit.Allowance);
        vm.prank(owner);
        balancer.setAllowanceCeiling(address(weth), 1e18);
        vm.prank(owner);
        balancer.setAllowance(address(weth), 0.6e18);
        most(trade(address(weth), 1e18, address(usdc)), 0.6e18, FillLimit.Allowance);
    }

    function test_maxFillOfAnEmptyPortfolioIsItsBalance() external {
        address[] memory tokens = new address[](3);
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        IOrderMixin.Order memory o = goodOrder();
        vm.prank(owner);
        balancer.withdrawAll(tokens, owner);
        nothing(o, FillLimit.Balance);
    }

    /// @dev Any state, any order: a fill of exactly what maxFill says passes; one unit more fails, if a rule bounds it.
    function test_maxFillNeverPromisesTooMuch(
        uint256 usdcHeld,
        uint256 wethHeld,
        uint256 wbtcHeld,
        uint256 making,
        uint256 lossBps,
        uint256 target
    ) external {
        give(address(usdc), address(balancer), clamp(usdcHeld, 0, 500_000e6));
        give(address(weth), address(balancer), clamp(wethHeld, 0, 100e18));
        give(address(wbtc), address(balancer), clamp(wbtcHeld, 0, 5e8));
        target = clamp(target, 0, 10_000);
        setTargets(uint16(target / 2), uint16(10_000 - target), uint16(target - target / 2));
        Guard memory g = defaultGuard();
        g.lossBpsPerDay = uint16(1 + lossBps % 100);
        g.turnoverBpsPerDay = uint32(1 + making % 20_000);
        setGuard(g);
        making = clamp(making, 1, 100_000e6);
        lossBps = clamp(lossBps, 0, 100);
        IOrderMixin.Order memory o =
            orderOf(address(usdc), making, address(weth), worth(address(usdc), making, address(weth), lossBps));
        (uint256 amount, FillLimit limit) = balancer.maxFill(o);
        if (amount == 0) return;
        uint256 state = vm.snapshotState();
        fill(o, amount);
        vm.revertToState(state);
        if (limit == FillLimit.None || amount == o.makingAmount) return;
        Signed memory x = signed(o);
        vm.prank(taker);
        (bool ok,) = LOP.call(
            abi.encodeWithSelector(lop.fillContractOrder.selector, x.order, x.blob, amount + 3 + amount / 1e6, 1 << 255)
        );
        assertFalse(ok, "more than the most");
    }
}
