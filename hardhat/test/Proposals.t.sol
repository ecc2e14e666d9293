// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { ISwapExecutor } from "../contracts/interfaces/ISwapExecutor.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { OpenRouter } from "./support/OpenRouter.sol";
import { Proposing } from "./support/Proposing.sol";
import { SmartWallet } from "./support/SmartWallet.sol";

/// @title Proposals over real Uniswap V2, and over a router that does whatever a thief wants
contract ProposalsTest is Proposing {
    OpenRouter private open;

    function setUp() public override {
        super.setUp();
        openUniswap();
        open = new OpenRouter();
        vm.prank(owner);
        balancer.setRouter(address(open), true);
        give(address(weth), address(open), 1_000e18);
        give(address(wbtc), address(open), 100e8);
        give(address(usdc), address(open), 1_000_000e6);
    }

    // ── good ones ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aGoodProposalIsExecutedByAnyoneWhoSendsIt() external {
        Proposal memory p = propose(one(goodSwap()));
        bytes32 hash = balancer.proposalHash(p.swaps, p.nonce, p.generation, p.deadline);
        vm.expectEmit(true, true, true, true, address(balancer));
        emit IBalancerEvents.Rebalanced(hash, p.nonce, stranger);
        send(p);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - USDC_SOLD, "USDC");
        assertGe(weth.balanceOf(address(balancer)), WETH_HELD + 2.49e18, "WETH");
        assertEq(balancer.assets()[0].lastSoldAt, block.timestamp, "sold stamp");
        assertEq(balancer.assets()[1].lastBoughtAt, block.timestamp, "bought stamp");
        assertEq(balancer.nonceWord(0), 1, "nonce used");
        assertNothingLeft();
    }

    function assertNothingLeft() private view {
        address executor = balancer.executor();
        address[3] memory tokens = [address(usdc), address(weth), address(wbtc)];
        for (uint256 i; i < 3; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(executor), 0, "executor holds nothing");
            assertEq(IERC20(tokens[i]).allowance(executor, address(uniswap)), 0, "no allowance to Uniswap");
            assertEq(IERC20(tokens[i]).allowance(executor, address(open)), 0, "no allowance to the open router");
            assertEq(IERC20(tokens[i]).allowance(address(balancer), LOP), 0, "no allowance to LOP");
        }
    }

    function test_severalSwapsAreJudgedAsOne() external {
        setTargets(3_000, 4_500, 2_500);
        Swap memory a = swapOf(address(usdc), 5_000e6, address(weth), 2.4e18);
        Swap memory b = swapOf(address(usdc), 4_000e6, address(wbtc), 0.07e8);
        send(propose(two(a, b)));
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - 5_000e6 - 4_000e6, "USDC");
        assertNothingLeft();
    }

    function test_theOwnerMaySignAProposal() external {
        Proposal memory p = propose(one(goodSwap()));
        signProposal(p, OWNER_KEY);
        send(p);
    }

    function test_aContractOwnerMaySignAProposal() external {
        SmartWallet wallet = new SmartWallet(owner);
        vm.prank(owner);
        balancer.transferOwnership(address(wallet));
        wallet.call(address(balancer), abi.encodeCall(balancer.acceptOwnership, ()));
        Proposal memory p = propose(one(goodSwap()));
        signProposal(p, OWNER_KEY);
        send(p);
    }

    function test_noncesNeedNoOrder() external {
        nextNonce = 1_000;
        send(propose(one(swapOf(address(usdc), 1_000e6, address(weth), 0))));
        nextNonce = 255;
        send(propose(one(swapOf(address(usdc), 1_000e6, address(weth), 0))));
        assertEq(balancer.nonceWord(3), 1 << (1_000 - 768), "nonce 1,000");
        assertEq(balancer.nonceWord(0), 1 << 255, "nonce 255");
    }

    // ── each rule ───────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aPausedPortfolioExecutesNothing() external {
        vm.prank(bot);
        balancer.pause();
        sendFails(one(goodSwap()), IBalancerErrors.IsPaused.selector);
    }

    function test_anotherGenerationIsRefused() external {
        Proposal memory p = propose(one(goodSwap()));
        vm.prank(bot);
        balancer.bumpGeneration();
        sendFails(p, IBalancerErrors.WrongGeneration.selector);
    }

    function test_anExpiredProposalIsRefused() external {
        Proposal memory p = propose(one(goodSwap()));
        vm.warp(block.timestamp + 601);
        sendFails(p, IBalancerErrors.ProposalExpired.selector);
    }

    function test_aDeadlineTooFarAheadIsRefused() external {
        Proposal memory p = propose(one(goodSwap()));
        p.deadline = uint40(block.timestamp + 1 days + 1);
        signProposal(p, BOT_KEY);
        sendFails(p, IBalancerErrors.DeadlineTooFar.selector);
        p.deadline = uint40(block.timestamp + 1 days);
        signProposal(p, BOT_KEY);
        send(p);
    }

    function test_aProposalIsExecutedOnce() external {
        Proposal memory p = propose(one(goodSwap()));
        send(p);
        sendFails(p, IBalancerErrors.NonceUsed.selector);
    }

    function test_aStrangersAndAnAlteredProposalAreRefused() external {
        Proposal memory p = propose(one(goodSwap()));
        signProposal(p, 0xBAD);
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
        signProposal(p, BOT_KEY);
        p.swaps[0].minOut -= 1;
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
        p.swaps[0].minOut += 1;
        p.swaps[0].data = abi.encodePacked(p.swaps[0].data, uint8(0));
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
        p = propose(one(goodSwap()));
        p.nonce += 1;
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
    }

    function test_aSignerOfZeroMeansThatNoBotMayPropose() external {
        vm.prank(owner);
        balancer.setSigner(address(0));
        Proposal memory p = propose(one(goodSwap()));
        p.signature = new bytes(65);
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
    }

    function test_noSwapsAndTooManyAreRefused() external {
        sendFails(new Swap[](0), IBalancerErrors.NoSwaps.selector);
        Swap[] memory many = new Swap[](17);
        for (uint256 i; i < 17; ++i) many[i] = swapOf(address(usdc), 200e6, address(weth), 0);
        sendFails(many, IBalancerErrors.TooManySwaps.selector);
    }

    function test_aRouterThatIsNotAllowedIsRefused() external {
        Swap memory w = goodSwap();
        w.router = address(pairs);
        sendFails(one(w), IBalancerErrors.RouterNotAllowed.selector);
        vm.prank(owner);
        balancer.setRouter(address(uniswap), false);
        sendFails(one(goodSwap()), IBalancerErrors.RouterNotAllowed.selector);
    }

    function test_aSwapOfNothingIsRefused() external {
        Swap memory w = goodSwap();
        w.amountIn = 0;
        sendFails(one(w), IBalancerErrors.ZeroAmount.selector);
    }

    function test_aTokenForItselfIsRefused() external {
        Swap memory w = goodSwap();
        w.tokenOut = w.tokenIn;
        sendFails(one(w), IBalancerErrors.SameAsset.selector);
    }

    function test_tokensThatAreNotAssetsAreRefused() external {
        TestToken other = new TestToken("Other", "OTH", 18);
        Swap memory w = goodSwap();
        w.tokenOut = address(other);
        sendFails(one(w), IBalancerErrors.UnknownAsset.selector);
        w = goodSwap();
        w.tokenIn = address(other);
        sendFails(one(w), IBalancerErrors.UnknownAsset.selector);
    }

    function test_anAssetBothSoldAndBoughtIsRefused() external {
        Swap memory back = swapOf(address(weth), 1e18, address(usdc), 0);
        sendFails(two(goodSwap(), back), IBalancerErrors.SoldAndBought.selector);
    }

    function test_lessThanTheMinimumOutIsRefused() external {
        sendFails(
            one(swapOf(address(usdc), 5_000e6, address(weth), 2.5e18)), IBalancerErrors.ReceivedTooLittle.selector
        );
    }

    function test_aStaleFeedOfATradedAssetStopsAProposal() external {
        feedOf[address(weth)].set(2_000e8, block.timestamp - 1 hours - 1);
        sendFails(one(goodSwap()), IBalancerErrors.FeedRefused.selector);
    }

    function test_directionIsJudgedForEachAssetByItself() external {
        sendFails(
            one(swapOf(address(wbtc), 0.02e8, address(weth), 0)), IBalancerErrors.SoldNotAboveTarget.selector
        );
        sendFails(
            one(swapOf(address(usdc), 1_000e6, address(wbtc), 0)), IBalancerErrors.BoughtNotBelowTarget.selector
        );
        setTargets(4_000, 6_000, 0);
        sendFails(one(swapOf(address(usdc), 10_501e6, address(weth), 0)), IBalancerErrors.SoldTooFar.selector);
        setTargets(2_000, 4_000, 4_000);
        sendFails(one(swapOf(address(usdc), 10_700e6, address(weth), 0)), IBalancerErrors.BoughtTooFar.selector);
    }

    function test_aProposalObeysAndStartsCooldowns() external {
        send(propose(one(goodSwap())));
        setTargets(7_000, 1_000, 2_000);
        warpFresh(1 hours - 1);
        sendFails(one(swapOf(address(weth), 1e18, address(usdc), 0)), IBalancerErrors.CoolingDown.selector);
        setTargets(7_000, 3_000, 0);
        sendFails(one(swapOf(address(wbtc), 0.02e8, address(usdc), 0)), IBalancerErrors.CoolingDown.selector);
        warpFresh(1);
        send(propose(one(swapOf(address(wbtc), 0.02e8, address(usdc), 0))));
    }

    function test_aProposalPaysIntoTheSameBudgetsAsFills() external {
        Guard memory g = defaultGuard();
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (2, 1_000);
        setGuard(g);
        // Uniswap's 0.3 % of 5,000 is 15 USD, above half of 2 bps of 100,000
        sendFails(one(goodSwap()), IBalancerErrors.LossBudgetExceeded.selector);
        send(propose(one(swapOf(address(usdc), 2_000e6, address(weth), 0))));
        fillFails(
            orderOf(address(usdc), 2_000e6, address(weth), 0.996e18), IBalancerErrors.LossBudgetExceeded.selector
        );
        fill(orderOf(address(usdc), 2_990e6, address(weth), 1.495e18));
        g.lossBpsPerDay = 100;
        setGuard(g);
        sendFails(
            one(swapOf(address(usdc), 1_000e6, address(weth), 0)), IBalancerErrors.TurnoverBudgetExceeded.selector
        );
    }

    function test_aFailingSwapRevertsAll() external {
        Swap memory bad = Swap(address(open), address(usdc), 1e6, address(weth), 0, abi.encodeCall(open.fail, ()));
        Proposal memory p = propose(two(goodSwap(), bad));
        vm.expectRevert(bytes("no liquidity"));
        send(p);
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD, "USDC");
    }

    // ── what a thief with the key would sign ────────────────────────────────────────────────────────────────────────

    function opened(uint256 amountIn, uint256 pulled, uint256 paid, address to, address target, bytes memory data)
        private
        view
        returns (Swap memory)
    {
        address[] memory targets = new address[](target == address(0) ? 0 : 1);
        bytes[] memory calls = new bytes[](targets.length);
        if (target != address(0)) (targets[0], calls[0]) = (target, data);
        bytes memory call =
            abi.encodeCall(open.route, (address(usdc), pulled, address(weth), paid, to, targets, calls));
        return Swap(address(open), address(usdc), amountIn, address(weth), 0, call);
    }

    function test_aProposalSoldForNothingFails() external {
        Swap memory w = opened(5_000e6, 5_000e6, 0, address(0), address(0), "");
        sendFails(one(w), IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_aSandwichedProposalFailsByItsMinOutOrElseByTheFeeds() external {
        usdc.mint(address(this), 2_000_000e6);
        usdc.approve(address(uniswap), ALL);
        uniswap.swapExactTokensForTokens(
            2_000_000e6, 0, pathOf(address(usdc), address(weth)), address(this), block.timestamp
        );
        sendFails(one(goodSwap()), IBalancerErrors.ReceivedTooLittle.selector);
        Swap memory w = goodSwap();
        w.minOut = 0;
        sendFails(one(w), IBalancerErrors.SlippageTooHigh.selector);
    }

    /// @dev What reaches the portfolio any other way than by the executor's own transfer counts as nothing.
    function test_paymentStraightToThePortfolioCountsAsNothing() external {
        Swap memory w = opened(5_000e6, 5_000e6, 2.5e18, address(balancer), address(0), "");
        sendFails(one(w), IBalancerErrors.SlippageTooHigh.selector);
    }

    function test_paymentToTheExecutorCounts() external {
        send(propose(one(opened(5_000e6, 5_000e6, 2.49e18, balancer.executor(), address(0), ""))));
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + 2.49e18, "WETH");
        assertNothingLeft();
    }

    function test_whatTheRouterDoesNotTakeComesBackButIsChargedAsSold() external {
        send(propose(one(opened(5_000e6, 4_000e6, 2.5e18, balancer.executor(), address(0), ""))));
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD - 4_000e6, "USDC");
        assertEq(balancer.budgets().turnoverLevelE18, levelE18(5_000), "charged in full");
        assertNothingLeft();
    }

    /// @dev What lies at the executor already isn't the swap's doing: it comes home, but isn't counted.
    function test_aGiftLyingAtTheExecutorHidesNoTheft() external {
        give(address(weth), balancer.executor(), 2.5e18);
        sendFails(
            one(opened(5_000e6, 5_000e6, 0, address(0), address(0), "")), IBalancerErrors.SlippageTooHigh.selector
        );
    }

    function test_theExecutorObeysNobodyElseNotEvenInsideARoute() external {
        ISwapExecutor executor = ISwapExecutor(balancer.executor());
        assertEq(executor.balancer(), address(balancer), "whose");
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.sweep(address(usdc));
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.swap(address(open), address(usdc), 1, address(weth), "");
        expectError(ISwapExecutor.NotBalancer.selector);
        executor.initialize();
        // the caller would be the router
        fromRoute(address(executor), abi.encodeCall(executor.sweep, (address(usdc))));
        fromRoute(
            address(executor), abi.encodeCall(executor.swap, (address(open), address(usdc), 1, address(weth), ""))
        );
    }

    function fromRoute(address target, bytes memory data) private {
        Swap memory w = opened(5_000e6, 5_000e6, 2.5e18, balancer.executor(), target, data);
        sendFails(one(w), OpenRouter.StepFailed.selector);
    }

    function test_aRouteCannotEnterThePortfolioAgain() external {
        Proposal memory inner = propose(one(opened(100e6, 100e6, 0.05e18, balancer.executor(), address(0), "")));
        bytes memory again = abi.encodeCall(
            balancer.executeSignedRebalance,
            (inner.swaps, inner.nonce, inner.generation, inner.deadline, inner.signature)
        );
        fromRoute(address(balancer), again);
        fromRoute(address(balancer), abi.encodeCall(balancer.deposit, (new Deposit[](0))));
        Signed memory x = signed(goodOrder());
        give(address(weth), address(open), 10e18);
        vm.prank(address(open));
        weth.approve(LOP, ALL);
        fromRoute(LOP, abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 1_000e6, TakerTraits.wrap(1 << 255))));
        send(inner);
        fillAs(address(open), x, 1_000e6);
    }

    /// @dev A thief's first route installs an approval; a later one would be robbed through it in flight.
    function test_noApprovalOutlivesASwap() external {
        send(propose(one(opened(1_000e6, 0, 0.5e18, balancer.executor(), address(0), ""))));
        assertNothingLeft();
        assertEq(usdc.balanceOf(address(balancer)), USDC_HELD, "all came back");
    }

    /// @dev Were an asset a router, the executor could be made to call its `approve` or `transfer`.
    function test_anAssetOrItsFeedIsNeverARouterNorARouterAnAsset() external {
        refusedRouter(address(usdc));
        refusedRouter(address(feedOf[address(usdc)]));
        // a pair share is a token too: once a router, never an asset
        address pair = pairs.getPair(address(usdc), address(weth));
        vm.prank(owner);
        balancer.setRouter(pair, true);
        feedOf[pair] = feedOf[address(usdc)];
        Config memory c = defaultConfig();
        c.assets[2].token = pair;
        vm.prank(owner);
        expectError(IBalancerErrors.ForbiddenToken.selector);
        balancer.setAssets(c.assets);
    }

    function refusedRouter(address router) private {
        vm.prank(owner);
        expectError(IBalancerErrors.ForbiddenRouter.selector);
        balancer.setRouter(router, true);
    }

    function test_aFeedMovedInsideARouteChangesNothing() external {
        Swap memory w = moving(1.5e18);
        sendFails(one(w), IBalancerErrors.SlippageTooHigh.selector);
        send(propose(one(moving(2.49e18))));
        assertEq(priceOf(address(weth)), 4_000e8, "the feed moved");
        assertApprox(balancer.budgets().lossLevelE18, levelE18(20), 1, "judged at the price before");
    }

    /// @dev The open router calls this test, which is the feeds' setter, in the middle of its route.
    function moving(uint256 paid) private view returns (Swap memory) {
        bytes memory move = abi.encodeCall(feedOf[address(weth)].set, (4_000e8, block.timestamp));
        return opened(5_000e6, 5_000e6, paid, balancer.executor(), address(this), move);
    }

    fallback() external {
        (bool ok,) = address(feedOf[address(weth)]).call(msg.data);
        assertTrue(ok, "moved");
    }

    /// @dev A dust sale of what is far outside doesn't license trades of what is inside.
    function test_aDustSaleLicensesNothingElse() external {
        setTargets(4_000, 3_500, 2_500);
        // WETH at 30 % of 35 and WBTC at 20 % of 25 are both bought; now WBTC inside its band
        setTargets(4_000, 4_050, 1_950);
        Swap memory dust = swapOf(address(usdc), 1e6, address(weth), 0);
        Swap memory ping = swapOf(address(wbtc), 0.03e8, address(weth), 0);
        sendFails(two(dust, ping), IBalancerErrors.SoldTooFar.selector);
        setTargets(4_000, 3_950, 2_050);
        ping = swapOf(address(usdc), 1_500e6, address(wbtc), 0);
        sendFails(two(dust, ping), IBalancerErrors.BoughtTooFar.selector);
    }

    // ── LOP itself as a router ──────────────────────────────────────────────────────────────────────────────────────

    function test_lopMayBeARouterButOurOwnOrdersStayClosed() external {
        vm.prank(owner);
        balancer.setRouter(LOP, true);
        Signed memory x = signed(orderOf(address(usdc), 1_000e6, address(weth), 0.5e18));
        bytes memory call = abi.encodeCall(
            lop.fillContractOrder, (x.order, x.blob, 1_000e6, TakerTraits.wrap(1 << 255))
        );
        Swap memory w = Swap(LOP, address(usdc), 1_000e6, address(weth), 0, call);
        sendFails(one(w), IBalancerErrors.IsLocked.selector);
    }

    function test_anotherPortfolioAsTakerKeepsBothPromises() external {
        Config memory c = defaultConfig();
        c.assets[0].targetBps = 8_000;
        c.assets[1].targetBps = 1_000;
        c.assets[2].targetBps = 1_000;
        c.routers = new address[](1);
        c.routers[0] = LOP;
        IBalancer other = createPortfolio(c);
        give(address(usdc), address(other), 50_000e6);
        give(address(weth), address(other), 25e18);
        // the other portfolio sells 2 WETH to the first one's order
        Signed memory x = signed(orderOf(address(usdc), 4_000e6, address(weth), 2e18));
        bytes memory call = abi.encodeCall(
            lop.fillContractOrder, (x.order, x.blob, 4_000e6, TakerTraits.wrap(1 << 255))
        );
        Swap[] memory swaps = one(Swap(LOP, address(weth), 2e18, address(usdc), 4_000e6, call));
        uint40 deadline = uint40(block.timestamp + 600);
        bytes memory signature = signBy(BOT_KEY, other.proposalHash(swaps, 0, 1, deadline));
        other.executeSignedRebalance(swaps, 0, 1, deadline, signature);
        assertEq(usdc.balanceOf(address(other)), 50_000e6 + 4_000e6, "the other's USDC");
        assertEq(weth.balanceOf(address(balancer)), WETH_HELD + 2e18, "ours");
        // and at a price that is bad for the other, it is the other that refuses
        x = signed(orderOf(address(usdc), 1_000e6, address(weth), 0.51e18));
        call = abi.encodeCall(lop.fillContractOrder, (x.order, x.blob, 1_000e6, TakerTraits.wrap(1 << 255)));
        swaps = one(Swap(LOP, address(weth), 0.51e18, address(usdc), 0, call));
        signature = signBy(BOT_KEY, other.proposalHash(swaps, 1, 1, deadline));
        expectError(IBalancerErrors.SlippageTooHigh.selector);
        other.executeSignedRebalance(swaps, 1, 1, deadline, signature);
    }

    function test_theProposalsDigestIsBoundToItsPortfolioAndChain() external {
        Proposal memory p = propose(one(goodSwap()));
        bytes32 here = balancer.proposalHash(p.swaps, p.nonce, p.generation, p.deadline);
        Config memory c = defaultConfig();
        c.guard.cooldown = 0;
        IBalancer other = createPortfolio(c);
        assertTrue(here != other.proposalHash(p.swaps, p.nonce, p.generation, p.deadline), "another portfolio");
        vm.chainId(10);
        assertTrue(here != balancer.proposalHash(p.swaps, p.nonce, p.generation, p.deadline), "another chain");
        sendFails(p, IBalancerErrors.BadProposalSignature.selector);
    }
}
