// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../../contracts/interfaces/IBalancer.sol";
import { TestFeed } from "../../contracts/local/TestFeed.sol";
import { TestToken } from "../../contracts/local/TestToken.sol";
import { World } from "./World.sol";

interface IEpochs {
    function epoch(address maker, uint96 series) external view returns (uint256);
}

/// @title A funded portfolio of three assets, and all that is needed to sign and fill its orders
/// @dev 100,000 USD: 50 % USDC (target 40), 30 % WETH (target 40), 20 % WBTC (target 20).
/// So USDC may be sold and WETH bought, for up to 10,000 USD.
abstract contract Fixture is World {
    uint256 internal constant NO_PARTIAL = 1 << 255;
    uint256 internal constant ALLOW_MULTIPLE = 1 << 254;
    uint256 internal constant PRE = 1 << 252;
    uint256 internal constant POST = 1 << 251;
    uint256 internal constant EPOCH = 1 << 250;
    uint256 internal constant HAS_EXTENSION = 1 << 249;
    uint256 internal constant ALL = type(uint256).max;

    uint256 internal constant NAV_USD = 100_000;
    uint256 internal constant USDC_HELD = 50_000e6;
    uint256 internal constant WETH_HELD = 15e18;
    uint256 internal constant WBTC_HELD = 0.4e8;
    /// @dev What a good order sells and, at the feeds' prices, buys.
    uint256 internal constant USDC_SOLD = 5_000e6;
    uint256 internal constant WETH_BOUGHT = 2.5e18;

    IBalancer internal balancer;
    TestToken internal usdc;
    TestToken internal wbtc;
    mapping(address token => TestFeed) internal feedOf;
    mapping(address token => uint256) internal decimalsOf;
    uint256 private saltCounter;

    struct Signed {
        IOrderMixin.Order order;
        bytes blob;
        bytes extension;
        bytes32 hash;
    }

    function setUp() public virtual {
        deployWorld(address(0));
        deployAssets();
        balancer = createPortfolio(defaultConfig());
        fundDefault();
    }

    // ── assets ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function deployAssets() internal {
        usdc = new TestToken("USD Coin", "USDC", 6);
        wbtc = new TestToken("Wrapped Bitcoin", "WBTC", 8);
        addFeed(address(usdc), 6, 1e8);
        addFeed(address(weth), 18, 2_000e8);
        addFeed(address(wbtc), 8, 50_000e8);
        vm.label(address(usdc), "USDC");
        vm.label(address(weth), "WETH");
        vm.label(address(wbtc), "WBTC");
    }

    function addFeed(address token, uint256 decimals, int256 answer) internal returns (TestFeed feed) {
        feed = new TestFeed(8, "USD", answer, address(this));
        feed.set(answer, block.timestamp - answerAgeMin);
        (feedOf[token], decimalsOf[token]) = (feed, decimals);
    }

    /// @dev As of the second before this one: what answers in this very second can't be traded on.
    function setPrice(address token, int256 answer) internal {
        feedOf[token].set(answer, block.timestamp - answerAgeMin);
    }

    function priceOf(address token) internal view returns (uint256) {
        (, int256 answer,,,) = feedOf[token].latestRoundData();
        return uint256(answer);
    }

    /// @dev Time passes and every default feed answers as before, but now.
    function warpFresh(uint256 by) internal {
        vm.warp(block.timestamp + by);
        refresh();
    }

    function refresh() internal virtual {
        setPrice(address(usdc), int256(priceOf(address(usdc))));
        setPrice(address(weth), int256(priceOf(address(weth))));
        setPrice(address(wbtc), int256(priceOf(address(wbtc))));
    }

    function give(address token, address to, uint256 amount) internal {
        if (token == address(weth)) {
            vm.deal(address(this), amount);
            weth.deposit{ value: amount }();
            weth.transfer(to, amount);
        } else {
            TestToken(token).mint(to, amount);
        }
    }

    function fundDefault() internal {
        give(address(usdc), address(balancer), USDC_HELD);
        give(address(weth), address(balancer), WETH_HELD);
        give(address(wbtc), address(balancer), WBTC_HELD);
        fundTaker(taker);
    }

    function fundTaker(address who) internal {
        give(address(usdc), who, 1_000_000e6);
        give(address(weth), who, 1_000e18);
        give(address(wbtc), who, 100e8);
        approveLop(address(usdc), who);
        approveLop(address(weth), who);
        approveLop(address(wbtc), who);
    }

    function approveLop(address token, address who) internal {
        vm.prank(who);
        IERC20(token).approve(LOP, ALL);
    }

    // ── configuration ───────────────────────────────────────────────────────────────────────────────────────────────

    function defaultGuard() internal pure returns (Guard memory g) {
        g.maxSlippageBps = 100;
        g.lossBpsPerDay = 100;
        g.turnoverBpsPerDay = 6_000;
        g.orderTtlMax = 1 days;
        g.cooldown = 1 hours;
        g.minDriftBps = 100;
        g.overshootBps = 50;
        g.minFillBps = 10;
        g.maxFeeBps = 50;
    }

    function listing(address token, uint256 targetBps) internal view returns (AssetConfig memory) {
        return AssetConfig(token, uint16(targetBps), address(feedOf[token]), 1 hours, 1 days, 0, 0);
    }

    function defaultConfig() internal view returns (Config memory c) {
        c.signer = bot;
        c.assets = new AssetConfig[](3);
        c.assets[0] = listing(address(usdc), 4_000);
        c.assets[1] = listing(address(weth), 4_000);
        c.assets[2] = listing(address(wbtc), 2_000);
        c.guard = defaultGuard();
        c.routers = new address[](0);
    }

    function createPortfolio(Config memory c) internal returns (IBalancer) {
        vm.prank(owner);
        return IBalancer(factory.create(c, bytes32(uint256(1)), new Deposit[](0)));
    }

    function setGuard(Guard memory g) internal {
        vm.prank(owner);
        balancer.setGuard(g);
    }

    function setTargets(uint16 a, uint16 b, uint16 c) internal {
        (address[] memory tokens, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (tokens[0], tokens[1], tokens[2]) = (address(usdc), address(weth), address(wbtc));
        (targets[0], targets[1], targets[2]) = (a, b, c);
        vm.prank(owner);
        balancer.setTargets(tokens, targets, OneOffTurnover(0, 0));
    }

    // ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function word(address a) internal pure returns (Address) {
        return Address.wrap(uint160(a));
    }

    /// @dev What `making` of `out` is worth in `into` at the feeds, less `lossBps`; rounded up, in the portfolio's favour.
    function worth(address out, uint256 making, address into, uint256 lossBps) internal view returns (uint256) {
        uint256 top = making * priceOf(out) * (10_000 - lossBps);
        uint256 bottom = priceOf(into) * 10 ** decimalsOf[out] * 10_000;
        return Math.mulDiv(top, 10 ** decimalsOf[into], bottom, Math.Rounding.Ceil);
    }

    function multiTraits(uint256 expiry) internal view returns (uint256) {
        uint256 series = balancer.series();
        uint256 epoch = IEpochs(LOP).epoch(address(balancer), uint96(series));
        return ALLOW_MULTIPLE | EPOCH | PRE | POST | (series << 160) | (epoch << 120) | (expiry << 80);
    }

    function wholeTraits(uint256 expiry, uint256 nonce) internal pure returns (uint256) {
        return NO_PARTIAL | PRE | POST | (nonce << 120) | (expiry << 80);
    }

    function freshSalt() internal returns (uint256) {
        uint256 low = uint160(uint256(keccak256(abi.encode(++saltCounter))));
        return low | (uint256(balancer.generation()) << 160);
    }

    function orderOf(address out, uint256 making, address into, uint256 taking)
        internal
        returns (IOrderMixin.Order memory o)
    {
        o.salt = freshSalt();
        o.maker = word(address(balancer));
        o.makerAsset = word(out);
        o.takerAsset = word(into);
        (o.makingAmount, o.takingAmount) = (making, taking);
        o.makerTraits = MakerTraits.wrap(multiTraits(block.timestamp + 10 minutes));
    }

    /// @dev Sells USDC for WETH at the feeds' price: good in every respect.
    function goodOrder() internal returns (IOrderMixin.Order memory) {
        return orderOf(address(usdc), USDC_SOLD, address(weth), WETH_BOUGHT);
    }

    function signBy(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function blobOf(IOrderMixin.Order memory o, uint256 key, bytes memory extension) internal view returns (bytes memory) {
        return abi.encode(o, signBy(key, lop.hashOrder(o)), extension);
    }

    function signed(IOrderMixin.Order memory o) internal view returns (Signed memory x) {
        (x.order, x.hash) = (o, lop.hashOrder(o));
        x.blob = blobOf(o, BOT_KEY, "");
    }

    // ── fills ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The call itself, so that an expected revert can be told just before it.
    function fillAs(address who, Signed memory x, uint256 making) internal returns (uint256, uint256) {
        return fillThrough(who, x, making, "");
    }

    function fillThrough(address who, Signed memory x, uint256 making, bytes memory interaction)
        internal
        returns (uint256 made, uint256 took)
    {
        uint256 traits = (1 << 255) | (x.extension.length << 224) | (interaction.length << 200);
        vm.prank(who);
        (made, took,) = lop.fillContractOrderArgs(
            x.order, x.blob, making, TakerTraits.wrap(traits), abi.encodePacked(x.extension, interaction)
        );
    }

    function fill(IOrderMixin.Order memory o, uint256 making) internal returns (Signed memory x) {
        x = signed(o);
        fillAs(taker, x, making);
    }

    function fill(IOrderMixin.Order memory o) internal returns (Signed memory) {
        return fill(o, o.makingAmount);
    }

    function fillFails(IOrderMixin.Order memory o, uint256 making, bytes4 error_) internal {
        Signed memory x = signed(o);
        fillFails(x, making, error_);
    }

    function fillFails(Signed memory x, uint256 making, bytes4 error_) internal {
        expectError(error_);
        fillAs(taker, x, making);
    }

    function fillFails(IOrderMixin.Order memory o, bytes4 error_) internal {
        fillFails(o, o.makingAmount, error_);
    }

    /// @dev NAV in USD with 32 decimals, reckoned here and not by the contract.
    function navE32() internal view virtual returns (uint256) {
        return valueE32(address(usdc)) + valueE32(address(weth)) + valueE32(address(wbtc));
    }

    /// @dev A budget's level for `usd` of the portfolio as it is funded.
    function levelE18(uint256 usd) internal pure returns (uint256) {
        return usd * 1e18 / NAV_USD;
    }

    function valueE32(address token) internal view returns (uint256) {
        return IERC20(token).balanceOf(address(balancer)) * priceOf(token) * 10 ** (24 - decimalsOf[token]);
    }
}
