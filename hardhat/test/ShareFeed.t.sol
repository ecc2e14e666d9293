// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC4626, ERC20, IERC20 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerErrors } from "../contracts/interfaces/IBalancer.sol";
import { ERC4626Feed } from "../contracts/feeds/ERC4626Feed.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { Fixture } from "./support/Fixture.sol";
import { ScriptedTaker } from "./support/ScriptedTaker.sol";

/// @dev Counts only what lies in it, and lends that out within a transaction: its rate dips while a loan is out.
contract LendingVault is ERC4626 {
    constructor(IERC20 asset_) ERC4626(asset_) ERC20("Lending vault", "lvUSD") { }

    function flashLoan(uint256 amount, address target, bytes calldata data) external {
        uint256 before = totalAssets();
        IERC20(asset()).transfer(target, amount);
        (bool ok, bytes memory reason) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
        IERC20(asset()).transferFrom(target, address(this), amount);
        require(totalAssets() >= before, "not repaid");
    }
}

/// @title What a vault that lends within a transaction can take from a portfolio: turnover × the drop allowed, and no more
/// @dev 100,000 USD, half of it in shares whose target is 20 %. The thief has the bot's key, borrows from the vault, and fills
/// inside the loan, at the dipped rate, for which nothing is charged.
contract ShareFeedTest is Fixture {
    uint256 private constant VAULT_USD = 1_000_000;
    uint256 private constant HELD_USD = 50_000;
    uint256 private constant SOLD_USD = 25_000;
    /// @dev The widest bounds that a first version allowed, then the widest allowed now.
    uint256 private constant OLD_DROP_BPS = 500;
    uint256 private constant DROP_BPS = 25;
    uint256 private constant GROWTH_BPS_PER_DAY = 10;

    LendingVault private vault;
    ScriptedTaker private thief;
    uint256 private drop;

    function setUp() public override {
        super.setUp();
        vault = new LendingVault(usdc);
        usdc.mint(address(this), VAULT_USD * 1e6);
        usdc.approve(address(vault), ALL);
        vault.deposit(VAULT_USD * 1e6, address(this));
        list(widest());
        thief = new ScriptedTaker();
        usdc.mint(address(thief), VAULT_USD * 1e6);
        thief.approve(address(usdc));
        thief.script(address(usdc), abi.encodeCall(usdc.approve, (address(vault), ALL)), 0);
        thief.run();
    }

    /// @dev The widest feed that can be built.
    function widest() private returns (ERC4626Feed feed) {
        try new ERC4626Feed(vault, feedOf[address(usdc)], GROWTH_BPS_PER_DAY, OLD_DROP_BPS) returns (ERC4626Feed wide) {
            (feed, drop) = (wide, OLD_DROP_BPS);
        } catch {
            (feed, drop) = (new ERC4626Feed(vault, feedOf[address(usdc)], GROWTH_BPS_PER_DAY, DROP_BPS), DROP_BPS);
        }
    }

    function list(ERC4626Feed feed) private {
        list(feed, 1 hours);
    }

    function list(ERC4626Feed feed, uint256 heartbeat) private {
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](2);
        c.assets[0] = listing(address(usdc), 8_000);
        feedOf[address(vault)] = TestFeed(address(feed));
        decimalsOf[address(vault)] = 6;
        c.assets[1] = listing(address(vault), 2_000);
        (c.assets[1].heartbeat, c.assets[1].navMaxAge) = (uint24(heartbeat), uint24(max(heartbeat, 1 days)));
        balancer = createPortfolio(c);
        usdc.mint(address(balancer), HELD_USD * 1e6);
        vault.transfer(address(balancer), HELD_USD * 1e6);
        vm.warp(block.timestamp + 1);
    }

    /// @dev Sells shares for what they are worth while `lent` of the vault is out; tells the USD value that is gone at true
    /// prices, in 1e6, and what was charged.
    function theft(uint256 lent, bytes4 refused) private returns (uint256 lostUsd, uint256 chargedE18) {
        uint256 before = held();
        IOrderMixin.Order memory order =
            orderOf(address(vault), SOLD_USD * 1e6, address(usdc), SOLD_USD * (vault.totalAssets() - lent) / VAULT_USD);
        Signed memory x = signed(order);
        bytes memory fillCall = abi.encodeCall(thief.fill, (x.order, x.blob, "", order.makingAmount));
        if (refused != 0) expectError(refused);
        vault.flashLoan(lent, address(thief), fillCall);
        if (refused != 0) return (0, 0);
        return (before - held(), balancer.budgets().lossLevelE18);
    }

    function held() private view returns (uint256) {
        return usdc.balanceOf(address(balancer)) + vault.convertToAssets(vault.balanceOf(address(balancer)));
    }

    function test_aFillInsideAFlashLoanTakesAtMostTheSoldTimesTheDropAllowed() external {
        // just less than the drop that is believed
        (uint256 lostUsd, uint256 chargedE18) = theft(VAULT_USD * 1e6 * drop / 10_000 - 1e6, 0);
        assertLe(lostUsd, SOLD_USD * 1e6 * DROP_BPS / 10_000, "USD gone");
        assertGe(lostUsd, SOLD_USD * 1e6 * DROP_BPS * 9 / 100_000, "the test bites");
        assertLe(chargedE18, 1e13, "and the budget, which believes the feed, has seen next to nothing");
    }

    function test_aDipDeeperThanTheDropIsNoPrice() external {
        theft(VAULT_USD * 1e6 * (drop + 1) / 10_000, IBalancerErrors.FeedRefused.selector);
    }

    /// @dev A limit: a dip is measured from the last poke's mark, so what the vault has earned since comes on top of the drop.
    function test_aShareThatNobodyPokesMayDipByTheDropAndByWhatItHasEarnedSince() external {
        uint256 unpoked = 7 days; // the longest heartbeat
        ERC4626Feed feed = new ERC4626Feed(vault, feedOf[address(usdc)], GROWTH_BPS_PER_DAY, DROP_BPS);
        list(feed, unpoked);
        vm.warp(block.timestamp + unpoked - 1);
        setPrice(address(usdc), 1e8);
        uint256 believedBps = DROP_BPS + GROWTH_BPS_PER_DAY * unpoked / 1 days;
        usdc.mint(address(vault), VAULT_USD * 1e6 * (believedBps - DROP_BPS) / 10_000);
        uint256 lent = VAULT_USD * 1e6 * believedBps / 10_000 - 1e6;
        uint256 clean = vm.snapshotState();
        (uint256 lostUsd, uint256 chargedE18) = theft(lent, 0);
        assertLe(lostUsd, SOLD_USD * 1e6 * believedBps / 10_000, "USD gone");
        assertGe(lostUsd, SOLD_USD * 1e6 * believedBps * 9 / 100_000, "the test bites");
        assertLe(chargedE18, 1e13, "and the budget has seen next to nothing");
        vm.revertToState(clean);
        feed.poke();
        theft(lent, IBalancerErrors.FeedRefused.selector);
    }

    function test_noFeedOfASharesMayAllowMore() external {
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, feedOf[address(usdc)], GROWTH_BPS_PER_DAY, DROP_BPS + 1);
        expectError(ERC4626Feed.BadBound.selector);
        new ERC4626Feed(vault, feedOf[address(usdc)], GROWTH_BPS_PER_DAY + 1, DROP_BPS);
    }
}
