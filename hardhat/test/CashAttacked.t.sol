// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICashErrors } from "../contracts/interfaces/ICashPortfolio.sol";
import { CashFixture } from "./support/CashFixture.sol";
import { ScriptedVault } from "./support/ScriptedVault.sol";

/// @title What broke the specification as it first stood (A1 to A30 of decision 80): each by the rule that stops it now
/// @dev That each succeeds without its rule is seen by hardhat/mutants, which takes the rules out one at a time.
contract CashAttackedTest is CashFixture {
    function test_A1_aVaultThatClaimsAFortuneCountsForWhatItWasGiven() external {
        enter(1_050e6);
        vault.setLies(900_000_000e18, 0);
        assertEq(value(), HELD, "no more than was given");
        refused(enterCall(address(other), HELD * 6 / 10, 0), ICashErrors.AboveVaultCap.selector);
    }

    function test_A2_whatAMoveTakesFromTheSharesThatStayIsItsLoss() external {
        enter(HELD / 2);
        vm.warp(block.timestamp + 1 hours);
        uint256 clean = vm.snapshotState();
        vault.setRateAfter(RATE * 98 / 100);
        refused(leaveCall(address(vault), 1_000e18, 0), ICashErrors.VaultRefused.selector);
        vault.setRateAfter(RATE * 9_976 / 10_000);
        refused(leaveCall(address(vault), 1_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
        leave(20_000e18);
        uint256 stay = HELD / 2 * ONE / RATE - 20_000e18;
        uint256 taken = stay * (RATE - RATE * 9_976 / 10_000) / ONE;
        assertApprox(lossLevel(), (taken + 0.02e6) * 1e18 / HELD, 1e13, "charged");
        vm.revertToState(clean);
        vault.setRateAfter(RATE * 9_976 / 10_000); // a deposit's slippage
        uint256 was = lossLevel();
        vm.prank(owner);
        cash.setVault(listing(address(vault), 10_000));
        send(enterCall(address(vault), 40_000e6, 0));
        assertGe(lossLevel() - was, 40_000e6 * 1e18 / HELD * 23 / 10_000 + HELD / 2 * 1e18 / HELD * 23 / 10_000, "both");
    }

    function test_A2_aDepositArrivesAtTheLowerOfTheTwoRates() external {
        vault.setRateAfter(RATE * 98 / 100);
        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.MoveLosesTooMuch.selector);
        vault.setRateAfter(RATE * 9_950 / 10_000);
        enter(10_500e6);
        assertApprox(lossLevel(), 10_500e6 * 1e18 / HELD / 200, 1e13, "50 bps of it");
        assertEq(uint256(seen(0).state), uint256(VaultState.Fell), "and it counts nothing now");
    }

    function test_A3_aShareLeavesAtTheHigherOfMarkAndRate() external {
        enter(HELD / 2);
        vm.warp(block.timestamp + 30 days);
        vault.setRate(RATE * 10_060 / 10_000); // nobody poked: the mark may rise by a day's growth
        vault.setFees(0, 50);
        uint256 shares = vault.balanceOf(address(cash));
        leave(shares);
        uint256 worth = shares * (RATE * 10_060 / 10_000) / ONE;
        assertGe(lossLevel() + 1, worth / 200 * 1e18 / HELD, "the whole fee, at the rate as it is");
    }

    function test_A4_sharesThatVanishMakeNoRoomUnderTheCap() external {
        enter(HELD / 2);
        vm.warp(block.timestamp + 1 days);
        vault.setLies(1, 0); // it says there is nothing
        assertEq(value(), HELD / 2, "counts nothing");
        refused(enterCall(address(vault), 1_050e6, 0), ICashErrors.AboveVaultCap.selector);
    }

    /// @dev Not stopped, and said: it keeps what it was given, and as much again as is minted meanwhile.
    function test_A5_aVaultThatPretendsToPayKeepsWhatItWasGivenAndNoMore() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setKeeps(10_500e6);
        vault.setHook(address(usdc), abi.encodeCall(usdc.mint, (address(cash), 10_500e6)));
        leave(10_000e18);
        assertEq(usdc.balanceOf(address(cash)), HELD, "in flight were 10,500");
        assertEq(seen(0).given, 0, "nothing is counted any more");
    }

    function test_A6_aShareLeavesForAUnitMoreThanItsRate() external {
        ScriptedVault coarse = new ScriptedVault(address(usdc), 18, 100_000);
        usdc.mint(address(coarse), HELD);
        VaultConfig memory c = VaultConfig(address(coarse), 5_000, 100_000, 100_000);
        vm.prank(owner);
        cash.setVault(c);
        send(enterCall(address(coarse), 10_000e6, 0));
        vm.warp(block.timestamp + 1 hours);
        send(leaveCall(address(coarse), 100_000e18, 0));
        assertApprox(lossLevel(), 0.1e6 * 1e18 / HELD, 1e6, "a tenth of a basis point");
    }

    function test_A11_anAbsurdBalanceOrRateIsUnread() external {
        enter(10_500e6);
        vault.setLies(1 << 255, 0);
        assertEq(uint256(seen(0).state), uint256(VaultState.Unread), "balance");
        send(enterCall(address(other), 1_050e6, 0));
        vault.setLies((1 << 128) * ONE, 0);
        assertEq(uint256(seen(0).state), uint256(VaultState.Unread), "2^128 whole shares");
        vault.setLies((1 << 128) * ONE - 1, 0);
        assertEq(uint256(seen(0).state), uint256(VaultState.Ok), "less than that");
        vault.setLies(0, 0);
        vault.setRate(1 << 96);
        assertEq(uint256(seen(0).state), uint256(VaultState.Unread), "rate");
        vault.setRate((1 << 96) - 1);
        assertEq(uint256(seen(0).state), uint256(VaultState.Ok), "the highest");
    }

    function test_A12_tooLittleGasRevertsTheMoveAndMakesNoVaultUnread() external {
        enter(10_500e6);
        bytes memory move = enterCall(address(other), 1_050e6, 0);
        for (uint256 given = 60_000; given <= 1_300_000; given += 20_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) = address(cash).call{ gas: given }(move);
            if (ok) {
                assertLe(cash.budgets().turnoverLevelE18, 0.1155e18 + 1, "never charged more");
            }
            vm.revertToState(clean);
        }
        (bool enough,) = address(cash).call{ gas: 1_300_000 }(move);
        assertTrue(enough, "with so much it passes");
    }

    function test_A12_aSenderDoesNotMakeAVaultUnreadThatNeedsMuchGas() external {
        enter(10_500e6);
        vault.setReadGas(600_000);
        bytes memory move = enterCall(address(other), 1_050e6, 0);
        for (uint256 given = 300_000; given <= 2_600_000; given += 50_000) {
            uint256 clean = vm.snapshotState();
            (bool ok,) = address(cash).call{ gas: given }(move);
            if (ok) assertLe(cash.budgets().turnoverLevelE18, 0.1155e18 + 1, "never charged more");
            vm.revertToState(clean);
        }
    }

    function test_A12_aVaultThatEatsItsGasIsUnreadForItselfAlone() external {
        enter(10_500e6);
        send(enterCall(address(other), 10_500e6, 0));
        vault.setReadable(true, true);
        uint256 before = gasleft();
        assertEq(value(), HELD - 10_500e6, "only the eater counts nothing");
        assertLe(before - gasleft(), 1_300_000, "and no more is eaten than was given");
    }

    function test_A15_theLastSharesLeaveThoughTheEmptyVaultBeginsAnew() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setRateAfter(RATE / 2);
        leave(10_000e18);
        assertEq(seen(0).shares, 0, "all left");
    }

    function test_A23_aMarkNeverFallsByAPoke() external {
        enter(10_500e6);
        vault.setRate(RATE * 9_980 / 10_000);
        cash.poke(address(vault));
        assertEq(seen(0).mark, RATE, "within the drop");
        vault.setRate(RATE / 2);
        cash.poke(address(vault));
        assertEq(seen(0).mark, RATE, "nor beyond it");
        vault.setReadable(false, false);
        expectError(ICashErrors.VaultRefused.selector);
        cash.poke(address(vault));
        expectError(ICashErrors.UnknownVault.selector);
        cash.poke(stranger);
    }

    function test_A24_aRateTwentyFiveBasisPointsUnderItsMarkStillCounts() external {
        enter(10_500e6);
        vault.setRate(RATE * 9_975 / 10_000 + 1);
        assertEq(uint256(seen(0).state), uint256(VaultState.Ok), "25 bps");
        assertEq(seen(0).worth, 10_000 * (RATE * 9_975 / 10_000 + 1), "at the rate");
        vault.setRate(RATE * 9_975 / 10_000 - 1);
        assertEq(uint256(seen(0).state), uint256(VaultState.Fell), "a little more");
        assertEq(seen(0).worth, 0, "counts nothing");
    }

    function test_A24_whatIsDepositedAtARateThatIsPushedUpArrivesAtTheMark() external {
        vault.setRate(RATE * 10_050 / 10_000);
        enter(10_500e6);
        assertApprox(lossLevel(), 10_500e6 * 1e18 / HELD * 50 / 10_050, 1e11, "what was paid too much is loss");
        vault.setRate(RATE * 10_150 / 10_000);
        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_A27_whatIsSentInStaysIn() external {
        usdc.mint(address(cash), HELD);
        enter(HELD); // half of what there is now
        assertApprox(value(), 2 * HELD, 1, "no less");
    }

    function test_aMoveRaisesTheMarkOfWhatItTouches() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 days);
        vault.setRate(RATE * 10_005 / 10_000);
        enter(1_050e6);
        assertEq(seen(0).mark, RATE * 10_005 / 10_000, "raised");
    }

    function test_whatIsPaidInAMoveIsNoMoreThanTheVaultSays() external {
        vault.setLies(0, 9_000e18); // mints more than it says
        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_whatIsPaidOutIsWhatCameWhateverTheVaultSays() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setKeeps(1_050e6); // a tenth of it stays, and all is said to have gone
        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_aVaultThatTakesMoreSharesThanSignedIsChargedThem() external {
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setHook(address(vault), abi.encodeCall(vault.burnShares, (address(cash), 500e18)));
        refused(leaveCall(address(vault), 1_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
    }
}
