// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ISwapExecutor } from "../contracts/interfaces/ISwapExecutor.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Fixture } from "./support/Fixture.sol";
import { OpenRouter } from "./support/OpenRouter.sol";
import { Proposing } from "./support/Proposing.sol";
import { PublicBookFixture } from "./support/PublicBook.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";
import { SmartWallet } from "./support/SmartWallet.sol";

/// @dev Calls somebody before each approval and after each transfer.
contract HookedToken is TestToken {
    address private hook;

    constructor(string memory symbol_) TestToken(symbol_, symbol_, 18) { }

    function arm(address hook_) external {
        hook = hook_;
    }

    function approve(address spender, uint256 amount) public override returns (bool) {
        if (hook != address(0)) ScriptedTaker(hook).run();
        return super.approve(spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (hook != address(0)) ScriptedTaker(hook).run();
    }
}

/// @title Attacks across portfolios, across the two paths, and by way of hooks on both sides
/// @dev Two portfolios with the same owner and bot; the other one wants the opposite: more USDC, less WETH.
contract CrossingTest is PublicBookFixture, Proposing {
    uint256 private constant THIEF_KEY = 0x7417;
    address private thief = vm.addr(THIEF_KEY);
    IBalancer private other;
    OpenRouter private open;
    ScriptedTaker private scripted;

    function setUp() public override(Fixture, PublicBookFixture) {
        Fixture.setUp();
        open = new OpenRouter();
        fundTaker(address(open));
        Config memory c = defaultConfig();
        (c.assets[0].targetBps, c.assets[1].targetBps, c.assets[2].targetBps) = (8_000, 1_000, 1_000);
        c.routers = new address[](2);
        (c.routers[0], c.routers[1]) = (LOP, address(open));
        other = createPortfolio(c);
        give(address(usdc), address(other), 50_000e6);
        give(address(weth), address(other), 25e18);
        vm.prank(owner);
        balancer.setRouter(address(open), true);
        scripted = new ScriptedTaker();
        fundTaker(address(scripted));
    }

    // ── two portfolios at once ──────────────────────────────────────────────────────────────────────────────────────

    function othersOrder(address out, uint256 making, address into, uint256 taking) private returns (Signed memory x) {
        IOrderMixin.Order memory o = orderOf(out, making, into, taking);
        o.maker = word(address(other));
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 7));
        o.salt = (o.salt & type(uint160).max) | (uint256(other.generation()) << 160);
        return signed(o);
    }

    /// @dev The thief takes 5,000 USDC for 1 wei, buys the other portfolio's WETH with them and has it sent to the first.
    function test_whatOnePortfolioSellsIsNoPaymentToTheOther() external {
        Signed memory x = signed(orderOf(address(usdc), 5_000e6, address(weth), 1));
        Signed memory y = othersOrder(address(weth), 2.5e18, address(usdc), 5_000e6);
        TakerTraits toTarget = TakerTraits.wrap((1 << 255) | (1 << 251));
        scripted.script(
            LOP,
            abi.encodeCall(
                lop.fillContractOrderArgs, (y.order, y.blob, 2.5e18, toTarget, abi.encodePacked(address(balancer)))
            ),
            0
        );
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        scripted.fill(x.order, x.blob, "", 5_000e6);
    }

    /// @dev The other's executor is the taker and pays; what it buys goes to the thief.
    function test_anExecutorThatPaysForWhatTheThiefGetsIsRefused() external {
        Signed memory x = signed(orderOf(address(usdc), 4_000e6, address(weth), 2e18));
        TakerTraits toTarget = TakerTraits.wrap((1 << 255) | (1 << 251));
        bytes memory data =
            abi.encodeCall(lop.fillContractOrderArgs, (x.order, x.blob, 4_000e6, toTarget, abi.encodePacked(thief)));
        sendFor(
            other, one(Swap(LOP, address(weth), 2e18, address(usdc), 0, data)), IBalancerErrors.SlippageTooHigh.selector
        );
    }

    function sendFor(IBalancer who, Swap[] memory swaps, bytes4 error_) private {
        (uint40 generation, uint40 deadline) = (who.generation(), uint40(block.timestamp + 600));
        bytes memory signature = signBy(BOT_KEY, who.proposalHash(swaps, 99, generation, deadline));
        expectError(error_);
        who.executeSignedRebalance(swaps, 99, generation, deadline, signature);
    }

    /// @dev A proposal inside the other's route. The one payment of 2.5 WETH goes to either executor, and never counts twice.
    function test_onePaymentNeverCountsForTwoProposals() external {
        vm.prank(owner);
        other.setTargets(tokens(), weights(3_000, 6_000, 1_000), OneOffTurnover(0, 0));
        Swap memory inner = openSwap(2.5e18, balancer.executor(), address(0), "");
        (uint40 generation, uint40 deadline) = (other.generation(), uint40(block.timestamp + 600));
        bytes memory signature = signBy(BOT_KEY, other.proposalHash(one(inner), 1, generation, deadline));
        bytes memory nested =
            abi.encodeCall(other.executeSignedRebalance, (one(inner), 1, generation, deadline, signature));
        // to the first one's executor: the other refuses
        sendFor(balancer, one(openSwap(0, address(0), address(other), nested)), OpenRouter.StepFailed.selector);
        // to the other's: the first refuses
        inner = openSwap(2.5e18, other.executor(), address(0), "");
        signature = signBy(BOT_KEY, other.proposalHash(one(inner), 1, generation, deadline));
        nested = abi.encodeCall(other.executeSignedRebalance, (one(inner), 1, generation, deadline, signature));
        sendFor(
            balancer, one(openSwap(0, address(0), address(other), nested)), IBalancerErrors.SlippageTooHigh.selector
        );
        // and each paid by itself, both may
        Swap memory outer = openSwap(2.5e18, balancer.executor(), address(other), nested);
        deadline = uint40(block.timestamp + 600);
        signature = signBy(BOT_KEY, balancer.proposalHash(one(outer), 99, balancer.generation(), deadline));
        balancer.executeSignedRebalance(one(outer), 99, balancer.generation(), deadline, signature);
        assertEq(weth.balanceOf(address(balancer)), 17.5e18, "the first one's WETH");
        assertEq(weth.balanceOf(address(other)), 27.5e18, "the other's");
    }

    /// @dev 5,000 USDC for `paid` WETH to `to`; then a call.
    function openSwap(uint256 paid, address to, address target, bytes memory data) private view returns (Swap memory) {
        address[] memory targets = new address[](target == address(0) ? 0 : 1);
        bytes[] memory calls = new bytes[](targets.length);
        if (targets.length != 0) (targets[0], calls[0]) = (target, data);
        bytes memory route_ = abi.encodeCall(open.route, (address(usdc), 5_000e6, address(weth), paid, to, targets, calls));
        return Swap(address(open), address(usdc), 5_000e6, address(weth), 0, route_);
    }

    function tokens() private view returns (address[] memory list) {
        list = new address[](3);
        (list[0], list[1], list[2]) = (address(usdc), address(weth), address(wbtc));
    }

    function weights(uint16 a, uint16 b, uint16 c) private pure returns (uint16[] memory list) {
        list = new uint16[](3);
        (list[0], list[1], list[2]) = (a, b, c);
    }

    // ── both paths at once ──────────────────────────────────────────────────────────────────────────────────────────

    /// @dev An order, a public order and a proposal in one transaction, each losing 45 USD of 100,000: one bucket.
    function test_ordersPublicOrdersAndProposalsOfOneTransactionPayIntoOneBudget() external {
        Guard memory g = defaultGuard();
        (g.publicBook, g.lossBpsPerDay) = (true, 26); // 130 USD at once
        setGuard(g);
        allow(address(usdc));
        setTargets(2_000, 6_000, 2_000);
        uint256 before = navE32();
        uint256 taking = worth(address(usdc), 5_000e6, address(weth), 90);
        fill(orderOf(address(usdc), 5_000e6, address(weth), taking));
        Signed memory x = publicOrder(
            orderOf(address(usdc), 5_000e6, address(weth), taking), extensionOf(feeData(defaultFees()), address(balancer))
        );
        fillAs(taker, x, 5_000e6);
        uint256 lost = (before - navE32()) * 1e18 / before;
        assertApprox(lost, levelE18(90), 1e10, "90 USD so far");
        assertGe(balancer.budgets().lossLevelE18, lost, "charged");
        Swap memory w = openSwap(taking, balancer.executor(), address(0), "");
        sendFor(balancer, one(w), IBalancerErrors.LossBudgetExceeded.selector);
        fillFails(orderOf(address(usdc), 5_000e6, address(weth), taking), IBalancerErrors.LossBudgetExceeded.selector);
        fill(orderOf(address(usdc), 4_000e6, address(weth), worth(address(usdc), 4_000e6, address(weth), 90)));
    }

    /// @dev The sold tokens go to the portfolio's own executor; the next proposal sweeps them home.
    function test_whatATakerSendsToTheExecutorComesHomeAndCountsForNothing() external {
        uint256 taking = worth(address(usdc), 5_000e6, address(weth), 90);
        Signed memory x = signed(orderOf(address(usdc), 5_000e6, address(weth), taking));
        bytes memory target = abi.encodePacked(balancer.executor());
        vm.prank(taker);
        lop.fillContractOrderArgs(x.order, x.blob, 5_000e6, TakerTraits.wrap((1 << 255) | (1 << 251)), target);
        // sold for nothing, while 5,000 USDC come back from the executor
        Swap memory w = openSwap(0, address(0), address(0), "");
        w.amountIn = 2_000e6;
        w.data = abi.encodeCall(
            open.route, (address(usdc), 2_000e6, address(weth), 0, address(0), new address[](0), new bytes[](0))
        );
        sendFor(balancer, one(w), IBalancerErrors.SlippageTooHigh.selector);
        w.data = abi.encodeCall(
            open.route, (address(usdc), 2_000e6, address(weth), 1e18, balancer.executor(), new address[](0), new bytes[](0))
        );
        uint256 level = balancer.budgets().lossLevelE18;
        send(propose(one(w)));
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - 2_000e6, "came home");
        assertEq(balancer.budgets().lossLevelE18, level, "the loss stays charged");
    }

    function test_feesPaidToThePortfolioItselfCountForNothing() external {
        openBook();
        (integrator, protocol) = (address(balancer), address(balancer));
        IOrderMixin.Order memory o =
            orderOf(address(usdc), 5_000e6, address(weth), worth(address(usdc), 5_000e6, address(weth), 101));
        Signed memory x = publicOrder(o, extensionOf(feeData(Fees(300, 100, 200, 100)), address(balancer)));
        fillFails(x, 5_000e6, IBalancerErrors.SlippageTooHigh.selector);
    }

    // ── hooks on both sides ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Both tokens call the thief before each approval and after each transfer; the thief is even the signer.
    function test_hooksOnBothSidesOpenNothing() external {
        (HookedToken a, HookedToken b) = (new HookedToken("HA"), new HookedToken("HB"));
        addFeed(address(a), 18, 1e8);
        addFeed(address(b), 18, 1e8);
        Config memory c = defaultConfig();
        c.signer = address(scripted);
        c.assets = new AssetConfig[](2);
        (c.assets[0], c.assets[1]) = (listing(address(a), 5_000), listing(address(b), 5_000));
        balancer = createPortfolio(c);
        give(address(a), address(balancer), 60_000e18);
        give(address(b), address(balancer), 40_000e18);
        give(address(b), taker, 10_000e18);
        approveLop(address(b), taker);

        IOrderMixin.Order memory inner = orderOf(address(a), 1_000e18, address(b), 1_000e18);
        bytes memory blob = blobOf(inner, OWNER_KEY, "");
        bytes4 locked = IBalancerErrors.IsLocked.selector;
        scripted.script(LOP, abi.encodeCall(lop.fillContractOrder, (inner, blob, 1_000e18, TakerTraits.wrap(1 << 255))), locked);
        Proposal memory p = propose(one(Swap(address(open), address(a), 1e18, address(b), 0, "")));
        signProposal(p, OWNER_KEY);
        at(abi.encodeCall(balancer.executeSignedRebalance, (p.swaps, p.nonce, p.generation, p.deadline, p.signature)), locked);
        at(abi.encodeCall(balancer.deposit, (new Deposit[](0))), locked);
        at(abi.encodeCall(balancer.setAllowance, (address(a), 0)), locked);
        at(abi.encodeCall(balancer.setSigner, (thief)), OWNABLE);
        at(abi.encodeCall(balancer.acceptOwnership, ()), locked);
        at(abi.encodeCall(balancer.preInteraction, (inner, "", 0, thief, 1, 1, 1, "")), IBalancerErrors.NotLimitOrderProtocol.selector);
        at(abi.encodeCall(balancer.postInteraction, (inner, "", 0, thief, 1, 1, 1, "")), IBalancerErrors.NotPostCaller.selector);
        scripted.script(
            balancer.executor(), abi.encodeCall(ISwapExecutor.sweep, (address(a))), ISwapExecutor.NotBalancer.selector
        );

        IOrderMixin.Order memory o = orderOf(address(a), 5_000e18, address(b), 4_990e18);
        blob = blobOf(o, OWNER_KEY, "");
        a.arm(address(scripted));
        b.arm(address(scripted));
        vm.prank(taker);
        lop.fillContractOrder(o, blob, 5_000e18, TakerTraits.wrap(1 << 255));
        // approval, sale, purchase; nothing is left to take back
        assertEq(scripted.ran(), 3 * 9, "in each hook everything was tried");
        assertEq(a.balanceOf(address(balancer)), 55_000e18, "sold once");
        assertEq(b.balanceOf(address(balancer)), 44_990e18, "paid in full");
        assertEq(balancer.budgets().lossLevelE18, 0.0001e18, "and charged");
    }

    bytes4 private constant OWNABLE = bytes4(keccak256("OwnableUnauthorizedAccount(address)"));

    function at(bytes memory data, bytes4 error_) private {
        scripted.script(address(balancer), data, error_);
    }

    /// @dev A stranger's own order may name any contract as its hooks.
    function test_aStrangersOrderThatNamesThePortfolioAsItsHookDoesNothing() external {
        fundTaker(thief);
        foreign(true, IBalancerErrors.NotThisMaker.selector);
        foreign(false, IBalancerErrors.NotPostCaller.selector);
        scripted.run();
        Signed memory x = signed(goodOrder());
        scripted.fill(x.order, x.blob, "", 5_000e6);
        assertEq(scripted.ran(), 4, "refused, and refused from inside a fill");
    }

    function foreign(bool pre, bytes4 error_) private {
        uint256 length = 20;
        uint256 offsets = pre ? (length << 192) | (length << 224) : length << 224;
        bytes memory extension = abi.encodePacked(offsets, address(balancer));
        IOrderMixin.Order memory o = orderOf(address(usdc), 5_000e6, address(weth), 2.5e18);
        o.maker = word(thief);
        o.makerTraits = MakerTraits.wrap((pre ? PRE : POST) | ALLOW_MULTIPLE | HAS_EXTENSION);
        o.salt = uint160(uint256(keccak256(extension)));
        scripted.script(LOP, thiefsFill(o, extension), error_);
    }

    function thiefsFill(IOrderMixin.Order memory o, bytes memory extension) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(THIEF_KEY, lop.hashOrder(o));
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        TakerTraits traits = TakerTraits.wrap((1 << 255) | (extension.length << 224));
        return abi.encodeCall(lop.fillOrderArgs, (o, r, vs, 5_000e6, traits, extension));
    }

    // ── signatures elsewhere ────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One wallet owns both portfolios, and a fork of the chain has both of them, too.
    function test_aSmartWalletsSignatureFitsOnePortfolioAndOneChain() external {
        SmartWallet wallet = new SmartWallet(owner);
        vm.prank(owner);
        balancer.transferOwnership(address(wallet));
        vm.prank(address(wallet));
        balancer.acceptOwnership();
        vm.prank(owner);
        other.transferOwnership(address(wallet));
        vm.prank(address(wallet));
        other.acceptOwnership();
        IOrderMixin.Order memory o = goodOrder();
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, 7));
        bytes memory signature = signBy(OWNER_KEY, lop.hashOrder(o));
        bytes memory blob = abi.encode(o, signature, "");
        assertEq(uint256(balancer.orderState(o, blob)), uint256(OrderState.Ok), "here");
        assertEq(uint256(other.orderState(o, blob)), uint256(OrderState.WrongMaker), "there");
        bytes32 hash = lop.hashOrder(o);
        uint256 clean = vm.snapshotState();
        vm.chainId(10);
        assertTrue(lop.hashOrder(o) != hash, "LOP's domain knows the chain");
        assertEq(uint256(balancer.orderState(o, blob)), uint256(OrderState.BadSignature), "on a fork");
        vm.revertToState(clean);
        o.maker = word(address(other));
        o.salt = (o.salt & type(uint160).max) | (uint256(other.generation()) << 160);
        blob = abi.encode(o, signature, "");
        assertEq(uint256(other.orderState(o, blob)), uint256(OrderState.BadSignature), "not even as its own");
    }

    // ── budgets ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev A gift makes the portfolio larger, and with it what a fraction of it is: by less than was given.
    function test_aGiftThatWidensTheBudgetCostsMoreThanItWins() external {
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 20_000;
        setGuard(g);
        setTargets(0, 10_000, 0);
        uint256 before = navE32();
        give(address(usdc), address(balancer), 100_000e6);
        for (uint256 i; i < 4; ++i) {
            uint256 held = usdc.balanceOf(address(balancer));
            IOrderMixin.Order memory o =
                orderOf(address(usdc), held, address(weth), worth(address(usdc), held, address(weth), 99));
            (uint256 most,) = balancer.maxFill(o);
            if (most != 0) fill(o, most);
        }
        assertGe(balancer.budgets().lossLevelE18, 0.0049e18, "the bucket is full");
        assertGe(navE32(), before + 98_900e32, "the owner has nearly all of the gift");
    }

    /// @dev Whoever settles the bucket every second, or waits a year before its first use, gets no more out of it.
    function test_aBucketRefillsNoFasterForBeingAskedOftenAndHoldsNoMoreForHavingWaited() external {
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (7, 9_973); // neither divides a day
        setGuard(g);
        warpFresh(365 days);
        setTargets(0, 10_000, 0);
        uint256 capacity = balancer.budgets().lossCapacityE18;
        IOrderMixin.Order memory o =
            orderOf(address(usdc), 40_000e6, address(weth), worth(address(usdc), 40_000e6, address(weth), 99));
        (uint256 most, FillLimit limit) = balancer.maxFill(o);
        assertEq(uint256(limit), uint256(FillLimit.LossBudget), "limit");
        fill(o, most);
        assertLe(balancer.budgets().lossLevelE18, capacity, "no more than the capacity");
        fillFails(o, most / 10, IBalancerErrors.LossBudgetExceeded.selector);
        uint256 level = balancer.budgets().lossLevelE18;
        uint256 clean = vm.snapshotState();
        warpFresh(1_000);
        setGuard(g);
        uint256 once = balancer.budgets().lossLevelE18;
        vm.revertToState(clean);
        for (uint256 i; i < 1_000; ++i) {
            warpFresh(1);
            setGuard(g);
        }
        uint256 often = balancer.budgets().lossLevelE18;
        assertGe(often, once, "asked often");
        assertLe(level - once, capacity * 1_000 / 1 days, "refilled");
        assertLe(often - once, 1_000, "and for whom asks often, a unit per time less");
    }

    /// @dev Rests of one unit of the finest token, each at the worst price that its order allows.
    function test_restsOfOneUnitOfTheFinestTokenAreNoFarm() external {
        TestToken fine = new TestToken("Fine", "FINE", 27);
        addFeed(address(fine), 27, 1); // 1e-8 USD: one unit is worth 1e-35
        Config memory c = defaultConfig();
        (c.assets[1], c.assets[2]) = (listing(address(fine), 4_000), listing(address(wbtc), 2_000));
        (c.guard.minFillBps, c.guard.turnoverBpsPerDay, c.guard.cooldown) = (1, 100_000, 0);
        balancer = createPortfolio(c);
        give(address(usdc), address(balancer), 30_000e6);
        give(address(fine), address(balancer), 5e39);
        give(address(wbtc), address(balancer), 0.4e8);
        uint256 nav = valueOf(address(usdc)) + valueOf(address(wbtc)) + valueOf(address(fine));
        for (uint256 i; i < 300; ++i) {
            // 20.000001 USD for 20: 5e-8 lost, and 1 unit of the finest for 0 or 1 of the coarser
            IOrderMixin.Order memory o = orderOf(address(fine), 2_000_000_100e27 + 1, address(usdc), 20e6);
            Signed memory x = fill(o, o.makingAmount - 1);
            fillAs(taker, x, 1);
        }
        uint256 after_ = valueOf(address(usdc)) + valueOf(address(wbtc)) + valueOf(address(fine));
        uint256 lossE18 = after_ < nav ? (nav - after_) * 1e18 / nav : 0;
        assertGe(balancer.budgets().lossLevelE18, lossE18, "charged what was lost, and a unit each");
        assertGe(balancer.budgets().lossLevelE18, 300, "at least");
    }

    /// @dev 35 decimals of USD, exact for every token here.
    function valueOf(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(balancer)) * priceOf(token) * 10 ** (27 - decimalsOf[token]);
    }

    function test_feedsAtTheEndsOfTheirRangeStopOrTradeButNeverWrap() external {
        setPrice(address(wbtc), type(int256).max);
        fillFails(goodOrder(), IBalancerErrors.ValueOverflow.selector);
        setPrice(address(wbtc), int256(uint256(1 << 200)));
        fillFails(goodOrder(), IBalancerErrors.ValueOverflow.selector);
        setPrice(address(wbtc), 1);
        give(address(wbtc), taker, 1_000e16);
        fill(orderOf(address(usdc), 1_000e6, address(wbtc), 1_000e16));
        assertEq(balancer.budgets().lossLevelE18, 0, "at a price of one unit");
    }
}
