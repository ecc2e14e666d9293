// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC4626, ERC20, IERC20 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { ERC4626Feed } from "../contracts/feeds/ERC4626Feed.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { LendingVault } from "./ShareFeed.t.sol";
import { Fixture } from "./support/Fixture.sol";

/// @dev As most vaults of dollars are: shares of 18 decimals, assets of 6, nothing lent within a transaction.
contract HonestVault is ERC4626 {
    constructor(IERC20 asset_) ERC4626(asset_) ERC20("Honest vault", "hvUSD") { }

    function _decimalsOffset() internal pure override returns (uint8) {
        return 12;
    }
}

/// @notice Nobody keeps a share's price below its vault's by poking: what it has grown counts, whoever asked in between.
contract HeldBackTest is Fixture {
    uint256 private constant EARNED_BPS_A_DAY = 2; // some 7.6 % a year, a fifth of what the feed follows
    uint256 private constant TOTAL = 1_000_000e6;
    uint256 private constant DAYS = 30;

    function feedOfNew(ERC4626 vault) private returns (ERC4626Feed) {
        usdc.mint(address(this), TOTAL);
        usdc.approve(address(vault), ALL);
        vault.deposit(TOTAL, address(this));
        return new ERC4626Feed(vault, feedOf[address(usdc)], 10, 25);
    }

    /// @dev Growth since the last poke rounds to nothing when the last poke is 72 seconds old.
    function test_aStrangersPokesDoNotHoldAShareBack() external {
        HonestVault vault = new HonestVault(usdc);
        ERC4626Feed feed = feedOfNew(vault);
        (feedOf[address(vault)], decimalsOf[address(vault)]) = (TestFeed(address(feed)), 18);
        Config memory c = defaultConfig();
        c.assets = new AssetConfig[](2);
        (c.assets[0], c.assets[1]) = (listing(address(usdc), 8_000), listing(address(vault), 2_000));
        balancer = createPortfolio(c);
        give(address(usdc), address(balancer), 50_000e6);
        vault.transfer(address(balancer), 50_000e18);
        for (uint256 i; i < DAYS * 1 days / 72; ++i) {
            vm.warp(block.timestamp + 72);
            if (i % 1_200 == 0) usdc.mint(address(vault), TOTAL * EARNED_BPS_A_DAY / 10_000);
            feed.poke(); // anybody's
        }
        vm.warp(block.timestamp + 1);
        setPrice(address(usdc), 1e8);
        IOrderMixin.Order memory o =
            orderOf(address(vault), 25_000e18, address(usdc), worth(address(vault), 25_000e18, address(usdc), 0));
        uint256 lost = vault.convertToAssets(25_000e18) - o.takingAmount;
        fill(o);
        say(string.concat("lost ", vm.toString(lost), " charged ", vm.toString(balancer.budgets().lossLevelE18)));
        assertLe(lost, 25_000e6 / 10_000, "within a basis point of the vault's own word");
    }

    /// @dev One poke a day inside a flash loan, just before the keeper's, uses up the time without using the growth.
    function test_aPokeInsideALoanDoesNotUseUpTheGrowth() external {
        LendingVault vault = new LendingVault(usdc);
        ERC4626Feed feed = feedOfNew(vault);
        usdc.approve(address(vault), ALL);
        for (uint256 i; i < DAYS; ++i) {
            vm.warp(block.timestamp + 1 days);
            usdc.mint(address(vault), TOTAL * EARNED_BPS_A_DAY / 10_000);
            uint256 lent = usdc.balanceOf(address(vault)) - TOTAL;
            vault.flashLoan(lent, address(this), abi.encodeCall(this.pokeInside, (feed)));
            feed.poke(); // the owner's keeper
        }
        setPrice(address(usdc), 1e8);
        uint256 truth = vault.convertToAssets(1e6) * 100;
        say(string.concat("feed ", vm.toString(priceIn(feed)), " of ", vm.toString(truth)));
        assertGe(priceIn(feed) * 10_000, truth * 9_999, "within a basis point of the vault's own word");
    }

    /// @dev A week without a poke is worth a day's growth and no more.
    function test_whoeverDoesNotPokeSavesNoGrowthUp() external {
        HonestVault vault = new HonestVault(usdc);
        ERC4626Feed feed = feedOfNew(vault);
        vm.warp(block.timestamp + 7 days);
        usdc.mint(address(vault), TOTAL * 50 / 10_000);
        setPrice(address(usdc), 1e8);
        assertEq(priceIn(feed), 1e8 * 10_010 / 10_000, "a day at 10 bps");
    }

    function pokeInside(ERC4626Feed feed) external {
        feed.poke();
    }

    function priceIn(ERC4626Feed feed) private view returns (uint256) {
        (, int256 answer,,,) = feed.latestRoundData();
        return uint256(answer);
    }
}
