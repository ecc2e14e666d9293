// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";
import { PublicBookFixture } from "./support/PublicBook.sol";

interface ISeriesEpochs {
    function increaseEpoch(uint96 series) external;
}

/// @title After a first partial fill LOP asks no signature any more: what then stops the rest
contract PartialFillTest is PublicBookFixture {
    Signed private plain;
    Signed private extended;
    Signed private kill;

    function setUp() public override {
        super.setUp();
        Signed memory x = fill(goodOrder(), 1_000e6);
        keep(plain, x);
        x = goodPublicOrder();
        fillAs(taker, x, 1_000e6);
        keep(extended, x);
        IOrderMixin.Order memory o = orderOf(address(usdc), 1_000e6, address(weth), 0.5e18);
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 3));
        keep(kill, signed(o));
    }

    function keep(Signed storage to, Signed memory x) private {
        (to.order, to.blob, to.extension, to.hash) = (x.order, x.blob, x.extension, x.hash);
    }

    /// @dev LOP's epoch stops them at LOP; the generation stops them here even where LOP's epoch were the old one.
    function assertAllDead() private {
        stopped(plain, "");
        stopped(plain, plain.blob);
        stopped(extended, "");
        stopped(extended, extended.blob);
        fillFails(kill, 1_000e6, IOrderMixin.BadSignature.selector);
        preRefuses(plain);
        preRefuses(extended);
        preRefuses(kill);
    }

    function stopped(Signed memory x, bytes memory blob) private {
        x.blob = blob;
        fillFails(x, 1_000e6, IOrderMixin.WrongSeriesNonce.selector);
    }

    function preRefuses(Signed memory x) private {
        bytes4 why =
            balancer.paused() ? IBalancerErrors.IsPaused.selector : IBalancerErrors.WrongGeneration.selector;
        vm.prank(LOP);
        expectError(why);
        balancer.preInteraction(x.order, x.extension, x.hash, taker, 1_000e6, 1, 4_000e6, "");
    }

    function asOwner() private {
        vm.prank(owner);
    }

    function test_theRestCanBeFilledWithAGarbageSignatureWhileNothingChanged() external {
        plain.blob = "garbage";
        fillAs(taker, plain, 1_000e6);
        extended.blob = "garbage";
        fillAs(taker, extended, 1_000e6);
        fillAs(taker, kill, 1_000e6);
    }

    function test_pauseStopsTheRest() external {
        vm.prank(bot);
        balancer.pause();
        assertAllDead();
    }

    function test_unpauseDoesNotReviveTheRest() external {
        vm.prank(bot);
        balancer.pause();
        asOwner();
        balancer.unpause();
        assertAllDead();
    }

    function test_rotatingTheSignerToAndFroDoesNotReviveTheRest() external {
        asOwner();
        balancer.setSigner(stranger);
        assertAllDead();
        asOwner();
        balancer.setSigner(bot);
        assertAllDead();
    }

    function test_newTargetsStopTheRest() external {
        setTargets(3_000, 5_000, 2_000);
        assertAllDead();
        setTargets(4_000, 4_000, 2_000);
        assertAllDead();
    }

    function test_aNewListOfAssetsStopsTheRest() external {
        asOwner();
        balancer.setAssets(defaultConfig().assets);
        assertAllDead();
    }

    function test_removingAnAssetStopsTheRest() external {
        setTargets(4_000, 6_000, 0);
        asOwner();
        balancer.removeAsset(address(wbtc));
        assertAllDead();
    }

    function test_aNewFeedStopsTheRest() external {
        address feed = address(feedOf[address(wbtc)]);
        asOwner();
        balancer.setFeed(address(wbtc), feed, 1 hours, 1 days, 0, 0);
        assertAllDead();
    }

    function test_aNewGuardStopsTheRest() external {
        Guard memory g = balancer.guard();
        setGuard(g);
        assertAllDead();
    }

    function test_aNewRouterStopsTheRest() external {
        asOwner();
        balancer.setRouter(LOP, true);
        assertAllDead();
    }

    function test_anAcceptedOwnershipStopsTheRest() external {
        asOwner();
        balancer.transferOwnership(stranger);
        vm.prank(stranger);
        balancer.acceptOwnership();
        assertAllDead();
    }

    function test_aBumpOnRequestStopsTheRest() external {
        vm.prank(bot);
        balancer.bumpGeneration();
        assertAllDead();
    }

    function test_setSignerAndUnpauseStopsTheRest() external {
        vm.prank(bot);
        balancer.pause();
        asOwner();
        balancer.setSignerAndUnpause(bot);
        assertFalse(balancer.paused(), "paused");
        assertAllDead();
    }

    function test_aBumpStopsTheRestEvenWhenLopFails() external {
        vm.mockCallRevert(LOP, abi.encodeWithSelector(ISeriesEpochs.increaseEpoch.selector), "down");
        vm.prank(bot);
        balancer.bumpGeneration();
        vm.clearMockedCalls();
        fillFails(plain, 1_000e6, IBalancerErrors.WrongGeneration.selector);
        plain.blob = "";
        fillFails(plain, 1_000e6, IBalancerErrors.WrongGeneration.selector);
        fillFails(extended, 1_000e6, IBalancerErrors.WrongGeneration.selector);
        fillFails(kill, 1_000e6, IOrderMixin.BadSignature.selector);
        vm.mockCallRevert(LOP, abi.encodeWithSelector(ISeriesEpochs.increaseEpoch.selector), "down");
        vm.prank(bot);
        balancer.pause();
        vm.clearMockedCalls();
        fillFails(plain, 1_000e6, IBalancerErrors.IsPaused.selector);
    }

    function test_aCancelledRestIsDeadAtLop() external {
        IOrderMixin.Order[] memory orders = new IOrderMixin.Order[](2);
        (orders[0], orders[1]) = (plain.order, kill.order);
        vm.prank(bot);
        balancer.cancel(orders);
        fillFails(plain, 1_000e6, IOrderMixin.InvalidatedOrder.selector);
        expectError(bytes4(keccak256("BitInvalidatedOrder()")));
        fillAs(taker, kill, 1_000e6);
    }

    function test_aWithdrawalStopsTheRestByItsBalanceOrDirection() external {
        asOwner();
        balancer.withdraw(address(usdc), 15_000e6, owner);
        fillFails(plain, 4_000e6, IBalancerErrors.SoldNotAboveTarget.selector);
        asOwner();
        balancer.withdraw(address(usdc), ALL, owner);
        fillFails(extended, 4_000e6, IOrderMixin.TransferFromMakerToTakerFailed.selector);
    }

    function test_anOracleJumpStopsTheRest() external {
        setPrice(address(weth), 1_500e8);
        fillFails(plain, 4_000e6, IBalancerErrors.SlippageTooHigh.selector);
        fillFails(extended, 4_000e6, IBalancerErrors.SlippageTooHigh.selector);
        setPrice(address(weth), 4_000e8);
        fillFails(plain, 4_000e6, IBalancerErrors.SoldNotAboveTarget.selector);
    }

    // ── from inside a fill ──────────────────────────────────────────────────────────────────────────────────────────

    function scripted() private returns (ScriptedTaker t) {
        t = new ScriptedTaker();
        give(address(weth), address(t), 100e18);
        t.approve(address(weth));
    }

    /// @dev The order is within reach: 4,000 USDC are left of it.
    function test_aFillWithinAFillIsRefused() external {
        ScriptedTaker inner = scripted();
        ScriptedTaker outer = scripted();
        bytes memory nested = abi.encodeCall(inner.fill, (extended.order, "", extended.extension, 1_000e6));
        outer.script(address(inner), nested, IBalancerErrors.IsLocked.selector);
        bytes memory again = abi.encodeCall(inner.fill, (plain.order, "", "", 1_000e6));
        outer.script(address(inner), again, IBalancerErrors.IsLocked.selector);
        outer.fill(plain.order, plain.blob, "", 1_000e6);
        assertEq(outer.ran(), 2, "steps");
    }

    function test_nothingButStoppingIsPossibleFromInsideAFill() external {
        // The taker's code is also the owner and the signer: only the lock stands in its way.
        ScriptedTaker t = lockedScript();
        IOrderMixin.Order memory o = orderOf(address(usdc), 1_000e6, address(weth), 0.5e18);
        vm.mockCall(address(t), abi.encodeWithSelector(0x1626ba7e), abi.encode(bytes4(0x1626ba7e)));
        t.fill(o, abi.encode(o, "", ""), "", 1_000e6);
        assertTrue(balancer.paused(), "pausing is possible");
    }

    function lockedScript() private returns (ScriptedTaker t) {
        t = scripted();
        asOwner();
        balancer.transferOwnership(address(t));
        vm.prank(address(t));
        balancer.acceptOwnership();
        vm.prank(address(t));
        balancer.setSigner(address(t));
        bytes4 no = IBalancerErrors.IsLocked.selector;
        address b = address(balancer);
        address[] memory tokens = new address[](1);
        tokens[0] = address(usdc);
        OneOffTurnover memory oneOff = OneOffTurnover(1, uint40(block.timestamp + 1));
        t.script(b, abi.encodeCall(IBalancer.withdraw, (address(usdc), 1, address(t))), no);
        t.script(b, abi.encodeCall(IBalancer.withdrawShare, (1, address(t))), no);
        t.script(b, abi.encodeCall(IBalancer.withdrawAll, (tokens, address(t))), no);
        t.script(b, abi.encodeCall(IBalancer.rescue, (address(t), 1, address(t))), no);
        t.script(b, abi.encodeCall(IBalancer.deposit, (new Deposit[](0))), no);
        t.script(b, abi.encodeCall(IBalancer.depositETH, ()), no);
        t.script(b, abi.encodeCall(IBalancer.wrap, ()), no);
        t.script(b, abi.encodeCall(IBalancer.unpause, ()), no);
        t.script(b, abi.encodeCall(IBalancer.setSigner, (address(1))), no);
        t.script(b, abi.encodeCall(IBalancer.setSignerAndUnpause, (address(1))), no);
        t.script(b, abi.encodeCall(IBalancer.setAssets, (new AssetConfig[](0))), no);
        t.script(b, abi.encodeCall(IBalancer.setTargets, (tokens, new uint16[](1), oneOff)), no);
        t.script(b, abi.encodeCall(IBalancer.removeAsset, (address(usdc))), no);
        t.script(b, abi.encodeCall(IBalancer.setFeed, (address(usdc), address(usdc), 1, 1, 0, 0)), no);
        t.script(b, abi.encodeCall(IBalancer.setGuard, (defaultGuard())), no);
        t.script(b, abi.encodeCall(IBalancer.setRouter, (LOP, true)), no);
        t.script(b, abi.encodeCall(IBalancer.setAllowance, (address(usdc), 1)), no);
        t.script(b, abi.encodeCall(IBalancer.setAllowanceCeiling, (address(usdc), 1)), no);
        t.script(b, abi.encodeCall(IBalancer.grantTurnover, (oneOff)), no);
        t.script(b, abi.encodeCall(IBalancer.transferOwnership, (address(1))), no);
        t.script(b, abi.encodeCall(IBalancer.acceptOwnership, ()), no);
        t.script(b, abi.encodeCall(IBalancer.executeSignedRebalance, (new Swap[](0), 0, 0, 0, "")), no);
        t.script(b, abi.encodeCall(IBalancer.cancel, (new IOrderMixin.Order[](0))), 0);
        t.script(b, abi.encodeCall(IBalancer.bumpGeneration, ()), 0);
        t.script(b, abi.encodeCall(IBalancer.pause, ()), 0);
    }

    function test_pausingInsideAFillStopsTheNextOne() external {
        ScriptedTaker t = scripted();
        asOwner();
        balancer.setSigner(address(t));
        IOrderMixin.Order memory o = goodOrder();
        Signed memory x = signed(o);
        x.blob = blobOf(o, OWNER_KEY, "");
        t.script(address(balancer), abi.encodeCall(balancer.pause, ()), 0);
        t.fill(o, x.blob, "", 1_000e6);
        fillFails(x, 1_000e6, IOrderMixin.WrongSeriesNonce.selector);
    }

    function test_aFeedMovedInsideAFillChangesNothing() external {
        ScriptedTaker t = scripted();
        Signed memory x = signed(orderOf(address(usdc), 5_000e6, address(weth), 2.4e18));
        vm.etch(address(feedOf[address(weth)]), address(new OpenFeed(2_000e8)).code);
        OpenFeed(address(feedOf[address(weth)])).move(2_000e8);
        bytes memory moved = abi.encodeCall(OpenFeed.move, (4_000e8));
        t.script(address(feedOf[address(weth)]), moved, 0);
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        t.fill(x.order, x.blob, "", 5_000e6);
    }
}

/// @dev A feed that a taker can move, such as the listing policy refuses.
contract OpenFeed {
    int256 private answer;

    constructor(int256 first) {
        answer = first;
    }

    function decimals() external pure returns (uint8) {
        return 8;
    }

    function move(int256 to) external {
        answer = to;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, answer, block.timestamp - 1, block.timestamp - 1, 1);
    }
}
