// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ICashErrors } from "../contracts/interfaces/ICashPortfolio.sol";
import { CashFixture } from "./support/CashFixture.sol";

/// @title Bridging: to siblings that were named, tested and opened, within a budget of its own
contract CashBridgeTest is CashFixture {
    function setUp() public override {
        super.setUp();
        openAway(cash, AWAY, sibling);
    }

    function burnt(uint256 index) private view returns (uint256 amount, uint32 domain, address to, uint256 maxFee, uint32 finality) {
        address sender;
        (amount, domain, to, sender, maxFee, finality) = messenger.burns(index);
        assertEq(sender, address(cash), "sender");
    }

    // ── a bridging ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aBridgingBurnsExactlyWhatWasSignedForTheSiblingAtStandardFinality() external {
        send(bridgeCall(AWAY, sibling, 5_000e6, 5e6));
        (uint256 amount, uint32 domain, address to, uint256 maxFee, uint32 finality) = burnt(1);
        assertEq(amount, 5_000e6, "amount");
        assertEq(domain, AWAY, "domain");
        assertEq(to, sibling, "receiver");
        assertEq(maxFee, 5e6, "fee");
        assertEq(finality, 2_000, "finality");
        assertEq(usdc.allowance(address(cash), address(messenger)), 0, "no allowance");
        uint256 whole = HELD - 1e6;
        assertEq(cash.budgets().bridgeLevelE18, (5_000e6 * 1e18 + whole - 1) / whole, "bridge bucket");
        assertEq(lossLevel(), (5e6 * 1e18 + whole - 1) / whole, "the fee, whole, is loss");
        assertEq(cash.budgets().turnoverLevelE18, 0, "no turnover");
        assertEq(cash.budgets().bridgedAt, block.timestamp, "stamp");
    }

    function test_aDaysBridgingIsBounded() external {
        bridge(9_999e6);
        vm.warp(block.timestamp + 1 hours);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BridgeBudgetExceeded.selector);
        vm.warp(block.timestamp + 3 hours);
        bridge(1_000e6);
    }

    function test_withoutABridgeLimitNothingIsBridged() external {
        CashGuard memory g = limits();
        g.bridgeBpsPerDay = 0;
        setGuard(g);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BridgeBudgetExceeded.selector);
    }

    function test_aBridgingIsAtLeastTenDollarsAndItsPartOfTheValue() external {
        refused(bridgeCall(AWAY, sibling, 99e6, 0), ICashErrors.MoveTooSmall.selector);
        vm.prank(owner);
        cash.withdraw(address(usdc), HELD - 1_000e6, owner);
        refused(bridgeCall(AWAY, sibling, 10e6 - 1, 0), ICashErrors.MoveTooSmall.selector);
        bridge(10e6);
    }

    function test_aFeeIsAtMostTenBasisPoints() external {
        refused(bridgeCall(AWAY, sibling, 1_000e6, 1e6 + 1), ICashErrors.FeeTooHigh.selector);
        send(bridgeCall(AWAY, sibling, 1_000e6, 1e6));
    }

    function test_feesFillTheLossBucket() external {
        CashGuard memory g = limits();
        (g.lossBpsPerDay, g.bridgeBpsPerDay) = (1, 5_000); // half a basis point at once
        setGuard(g);
        refused(bridgeCall(AWAY, sibling, 6_000e6, 6e6), IBalancerErrors.LossBudgetExceeded.selector);
        send(bridgeCall(AWAY, sibling, 4_900e6, 4.9e6));
    }

    function test_betweenTwoBridgingsIsACooldownAndNeverNone() external {
        bridge(1_000e6);
        vm.warp(block.timestamp + 1 hours - 1);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BridgeCoolingDown.selector);
        vm.warp(block.timestamp + 1);
        bridge(1_000e6);
        CashGuard memory g = limits();
        g.cooldown = 0;
        setGuard(g);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BridgeCoolingDown.selector);
        vm.warp(block.timestamp + 1);
        bridge(1_000e6);
    }

    function test_aMessengerThatTakesOtherAmountsIsRefused() external {
        messenger.setTakes(1, 0);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.AllowanceLeft.selector);
        messenger.setTakes(0, 1);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BurntOtherAmount.selector);
    }

    function test_aPortfolioOfNothingBridgesNothing() external {
        vm.prank(owner);
        cash.withdraw(address(usdc), ALL, owner);
        refused(bridgeCall(AWAY, sibling, 10e6, 0), ICashErrors.EmptyValue.selector);
    }

    // ── to whom ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_theSiblingIsTheOneThatWasSigned() external {
        refused(bridgeCall(AWAY, stranger, 1_000e6, 0), ICashErrors.WrongSibling.selector);
        refused(bridgeCall(3, sibling, 1_000e6, 0), ICashErrors.UnknownSibling.selector);
        bytes memory move = bridgeCall(AWAY, sibling, 1_000e6, 0);
        vm.prank(owner);
        cash.setSibling(AWAY, stranger);
        refused(move, IBalancerErrors.WrongGeneration.selector);
    }

    function test_aSiblingIsOpenForItsTime() external {
        vm.warp(block.timestamp + 90 days - 1);
        bridge(1_000e6);
        vm.warp(block.timestamp + 1);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.SiblingNotOpen.selector);
        vm.prank(owner);
        cash.openSibling(AWAY, block.timestamp + 1 days);
        vm.warp(block.timestamp + 1 hours);
        bridge(1_000e6);
    }

    function test_aSiblingIsNamedThenTestedThenAfterAnHourOpened() external {
        vm.startPrank(owner);
        cash.setSibling(3, stranger);
        expectError(ICashErrors.TestTooYoung.selector);
        cash.openSibling(3, block.timestamp + 1 days);
        expectError(ICashErrors.FeeTooHigh.selector);
        cash.testSibling(3, 1_001);
        cash.testSibling(3, 1_000);
        (uint256 amount,, address to, uint256 maxFee,) = burnt(1);
        assertEq(amount, 1e6, "a dollar");
        assertEq(to, stranger, "to it");
        assertEq(maxFee, 1_000, "fee");
        vm.warp(block.timestamp + 1 hours - 1);
        expectError(ICashErrors.AlreadyTested.selector);
        cash.testSibling(3, 0);
        expectError(ICashErrors.TestTooYoung.selector);
        cash.openSibling(3, block.timestamp + 1 days);
        vm.stopPrank();
        refused(bridgeCall(3, stranger, 1_000e6, 0), ICashErrors.SiblingNotOpen.selector);
        vm.warp(block.timestamp + 1);
        vm.startPrank(owner);
        expectError(IBalancerErrors.BadExpiry.selector);
        cash.openSibling(3, block.timestamp);
        expectError(IBalancerErrors.BadExpiry.selector);
        cash.openSibling(3, block.timestamp + 90 days + 1);
        cash.openSibling(3, block.timestamp + 90 days);
        vm.stopPrank();
        send(bridgeCall(3, stranger, 1_000e6, 0));
    }

    function test_namingAnewClosesAndWantsANewTest() external {
        vm.prank(owner);
        cash.setSibling(AWAY, sibling);
        assertEq(cash.siblings().length, 1, "in its place");
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.SiblingNotOpen.selector);
        vm.prank(owner);
        expectError(ICashErrors.TestTooYoung.selector);
        cash.openSibling(AWAY, block.timestamp + 1 days);
    }

    function test_theSignerMayCloseASiblingToo() external {
        openAway(cash, 3, stranger);
        vm.prank(bot);
        cash.closeSibling(AWAY);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.UnknownSibling.selector);
        Sibling[] memory left = cash.siblings();
        assertEq(left.length, 1, "one is left");
        assertEq(left[0].account, stranger, "the other");
        vm.prank(bot);
        expectError(ICashErrors.UnknownSibling.selector);
        cash.closeSibling(AWAY);
    }

    function test_aSiblingIsClosedInTheMiddleOfAMoveToo() external {
        vm.prank(owner);
        cash.setSigner(address(vault));
        vault.setHook(address(cash), abi.encodeCall(cash.closeSibling, (AWAY)));
        Terms memory t = terms();
        bytes32 digest = cash.depositHash(address(vault), 1_050e6, 0, t);
        cash.depositSigned(address(vault), 1_050e6, 0, t, signBy(OWNER_KEY, digest));
        assertEq(cash.siblings().length, 0, "closed");
    }

    function test_noSiblingIsAtHomeOrNowhereOrTheNinth() external {
        vm.startPrank(owner);
        expectError(ICashErrors.ForbiddenDomain.selector);
        cash.setSibling(HOME, sibling);
        expectError(IBalancerErrors.ZeroAddress.selector);
        cash.setSibling(3, address(0));
        for (uint32 i; i < 7; ++i) cash.setSibling(100 + i, sibling);
        expectError(ICashErrors.TooManySiblings.selector);
        cash.setSibling(200, sibling);
        cash.setSibling(100, stranger);
    }

    function test_twoTestsAreNotBurntInOneSecondEither() external {
        vm.startPrank(owner);
        cash.setSibling(3, sibling);
        cash.setSibling(4, sibling);
        cash.testSibling(3, 0);
        expectError(ICashErrors.BridgeCoolingDown.selector);
        cash.testSibling(4, 0);
    }
}
