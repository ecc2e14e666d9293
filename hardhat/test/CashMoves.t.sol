// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ICashErrors } from "../contracts/interfaces/ICashPortfolio.sol";
import { CashFixture } from "./support/CashFixture.sol";

/// @title A cash portfolio's deposits and redemptions: who may ask, what is measured, what is charged
contract CashMovesTest is CashFixture {
    // ── what it does ────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aSignedDepositGivesExactlyWhatWasSignedAndChargesTurnover() external {
        enter(10_500e6);
        assertEq(usdc.balanceOf(address(cash)), HELD - 10_500e6, "USDC");
        assertEq(vault.balanceOf(address(cash)), 10_000e18, "shares");
        assertEq(seen(0).given, 10_500e6, "given");
        assertEq(value(), HELD, "value stays");
        assertEq(cash.budgets().turnoverLevelE18, 0.105e18, "turnover");
        assertEq(lossLevel(), 0, "no loss");
        assertEq(usdc.allowance(address(cash), address(vault)), 0, "no allowance");
    }

    function test_aSignedRedemptionBringsItBackAndIsJudgedAtTheMark() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        leave(10_000e18);
        assertEq(usdc.balanceOf(address(cash)), HELD, "USDC");
        assertEq(seen(0).given, 0, "given");
        // leaving is a unit of the rate more: 10,000 × 1e-6 USDC
        assertApprox(lossLevel(), 0.01e6 * 1e18 / HELD, 1, "the unit that leaving costs");
    }

    function test_gainsCountWhenTheyArePaidOut() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 30 days);
        vault.setRate(RATE * 101 / 100);
        assertEq(value(), HELD, "no more than was given");
        leave(5_000e18);
        assertEq(seen(0).given, 10_500e6 - 5_000 * 1.0605e6, "given falls by what was paid");
        assertEq(value(), usdc.balanceOf(address(cash)) + seen(0).given, "value");
    }

    function test_aDepositOfADayIsBoundByTurnover() external {
        CashGuard memory g = limits();
        g.turnoverBpsPerDay = 4_000; // 20 % at once
        setGuard(g);
        enter(20_000e6);
        refused(enterCall(address(other), 1_000e6, 0), ICashErrors.CashTurnoverExceeded.selector);
        vm.warp(block.timestamp + 6 hours);
        send(enterCall(address(other), 4_999e6, 0));
        refused(enterCall(address(other), 100e6, 0), ICashErrors.CashTurnoverExceeded.selector);
    }

    function test_theOwnerMaySignTooAndNobodyElse() external {
        Terms memory t = terms();
        cash.depositSigned(address(vault), 1_050e6, 0, t, signBy(OWNER_KEY, cash.depositHash(address(vault), 1_050e6, 0, t)));
        t = terms();
        bytes memory signature = signBy(0xBAD, cash.depositHash(address(vault), 1_050e6, 0, t));
        refused(
            abi.encodeCall(cash.depositSigned, (address(vault), 1_050e6, 0, t, signature)),
            IBalancerErrors.BadProposalSignature.selector
        );
    }

    function test_oneMoveIsNotReadAsAnother() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        Terms memory t = terms();
        bytes memory signature = signBy(BOT_KEY, cash.depositHash(address(vault), 1_050e6, 0, t));
        refused(
            abi.encodeCall(cash.redeemSigned, (address(vault), 1_050e6, 0, t, signature)),
            IBalancerErrors.BadProposalSignature.selector
        );
        assertTrue(
            cash.depositHash(address(vault), 1, 2, t) != cash.redeemHash(address(vault), 1, 2, t), "types of their own"
        );
    }

    // ── when ────────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aMoveIsMadeOnceInItsTimeAndGeneration() external {
        bytes memory move = enterCall(address(vault), 1_050e6, 0);
        send(move);
        refused(move, IBalancerErrors.NonceUsed.selector);
        assertEq(cash.nonceWord(0), 1 << nonces, "its bit");
        move = enterCall(address(vault), 1_050e6, 0);
        vm.prank(bot);
        cash.bumpGeneration();
        refused(move, IBalancerErrors.WrongGeneration.selector);
        move = enterCall(address(vault), 1_050e6, 0);
        vm.warp(block.timestamp + 1 hours + 1);
        refused(move, IBalancerErrors.ProposalExpired.selector);
        Terms memory t = Terms(++nonces, cash.generation(), uint40(block.timestamp + 1 days + 1));
        bytes memory signature = signBy(BOT_KEY, cash.depositHash(address(vault), 1_050e6, 0, t));
        refused(
            abi.encodeCall(cash.depositSigned, (address(vault), 1_050e6, 0, t, signature)),
            IBalancerErrors.DeadlineTooFar.selector
        );
    }

    function test_pausedNothingSignedPassesAndTheOwnerTakesItAllOut() external {
        enter(10_500e6);
        vm.prank(bot);
        cash.pause();
        refused(enterCall(address(vault), 1_050e6, 0), IBalancerErrors.IsPaused.selector);
        refused(leaveCall(address(vault), 1e18, 0), IBalancerErrors.IsPaused.selector);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), IBalancerErrors.IsPaused.selector);
        address[] memory tokens = new address[](2);
        (tokens[0], tokens[1]) = (address(usdc), address(vault));
        vm.prank(owner);
        cash.withdrawAll(tokens, owner);
        assertEq(usdc.balanceOf(owner), HELD - 10_500e6, "USDC");
        assertEq(vault.balanceOf(owner), 10_000e18, "shares, in kind");
        vm.prank(bot);
        expectError(bytes4(keccak256("OwnableUnauthorizedAccount(address)")));
        cash.unpause();
        vm.prank(owner);
        cash.unpause();
        assertFalse(cash.paused(), "again");
    }

    function test_aVaultIsLeftAndEnteredAgainOnlyAfterACooldown() external {
        enter(10_500e6);
        refused(leaveCall(address(vault), 1_000e18, 0), IBalancerErrors.CoolingDown.selector);
        enter(1_050e6); // the same way it may
        vm.warp(block.timestamp + 1 hours - 1);
        refused(leaveCall(address(vault), 1_000e18, 0), IBalancerErrors.CoolingDown.selector);
        vm.warp(block.timestamp + 1);
        leave(1_000e18);
        refused(enterCall(address(vault), 1_050e6, 0), IBalancerErrors.CoolingDown.selector);
        send(enterCall(address(other), 1_050e6, 0)); // another vault may
        vm.warp(block.timestamp + 1 hours);
        enter(1_050e6);
    }

    // ── how much ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aMoveIsAtLeastItsPartOfTheValueButForTheLastShares() external {
        refused(enterCall(address(vault), 100e6 - 1, 0), ICashErrors.MoveTooSmall.selector);
        enter(105e6);
        vm.warp(block.timestamp + 1 hours);
        refused(leaveCall(address(vault), 50e18, 0), ICashErrors.MoveTooSmall.selector);
        leave(98e18);
        vm.warp(block.timestamp + 1 hours);
        leave(2e18); // all that is left
        refused(enterCall(address(vault), 0, 0), IBalancerErrors.ZeroAmount.selector);
    }

    function test_aVaultIsGivenAtMostItsCap() external {
        refused(enterCall(address(vault), HELD / 2 + 1, 0), ICashErrors.AboveVaultCap.selector);
        enter(HELD / 2);
        vm.warp(block.timestamp + 1 days);
        refused(enterCall(address(vault), 200e6, 0), ICashErrors.AboveVaultCap.selector);
    }

    function test_whatIsSignedAsTheLeastIsTheLeast() external {
        refused(enterCall(address(vault), 10_500e6, 10_000e18 + 1), IBalancerErrors.ReceivedTooLittle.selector);
        send(enterCall(address(vault), 10_500e6, 10_000e18));
        vm.warp(block.timestamp + 1 hours);
        refused(leaveCall(address(vault), 1_000e18, 1_050e6 + 1), IBalancerErrors.ReceivedTooLittle.selector);
        send(leaveCall(address(vault), 1_000e18, 1_050e6));
    }

    function test_onlyListedVaultsAreMoved() external {
        refused(enterCall(stranger, 1_050e6, 0), ICashErrors.UnknownVault.selector);
        refused(leaveCall(stranger, 1_050e6, 0), ICashErrors.UnknownVault.selector);
        vm.prank(owner);
        cash.removeVault(address(vault));
        refused(enterCall(address(vault), 1_050e6, 0), ICashErrors.UnknownVault.selector);
    }

    function test_aPortfolioOfNothingMovesNothing() external {
        vm.prank(owner);
        cash.withdraw(address(usdc), ALL, owner);
        refused(enterCall(address(vault), 1_050e6, 0), ICashErrors.EmptyValue.selector);
    }

    // ── loss ────────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aFeeIsLossAndTheDayOfItIsBounded() external {
        vault.setFees(50, 0);
        enter(10_500e6);
        assertApprox(lossLevel(), 0.0005 * 1.05e18, 1, "50 bps of 10.5 %");
        enter(39_000e6); // 24.75 bps of 50 in all
        vm.prank(owner);
        cash.setVault(listing(address(vault), 10_000));
        enter(45_000e6); // 47.25
        vm.warp(block.timestamp + 1 hours);
        vault.setFees(0, 98);
        refused(leaveCall(address(vault), 10_000e18, 0), IBalancerErrors.LossBudgetExceeded.selector);
        vm.warp(block.timestamp + 2 hours);
        leave(5_000e18);
    }

    function test_aMoveMayNotLoseMoreThanItsPart() external {
        vault.setFees(101, 0);
        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.MoveLosesTooMuch.selector);
        vault.setFees(0, 101);
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        refused(leaveCall(address(vault), 5_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_aVaultThatTakesLessThanItMayIsRefused() external {
        vault.setHonesty(false, true);
        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.AllowanceLeft.selector);
    }

    // ── locked ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The vault calls back in the middle of a move, as a hook of it might.
    function _midway(bytes memory call, bytes4 reason) private {
        vault.setHook(address(cash), call);
        refused(enterCall(address(vault), 10_500e6, 0), reason);
    }

    function test_inTheMiddleOfAMoveNothingElseGoesOn() external {
        bytes memory second = enterCall(address(other), 1_050e6, 0);
        _midway(second, IBalancerErrors.IsLocked.selector);
        _midway(leaveCall(address(other), 1e18, 0), IBalancerErrors.IsLocked.selector);
        _midway(bridgeCall(AWAY, sibling, 1_000e6, 0), IBalancerErrors.IsLocked.selector);
        _midway(abi.encodeCall(cash.poke, (address(other))), IBalancerErrors.IsLocked.selector);
        _midway(abi.encodeWithSelector(cash.deposit.selector, uint256(32), uint256(0)), IBalancerErrors.IsLocked.selector);
        _midway(abi.encodeCall(cash.acceptOwnership, ()), IBalancerErrors.IsLocked.selector);
        _midway(abi.encodeCall(cash.transferOwnership, (stranger)), IBalancerErrors.IsLocked.selector);
    }

    /// @dev The vault is itself owner: only so its hook gets past the look at who calls.
    function test_inTheMiddleOfAMoveNotEvenTheOwnerSetsAnything() external {
        vm.prank(owner);
        cash.transferOwnership(address(vault));
        vm.prank(address(vault));
        cash.acceptOwnership();
        vm.prank(address(vault));
        cash.setSigner(bot);
        bytes[12] memory calls = [
            abi.encodeCall(cash.unpause, ()),
            abi.encodeCall(cash.setSigner, (stranger)),
            abi.encodeCall(cash.setGuard, (limits())),
            abi.encodeCall(cash.setVault, (listing(address(other), 1))),
            abi.encodeCall(cash.removeVault, (address(other))),
            abi.encodeCall(cash.acceptRate, (address(other), 0, ALL, ALL)),
            abi.encodeCall(cash.setSibling, (AWAY, sibling)),
            abi.encodeCall(cash.testSibling, (AWAY, 0)),
            abi.encodeCall(cash.openSibling, (AWAY, block.timestamp + 1)),
            abi.encodeCall(cash.exit, (address(other), 0, 0, stranger)),
            abi.encodeCall(cash.withdraw, (address(usdc), 1, stranger)),
            abi.encodeCall(cash.rescue, (stranger, 1, stranger))
        ];
        for (uint256 i; i < calls.length; ++i) _midway(calls[i], IBalancerErrors.IsLocked.selector);
        _midway(abi.encodeCall(cash.withdrawAll, (new address[](0), stranger)), IBalancerErrors.IsLocked.selector);
        vault.setHook(address(cash), abi.encodeCall(cash.pause, ()));
        enter(10_500e6);
        assertTrue(cash.paused(), "pausing goes on");
        assertFalse(cash.locked(), "not locked any more");
    }
}
