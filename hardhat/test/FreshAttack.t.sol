// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Proposing } from "./support/Proposing.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";
import { SmartWallet } from "./support/SmartWallet.sol";

/// @dev Run inside LOP by its `simulate`: whatever it calls sees LOP as the caller.
contract Impostor {
    function rob(address maker, address thief, IOrderMixin.Order calldata order, TestToken token) external {
        IBalancer(maker).preInteraction(order, "", 0, thief, order.makingAmount, 0, order.makingAmount, "");
        token.transferFrom(maker, thief, order.makingAmount);
    }
}

/// @dev A feed that gives only the first bytes of its answers, or writes while it is asked.
contract ArmedFeed {
    uint256 private decimalsLength = 32;
    uint256 private answerLength = 160;
    bool private writes;

    function arm(uint256 decimalsLength_, uint256 answerLength_, bool writes_) external {
        (decimalsLength, answerLength, writes) = (decimalsLength_, answerLength_, writes_);
    }

    fallback() external {
        if (writes) writes = true;
        bool unit = msg.sig == TestToken.decimals.selector;
        uint256 time = block.timestamp - 1;
        bytes memory answer = unit ? abi.encode(8) : abi.encode(1, 2_000e8, time, time, 1);
        uint256 length = unit ? decimalsLength : answerLength;
        assembly ("memory-safe") {
            return(add(answer, 0x20), length)
        }
    }
}

/// @dev Takes a contract's EIP-1271 word for an allowance, as USDC does.
contract AskingDollar is TestToken {
    constructor() TestToken("Asking Dollar", "ASK", 6) { }

    function permit(address from, address spender, uint256 amount, bytes calldata signature) external {
        bytes32 digest = keccak256(abi.encode(from, spender, amount));
        require(IERC1271(from).isValidSignature(digest, signature) == IERC1271.isValidSignature.selector, "refused");
        _approve(from, spender, amount);
    }
}

/// @title What eyes that knew the interface and the documents alone tried, with the bot's key and two portfolios
/// @dev More of it is beside its neighbours, in ShareFeed, FreshAnswers, Cooldown and Bricked.
contract FreshAttackTest is Proposing {
    uint256 private constant MAKING = 5_000e6;
    ScriptedTaker private scripted;
    ScriptedTaker private inner;

    function setUp() public override {
        super.setUp();
        (scripted, inner) = (new ScriptedTaker(), new ScriptedTaker());
        fundTaker(address(scripted));
        fundTaker(address(inner));
    }

    function lossy(uint256 making, uint256 lossBps) private returns (IOrderMixin.Order memory) {
        return orderOf(address(usdc), making, address(weth), worth(address(usdc), making, address(weth), lossBps));
    }

    function lossLevel(IBalancer of_) private view returns (uint256) {
        return of_.budgets().lossLevelE18;
    }

    // ── refused ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev LOP runs anybody's code as itself, where PRE believes it and approves; but then it always reverts.
    function test_whoeverSpeaksAsLopThroughItsSimulationKeepsNothing() external {
        IOrderMixin.Order memory o = goodOrder();
        bytes memory data = abi.encodeCall(Impostor.rob, (address(balancer), stranger, o, usdc));
        (bool ok, bytes memory answer) = LOP.call(abi.encodeCall(lop.simulate, (address(new Impostor()), data)));
        assertFalse(ok, "reverted");
        assertEq(answer, abi.encodeWithSelector(IOrderMixin.SimulationResults.selector, true, ""), "robbed inside");
        assertEq(usdc.balanceOf(stranger) + usdc.allowance(address(balancer), LOP), 0, "nothing outside");
        assertFalse(balancer.locked(), "no lock is left");
        fill(o);
    }

    /// @dev What an earlier feed's answer left in memory never passes for the rest of a short one.
    function test_aFeedsAnswerIsReadWholeOrNotAtAllAndNeverLetsItRunCode() external {
        ArmedFeed feed = new ArmedFeed();
        vm.prank(owner);
        balancer.setFeed(address(weth), address(feed), 1 hours, 1 days, 0, 0);
        Signed memory x = signed(goodOrder());
        for (uint256 length; length < 32 + 160; ++length) {
            if (length < 32) feed.arm(length, 160, false);
            else feed.arm(32, length - 32, false);
            fillFails(x, MAKING, IBalancerErrors.FeedRefused.selector);
        }
        feed.arm(32, 160, true);
        fillFails(x, MAKING, IBalancerErrors.FeedRefused.selector);
        feed.arm(32, 160, false);
        fillAs(taker, x, MAKING);
    }

    /// @dev A thief who may update a feed takes the other path, with either asset's answer of this very second.
    function test_aProposalIsNoWayRoundTheAgeOfAnAnswer() external {
        openUniswap();
        Proposal memory p = propose(one(goodSwap()));
        address[2] memory traded = [address(usdc), address(weth)];
        for (uint256 i; i < traded.length; ++i) {
            feedOf[traded[i]].set(int256(priceOf(traded[i])), block.timestamp);
            sendFails(p, IBalancerErrors.FeedRefused.selector);
            refresh();
        }
        feedOf[address(wbtc)].set(int256(priceOf(address(wbtc))), block.timestamp);
        send(p);
    }

    /// @dev The key signs an allowance for the thief: as it is, and as an order that really is the portfolio's.
    function test_aTokenThatAsksThePortfolioForAnAllowanceGetsNone() external {
        AskingDollar asking = new AskingDollar();
        bytes memory plain = signBy(BOT_KEY, keccak256(abi.encode(address(balancer), stranger, ALL)));
        vm.expectRevert();
        asking.permit(address(balancer), stranger, ALL, plain);
        Signed memory x = signed(goodOrder());
        vm.expectRevert(bytes("refused"));
        asking.permit(address(balancer), stranger, ALL, x.blob);
        address wallet = address(new SmartWallet(bot));
        asking.permit(wallet, stranger, ALL, signBy(BOT_KEY, keccak256(abi.encode(wallet, stranger, ALL))));
    }

    /// @dev {deposit} is closed in the middle of a fill, but a creation that is sent again deposits past it.
    function test_whatComesThroughTheFactoryInsideAFillHidesNoLoss() external {
        Deposit[] memory gifts = new Deposit[](2);
        gifts[0] = Deposit(address(usdc), MAKING, 0, 0, 0, 0);
        gifts[1] = Deposit(address(weth), 2.5e18, 0, 0, 0, 0);
        Config memory c = defaultConfig();
        bytes32 salt = bytes32(uint256(1));
        bytes memory agreed = signBy(OWNER_KEY, factory.creationHash(owner, c, salt, block.timestamp));
        bytes memory again = abi.encodeCall(factory.createFor, (owner, c, salt, block.timestamp, agreed, gifts));
        scripted.script(address(balancer), abi.encodeCall(balancer.deposit, (gifts)), IBalancerErrors.IsLocked.selector);
        scripted.script(address(usdc), abi.encodeCall(usdc.approve, (address(factory), ALL)), 0);
        scripted.script(address(weth), abi.encodeCall(usdc.approve, (address(factory), ALL)), 0);
        scripted.script(address(factory), again, 0);
        Signed memory x = signed(lossy(MAKING, 90));
        scripted.fill(x.order, x.blob, "", MAKING);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD, "as if nothing had been sold");
        assertApprox(lossLevel(balancer), levelE18(45), 1e10, "90 bps of 5,000 of 100,000 USD");
    }

    /// @dev Both portfolios' fills are open at once, each in words of its own; the first can't be entered from the second.
    function test_fillsOfTwoPortfoliosInsideEachOtherAreChargedAsIfAlone() external {
        IBalancer first = balancer;
        (Signed memory a, Signed memory x) = (signed(lossy(MAKING, 90)), signed(lossy(MAKING, 90)));
        vm.prank(stranger);
        balancer = IBalancer(factory.create(defaultConfig(), 0, new Deposit[](0)));
        fundDefault();
        give(address(wbtc), address(balancer), 0.4e8); // 120,000 USD, of which USDC is still above its target
        Signed memory b = signed(lossy(1_000e6, 30));
        bytes memory again = abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, MAKING, TakerTraits.wrap(1 << 255)));
        inner.script(LOP, again, IBalancerErrors.IsLocked.selector);
        scripted.script(address(inner), abi.encodeCall(inner.fill, (b.order, b.blob, "", 1_000e6)), 0);
        scripted.fill(a.order, a.blob, "", MAKING);
        assertEq(inner.ran() + scripted.ran(), 2, "both inside");
        assertApprox(lossLevel(first), levelE18(45), 1e10, "45 of 100,000 USD");
        assertApprox(lossLevel(balancer), uint256(3e18) / 120_000, 1e10, "3 of 120,000 USD");
    }

    /// @dev Each hour all that can be sold: at once half a day's limit and the one-off, then what refills.
    function test_aDaysTurnoverIsTheLimitAndTheOneOffAndNoMore() external {
        Guard memory g = defaultGuard();
        g.turnoverBpsPerDay = 1_000;
        setGuard(g);
        setTargets(0, 8_000, 2_000);
        vm.prank(owner);
        balancer.grantTurnover(OneOffTurnover(2_000, uint40(block.timestamp + 2 days)));
        uint256 soldE18;
        for (uint256 hour; hour <= 24; ++hour) {
            if (hour != 0) warpFresh(1 hours);
            IOrderMixin.Order memory o = lossy(usdc.balanceOf(address(balancer)), 0);
            (uint256 most,) = balancer.maxFill(o);
            if (most == 0) continue;
            soldE18 += most * 1e30 / (navE32() / 1e14);
            fill(o, most);
        }
        assertLe(soldE18, 0.3e18, "1,000 and 2,000 bps");
        assertGe(soldE18, 0.297e18, "and nearly all of it");
    }

    /// @dev Two honest tokens of one supply are made to look like twins by gifts, before a creation and before a new list.
    function test_whoeverMakesHonestTokensLookLikeTwinsPaysAndStopsTheirListingOnly() external {
        (TestToken a, TestToken b) = (new TestToken("A", "A", 6), new TestToken("B", "B", 6));
        addFeed(address(a), 6, 1e8);
        addFeed(address(b), 6, 2e8);
        a.mint(address(this), 1e15);
        b.mint(address(this), 1e15);
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](2);
        (c.assets[0], c.assets[1]) = (listing(address(a), 5_000), listing(address(b), 5_000));
        address predicted = factory.predict(owner, c, "twins");
        a.transfer(predicted, 1);
        b.transfer(predicted, 1);
        vm.prank(owner);
        expectError(IBalancerErrors.TwinTokens.selector);
        factory.create(c, "twins", new Deposit[](0));
        a.transfer(predicted, 1); // by the owner
        vm.prank(owner);
        balancer = IBalancer(factory.create(c, "twins", new Deposit[](0)));

        a.transfer(predicted, 1_000e6);
        b.transfer(predicted, 900e6);
        b.transfer(predicted, a.balanceOf(predicted) - b.balanceOf(predicted)); // 200 USD given away
        vm.prank(owner);
        expectError(IBalancerErrors.TwinTokens.selector);
        balancer.setAssets(c.assets);
        a.transfer(taker, 1_000e6);
        approveLop(address(a), taker);
        fill(orderOf(address(b), 10e6, address(a), 20e6));
        vm.prank(owner);
        balancer.setAssets(c.assets);
    }

    // ── limits of what is promised ──────────────────────────────────────────────────────────────────────────────────

    /// @dev A bump voids what was signed until now. Whoever has the key for a minute signs for later generations and days.
    function test_anOrderSignedAheadForALaterDayAndGenerationDiesWithItsSigner() external {
        uint256 life = balancer.guard().orderTtlMax;
        IOrderMixin.Order memory o = lossy(MAKING, 90);
        o.salt += 2 << 160;
        o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 30 * life, 1));
        Signed memory x = signed(o);
        warpFresh(29 * life);
        vm.prank(owner);
        balancer.bumpGeneration();
        fillFails(x, MAKING, IOrderMixin.BadSignature.selector);
        uint256 bumpedOnce = vm.snapshotState();
        vm.prank(owner);
        balancer.setSigner(vm.addr(uint256(keccak256("the next key"))));
        assertEq(uint256(balancer.orderState(o, x.blob)), uint256(OrderState.BadSignature), "its generation, but no signer");
        fillFails(x, MAKING, IOrderMixin.BadSignature.selector);
        vm.revertToState(bumpedOnce);
        vm.prank(owner);
        balancer.bumpGeneration();
        fillAs(taker, x, MAKING);
        assertApprox(lossLevel(balancer), levelE18(45), 1e10, "and it is charged like any other");
    }
}
