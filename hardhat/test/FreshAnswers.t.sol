// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { MedianOfTwoFeed } from "../contracts/feeds/MedianOfTwoFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { Fixture } from "./support/Fixture.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";

/// @dev A feed that whoever fills can update first, with any price that was signed within the last minute: the listing rules
/// refuse it, but no contract can tell it from others.
contract PullFeed is TestFeed {
    constructor(int256 answer_) TestFeed(8, "pull", answer_, address(this)) { }

    function pull(int256 answer_) external {
        this.set(answer_, block.timestamp);
    }
}

/// @title Nobody updates a feed and fills on it in one block; and honest fills aren't stuck for it
contract FreshAnswersTest is Fixture {
    uint256 private constant ASSETS = 16;
    uint256 private constant BLOCKS = 64;
    uint256 private constant QUARTERS = 4; // blocks that share a second on a fast chain

    address[] private tokens;

    function rebuild(uint256 ageMin) private {
        answerAgeMin = ageMin;
        deployOurs(address(0));
        balancer = createPortfolio(defaultConfig());
        fundDefault();
    }

    // ── update, then fill ───────────────────────────────────────────────────────────────────────────────────────────

    function test_anAnswerOfThisVerySecondIsNotTradedOn() external {
        feedOf[address(weth)].set(2_000e8, block.timestamp);
        fillFails(goodOrder(), IBalancerErrors.FeedRefused.selector);
        Signed memory x = signed(goodOrder());
        vm.expectRevert(
            abi.encodeWithSelector(IBalancerErrors.FeedRefused.selector, address(weth), FeedState.TooFresh)
        );
        vm.prank(LOP);
        balancer.preInteraction(x.order, "", x.hash, taker, 1, 1, 1, "");
        (uint256 most, FillLimit limit) = balancer.maxFill(x.order);
        assertEq(most, 0, "maxFill knows it");
        assertEq(uint256(limit), uint256(FillLimit.Feed), "and why");
        vm.warp(block.timestamp + 1);
        fill(goodOrder());
    }

    function test_anAssetThatIsNotTradedMayAnswerInThisVerySecond() external {
        feedOf[address(wbtc)].set(50_000e8, block.timestamp);
        fill(goodOrder());
    }

    /// @dev WETH is dear for a moment: whoever may choose the moment sells it for what it was a minute ago.
    function pulled() private returns (ScriptedTaker thief, bytes memory sale) {
        PullFeed pull = new PullFeed(2_000e8);
        vm.prank(owner);
        balancer.setFeed(address(weth), address(pull), 1 hours, 1 days, 0, 0);
        feedOf[address(weth)] = pull;
        setTargets(4_000, 2_000, 4_000);
        vm.warp(block.timestamp + 1);
        thief = new ScriptedTaker();
        wbtc.mint(address(thief), 1e8);
        thief.approve(address(wbtc));
        // 2.5 WETH, worth 5,000 USD, for 4,900
        IOrderMixin.Order memory o = orderOf(address(weth), 2.5e18, address(wbtc), 0.098e8);
        Signed memory x = signed(o);
        sale = abi.encodeCall(thief.fill, (x.order, x.blob, "", o.makingAmount));
    }

    function updateThenFill(PullFeed pull, ScriptedTaker thief, bytes memory sale) private returns (bool ok) {
        pull.pull(1_960e8);
        (ok,) = address(thief).call(sale);
    }

    function test_whoeverUpdatesAFeedFirstCannotFillOnItInTheSameTransaction() external {
        (ScriptedTaker thief, bytes memory sale) = pulled();
        assertFalse(updateThenFill(PullFeed(address(feedOf[address(weth)])), thief, sale), "refused");
    }

    function test_whereBlocksShareASecondOnlyTheListingRulesStopThat() external {
        rebuild(0);
        (ScriptedTaker thief, bytes memory sale) = pulled();
        assertTrue(updateThenFill(PullFeed(address(feedOf[address(weth)])), thief, sale), "not refused");
        assertEq(balancer.budgets().lossLevelE18, 0, "nor charged: such feeds must not be listed");
    }

    /// @dev A limit: the age that is looked at is the one that the feed tells, and a median is as old as its older half.
    function test_aMedianWhoseYoungerHalfIsOfThisVerySecondIsTradedOnAndMovesByHalfOfTheSpread() external {
        uint256 spreadBps = 100;
        PullFeed pull = new PullFeed(2_000e8);
        MedianOfTwoFeed median = new MedianOfTwoFeed(feedOf[address(weth)], pull, spreadBps);
        vm.prank(owner);
        balancer.setFeed(address(weth), address(median), 1 hours, 1 days, 0, 0);
        uint256 fair = worth(address(usdc), 5_000e6, address(weth), 0);
        pull.pull(int256(2_000e8 * (10_000 + spreadBps) / 10_000));
        feedOf[address(weth)] = TestFeed(address(median));
        uint256 taking = worth(address(usdc), 5_000e6, address(weth), 0);
        fill(orderOf(address(usdc), 5_000e6, address(weth), taking));
        assertEq(balancer.budgets().lossLevelE18, 0, "nothing is charged");
        assertGe(fair - taking, fair * (spreadBps / 2 - 1) / 10_000, "the test bites");
        assertLe(fair - taking, fair * spreadBps / 2 / 10_000, "half of the spread, of what was sold");
        pull.pull(int256(2_000e8 * (10_001 + spreadBps) / 10_000));
        fillFails(goodOrder(), IBalancerErrors.FeedRefused.selector);
    }

    // ── liveness ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One heavy asset and fifteen light ones, every feed updated at the start of every second block.
    function manyAssets() private {
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](ASSETS);
        for (uint256 i; i < ASSETS; ++i) {
            TestToken token = new TestToken("T", "T", 6);
            tokens.push(address(token));
            addFeed(address(token), 6, 1e8);
            c.assets[i] = listing(address(token), 10_000 / ASSETS);
            token.mint(taker, 1e12);
            approveLop(address(token), taker);
        }
        balancer = createPortfolio(c);
        for (uint256 i; i < ASSETS; ++i) TestToken(tokens[i]).mint(address(balancer), (i == 0 ? 2_000e6 : 900e6) + i);
    }

    /// @return per cent of the blocks in which an honest fill at the feeds' price went through
    function honestFills(uint256 blocksPerStep, uint256 secondsPerStep) private returns (uint256) {
        uint256 done;
        for (uint256 number; number < BLOCKS; ++number) {
            if (number % blocksPerStep == 0) vm.warp(block.timestamp + secondsPerStep);
            if (number % 2 == 0) for (uint256 i; i < ASSETS; ++i) feedOf[tokens[i]].set(1e8, block.timestamp);
            uint256 state = vm.snapshotState();
            Signed memory x = signed(orderOf(tokens[0], 50e6, tokens[1 + number % (ASSETS - 1)], 50e6));
            vm.prank(taker);
            (bool ok,) =
                LOP.call(abi.encodeWithSelector(lop.fillContractOrder.selector, x.order, x.blob, 50e6, 1 << 255));
            vm.revertToState(state);
            if (ok) ++done;
        }
        return done * 100 / BLOCKS;
    }

    function test_withSixteenFeedsUpdatedEverySecondBlockHonestFillsGoThrough() external {
        manyAssets();
        assertGe(honestFills(1, 12), 45, "per cent, blocks of 12 s");
        assertGe(honestFills(1, 1), 45, "per cent, blocks of 1 s");
    }

    /// @dev Why {IBalancer-answerAgeMin} is 0 there: by the rule nothing would ever be filled.
    function test_whereFourBlocksShareASecondTheRuleWouldStopEverything() external {
        manyAssets();
        assertEq(honestFills(QUARTERS, 1), 0, "per cent with the rule");
    }

    function test_whereFourBlocksShareASecondHonestFillsGoThroughWithoutTheRule() external {
        rebuild(0);
        manyAssets();
        assertGe(honestFills(QUARTERS, 1), 45, "per cent");
    }

    function test_theAgeIsNoneOrASecond() external {
        assertEq(balancer.answerAgeMin(), 1, "as built");
        bytes memory arguments = abi.encode(LOP, feeTaker, address(weth), address(0), address(lens), 2);
        expectError(IBalancerErrors.AboveHardCap.selector);
        this.build(arguments);
    }

    /// @dev A call of its own, so that what the constructor reverts with can be expected.
    function build(bytes calldata arguments) external {
        deployOurs("Balancer", arguments);
    }
}
