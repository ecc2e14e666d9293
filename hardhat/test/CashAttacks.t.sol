// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ICashErrors, ICashPortfolio } from "../contracts/interfaces/ICashPortfolio.sol";
import { CashFixture } from "./support/CashFixture.sol";
import { NaiveCash } from "./support/NaiveCash.sol";
import { ScriptedVault } from "./support/ScriptedVault.sol";

/// @title The attacks that broke the first draft (C1 to C18), each on a naive build, where it succeeds, and on ours
/// @dev The thief holds the signer's key. 100,000 USDC, L = 100 bps a day, b = 20 %.
contract CashAttacksTest is CashFixture {
    uint256 private constant LOSS_BPS = 100;
    uint256 private constant BRIDGE_BPS = 2_000;
    NaiveCash private naive;

    function setUp() public override {
        super.setUp();
        naive = naively(LOSS_BPS);
        usdc.mint(address(naive), HELD);
    }

    function naively(uint256 lossBps) private returns (NaiveCash made) {
        made = new NaiveCash(usdc, messenger, owner, bot, lossBps);
        vm.startPrank(owner);
        made.list(vault);
        made.list(other);
        vm.stopPrank();
    }

    function held(address who) private view returns (uint256) {
        return usdc.balanceOf(who) + vault.balanceOf(who) * RATE / ONE + other.balanceOf(who) * RATE / ONE;
    }

    /// @dev Loses as much at once as the day's budget lets through, by a vault that takes 99 bps of what it is given.
    function loseAt(NaiveCash at) private {
        uint256 whole = usdc.balanceOf(address(at));
        vault.setFees(99, 0);
        vm.startPrank(bot);
        at.deposit(vault, whole / 2);
        vault.setFees(0, 0);
        at.redeem(vault, vault.balanceOf(address(at)));
        vm.stopPrank();
    }

    function test_C1_theSameDollarIsLostOncePerSibling() external {
        NaiveCash[3] memory list = [naive, naively(LOSS_BPS), naively(LOSS_BPS)];
        for (uint256 i; i < 3; ++i) {
            loseAt(list[i]);
            if (i == 2) break;
            vm.prank(owner);
            list[i].setSibling(AWAY, address(list[i + 1]));
            uint256 all = usdc.balanceOf(address(list[i]));
            vm.prank(bot);
            list[i].bridge(AWAY, all, 0);
            messenger.mintLast(address(usdc), 0);
        }
        uint256 lost = HELD - held(address(list[2]));
        assertGe(lost, HELD * LOSS_BPS * 10_000 / (10_000 - BRIDGE_BPS) / 10_000, "beyond L / (1 - b), at once");

        ICashPortfolio next = create(config(), bytes32(uint256(1)));
        openAway(cash, AWAY, address(next));
        vault.setFees(99, 0);
        enter(HELD * 49 / 100);
        vault.setFees(0, 0);
        refused(bridgeCall(AWAY, address(next), HELD / 2, 0), ICashErrors.BridgeBudgetExceeded.selector);
        send(bridgeCall(AWAY, address(next), value() * BRIDGE_BPS / 2 / 10_000, 0));
        vm.warp(block.timestamp + 1 hours);
        refused(bridgeCall(AWAY, address(next), value() / 50, 0), ICashErrors.BridgeBudgetExceeded.selector);
    }

    function test_C2_theFormerOwnersSiblingsOutliveHim() external {
        vm.startPrank(owner);
        naive.setSibling(AWAY, sibling);
        naive.transferOwnership(stranger);
        vm.stopPrank();
        vm.prank(bot);
        naive.bridge(AWAY, HELD, 0);
        assertEq(usdc.balanceOf(address(naive)), 0, "the new owner's money is on its way to the seller");

        openAway(cash, AWAY, sibling);
        vm.prank(owner);
        cash.transferOwnership(stranger);
        vm.prank(stranger);
        cash.acceptOwnership();
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), IBalancerErrors.BadProposalSignature.selector);
        vm.prank(stranger);
        cash.setSigner(bot);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.UnknownSibling.selector);
    }

    function test_C3_allIsSentToAWrongSiblingAtOnce() external {
        vm.prank(owner);
        naive.setSibling(AWAY, address(0xdead));
        vm.prank(bot);
        naive.bridge(AWAY, HELD, 0);
        assertEq(usdc.balanceOf(address(naive)), 0, "all of it");

        vm.startPrank(owner);
        cash.setSibling(AWAY, address(0xdead));
        cash.testSibling(AWAY, 0);
        vm.stopPrank();
        refused(bridgeCall(AWAY, address(0xdead), 1_000e6, 0), ICashErrors.SiblingNotOpen.selector);
        assertEq(usdc.balanceOf(address(cash)), HELD - 1e6, "a dollar of it");
    }

    function test_C4_sharesLeaveWhileTheirRateIsDipped() external {
        vm.prank(bot);
        naive.deposit(vault, HELD / 2);
        uint256 shares = vault.balanceOf(address(naive));
        vault.setRate(RATE * 95 / 100); // from inside a loan of what lies idle
        vm.prank(bot);
        naive.redeem(vault, shares);
        assertApprox(HELD - held(address(naive)), HELD / 2 / 20, 1e6, "a twentieth of what was in it");
        assertLe(naive.levelE18(), 1e9, "and nothing charged");

        vault.setRate(RATE);
        enter(HELD / 2);
        vm.warp(block.timestamp + 1 hours);
        shares = vault.balanceOf(address(cash));
        vault.setRate(RATE * 95 / 100);
        refused(leaveCall(address(vault), shares, 0), ICashErrors.VaultRefused.selector);
        vault.setRate(RATE * 9_976 / 10_000);
        leave(shares);
        vault.setRate(RATE);
        uint256 lostE18 = (HELD - held(address(cash))) * 1e18 / HELD;
        assertGe(lossLevel(), lostE18, "what the dip took is charged, whole");
    }

    /// @dev In a mixed portfolio burning one asset makes the others too heavy, so that they may be sold. Here there are no others.
    function test_C5_nothingButUsdcAndItsVaultsIsCountedOrMoved() external {
        ScriptedVault foreign = newVault();
        foreign.mintShares(address(cash), 1_000e18);
        assertEq(value(), HELD, "not counted");
        refused(leaveCall(address(foreign), 1_000e18, 0), ICashErrors.UnknownVault.selector);
        refused(enterCall(address(foreign), 1_000e6, 0), ICashErrors.UnknownVault.selector);
    }

    function test_C6_allIsMovedToTheSiblingWithTheLoosestLimits() external {
        NaiveCash loose = naively(10 * LOSS_BPS);
        vm.prank(owner);
        naive.setSibling(AWAY, address(loose));
        vm.prank(bot);
        naive.bridge(AWAY, HELD, 0);
        messenger.mintLast(address(usdc), 0);
        for (uint256 i; i < 5; ++i) loseAt(loose);
        assertGe(HELD - held(address(loose)), HELD * 2 * LOSS_BPS / 10_000, "much more than the first one's limit");

        openAway(cash, AWAY, address(loose));
        refused(bridgeCall(AWAY, address(loose), HELD * 11 / 100, 0), ICashErrors.BridgeBudgetExceeded.selector);
    }

    function test_C7_aVaultThatCannotBeReadStopsEveryMove() external {
        vm.prank(bot);
        naive.deposit(vault, 1_000e6);
        enter(10_500e6);
        vault.setReadable(false, false);
        vm.prank(bot);
        vm.expectRevert();
        naive.deposit(other, 1_000e6);

        assertEq(value(), HELD - 10_500e6, "counts nothing");
        refused(enterCall(address(vault), 1_050e6, 0), ICashErrors.VaultRefused.selector);
        send(enterCall(address(other), 1_050e6, 0));
        vault.setReadable(true, true); // or eats its gas
        send(enterCall(address(other), 1_050e6, 0));
        openAway(cash, AWAY, sibling);
        bridge(1_000e6);
    }

    function test_C8_moneyIsBouncedForEver() external {
        NaiveCash next = naively(LOSS_BPS);
        vm.startPrank(owner);
        naive.setSibling(AWAY, address(next));
        next.setSibling(HOME, address(naive));
        vm.stopPrank();
        for (uint256 i; i < 20; ++i) {
            NaiveCash at = i % 2 == 0 ? naive : next;
            vm.prank(bot);
            at.bridge(i % 2 == 0 ? AWAY : HOME, HELD, 0);
            messenger.mintLast(address(usdc), 0);
        }
        assertEq(usdc.balanceOf(address(naive)), HELD, "twenty times in one second");

        openAway(cash, AWAY, sibling);
        bridge(HELD / 20);
        refused(bridgeCall(AWAY, sibling, HELD / 20, 0), ICashErrors.BridgeCoolingDown.selector);
    }

    function test_C9_theFeeIsChosenAbsurd() external {
        vm.prank(owner);
        naive.setSibling(AWAY, sibling);
        vm.prank(bot);
        naive.bridge(AWAY, HELD, HELD - 1);
        messenger.mintLast(address(usdc), HELD - 1);
        assertEq(usdc.balanceOf(sibling), 1, "all of it is Circle's");

        openAway(cash, AWAY, sibling);
        refused(bridgeCall(AWAY, sibling, 5_000e6, 4_999e6), ICashErrors.FeeTooHigh.selector);
        send(bridgeCall(AWAY, sibling, 5_000e6, 5e6));
        assertGe(lossLevel(), 5e6 * 1e18 / HELD, "charged whole");
    }

    /// @dev The vault keeps what it owes and tells so; USDC in flight is minted meanwhile.
    function test_C10_whatIsMintedMeanwhileHidesATheft() external {
        vm.prank(bot);
        naive.deposit(vault, 10_500e6);
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setKeeps(10_500e6);
        vault.setLies(0, 1);
        vault.setHook(address(usdc), abi.encodeCall(usdc.mint, (address(naive), 10_500e6)));
        vm.prank(bot);
        naive.redeem(vault, 10_000e18);
        assertEq(held(address(naive)), HELD, "in flight and in the vault were 21,000: half is gone");
        assertLe(naive.levelE18(), 1e9, "and nothing charged");

        vault.setHook(address(usdc), abi.encodeCall(usdc.mint, (address(cash), 10_500e6)));
        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_C11_whatNeverArrivesIsAllThatIsSent() external {
        vm.prank(owner);
        naive.setSibling(AWAY, sibling);
        vm.prank(bot);
        naive.bridge(AWAY, HELD, 0);
        assertEq(usdc.balanceOf(address(naive)), 0, "all of it waits");

        openAway(cash, AWAY, sibling);
        uint256 start = value();
        for (uint256 i; i < 24; ++i) {
            CashBudgets memory b = cash.budgets();
            uint256 room = b.bridgeCapacityE18 > b.bridgeLevelE18 ? b.bridgeCapacityE18 - b.bridgeLevelE18 : 0;
            uint256 amount = value() * room / 1e18;
            if (amount > 100e6) bridge(amount);
            vm.warp(block.timestamp + 1 hours);
        }
        assertLe(start - value(), start * BRIDGE_BPS / 10_000, "b of it, in a day");
        assertGe(start - value(), start * BRIDGE_BPS * 8 / 100_000, "the test bites");
    }

    function test_C12_aRouterTakesOwnerAndReceiverFromWhoeverCalls() external {
        vm.prank(bot);
        naive.deposit(vault, 10_500e6);
        vm.prank(stranger);
        naive.redeemFor(vault, 10_000e18, stranger, address(naive));
        assertEq(usdc.balanceOf(stranger), 10_500e6, "a stranger's now");

        enter(10_500e6);
        vm.prank(stranger);
        vm.expectRevert();
        vault.redeem(10_000e18, stranger, address(cash));
        (bool ok,) = address(cash).call(abi.encodeCall(naive.redeemFor, (vault, 10_000e18, stranger, address(cash))));
        assertFalse(ok, "no fallback");
        assertEq(usdc.allowance(address(cash), address(vault)), 0, "no allowance stands");
        assertGe(usdc.allowance(address(naive), address(vault)), 1, "as it does there");
    }

    function test_C13_theVaultSaysItGaveWhatItDidNot() external {
        vault.setKeeps(10_500e6); // no shares are minted
        vault.setLies(0, 10_000e18);
        vm.prank(bot);
        naive.deposit(vault, 10_500e6);
        assertEq(vault.balanceOf(address(naive)), 0, "nothing came");
        assertLe(naive.levelE18(), 1e9, "and nothing charged");

        refused(enterCall(address(vault), 10_500e6, 0), ICashErrors.MoveLosesTooMuch.selector);
        vault.setKeeps(0);
        vault.setLies(0, 0);
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setHonesty(true, false); // a queue: gives nothing now
        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
        vault.setLies(0, 10_500e6); // even if it says so
        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.MoveLosesTooMuch.selector);
    }

    function test_C14_allIsParkedInTheWorstVault() external {
        vm.prank(bot);
        naive.deposit(vault, HELD);
        assertEq(usdc.balanceOf(address(naive)), 0, "all of it");
        enter(HELD / 2);
        vm.warp(block.timestamp + 1 days);
        refused(enterCall(address(vault), HELD / 4, 0), ICashErrors.AboveVaultCap.selector);
    }

    function test_C15_aDonationWidensEveryLimit() external {
        vm.prank(bot);
        naive.deposit(vault, 10_500e6);
        enter(10_500e6);
        vault.setRate(RATE * 10);
        assertGe(naive.value(), HELD * 19 / 10, "worth nearly twice as much, by a donation");
        assertEq(value(), HELD, "ours isn't");
        cash.poke(address(vault));
        assertEq(seen(0).mark, RATE, "nor is the mark, in this second");
        vm.warp(block.timestamp + 1 days);
        cash.poke(address(vault));
        assertEq(seen(0).mark, RATE * 10_010 / 10_000, "ten basis points a day");
        vm.warp(block.timestamp + 10 days);
        cash.poke(address(vault));
        assertEq(seen(0).mark, RATE * 10_010 / 10_000 * 10_010 / 10_000, "and nothing is saved up");
    }

    function test_C16_aRealLossIsTakenByTheBotAtTheBottom() external {
        vm.prank(bot);
        naive.deposit(vault, 10_500e6);
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        vault.setRate(RATE / 2);
        vm.prank(bot);
        naive.redeem(vault, 10_000e18);
        assertLe(naive.levelE18(), 1e9, "sold at half, nothing charged");

        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.VaultRefused.selector);
        uint256 clean = vm.snapshotState();
        vm.prank(owner);
        cash.exit(address(vault), 10_000e18, 5_000e6, owner);
        vm.revertToState(clean);
        vm.prank(owner);
        cash.withdraw(address(vault), ALL, owner);
        vm.revertToState(clean);
        vm.prank(owner);
        cash.acceptRate(address(vault), RATE / 2, RATE / 2, ALL);
        leave(10_000e18);
    }

    function test_C17_aMoveIsReplayedElsewhere() external {
        NaiveCash twin = naively(LOSS_BPS);
        usdc.mint(address(twin), HELD);
        bytes memory signature = signBy(BOT_KEY, keccak256(abi.encode(vault, 10_500e6, 1)));
        naive.depositSigned(vault, 10_500e6, 1, signature);
        twin.depositSigned(vault, 10_500e6, 1, signature);
        assertEq(vault.balanceOf(address(twin)), 10_000e18, "signed once, done twice");

        bytes memory move = enterCall(address(vault), 10_500e6, 0);
        ICashPortfolio next = create(config(), bytes32(uint256(1)));
        usdc.mint(address(next), HELD);
        (bool ok, bytes memory reason) = address(next).call(move);
        assertFalse(ok || bytes4(reason) != IBalancerErrors.BadProposalSignature.selector, "another portfolio");
        vm.chainId(8453);
        refused(move, IBalancerErrors.BadProposalSignature.selector);
    }

    function test_C18_dustFloodsWhoeverWatchesTransfers() external {
        vm.prank(owner);
        naive.setSibling(AWAY, sibling);
        vm.startPrank(bot);
        for (uint256 i; i < 100; ++i) naive.bridge(AWAY, 1, 0);
        vm.stopPrank();
        assertEq(messenger.burnCount(), 100, "a hundred messages of nothing");

        openAway(cash, AWAY, sibling);
        refused(bridgeCall(AWAY, sibling, 1, 0), ICashErrors.MoveTooSmall.selector);
    }
}
