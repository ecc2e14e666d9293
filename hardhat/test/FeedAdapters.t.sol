// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC4626, ERC20, IERC20 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { ERC4626Feed } from "../contracts/feeds/ERC4626Feed.sol";
import { MedianOfTwoFeed } from "../contracts/feeds/MedianOfTwoFeed.sol";
import { IAggregatorV3 } from "../contracts/interfaces/IAggregatorV3.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { TestBase } from "./support/TestBase.sol";

contract TestVault is ERC4626 {
    constructor(IERC20 asset_) ERC4626(asset_) ERC20("Vault", "vUSD") { }
}

/// @title Feeds made of others can't be moved in one transaction, nor by a donation
contract FeedAdaptersTest is TestBase {
    uint256 private constant CREATED_AT = 1_800_000_000;
    TestFeed private a;
    TestFeed private b;
    TestToken private usd;
    TestVault private vault;
    ERC4626Feed private share;
    MedianOfTwoFeed private median;

    function setUp() external {
        vm.warp(CREATED_AT);
        a = new TestFeed(8, "a", 100e8, address(this));
        b = new TestFeed(8, "b", 101e8, address(this));
        median = new MedianOfTwoFeed(a, b, 200);
        usd = new TestToken("USD", "USD", 6);
        vault = new TestVault(usd);
        usd.mint(address(this), 1_000_000e6);
        usd.approve(address(vault), type(uint256).max);
        vault.deposit(1_000e6, address(this));
        usd.transfer(address(vault), 50e6); // 1.05 assets per share
        share = new ERC4626Feed(vault, IAggregatorV3(address(a)), 10, 25);
        vm.warp(block.timestamp + 1 hours);
    }

    function test_twoFeedsThatAgreeAnswerTheirMean() external view {
        assertEq(_answer(median), 100.5e8, "mean");
        assertEq(_updatedAt(median), CREATED_AT, "age");
        assertEq(uint256(median.decimals()), 8, "decimals");
        (, int256 answer,,,) = median.getRoundData(5);
        assertEq(uint256(answer), 100.5e8, "any round");
        assertEq(median.description(), "median of two feeds", "description");
    }

    function test_twoFeedsAreAsOldAsTheOlder() external {
        a.set(100e8, block.timestamp);
        b.set(100e8, block.timestamp - 7);
        assertEq(_updatedAt(median), block.timestamp - 7, "older of the two");
        (a, b) = (b, a);
        a.set(100e8, block.timestamp);
        b.set(100e8, block.timestamp - 9);
        assertEq(_updatedAt(median), block.timestamp - 9, "the other way round");
    }

    function test_twoFeedsInDisputeAnswerNothing() external {
        b.set(102e8, block.timestamp);
        assertEq(_answer(median), 101e8, "exactly the spread");
        b.set(102e8 + 1, block.timestamp);
        assertEq(_answer(median), 0, "beyond it");
        b.set(98e8, block.timestamp);
        assertEq(_answer(median), 0, "beyond it, below");
        b.set(0, block.timestamp);
        assertEq(_answer(median), 0, "one is dead");
        b.set(100e8, block.timestamp);
        b.setDecimals(9);
        assertEq(_answer(median), 0, "one changed its unit");
    }

    function test_twoFeedsRefuseNonsense() external {
        expectError(MedianOfTwoFeed.SameFeed.selector);
        new MedianOfTwoFeed(a, a, 200);
        expectError(MedianOfTwoFeed.BadSpread.selector);
        new MedianOfTwoFeed(a, b, 0);
        expectError(MedianOfTwoFeed.BadSpread.selector);
        new MedianOfTwoFeed(a, b, 1_001);
        b.setDecimals(18);
        expectError(MedianOfTwoFeed.DecimalsDiffer.selector);
        new MedianOfTwoFeed(a, b, 200);
    }

    function test_aShareIsWorthItsAssets() external view {
        assertEq(_answer(share), _worth(), "rate times price");
        assertEq(_updatedAt(share), CREATED_AT, "age");
        assertEq(share.description(), "vUSD share", "description");
        (, int256 answer,,,) = share.getRoundData(5);
        assertEq(uint256(answer), _worth(), "any round");
    }

    function test_aDonationMovesAShareByAtMostTheGrowthSinceTheLastPoke() external {
        uint256 before = _answer(share);
        usd.transfer(address(vault), 10_000e6); // ten times everything
        assertLe(_answer(share), before * (10_000 * 24 + 10) / (10_000 * 24) + 1, "an hour of growth");
        share.poke();
        assertLe(_answer(share), before * (10_000 * 24 + 10) / (10_000 * 24) + 1, "a poke adds nothing");
        vm.warp(block.timestamp + 1 days);
        assertLe(_answer(share), before * 10_011 / 10_000, "a day of growth");
        assertGe(_answer(share), before * 10_009 / 10_000, "and no less: the rate is there");
    }

    function test_aShareIsAsOldAsItsLastPoke() external {
        vm.warp(block.timestamp + 5 hours);
        a.set(100e8, block.timestamp);
        assertEq(_updatedAt(share), CREATED_AT, "last stored at creation");
        share.poke();
        assertEq(_updatedAt(share), block.timestamp, "now");
    }

    function test_aFallBeyondTheDropIsRefusedForGood() external {
        vm.prank(address(vault));
        usd.transfer(address(1), 105e6); // a tenth is lost
        assertEq(_answer(share), 0, "not in this transaction");
        share.poke();
        assertEq(_answer(share), 0, "nor after a poke in it");
        vm.warp(block.timestamp + 10 days);
        assertEq(_answer(share), 0, "nor ever, until the owner lists a new adapter");
        usd.transfer(address(vault), 105e6);
        assertEq(_answer(share), _worth(), "unless the rate comes back");
    }

    function test_pokesCannotWalkTheMarkDown() external {
        uint256 marked = share.mark();
        for (uint256 i; i < 5; ++i) {
            vm.prank(address(vault));
            usd.transfer(address(this), 2.5e6);
            share.poke();
            vm.warp(block.timestamp + 1 hours);
        }
        assertEq(share.mark(), marked, "the mark stays");
        assertEq(_answer(share), 0, "and the fall is seen");
    }

    function test_aSmallFallIsBelievedAtOnce() external {
        vm.prank(address(vault));
        usd.transfer(address(1), 2e6);
        assertEq(_answer(share), _worth(), "within the drop allowed");
    }

    function test_aShareNeedsItsAssetsFeed() external {
        a.set(-1, block.timestamp);
        assertEq(_answer(share), 0, "no price, no answer");
    }

    function test_aShareFeedRefusesNonsense() external {
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 0, 25);
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 11, 25);
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 10, 0);
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 10, 26);
        vm.mockCall(address(vault), abi.encodeCall(vault.convertToAssets, (1e6)), abi.encode(0));
        expectError(ERC4626Feed.EmptyRate.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 10, 25);
        vm.mockCall(address(vault), abi.encodeCall(vault.decimals, ()), abi.encode(28));
        expectError(ERC4626Feed.TooManyDecimals.selector);
        new ERC4626Feed(vault, IAggregatorV3(address(a)), 10, 25);
    }

    function _answer(IAggregatorV3 feed) private view returns (uint256) {
        (, int256 answer,,,) = feed.latestRoundData();
        return uint256(answer);
    }

    /// @dev One share's assets, as the vault itself rounds them down, at the asset's price.
    function _worth() private view returns (uint256) {
        return 100e8 * vault.convertToAssets(1e6) / 1e6;
    }

    function _updatedAt(IAggregatorV3 feed) private view returns (uint256 at) {
        (,,, at,) = feed.latestRoundData();
    }
}
