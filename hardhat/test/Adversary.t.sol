// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";
import { OpenRouter } from "./support/OpenRouter.sol";
import { Proposing } from "./support/Proposing.sol";
import { PublicBookFixture } from "./support/PublicBook.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";

/// @dev A dollar whose next approval or transfer calls somebody, once.
contract HookedDollar is TestToken {
    address private hook;

    constructor() TestToken("Hooked Dollar", "HOOK", 18) { }

    function arm(address hook_) external {
        hook = hook_;
    }

    function approve(address spender, uint256 amount) public override returns (bool) {
        _run();
        return super.approve(spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        _run();
    }

    function _run() private {
        address target = hook;
        if (target == address(0)) return;
        hook = address(0);
        ScriptedTaker(target).run();
    }
}

/// @title What a review tried after the rules were written: between the rules, not at them
contract AdversaryTest is PublicBookFixture, Proposing {
    uint256 private constant THIEF_KEY = 0x7417;
    HookedDollar private hooked;
    ScriptedTaker private scripted;
    address private thief = vm.addr(THIEF_KEY);

    function setUp() public override(Fixture, PublicBookFixture) {
        deployWorld(address(0));
        deployAssets();
        hooked = new HookedDollar();
        addFeed(address(hooked), 18, 1e8);
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](4);
        c.assets[0] = listing(address(usdc), 4_000);
        c.assets[1] = listing(address(hooked), 0);
        c.assets[2] = listing(address(weth), 4_000);
        c.assets[3] = listing(address(wbtc), 2_000);
        balancer = createPortfolio(c);
        fundDefault();
        openBook();
        allow(address(hooked));
        scripted = new ScriptedTaker();
        fundTaker(address(scripted));
        vm.label(address(hooked), "HOOK");
    }

    function refresh() internal override {
        super.refresh();
        setPrice(address(hooked), 1e8);
    }

    // ── code of others in the middle of the owner's own calls ───────────────────────────────────────────────────────

    /// @dev Switching the public book off calls every token. A pause that comes from in there must stand.
    function test_aPauseFromInsideAGuardChangeIsNotLost() external {
        vm.prank(owner);
        balancer.setSigner(address(scripted));
        uint256 before = balancer.generation();
        scripted.script(address(balancer), abi.encodeCall(balancer.pause, ()), 0);
        hooked.arm(address(scripted));
        setGuard(defaultGuard());
        assertEq(scripted.ran(), 1, "paused inside");
        assertTrue(balancer.paused(), "and after");
        assertEq(balancer.generation(), before + 2, "both bumps counted");
    }

    function test_anOldOrderIsDeadAlreadyInsideTheChangeThatKillsIt() external {
        IOrderMixin.Order memory o = goodOrder();
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 1)); // no epoch that could stop it
        Signed memory x = signed(o);
        bytes memory data = abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 5_000e6, TakerTraits.wrap(1 << 255)));
        scripted.script(LOP, data, IOrderMixin.BadSignature.selector);
        hooked.arm(address(scripted));
        setGuard(defaultGuard());
        assertEq(scripted.ran(), 1, "refused inside");
    }

    /// @dev Half withdrawn is a portfolio with odd weights: whoever trades with it then pays into the same budget.
    function test_aFillFromInsideAWithdrawalIsChargedLikeAnyOther() external {
        give(address(hooked), address(balancer), 20_000e18);
        uint256 taking = worth(address(hooked), 4_000e18, address(weth), 100);
        Signed memory x = signed(orderOf(address(hooked), 4_000e18, address(weth), taking));
        bytes memory inside = abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 4_000e18, TakerTraits.wrap(1 << 255)));
        scripted.script(LOP, inside, 0);
        hooked.arm(address(scripted));
        vm.prank(owner);
        balancer.withdrawShare(5_000, owner);
        assertEq(scripted.ran(), 1, "filled inside");
        // Left at that moment, in USD: 25,000 USDC, 10,000 HOOK, 30,000 WETH, 20,000 WBTC.
        assertApprox(balancer.budgets().lossLevelE18, uint256(40e18) / 85_000, 1, "loss level");
    }

    // ── orders of others that name this portfolio ───────────────────────────────────────────────────────────────────

    /// @dev FeeTaker calls whatever a stranger's order has in its tail, also while one of ours is being filled.
    function test_aForeignOrderWithThisPortfolioInItsTailReleasesNoLock() external {
        bytes memory fee = abi.encodePacked(uint16(0), uint8(0), uint16(0), uint8(0), uint8(1), uint80(uint160(address(scripted))));
        bytes memory extension = extensionOf(fee, address(balancer));
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.5e18);
        o.maker = word(thief);
        o.makerTraits = MakerTraits.wrap(POST | ALLOW_MULTIPLE | HAS_EXTENSION);
        o.receiver = word(feeTaker);
        o.salt = uint160(uint256(keccak256(extension)));
        fundTaker(thief);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(THIEF_KEY, lop.hashOrder(o));
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        TakerTraits traits = TakerTraits.wrap((1 << 255) | (extension.length << 224));
        bytes memory foreign = abi.encodeCall(lop.fillOrderArgs, (o, r, vs, 5_000e6, traits, extension));
        scripted.script(LOP, foreign, IBalancerErrors.NotLocked.selector);

        scripted.run();
        Signed memory x = signed(goodOrder());
        scripted.fill(x.order, x.blob, "", 5_000e6);
        assertEq(scripted.ran(), 2, "refused both times");
    }

    function test_aPortfolioThatOwnsAnotherSignsNothingForIt() external {
        Config memory c = defaultConfig();
        c.signer = address(0);
        vm.prank(address(balancer));
        IBalancer owned = IBalancer(factory.create(c, 0, new Deposit[](0)));
        IOrderMixin.Order memory o = goodOrder();
        o.maker = word(address(owned));
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 1));
        o.salt = (o.salt & type(uint160).max) | (uint256(owned.generation()) << 160);
        bytes32 hash = lop.hashOrder(o);
        bytes memory inner = blobOf(o, BOT_KEY, "");
        bytes memory outer = abi.encode(o, inner, "");
        assertEq(uint256(owned.orderState(o, outer)), uint256(OrderState.BadSignature), "by its owner's signer");
        assertEq(bytes32(owned.isValidSignature(hash, outer)), bytes32(bytes4(0xffffffff)), "magic value");
    }

    // ── what is counted ─────────────────────────────────────────────────────────────────────────────────────────────

    function test_whatATakerSendsStraightBackCountsAsSoldAllTheSame() external {
        Signed memory x = lossyOrder();
        TakerTraits traits = TakerTraits.wrap((1 << 255) | (1 << 251));
        vm.prank(taker);
        lop.fillContractOrderArgs(x.order, x.blob, 5_000e6, traits, abi.encodePacked(address(balancer)));
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD, "sent back");
        assertApprox(balancer.budgets().lossLevelE18, levelE18(45), 1e10, "charged as if it had not been");
    }

    /// @dev Each feed, token and signature is asked by a call that gets 63/64 of the gas: one that starves must not pass for
    /// an answer.
    function test_aFillStarvedOfGasFailsOrIsWhole() external {
        Signed memory x = lossyOrder();
        bytes memory data = abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 5_000e6, TakerTraits.wrap(1 << 255)));
        uint256 clean = vm.snapshotState();
        uint256 filled;
        for (uint256 gas_ = 60_000; gas_ < 700_000; gas_ += 4_001) {
            vm.prank(taker);
            (bool ok,) = LOP.call{ gas: gas_ }(data);
            bool untouched = balancer.budgets().lossLevelE18 == 0 && usdc.balanceOf(address(balancer)) == 50_000e6;
            assertTrue(ok != untouched, "half done");
            if (ok) {
                ++filled;
                assertApprox(balancer.budgets().lossLevelE18, levelE18(45), 1e10, "charged in full");
                assertEq(balancer.assets()[0].lastSoldAt, block.timestamp, "cooldown");
            }
            vm.revertToState(clean);
        }
        assertTrue(filled > 0 && filled < 160, "both happened");
    }

    /// @dev As if an earlier router had been a token that is listed only now.
    function test_anApprovalThatTheExecutorOnceGaveRobsNothing() external {
        OpenRouter open = new OpenRouter();
        give(address(weth), address(open), 10e18);
        vm.prank(owner);
        balancer.setRouter(address(open), true);
        address executor = balancer.executor();
        vm.prank(executor);
        weth.approve(address(open), ALL);
        address[] memory targets = new address[](1);
        bytes[] memory calls = new bytes[](1);
        targets[0] = address(weth);
        calls[0] = abi.encodeCall(IERC20.transferFrom, (executor, thief, 2.5e18));
        bytes memory data =
            abi.encodeCall(open.route, (address(usdc), 5_000e6, address(weth), 2.5e18, executor, targets, calls));
        sendFails(
            one(Swap(address(open), address(usdc), 5_000e6, address(weth), 0, data)), IBalancerErrors.SlippageTooHigh.selector
        );
    }

    /// @dev 45 USD of 100,000 are lost.
    function lossyOrder() private returns (Signed memory) {
        return signed(orderOf(address(usdc), 5_000e6, address(weth), worth(address(usdc), 5_000e6, address(weth), 90)));
    }

    // ── a limit of what is promised: stopping ───────────────────────────────────────────────────────────────────────

    /// @dev An asset that is not held needs no price, until a stranger sends one unit of it. Then the owner must act.
    function test_oneUnitOfAnAssetWhoseFeedIsDeadStopsTradingButNotTheOwner() external {
        warpFresh(1 days);
        feedOf[address(hooked)].set(1e8, block.timestamp - 1 days - 1);
        fill(orderOf(address(usdc), 1_000e6, address(weth), 0.5e18));
        give(address(hooked), address(balancer), 1);
        fillFails(orderOf(address(usdc), 1_000e6, address(weth), 0.5e18), IBalancerErrors.FeedRefused.selector);
        vm.prank(owner);
        balancer.removeAsset(address(hooked));
        fill(orderOf(address(usdc), 1_000e6, address(weth), 0.5e18));
    }
}
