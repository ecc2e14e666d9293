// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";

/// @title Tokens of 0 to 27 decimals, amounts of 1 to 1e30, prices of 1e-8 to 1e8 USD
contract DecimalsTest is Fixture {
    TestToken private a;
    TestToken private b;

    /// @dev A portfolio of two assets worth `half` each at most, targets 20 : 80, so that `a` may be sold for `b`.
    function build(uint256 decimalsA, uint256 decimalsB, int256 priceA, int256 priceB) private {
        a = new TestToken("A", "A", uint8(decimalsA));
        b = new TestToken("B", "B", uint8(decimalsB));
        addFeed(address(a), decimalsA, priceA);
        addFeed(address(b), decimalsB, priceB);
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](2);
        (c.assets[0], c.assets[1]) = (listing(address(a), 2_000), listing(address(b), 8_000));
        c.guard.turnoverBpsPerDay = 20_000;
        c.guard.minFillBps = 1;
        balancer = createPortfolio(c);
        approveLop(address(b), taker);
        b.mint(taker, type(uint128).max);
    }

    /// @dev Whatever the units: a fair trade of a tenth passes, is charged what it costs, and one at 2 % loss fails.
    function test_everyCombinationOfDecimalsAndPricesTradesAlike(
        uint256 decimalsA,
        uint256 decimalsB,
        uint256 priceA,
        uint256 priceB
    ) external {
        (decimalsA, decimalsB) = (clamp(decimalsA, 0, 27), clamp(decimalsB, 0, 27));
        // what a raw unit is worth must leave 1e5 of them in a portfolio of 1e13 USD
        (priceA, priceB) = (clamp(priceA, 1, 1e16), clamp(priceB, 1, 1e16));
        build(decimalsA, decimalsB, int256(priceA), int256(priceB));
        uint256 heldA = 1e13 * 10 ** decimalsA * 1e8 / priceA;
        uint256 heldB = 1e13 * 10 ** decimalsB * 1e8 / priceB;
        if (heldA > 1e38 || heldB > 1e38) return; // LOP itself multiplies two amounts
        a.mint(address(balancer), heldA);
        b.mint(address(balancer), heldB);
        b.mint(taker, heldB);
        uint256 making = heldA / 10;
        uint256 fair = worth(address(a), making, address(b), 0);
        fillFails(orderOf(address(a), making, address(b), fair * 98 / 100), IBalancerErrors.SlippageTooHigh.selector);
        fill(orderOf(address(a), making, address(b), fair));
        assertEq(balancer.budgets().lossLevelE18, 0, "a fair trade costs nothing");
        uint256 poor = fair * 9_950 / 10_000;
        fill(orderOf(address(a), making, address(b), poor));
        // half a per cent of a twentieth of all, but for the rounding of whole units
        uint256 wanted = 0.05e18 * (fair - poor) / fair;
        assertApprox(balancer.budgets().lossLevelE18, wanted, 0.00001e18, "charged");
    }

    function test_theSmallestUnitOfTheFinestTokenIsStillWorthSomething() external {
        build(27, 0, 1, 1e16);
        a.mint(address(balancer), 1e27);
        b.mint(address(balancer), 0);
        // 1e-8 USD in all; half of the half that may go at once
        IOrderMixin.Order memory o = orderOf(address(a), 1e26, address(b), 1);
        fillFails(o, IBalancerErrors.BoughtTooFar.selector);
        (uint256 most,) = balancer.maxFill(o);
        assertEq(most, 0, "one unit of B is far too much");
    }

    function test_amountsOf1e30AtTheHighestPriceStillFit() external {
        build(0, 0, 1e16, 1e16);
        a.mint(address(balancer), 1e30);
        b.mint(address(balancer), 1e30);
        fill(orderOf(address(a), 1e29, address(b), 1e29));
        assertEq(a.balanceOf(address(balancer)), 9e29, "A");
    }

    function test_whatCannotBeReckonedFailsWithItsName() external {
        build(0, 0, 1e16, 1e16);
        a.mint(address(balancer), 1e45);
        b.mint(address(balancer), 1);
        fillFails(orderOf(address(a), 1e10, address(b), 1e10), IBalancerErrors.ValueOverflow.selector);
        vm.prank(owner);
        balancer.withdraw(address(a), ALL, owner);
        a.mint(address(balancer), 1e30);
        fillFails(orderOf(address(a), 1e57, address(b), 1e57), 1e19, IBalancerErrors.ValueOverflow.selector);
        a.mint(address(balancer), type(uint256).max - 2e45);
        fillFails(orderOf(address(a), 1e10, address(b), 1e10), IBalancerErrors.ValueOverflow.selector);
        setPrice(address(a), type(int256).max);
        fillFails(orderOf(address(a), 1e10, address(b), 1e10), IBalancerErrors.ValueOverflow.selector);
    }

    function test_oneUnitOfAnIndivisibleTokenTrades() external {
        build(0, 6, 100e8, 1e8);
        a.mint(address(balancer), 10);
        fill(orderOf(address(a), 1, address(b), 100e6));
        // rounding is up, for the owner: the second unit isn't sold for a hair less than the limit
        fillFails(orderOf(address(a), 1, address(b), 99e6 - 1), IBalancerErrors.SlippageTooHigh.selector);
        fill(orderOf(address(a), 1, address(b), 99e6));
    }

    function test_anAssetThatIsNotHeldCanBeBoughtAndASingleAssetSold() external {
        build(18, 18, 1e8, 1e8);
        a.mint(address(balancer), 100e18);
        fill(orderOf(address(a), 80e18, address(b), 80e18));
        assertEq(b.balanceOf(address(balancer)), 80e18, "built");
    }

    function test_aFeedOf18DecimalsAndATokenOf27AreReckonedExactly() external {
        build(27, 18, 1e8, 1e8);
        TestFeed fine = new TestFeed(18, "fine", 1e18, address(this));
        vm.warp(block.timestamp + 1);
        vm.prank(owner);
        balancer.setFeed(address(a), address(fine), 1 hours, 1 days, 0, 0);
        a.mint(address(balancer), 100e27);
        b.mint(address(balancer), 100e18);
        fill(orderOf(address(a), 10e27, address(b), 9.99e18));
        // 0.01 of 200 USD
        assertEq(balancer.budgets().lossLevelE18, 0.00005e18, "charged");
    }
}
