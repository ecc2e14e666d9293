// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IPriceLens } from "../contracts/interfaces/IPriceLens.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { IWeth, World } from "./support/World.sol";

/// @title Pools of Uniswap's own contracts and feeds, read as of one block; what fails, fails alone
contract PriceLensTest is World {
    IPriceLens private prices;
    TestToken private usd;
    TestToken private mid;
    TestToken private one;

    function setUp() external {
        vm.warp(1_800_000_000);
        vm.roll(20_000_000);
        weth = IWeth(deployNpm("v2-periphery/build/WETH9", ""));
        deployUniswap();
        prices = IPriceLens(vm.deployCode(string.concat(HARDHAT, "contracts/PriceLens.sol/PriceLens.json")));
        usd = new TestToken("Dollar", "USD", 6);
        mid = new TestToken("Middle", "MID", 18);
        one = new TestToken("One", "ONE", 8);
    }

    function pool(TestToken a, uint256 amountA, TestToken b, uint256 amountB) private {
        a.mint(address(this), amountA);
        b.mint(address(this), amountB);
        a.approve(address(uniswap), amountA);
        b.approve(address(uniswap), amountB);
        uniswap.addLiquidity(address(a), address(b), amountA, amountB, 0, 0, address(this), block.timestamp);
    }

    function readOne(address token) private view returns (IPriceLens.SpotAnswer memory) {
        address[] memory tokens = new address[](1);
        tokens[0] = token;
        IPriceLens.SpotTerms memory terms = IPriceLens.SpotTerms(address(uniswap), address(usd), address(mid));
        (uint256 number, uint256 time, IPriceLens.SpotAnswer[] memory spots,) = prices.read(terms, tokens, new address[](0));
        assertEq(number, block.number, "block");
        assertEq(time, block.timestamp, "time");
        return spots[0];
    }

    function test_aPoolIsReadByASaleOfABasisPointAndThePurchaseBack() external {
        pool(one, 100e8, usd, 2_000_000e6);
        IPriceLens.RoundTrip memory trip = readOne(address(one)).direct;
        assertTrue(trip.ok, "ok");
        assertEq(trip.depth, 2_000_000e6, "depth");
        assertEq(trip.sold, 1e6, "a ten-thousandth of the pool");
        // What the constant product pays for it, less 0.3 %: 2e12 · 997 · 1e6 ÷ (1e10 · 1000 + 997 · 1e6).
        assertEq(trip.paid, uint256(2e12) * 997e6 / (1e13 + 997e6), "paid");
        // And takes for that: 1e10 · 997 · paid ÷ (2e12 · 1000 + 997 · paid).
        assertEq(trip.bought, 1e10 * 997 * trip.paid / (2e15 + 997 * trip.paid), "bought");
        assertFalse(readOne(address(one)).viaMiddle.ok, "there is no pool through the middle");
    }

    function test_aTokenWithoutAPoolOfItsOwnIsReadThroughTheMiddleAsDeepAsTheShallowerPool() external {
        pool(one, 100e8, mid, 1_000e18);
        pool(mid, 100e18, usd, 200_000e6);
        IPriceLens.SpotAnswer memory spot = readOne(address(one));
        assertFalse(spot.direct.ok, "direct");
        assertTrue(spot.viaMiddle.ok, "through the middle");
        assertEq(spot.viaMiddle.depth, 200_000e6, "the second pool is the shallower one");
        pool(mid, 9_900e18, usd, 19_800_000e6);
        assertEq(readOne(address(one)).viaMiddle.depth, 2_000_000e6, "now the first, in the second one's dollars");
    }

    function test_noPoolAnEmptyPoolAndNoTokenAreNoPriceAndTakeNobodyElsesAway() external {
        pool(one, 100e8, usd, 2_000_000e6);
        TestToken lonely = new TestToken("Lonely", "LON", 18);
        pairs.createPair(address(lonely), address(usd));
        address[] memory tokens = new address[](4);
        (tokens[0], tokens[1], tokens[2], tokens[3]) = (address(0xdead), address(lonely), address(usd), address(one));
        IPriceLens.SpotTerms memory terms = IPriceLens.SpotTerms(address(uniswap), address(usd), address(0));
        (,, IPriceLens.SpotAnswer[] memory spots,) = prices.read(terms, tokens, new address[](0));
        for (uint256 i; i < 3; ++i) {
            assertFalse(spots[i].direct.ok || spots[i].viaMiddle.ok, "no way");
            assertEq(spots[i].direct.paid, 0, "nothing else is told");
        }
        assertTrue(spots[3].direct.ok, "the last one is read all the same");
        assertFalse(spots[3].viaMiddle.ok, "no middle was named");
    }

    function test_anAbsentRouterIsNoPrice() external view {
        address[] memory tokens = new address[](1);
        tokens[0] = address(one);
        (,, IPriceLens.SpotAnswer[] memory spots,) =
            prices.read(IPriceLens.SpotTerms(address(0), address(usd), address(0)), tokens, new address[](0));
        assertFalse(spots[0].direct.ok, "direct");
    }

    function test_feedsAreReadUnjudgedAndEachAlone() external {
        TestFeed feed = new TestFeed(8, "ONE / USD", 20_000e8, address(this));
        TestFeed negative = new TestFeed(8, "LESS / USD", -5, address(this));
        address[] memory feeds = new address[](4);
        (feeds[0], feeds[1], feeds[2], feeds[3]) = (address(0xdead), address(new BurningFeed()), address(negative), address(feed));
        IPriceLens.SpotTerms memory terms;
        (,,, IPriceLens.FeedAnswer[] memory answers) = prices.read{ gas: 3_000_000 }(terms, new address[](0), feeds);
        assertFalse(answers[0].ok || answers[1].ok, "none that answers");
        assertTrue(answers[2].ok && answers[2].answer == -5, "a feed below zero is told as it is");
        assertTrue(answers[3].ok && answers[3].answer == 20_000e8, "answer");
        assertEq(answers[3].decimals, 8, "decimals");
        assertEq(answers[3].updatedAt, block.timestamp, "updated");
    }
}

/// @dev Burns what it is given.
contract BurningFeed {
    fallback() external {
        while (true) { }
    }
}
