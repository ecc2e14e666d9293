// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";
import { OddToken } from "./support/OddToken.sol";

interface IRenounce {
    function renounceOwnership() external;
}

/// @title Every setter refuses nonsense with its own error, and everybody but the owner
contract AdministrationTest is Fixture {
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    function asOwner() private {
        vm.prank(owner);
    }

    function refusedList(AssetConfig[] memory list, bytes4 why) private {
        asOwner();
        expectError(why);
        balancer.setAssets(list);
    }

    function defaultList() private view returns (AssetConfig[] memory) {
        return defaultConfig().assets;
    }

    // ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_onlyTheOwnerMaySetAnything() external {
        bytes[17] memory calls = [
            abi.encodeCall(balancer.unpause, ()),
            abi.encodeCall(balancer.setSigner, (stranger)),
            abi.encodeCall(balancer.setSignerAndUnpause, (stranger)),
            abi.encodeCall(balancer.setAssets, (defaultList())),
            abi.encodeCall(balancer.setTargets, (new address[](0), new uint16[](0), OneOffTurnover(0, 0))),
            abi.encodeCall(balancer.removeAsset, (address(usdc))),
            abi.encodeCall(balancer.setFeed, (address(usdc), address(usdc), 1, 1, 0, 0)),
            abi.encodeCall(balancer.setGuard, (defaultGuard())),
            abi.encodeCall(balancer.setRouter, (LOP, true)),
            abi.encodeCall(balancer.setAllowanceCeiling, (address(usdc), 1)),
            abi.encodeCall(balancer.grantTurnover, (OneOffTurnover(0, 0))),
            abi.encodeCall(balancer.withdraw, (address(usdc), 1, stranger)),
            abi.encodeCall(balancer.withdrawShare, (1, stranger)),
            abi.encodeCall(balancer.withdrawAll, (new address[](0), stranger)),
            abi.encodeCall(balancer.rescue, (address(this), 1, stranger)),
            abi.encodeCall(balancer.wrap, ()),
            abi.encodeCall(balancer.transferOwnership, (stranger))
        ];
        for (uint256 i; i < calls.length; ++i) {
            refusedCall(stranger, calls[i], Ownable.OwnableUnauthorizedAccount.selector, i);
            refusedCall(bot, calls[i], Ownable.OwnableUnauthorizedAccount.selector, i);
        }
    }

    function refusedCall(address who, bytes memory call, bytes4 why, uint256 index) private {
        vm.prank(who);
        (bool ok, bytes memory answer) = address(balancer).call(call);
        assertFalse(ok, vm.toString(index));
        assertEq(bytes32(bytes4(answer)), bytes32(why), vm.toString(index));
    }

    function test_onlyOwnerAndSignerMayStop() external {
        bytes4 no = IBalancerErrors.NotOwnerOrSigner.selector;
        refusedCall(stranger, abi.encodeCall(balancer.pause, ()), no, 0);
        refusedCall(stranger, abi.encodeCall(balancer.bumpGeneration, ()), no, 1);
        refusedCall(stranger, abi.encodeCall(balancer.cancel, (new IOrderMixin.Order[](0))), no, 2);
        refusedCall(stranger, abi.encodeCall(balancer.setAllowance, (address(usdc), 0)), no, 3);
        asOwner();
        balancer.pause();
        assertTrue(balancer.paused(), "paused by the owner");
        asOwner();
        balancer.unpause();
        vm.prank(bot);
        balancer.pause();
        assertTrue(balancer.paused(), "paused by the signer");
    }

    function test_theImplementationAndALivePortfolioCannotBeInitialised() external {
        expectError(Initializable.InvalidInitialization.selector);
        IBalancer(implementation).initialize(stranger, abi.encode(defaultConfig()));
        expectError(Initializable.InvalidInitialization.selector);
        balancer.initialize(stranger, abi.encode(defaultConfig()));
    }

    function test_ownershipMovesInTwoStepsAndIsNeverRenounced() external {
        asOwner();
        balancer.transferOwnership(stranger);
        assertEq(balancer.owner(), owner, "still the old one");
        assertEq(balancer.pendingOwner(), stranger, "pending");
        vm.prank(bot);
        expectError(Ownable.OwnableUnauthorizedAccount.selector);
        balancer.acceptOwnership();
        vm.prank(stranger);
        balancer.acceptOwnership();
        assertEq(balancer.owner(), stranger, "the new one");
        vm.prank(stranger);
        expectError(IBalancerErrors.RenounceDisabled.selector);
        IRenounce(address(balancer)).renounceOwnership();
    }

    // ── assets ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_targetsMustSumToAll() external {
        AssetConfig[] memory list = defaultList();
        list[0].targetBps += 1;
        refusedList(list, IBalancerErrors.TargetsSum.selector);
        list[0].targetBps -= 2;
        refusedList(list, IBalancerErrors.TargetsSum.selector);
        refusedList(new AssetConfig[](0), IBalancerErrors.TargetsSum.selector);
    }

    function test_setTargetsWantsEveryTokenInItsOrderAndTheWholeSum() external {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        (targets[0], targets[1], targets[2]) = (4_000, 4_000, 1_999);
        refusedTargets(tokens, targets, IBalancerErrors.TargetsSum.selector);
        targets[2] = 2_000;
        (tokens[0], tokens[1]) = (tokens[1], tokens[0]);
        refusedTargets(tokens, targets, IBalancerErrors.WrongTokenOrder.selector);
        refusedTargets(new address[](2), new uint16[](2), IBalancerErrors.LengthMismatch.selector);
        refusedTargets(tokens, new uint16[](2), IBalancerErrors.LengthMismatch.selector);
    }

    function refusedTargets(address[] memory tokens, uint16[] memory targets, bytes4 why) private {
        asOwner();
        expectError(why);
        balancer.setTargets(tokens, targets, OneOffTurnover(0, 0));
    }

    function test_aReTargetMayGrantTurnoverOnce() external {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        (targets[0], targets[1], targets[2]) = (0, 8_000, 2_000);
        asOwner();
        balancer.setTargets(tokens, targets, OneOffTurnover(2_000, uint40(block.timestamp + 1 days)));
        assertEq(balancer.budgets().oneOffE18, 0.2e18, "granted");
        assertEq(balancer.budgets().oneOffExpiresAt, block.timestamp + 1 days, "expiry");
    }

    function test_duplicateAndZeroTokensAreRefused() external {
        AssetConfig[] memory list = defaultList();
        list[2].token = list[0].token;
        refusedList(list, IBalancerErrors.DuplicateToken.selector);
        list[2].token = address(0);
        refusedList(list, IBalancerErrors.ZeroAddress.selector);
    }

    function test_aTokenOrFeedWithoutCodeIsRefused() external {
        AssetConfig[] memory list = defaultList();
        list[2].token = stranger;
        refusedList(list, IBalancerErrors.NoCode.selector);
        list = defaultList();
        list[2].feed = stranger;
        refusedList(list, IBalancerErrors.NoCode.selector);
        list[2].feed = address(0);
        refusedList(list, IBalancerErrors.ZeroAddress.selector);
    }

    function test_ourOwnMachineryIsNeverAToken() external {
        vm.etch(PERMIT2, hex"00");
        address[7] memory ours = [
            address(balancer),
            LOP,
            feeTaker,
            balancer.executor(),
            address(factory),
            PERMIT2,
            address(feedOf[address(usdc)])
        ];
        for (uint256 i; i < ours.length; ++i) {
            AssetConfig[] memory list = defaultList();
            list[2].token = ours[i];
            feedOf[ours[i]] = feedOf[address(wbtc)];
            refusedList(list, IBalancerErrors.ForbiddenToken.selector);
        }
    }

    function test_ourOwnMachineryIsNeverAFeed() external {
        vm.etch(PERMIT2, hex"00");
        asOwner();
        balancer.setRouter(address(lens), true);
        address[7] memory ours =
            [address(balancer), LOP, feeTaker, balancer.executor(), address(factory), PERMIT2, address(lens)];
        for (uint256 i; i < ours.length; ++i) {
            AssetConfig[] memory list = defaultList();
            list[2].feed = ours[i];
            refusedList(list, IBalancerErrors.ForbiddenFeed.selector);
            asOwner();
            expectError(IBalancerErrors.ForbiddenFeed.selector);
            balancer.setFeed(address(wbtc), ours[i], 1 hours, 1 days, 0, 0);
        }
    }

    function test_aTokenIsNeverAFeed() external {
        // a token that answers like a feed
        TestFeed both = new TestFeed(8, "both", 1e8, address(this));
        AssetConfig[] memory list = defaultList();
        list[0].token = address(both);
        list[2].feed = address(both);
        refusedList(list, IBalancerErrors.ForbiddenToken.selector);
        list[2].feed = address(feedOf[address(wbtc)]);
        setTargets(0, 8_000, 2_000);
        asOwner();
        balancer.setAssets(list);
        asOwner();
        expectError(IBalancerErrors.ForbiddenFeed.selector);
        balancer.setFeed(address(wbtc), address(both), 1 hours, 1 days, 0, 0);
    }

    function test_decimalsAboveTheLimitsAreRefused() external {
        AssetConfig[] memory list = defaultList();
        list[2].token = address(new TestToken("Deep", "DEEP", 28));
        refusedList(list, IBalancerErrors.DecimalsTooHigh.selector);
        list[2].token = address(this); // no decimals at all
        refusedList(list, IBalancerErrors.DecimalsTooHigh.selector);
        list = defaultList();
        list[2].feed = address(new TestFeed(19, "deep", 1e8, address(this)));
        refusedList(list, IBalancerErrors.FeedDecimalsTooHigh.selector);
        list[2].feed = address(this);
        refusedList(list, IBalancerErrors.FeedDecimalsTooHigh.selector);
    }

    function test_aFeedThatAnswersZeroOrStaleIsRefusedWhenItIsSet() external {
        AssetConfig[] memory list = defaultList();
        TestFeed feed = new TestFeed(8, "new", 0, address(this));
        list[2].feed = address(feed);
        refusedList(list, IBalancerErrors.FeedRefused.selector);
        refusedFeed(address(feed));
        feed.set(1e8, block.timestamp - 1 days - 1);
        refusedList(list, IBalancerErrors.FeedRefused.selector);
        refusedFeed(address(feed));
        feed.set(1e8, block.timestamp + 1);
        refusedFeed(address(feed));
        feed.set(1e8, block.timestamp);
        asOwner();
        balancer.setAssets(list);
    }

    function refusedFeed(address feed) private {
        asOwner();
        expectError(IBalancerErrors.FeedRefused.selector);
        balancer.setFeed(address(wbtc), feed, 1 hours, 1 days, 0, 0);
    }

    function test_aKeptFeedMaySleepWhileTheListIsReplaced() external {
        feedOf[address(wbtc)].set(50_000e8, block.timestamp - 30 days);
        asOwner();
        balancer.setAssets(defaultList());
    }

    function test_heartbeatsAndAnswerBoundsMustMakeSense() external {
        AssetConfig[] memory list = defaultList();
        list[0].heartbeat = 0;
        refusedList(list, IBalancerErrors.BadHeartbeat.selector);
        (list[0].heartbeat, list[0].navMaxAge) = (2 hours, 1 hours);
        refusedList(list, IBalancerErrors.BadHeartbeat.selector);
        list = defaultList();
        (list[0].minAnswer, list[0].maxAnswer) = (2e8, 1e8);
        refusedList(list, IBalancerErrors.BadAnswerBounds.selector);
        (list[0].minAnswer, list[0].maxAnswer) = (0.9e8, 0);
        asOwner();
        balancer.setAssets(list);
        assertEq(balancer.assets()[0].minAnswer, 0.9e8, "bound kept");
    }

    function test_answersMayNotBeLetAgeBeyondTheHardCaps() external {
        AssetConfig[] memory list = defaultList();
        (list[1].heartbeat, list[1].navMaxAge) = (7 days + 1, 8 days);
        refusedAge(list, "heartbeat", 7 days + 1, 7 days);
        (list[1].heartbeat, list[1].navMaxAge) = (1 hours, 14 days + 1);
        refusedAge(list, "navMaxAge", 14 days + 1, 14 days);
        (list[1].heartbeat, list[1].navMaxAge) = (7 days, 14 days);
        asOwner();
        balancer.setAssets(list);
        assertEq(balancer.assets()[1].heartbeat, 7 days, "the longest heartbeat");
        assertEq(balancer.assets()[1].navMaxAge, 14 days, "the longest sleep");
    }

    /// @dev By both ways in: the whole list, and the one feed.
    function refusedAge(AssetConfig[] memory list, bytes32 field, uint256 given, uint256 cap) private {
        bytes memory why = abi.encodeWithSelector(IBalancerErrors.AboveHardCap.selector, field, given, cap);
        asOwner();
        vm.expectRevert(why);
        balancer.setAssets(list);
        AssetConfig memory c = list[1];
        asOwner();
        vm.expectRevert(why);
        balancer.setFeed(c.token, c.feed, c.heartbeat, c.navMaxAge, c.minAnswer, c.maxAnswer);
    }

    function test_sixteenAssetsAreManySeventeenTooMany() external {
        AssetConfig[] memory list = new AssetConfig[](17);
        for (uint256 i; i < 17; ++i) {
            address token = address(new TestToken("T", "T", 18));
            addFeed(token, 18, 1e8);
            list[i] = listing(token, i == 0 ? 10_000 : 0);
        }
        setTargets(0, 8_000, 2_000);
        refusedList(list, IBalancerErrors.TooManyAssets.selector);
        AssetConfig[] memory kept = new AssetConfig[](16);
        for (uint256 i; i < 16; ++i) kept[i] = list[i];
        kept[1] = listing(address(weth), 0);
        kept[2] = listing(address(wbtc), 0);
        asOwner();
        balancer.setAssets(kept);
        assertEq(balancer.assets().length, 16, "assets");
    }

    function test_aTokenIsDroppedOnlyWithTargetZero() external {
        AssetConfig[] memory list = new AssetConfig[](2);
        (list[0], list[1]) = (listing(address(usdc), 5_000), listing(address(weth), 5_000));
        refusedList(list, IBalancerErrors.TargetNotZero.selector);
        asOwner();
        expectError(IBalancerErrors.TargetNotZero.selector);
        balancer.removeAsset(address(wbtc));
        asOwner();
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.removeAsset(stranger);
        setTargets(4_000, 6_000, 0);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.AssetRemoved(address(wbtc));
        asOwner();
        balancer.setAssets(list);
        assertEq(balancer.assets().length, 2, "assets");
    }

    function test_removingFromTheMiddleKeepsTheOthersInOrder() external {
        setTargets(6_000, 0, 4_000);
        asOwner();
        balancer.removeAsset(address(weth));
        Asset[] memory list = balancer.assets();
        assertEq(list.length, 2, "count");
        assertEq(list[0].token, address(usdc), "first");
        assertEq(list[1].token, address(wbtc), "second");
        assertEq(list[1].targetBps, 4_000, "its target");
    }

    function test_aNewListKeepsTheCooldownStampsOfKeptTokens() external {
        fill(goodOrder());
        AssetConfig[] memory list = defaultList();
        (list[0], list[1]) = (list[1], list[0]);
        asOwner();
        balancer.setAssets(list);
        assertEq(balancer.assets()[1].lastSoldAt, block.timestamp, "USDC was sold");
        assertEq(balancer.assets()[0].lastBoughtAt, block.timestamp, "WETH was bought");
    }

    function test_setFeedNeedsAListedToken() external {
        asOwner();
        expectError(IBalancerErrors.UnknownAsset.selector);
        balancer.setFeed(stranger, address(feedOf[address(usdc)]), 1 hours, 1 days, 0, 0);
    }

    function test_aNewFeedIsTakenWithItsDecimalsAndBounds() external {
        TestFeed feed = new TestFeed(18, "fine", 1e18, address(this));
        asOwner();
        balancer.setFeed(address(usdc), address(feed), 10, 20, 0.5e18, 2e18);
        Asset memory a = balancer.assets()[0];
        assertEq(a.feed, address(feed), "feed");
        assertEq(a.feedDecimals, 18, "decimals");
        assertEq(a.heartbeat + a.navMaxAge * 100, 2_010, "ages");
        assertEq(a.minAnswer + a.maxAnswer, 2.5e18, "bounds");
        vm.warp(block.timestamp + 1);
        fill(goodOrder());
    }

    // ── guard ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function refusedGuard(Guard memory g, bytes4 why) private {
        asOwner();
        expectError(why);
        balancer.setGuard(g);
    }

    function test_everyLimitHasAHardCapAndSomeAFloor() external {
        bytes4 high = IBalancerErrors.AboveHardCap.selector;
        bytes4 low = IBalancerErrors.BelowHardFloor.selector;
        Guard memory g = defaultGuard();
        g.maxSlippageBps = 1_001;
        refusedGuard(g, high);
        g = defaultGuard();
        g.lossBpsPerDay = 1_001;
        refusedGuard(g, high);
        g.lossBpsPerDay = 0;
        refusedGuard(g, low);
        g = defaultGuard();
        g.turnoverBpsPerDay = 100_001;
        refusedGuard(g, high);
        g.turnoverBpsPerDay = 0;
        refusedGuard(g, low);
        g = defaultGuard();
        g.orderTtlMax = 30 days + 1;
        refusedGuard(g, high);
        g.orderTtlMax = 59;
        refusedGuard(g, low);
        g = defaultGuard();
        g.cooldown = 7 days + 1;
        refusedGuard(g, high);
        g = defaultGuard();
        (g.minDriftBps, g.overshootBps) = (2_001, 0);
        refusedGuard(g, high);
        g = defaultGuard();
        g.minFillBps = 1_001;
        refusedGuard(g, high);
        g.minFillBps = 0;
        refusedGuard(g, low);
        g = defaultGuard();
        g.maxFeeBps = 201;
        refusedGuard(g, high);
    }

    function test_theOvershootIsLessThanTheDriftOrNothing() external {
        Guard memory g = defaultGuard();
        (g.minDriftBps, g.overshootBps) = (50, 50);
        refusedGuard(g, IBalancerErrors.OvershootNotBelowDrift.selector);
        (g.minDriftBps, g.overshootBps) = (0, 0);
        setGuard(g);
    }

    function test_theWidestGuardIsAcceptedAndReadBack() external {
        Guard memory g = Guard(1_000, 1_000, 100_000, 30 days, 7 days, 2_000, 1_999, 1_000, 200, true);
        setGuard(g);
        assertEq(keccak256(abi.encode(balancer.guard())), keccak256(abi.encode(g)), "guard");
        assertEq(balancer.budgets().lossCapacityE18, 0.05e18, "loss capacity");
        assertEq(balancer.budgets().turnoverCapacityE18, 5e18, "turnover capacity");
    }

    function test_aGuardChangeRefillsNoBucket() external {
        fill(orderOf(address(usdc), 5_000e6, address(weth), 2.475e18));
        Budgets memory was = balancer.budgets();
        setGuard(defaultGuard());
        assertEq(balancer.budgets().lossLevelE18, was.lossLevelE18, "loss level");
        assertEq(balancer.budgets().turnoverLevelE18, was.turnoverLevelE18, "turnover level");
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (2, 200);
        setGuard(g);
        assertEq(balancer.budgets().lossLevelE18, was.lossLevelE18, "above the capacity now");
        fillFails(orderOf(address(usdc), 200e6, address(weth), 0.1e18 - 1), IBalancerErrors.LossBudgetExceeded.selector);
        setGuard(defaultGuard());
        assertEq(balancer.budgets().lossLevelE18, was.lossLevelE18, "and back");
    }

    function test_theTimeBeforeAGuardChangeIsRefilledAtTheOldRate() external {
        fill(orderOf(address(usdc), 5_000e6, address(weth), 2.475e18));
        warpFresh(1 hours);
        uint256 level = balancer.budgets().lossLevelE18;
        Guard memory g = defaultGuard();
        g.lossBpsPerDay = 1_000;
        setGuard(g);
        assertEq(balancer.budgets().lossLevelE18, level, "settled before");
    }

    function test_oneOffTurnoverIsCappedAndExpires() external {
        refusedGrant(30_001, block.timestamp + 1, IBalancerErrors.AboveHardCap.selector);
        refusedGrant(1, block.timestamp, IBalancerErrors.BadExpiry.selector);
        refusedGrant(1, block.timestamp + 90 days + 1, IBalancerErrors.BadExpiry.selector);
        grant(30_000, block.timestamp + 90 days);
        assertEq(balancer.budgets().oneOffE18, 3e18, "granted");
        grant(10, block.timestamp + 1);
        assertEq(balancer.budgets().oneOffE18, 0.001e18, "replaced, not added");
        grant(0, 0);
        assertEq(balancer.budgets().oneOffE18, 0, "taken back");
        assertEq(balancer.budgets().oneOffExpiresAt, 0, "taken back");
    }

    function grant(uint32 bps, uint256 expiresAt) private {
        asOwner();
        balancer.grantTurnover(OneOffTurnover(bps, uint40(expiresAt)));
    }

    function refusedGrant(uint32 bps, uint256 expiresAt, bytes4 why) private {
        asOwner();
        expectError(why);
        balancer.grantTurnover(OneOffTurnover(bps, uint40(expiresAt)));
    }

    // ── routers, signer ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_routersThatCouldMoveTheFundsAreRefused() external {
        vm.etch(PERMIT2, hex"00");
        address[6] memory bad =
            [PERMIT2, feeTaker, address(balancer), balancer.executor(), address(factory), address(weth)];
        for (uint256 i; i < bad.length; ++i) refusedRouter(bad[i], IBalancerErrors.ForbiddenRouter.selector);
        refusedRouter(stranger, IBalancerErrors.NoCode.selector);
        refusedRouter(address(feedOf[address(weth)]), IBalancerErrors.ForbiddenRouter.selector);
    }

    function refusedRouter(address router, bytes4 why) private {
        asOwner();
        expectError(why);
        balancer.setRouter(router, true);
    }

    function test_routersAreAddedOnceAndRemovedOnce() external {
        asOwner();
        balancer.setRouter(LOP, true);
        asOwner();
        balancer.setRouter(LOP, true);
        asOwner();
        balancer.setRouter(address(lens), true);
        assertEq(balancer.routers().length, 2, "two");
        asOwner();
        balancer.setRouter(LOP, false);
        assertFalse(balancer.isRouter(LOP), "gone");
        assertTrue(balancer.isRouter(address(lens)), "stays");
        assertEq(balancer.routers()[0], address(lens), "moved up");
        asOwner();
        expectError(IBalancerErrors.UnknownRouter.selector);
        balancer.setRouter(LOP, false);
    }

    function test_sixteenRoutersAreManySeventeenTooMany() external {
        for (uint160 i = 1; i <= 17; ++i) {
            address router = address(0xABCD0000 + i);
            vm.etch(router, hex"00");
            asOwner();
            if (i == 17) expectError(IBalancerErrors.TooManyRouters.selector);
            balancer.setRouter(router, true);
        }
    }

    function test_thePortfolioAndItsExecutorAreNoSigners() external {
        address executor = balancer.executor();
        asOwner();
        expectError(IBalancerErrors.ForbiddenSigner.selector);
        balancer.setSigner(address(balancer));
        asOwner();
        expectError(IBalancerErrors.ForbiddenSigner.selector);
        balancer.setSigner(executor);
        asOwner();
        balancer.setSigner(stranger);
        assertEq(balancer.authorizedSigner(), stranger, "signer");
    }

    function test_cancelSkipsWhatLopRefusesToHash() external {
        IOrderMixin.Order[] memory orders = new IOrderMixin.Order[](1);
        orders[0] = goodOrder();
        vm.mockCallRevert(LOP, abi.encodeWithSelector(IOrderMixin.hashOrder.selector), "down");
        vm.prank(bot);
        balancer.cancel(orders);
        vm.clearMockedCalls();
        bytes32 hash = lop.hashOrder(orders[0]);
        vm.mockCallRevert(LOP, abi.encodeWithSelector(IOrderMixin.cancelOrder.selector), "down");
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.CancelSent(hash, false);
        vm.prank(bot);
        balancer.cancel(orders);
    }

    function test_anAllowanceATokenRefusesIsReported() external {
        OddToken odd = new OddToken(18);
        addFeed(address(odd), 18, 1e8);
        AssetConfig[] memory list = defaultList();
        list[1].token = address(odd);
        setTargets(8_000, 0, 2_000);
        asOwner();
        balancer.setAssets(list);
        Guard memory g = defaultGuard();
        g.publicBook = true;
        setGuard(g);
        asOwner();
        balancer.setAllowanceCeiling(address(odd), 100);
        odd.setApprovals(true, false);
        asOwner();
        balancer.setAllowance(address(odd), 50);
        asOwner();
        balancer.setAllowance(address(odd), 70);
        assertEq(odd.allowance(address(balancer), LOP), 70, "by way of zero");
        odd.setReturns(false, true);
        odd.setApprovals(false, true);
        asOwner();
        expectError(IBalancerErrors.AllowanceChanged.selector);
        balancer.setAllowance(address(odd), 60);
        // switching the book off is best effort and doesn't wait for the token
        setGuard(defaultGuard());
        assertEq(odd.allowance(address(balancer), LOP), 70, "the token refused");
    }
}
