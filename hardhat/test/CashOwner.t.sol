// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerErrors, IBalancerTypes } from "../contracts/interfaces/IBalancer.sol";
import { ICashFactory } from "../contracts/interfaces/ICashFactory.sol";
import { ICashErrors, ICashPortfolio } from "../contracts/interfaces/ICashPortfolio.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { CashFixture } from "./support/CashFixture.sol";
import { ScriptedMessenger } from "./support/ScriptedMessenger.sol";
import { ScriptedVault } from "./support/ScriptedVault.sol";

/// @title What the owner of a cash portfolio may: list, limit, accept, take out, hand on; and what no owner may
contract CashOwnerTest is CashFixture {
    bytes4 private constant NOT_OWNER = bytes4(keccak256("OwnableUnauthorizedAccount(address)"));

    function asOwner(bytes memory data, bytes4 selector) private {
        vm.prank(owner);
        (bool ok, bytes memory reason) = address(cash).call(data);
        assertFalse(ok, "must be refused");
        if (bytes4(reason) != selector) revert Differs("reason", vm.toString(reason), vm.toString(abi.encodePacked(selector)));
    }

    // ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_whatIsTheOwnersIsNobodyElses() external {
        bytes[14] memory calls = [
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
            abi.encodeCall(cash.withdrawAll, (new address[](0), stranger)),
            abi.encodeCall(cash.rescue, (stranger, 1, stranger)),
            abi.encodeCall(cash.transferOwnership, (stranger))
        ];
        for (uint256 i; i < calls.length; ++i) {
            refused(calls[i], NOT_OWNER);
            vm.prank(bot);
            (bool ok,) = address(cash).call(calls[i]);
            assertFalse(ok, "nor the bot's");
        }
        refused(abi.encodeCall(cash.pause, ()), IBalancerErrors.NotOwnerOrSigner.selector);
        refused(abi.encodeCall(cash.bumpGeneration, ()), IBalancerErrors.NotOwnerOrSigner.selector);
        refused(abi.encodeCall(cash.closeSibling, (AWAY)), IBalancerErrors.NotOwnerOrSigner.selector);
        refused(abi.encodeCall(cash.acceptOwnership, ()), NOT_OWNER);
        asOwner(abi.encodeWithSignature("renounceOwnership()"), IBalancerErrors.RenounceDisabled.selector);
    }

    function test_whatChangesARuleVoidsWhatWasSigned() external {
        openAway(cash, AWAY, sibling);
        bytes[10] memory calls = [
            abi.encodeCall(cash.pause, ()),
            abi.encodeCall(cash.unpause, ()),
            abi.encodeCall(cash.setSigner, (bot)),
            abi.encodeCall(cash.setGuard, (limits())),
            abi.encodeCall(cash.setVault, (listing(address(other), 1))),
            abi.encodeCall(cash.acceptRate, (address(other), 0, ALL, ALL)),
            abi.encodeCall(cash.removeVault, (address(other))),
            abi.encodeCall(cash.openSibling, (AWAY, block.timestamp + 1 days)),
            abi.encodeCall(cash.closeSibling, (AWAY)),
            abi.encodeCall(cash.setSibling, (AWAY, sibling))
        ];
        for (uint256 i; i < calls.length; ++i) {
            uint256 was = cash.generation();
            vm.prank(owner);
            (bool ok,) = address(cash).call(calls[i]);
            assertTrue(ok, "done");
            assertEq(cash.generation(), was + 1, "bumped");
        }
    }

    // ── limits ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_noOwnerPassesAHardCap() external {
        uint256[7] memory most = [uint256(100), 1_000, 100_000, 5_000, 1_000, 7 days, 1 days];
        uint256[7] memory least = [uint256(1), 1, 1, 0, 1, 0, 60];
        for (uint256 i; i < 7; ++i) {
            setGuard(with(i, most[i]));
            asOwner(abi.encodeCall(cash.setGuard, (with(i, most[i] + 1))), IBalancerErrors.AboveHardCap.selector);
            setGuard(with(i, least[i]));
            if (least[i] != 0) {
                asOwner(abi.encodeCall(cash.setGuard, (with(i, least[i] - 1))), IBalancerErrors.BelowHardFloor.selector);
            }
        }
        CashGuard memory g = cash.guard();
        assertEq(keccak256(abi.encode(g)), keccak256(abi.encode(with(6, 60))), "as set");
        VaultConfig memory c = listing(address(vault), 10_001);
        asOwner(abi.encodeCall(cash.setVault, (c)), IBalancerErrors.AboveHardCap.selector);
    }

    function with(uint256 field, uint256 amount) private pure returns (CashGuard memory g) {
        g = limits();
        if (field == 0) g.maxLossBps = uint16(amount);
        if (field == 1) g.lossBpsPerDay = uint16(amount);
        if (field == 2) g.turnoverBpsPerDay = uint32(amount);
        if (field == 3) g.bridgeBpsPerDay = uint16(amount);
        if (field == 4) g.minMoveBps = uint16(amount);
        if (field == 5) g.cooldown = uint32(amount);
        if (field == 6) g.deadlineMax = uint32(amount);
    }

    function test_aNewLimitRefillsNoBucketAndTheTimeThatPassedDrainsAtTheOldOne() external {
        enter(40_000e6);
        vm.warp(block.timestamp + 6 hours);
        CashGuard memory g = limits();
        g.turnoverBpsPerDay = 100_000;
        setGuard(g);
        assertEq(cash.budgets().turnoverLevelE18, 0.4e18 - 0.25e18, "six hours at 2 a day");
        g.turnoverBpsPerDay = 1;
        setGuard(g);
        assertEq(cash.budgets().turnoverLevelE18, 0.15e18, "not lowered");
    }

    /// @dev A bridge limit of 0 never drains what was bridged before: the other moves mustn't wait for it.
    function test_aBucketThatIsFullRefusesOnlyWhatItCounts() external {
        openAway(cash, AWAY, sibling);
        bridge(9_000e6);
        CashGuard memory g = limits();
        g.bridgeBpsPerDay = 0;
        setGuard(g);
        enter(10_500e6);
        vm.warp(block.timestamp + 1 hours);
        refused(bridgeCall(AWAY, sibling, 1_000e6, 0), ICashErrors.BridgeBudgetExceeded.selector);
    }

    // ── vaults ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function unlisted(uint8 decimals_, uint256 rate) private returns (ScriptedVault) {
        return new ScriptedVault(address(usdc), decimals_, rate);
    }

    function list(address v, uint256 rateMin, uint256 rateMax, bytes4 selector) private {
        VaultConfig memory c = VaultConfig(v, 1_000, uint96(rateMin), uint96(rateMax));
        if (selector != 0) return asOwner(abi.encodeCall(cash.setVault, (c)), selector);
        vm.prank(owner);
        cash.setVault(c);
    }

    function test_whatCannotBeAVaultIsNotListed() external {
        list(address(usdc), 0, RATE, ICashErrors.ForbiddenVault.selector);
        list(address(cash), 0, RATE, ICashErrors.ForbiddenVault.selector);
        list(address(messenger), 0, RATE, ICashErrors.ForbiddenVault.selector);
        list(address(transmitter), 0, RATE, ICashErrors.ForbiddenVault.selector);
        list(address(factory), 0, RATE, ICashErrors.ForbiddenVault.selector);
        list(stranger, 0, RATE, IBalancerErrors.NoCode.selector);
        ScriptedVault odd = new ScriptedVault(address(new TestToken("a", "a", 6)), 18, RATE);
        list(address(odd), 0, RATE, ICashErrors.AssetNotUsdc.selector);
        list(address(unlisted(28, RATE)), 0, RATE, IBalancerErrors.DecimalsTooHigh.selector);
        list(address(unlisted(27, RATE)), 0, RATE, 0);
        list(address(unlisted(18, 99_999)), 0, RATE, ICashErrors.RateOutOfBounds.selector);
        list(address(unlisted(18, 100_000)), 0, RATE, 0);
        odd = unlisted(18, RATE);
        odd.setReadable(false, false);
        list(address(odd), 0, RATE, ICashErrors.VaultRefused.selector);
        odd.setReadable(true, true);
        list(address(odd), 0, RATE, ICashErrors.VaultRefused.selector);
        list(address(unlisted(18, 1 << 96)), 0, (1 << 96) - 1, ICashErrors.VaultRefused.selector);
        list(address(unlisted(18, (1 << 96) - 1)), 0, (1 << 96) - 1, 0);
    }

    function test_aVaultIsListedAtARateThatItsOwnerBounds() external {
        ScriptedVault v = unlisted(18, RATE);
        list(address(v), RATE + 1, RATE + 2, ICashErrors.RateOutOfBounds.selector);
        list(address(v), RATE - 2, RATE - 1, ICashErrors.RateOutOfBounds.selector);
        list(address(v), RATE, RATE, 0);
        assertEq(seen(2).mark, RATE, "mark");
        assertEq(seen(2).given, 0, "given");
    }

    function test_eightVaultsAtMost() external {
        for (uint256 i; i < 6; ++i) list(address(unlisted(18, RATE)), 0, RATE, 0);
        list(address(unlisted(18, RATE)), 0, RATE, ICashErrors.TooManyVaults.selector);
        vm.prank(owner);
        cash.removeVault(address(vault));
        list(address(unlisted(18, RATE)), 0, RATE, 0);
        asOwner(abi.encodeCall(cash.removeVault, (address(vault))), ICashErrors.UnknownVault.selector);
    }

    function test_aNewCapChangesNothingElseWhateverTheRateIs() external {
        enter(10_500e6);
        VaultLook memory was = seen(0);
        vault.setRate(RATE / 2);
        list(address(vault), 1, 1, 0);
        VaultLook memory now_ = seen(0);
        assertEq(now_.capBps, 1_000, "cap");
        assertEq(now_.mark, was.mark, "mark");
        assertEq(now_.given, was.given, "given");
        assertEq(now_.depositedAt, was.depositedAt, "stamp");
    }

    function test_aRemovedVaultsSharesCanBeRescuedAndExitedFrom() external {
        enter(10_500e6);
        vault.setReadable(false, true);
        vm.prank(owner);
        cash.removeVault(address(vault));
        (,, VaultLook[] memory list_) = cash.look();
        assertEq(list_.length, 1, "one is left");
        assertEq(list_[0].vault, address(other), "the other");
        vault.setReadable(true, false);
        vm.startPrank(owner);
        cash.rescue(address(vault), 4_000e18, owner);
        cash.exit(address(vault), 6_000e18, 6_300e6, owner);
        vm.stopPrank();
        assertEq(vault.balanceOf(owner), 4_000e18, "in kind");
        assertEq(usdc.balanceOf(owner), 6_300e6, "in USDC");
    }

    // ── accepting a rate ────────────────────────────────────────────────────────────────────────────────────────────

    function test_anAcceptedRateIsTheMarkAndWhatIsHeldIsGiven() external {
        enter(10_500e6);
        vault.setRate(RATE / 2);
        assertEq(value(), HELD - 10_500e6, "counts nothing");
        refused(leaveCall(address(vault), 10_000e18, 0), ICashErrors.VaultRefused.selector);
        asOwner(abi.encodeCall(cash.acceptRate, (address(vault), RATE, RATE, ALL)), ICashErrors.RateOutOfBounds.selector);
        asOwner(abi.encodeCall(cash.acceptRate, (address(vault), 0, RATE / 2 - 1, ALL)), ICashErrors.RateOutOfBounds.selector);
        vm.prank(owner);
        cash.acceptRate(address(vault), RATE / 2, RATE / 2, 4_000e18);
        assertEq(seen(0).mark, RATE / 2, "mark");
        assertEq(seen(0).given, 2_100e6, "of so many shares");
        vm.prank(owner);
        cash.acceptRate(address(vault), RATE / 2, RATE / 2, ALL);
        assertEq(seen(0).given, 5_250e6, "of all");
        vm.warp(block.timestamp + 1 hours);
        leave(10_000e18);
    }

    function test_sharesThatCameAnyOtherWayCountWhenTheyAreAccepted() external {
        vault.mintShares(address(this), 1_000e18);
        vault.approve(address(cash), ALL);
        IBalancerTypes.Deposit[] memory d = new IBalancerTypes.Deposit[](1);
        d[0] = IBalancerTypes.Deposit(address(vault), 1_000e18, 0, 0, 0, 0);
        cash.deposit(d);
        assertEq(value(), HELD, "nothing yet");
        vm.prank(owner);
        cash.acceptRate(address(vault), RATE, RATE, ALL);
        assertEq(value(), HELD + 1_050e6, "now");
    }

    // ── in and out ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_onlyWhatIsHeldHereIsDepositedAndOnlyWhatIsNotIsRescued() external {
        IBalancerTypes.Deposit[] memory d = new IBalancerTypes.Deposit[](1);
        d[0] = IBalancerTypes.Deposit(stranger, 1, 0, 0, 0, 0);
        refused(abi.encodeCall(cash.deposit, (d)), IBalancerErrors.UnknownAsset.selector);
        d[0].token = address(usdc);
        refused(abi.encodeCall(cash.deposit, (d)), IBalancerErrors.AllowanceTooLow.selector);
        asOwner(abi.encodeCall(cash.rescue, (address(usdc), 1, owner)), IBalancerErrors.IsAsset.selector);
        asOwner(abi.encodeCall(cash.rescue, (address(vault), 1, owner)), IBalancerErrors.IsAsset.selector);
        asOwner(abi.encodeCall(cash.withdraw, (stranger, 1, owner)), IBalancerErrors.UnknownAsset.selector);
        asOwner(abi.encodeCall(cash.withdraw, (address(usdc), 1, address(cash))), IBalancerErrors.ForbiddenReceiver.selector);
        asOwner(abi.encodeCall(cash.exit, (address(vault), 1, 0, address(cash))), IBalancerErrors.ForbiddenReceiver.selector);
        TestToken reward = new TestToken("reward", "R", 18);
        reward.mint(address(cash), 5);
        vm.prank(owner);
        cash.rescue(address(reward), ALL, owner);
        assertEq(reward.balanceOf(owner), 5, "a reward");
    }

    function test_anExitIsBoundByNothingButItsLeastAmount() external {
        enter(10_500e6);
        vm.prank(bot);
        cash.pause();
        vault.setFrozen(true); // shares can't be sent
        vault.setFees(0, 500); // and no signed move may bear this
        vault.setReadable(false, false);
        asOwner(abi.encodeCall(cash.withdraw, (address(vault), ALL, owner)), bytes4(keccak256("Error(string)")));
        asOwner(
            abi.encodeCall(cash.exit, (address(vault), 10_000e18, 9_975e6 + 1, owner)),
            IBalancerErrors.ReceivedTooLittle.selector
        );
        vm.prank(owner);
        cash.exit(address(vault), 10_000e18, 9_975e6, owner);
        assertEq(usdc.balanceOf(owner), 9_975e6, "out");
    }

    // ── handing on ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aNewOwnerFindsNoSignerAndNoSibling() external {
        openAway(cash, AWAY, sibling);
        openAway(cash, 3, sibling);
        bytes memory move = bridgeCall(AWAY, sibling, 1_000e6, 0);
        vm.prank(owner);
        cash.transferOwnership(stranger);
        assertEq(cash.pendingOwner(), stranger, "named");
        vm.prank(stranger);
        cash.acceptOwnership();
        assertEq(cash.owner(), stranger, "his");
        assertEq(cash.authorizedSigner(), address(0), "no signer");
        assertEq(cash.siblings().length, 0, "no sibling");
        refused(move, IBalancerErrors.WrongGeneration.selector);
    }

    function test_thePortfolioIsNoSignerOfItself() external {
        asOwner(abi.encodeCall(cash.setSigner, (address(cash))), IBalancerErrors.ForbiddenSigner.selector);
        vm.prank(owner);
        cash.setSigner(address(0));
        refused(enterCall(address(vault), 1_050e6, 0), IBalancerErrors.BadProposalSignature.selector);
    }

    // ── creation ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_anAddressIsBoundToOwnerSaltAndConfiguration() external {
        CashConfig memory c = config();
        assertEq(factory.predict(owner, c, 0), address(cash), "where it is");
        assertTrue(factory.isPortfolio(address(cash)), "known");
        assertEq(cash.factory(), address(factory), "by whom");
        vm.prank(owner);
        expectError(ICashFactory.AlreadyCreated.selector);
        factory.create(c, 0, new IBalancerTypes.Deposit[](0));
        c.vaults[1].rateMin = 1;
        assertTrue(factory.predict(owner, c, 0) != address(cash), "configuration");
        assertTrue(factory.predict(bot, config(), 0) != address(cash), "owner");
        assertTrue(factory.predict(owner, config(), bytes32(uint256(1))) != address(cash), "salt");
        expectError(bytes4(keccak256("InvalidInitialization()")));
        cash.initialize(stranger, abi.encode(c));
        expectError(bytes4(keccak256("InvalidInitialization()")));
        ICashPortfolio(implementation).initialize(stranger, abi.encode(c));
    }

    function test_anOwnersCreationIsSentByAnybodyAndPaidByHim() external {
        CashConfig memory c = config();
        bytes32 salt = bytes32(uint256(7));
        uint256 deadline = block.timestamp + 1;
        bytes memory signature = signBy(OWNER_KEY, factory.creationHash(owner, c, salt, deadline));
        IBalancerTypes.Deposit[] memory d = new IBalancerTypes.Deposit[](1);
        d[0] = IBalancerTypes.Deposit(address(usdc), 5e6, 0, 0, 0, 0);
        usdc.mint(address(this), 10e6);
        usdc.approve(address(factory), 10e6);
        ICashPortfolio made = ICashPortfolio(factory.createFor(owner, c, salt, deadline, signature, d));
        assertEq(made.owner(), owner, "his");
        assertEq(made.authorizedSigner(), bot, "signer");
        assertEq(factory.createFor(owner, c, salt, deadline, signature, d), address(made), "again, but for the deposit");
        assertEq(usdc.balanceOf(address(made)), 10e6, "both deposits");
        c.guard.lossBpsPerDay = 99;
        expectError(ICashFactory.BadOwnerSignature.selector);
        factory.createFor(owner, c, salt, deadline, signature, d);
        vm.warp(deadline + 1);
        expectError(ICashFactory.SignatureExpired.selector);
        factory.createFor(owner, config(), salt, deadline, signature, d);
    }

    function test_aPortfolioThatChangedHandsIsNobodysCreationAnyMore() external {
        uint256 deadline = block.timestamp + 1;
        bytes memory signature = signBy(OWNER_KEY, factory.creationHash(owner, config(), 0, deadline));
        vm.prank(owner);
        cash.transferOwnership(stranger);
        vm.prank(stranger);
        cash.acceptOwnership();
        expectError(ICashFactory.AlreadyCreated.selector);
        factory.createFor(owner, config(), 0, deadline, signature, new IBalancerTypes.Deposit[](0));
        vm.prank(address(0));
        expectError(ICashFactory.ZeroOwner.selector);
        factory.create(config(), 0, new IBalancerTypes.Deposit[](0));
    }

    function test_anImplementationIsBuiltOnAUsdcOfSixDecimals() external {
        ScriptedMessenger m = messenger;
        TestToken odd = new TestToken("odd", "ODD", 18);
        expectError(ICashErrors.NotUsdc.selector);
        this.build(address(odd), address(m));
        assertEq(cash.usdc(), address(usdc), "USDC");
        assertEq(cash.messenger(), address(messenger), "messenger");
        assertEq(cash.transmitter(), address(transmitter), "transmitter");
        assertEq(cash.localDomain(), HOME, "domain");
    }

    function build(address token, address m) external {
        deployOurs("CashPortfolio", abi.encode(token, m));
    }
}
