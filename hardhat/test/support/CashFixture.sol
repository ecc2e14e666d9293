// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { ICashFactory } from "../../contracts/interfaces/ICashFactory.sol";
import { ICashErrors, ICashPortfolio, ICashTypes } from "../../contracts/interfaces/ICashPortfolio.sol";
import { TestToken } from "../../contracts/local/TestToken.sol";
import { Deployment } from "./Deployment.sol";
import { ScriptedMessenger, ScriptedTransmitter } from "./ScriptedMessenger.sol";
import { ScriptedVault } from "./ScriptedVault.sol";

/// @title A cash portfolio of 100,000 USDC with two listed vaults, and all that is needed to sign its moves
abstract contract CashFixture is Deployment, ICashTypes {
    uint256 internal constant OWNER_KEY = 0xA11CE;
    uint256 internal constant BOT_KEY = 0xB07;
    uint256 internal constant ALL = type(uint256).max;
    uint256 internal constant HELD = 100_000e6;
    /// @dev Of vaults of 18 decimals: 1.05 USDC a share.
    uint256 internal constant RATE = 1_050_000;
    uint256 internal constant ONE = 1e18;
    uint32 internal constant HOME = 0;
    uint32 internal constant AWAY = 6;

    address internal owner = vm.addr(OWNER_KEY);
    address internal bot = vm.addr(BOT_KEY);
    address internal stranger = address(0x57a09e);
    address internal sibling = address(0x51b1);

    TestToken internal usdc;
    ScriptedTransmitter internal transmitter;
    ScriptedMessenger internal messenger;
    address internal implementation;
    ICashFactory internal factory;
    ICashPortfolio internal cash;
    ScriptedVault internal vault;
    ScriptedVault internal other;
    uint256 internal nonces;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        usdc = new TestToken("USD Coin", "USDC", 6);
        transmitter = new ScriptedTransmitter(HOME);
        messenger = new ScriptedMessenger(address(transmitter));
        implementation = deployOurs("CashPortfolio", abi.encode(usdc, messenger));
        factory = ICashFactory(deployOurs("CashFactory", abi.encode(implementation)));
        vault = newVault();
        other = newVault();
        cash = create(config(), 0);
        usdc.mint(address(cash), HELD);
    }

    // ── a portfolio ─────────────────────────────────────────────────────────────────────────────────────────────────

    function newVault() internal returns (ScriptedVault v) {
        v = new ScriptedVault(address(usdc), 18, RATE);
        usdc.mint(address(v), 1_000_000e6);
        v.mintShares(address(0xb0b), 900_000e18);
    }

    function limits() internal pure returns (CashGuard memory) {
        return CashGuard({
            maxLossBps: 100,
            lossBpsPerDay: 100,
            turnoverBpsPerDay: 20_000,
            bridgeBpsPerDay: 2_000,
            minMoveBps: 10,
            cooldown: 1 hours,
            deadlineMax: 1 days
        });
    }

    function listing(address v, uint256 capBps) internal pure returns (VaultConfig memory) {
        return VaultConfig(v, uint16(capBps), uint96(RATE), uint96(RATE));
    }

    function config() internal view returns (CashConfig memory c) {
        c.signer = bot;
        c.guard = limits();
        c.vaults = new VaultConfig[](2);
        (c.vaults[0], c.vaults[1]) = (listing(address(vault), 5_000), listing(address(other), 5_000));
    }

    function create(CashConfig memory c, bytes32 salt) internal returns (ICashPortfolio) {
        vm.prank(owner);
        return ICashPortfolio(factory.create(c, salt, new IBalancerTypes.Deposit[](0)));
    }

    /// @dev Named, tested and opened for as long as can be.
    function openAway(ICashPortfolio from, uint32 domain, address to) internal {
        vm.startPrank(owner);
        from.setSibling(domain, to);
        from.testSibling(domain, 0);
        vm.warp(block.timestamp + 1 hours);
        from.openSibling(domain, block.timestamp + 90 days);
        vm.stopPrank();
    }

    // ── moves ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function terms() internal returns (Terms memory) {
        return Terms(++nonces, cash.generation(), uint40(block.timestamp + 1 hours));
    }

    function signBy(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function enterCall(address v, uint256 assets, uint256 minShares) internal returns (bytes memory) {
        Terms memory t = terms();
        bytes memory signature = signBy(BOT_KEY, cash.depositHash(v, assets, minShares, t));
        return abi.encodeCall(cash.depositSigned, (v, assets, minShares, t, signature));
    }

    function leaveCall(address v, uint256 shares, uint256 minAssets) internal returns (bytes memory) {
        Terms memory t = terms();
        bytes memory signature = signBy(BOT_KEY, cash.redeemHash(v, shares, minAssets, t));
        return abi.encodeCall(cash.redeemSigned, (v, shares, minAssets, t, signature));
    }

    function bridgeCall(uint32 domain, address to, uint256 amount, uint256 maxFee) internal returns (bytes memory) {
        Terms memory t = terms();
        bytes memory signature = signBy(BOT_KEY, cash.bridgeHash(domain, to, amount, maxFee, t));
        return abi.encodeCall(cash.bridgeSigned, (domain, to, amount, maxFee, t, signature));
    }

    /// @dev Sent by a stranger, as anybody may.
    function send(bytes memory data) internal {
        vm.prank(stranger);
        (bool ok, bytes memory reason) = address(cash).call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }

    /// @dev Expects exactly this reason, by its selector.
    function refused(bytes memory data, bytes4 selector) internal {
        vm.prank(stranger);
        (bool ok, bytes memory reason) = address(cash).call(data);
        assertFalse(ok, "must be refused");
        if (bytes4(reason) != selector) revert Differs("reason", vm.toString(reason), vm.toString(abi.encodePacked(selector)));
    }

    function enter(uint256 assets) internal {
        send(enterCall(address(vault), assets, 0));
    }

    function leave(uint256 shares) internal {
        send(leaveCall(address(vault), shares, 0));
    }

    function bridge(uint256 amount) internal {
        send(bridgeCall(AWAY, sibling, amount, 0));
    }

    // ── what is there ───────────────────────────────────────────────────────────────────────────────────────────────

    function value() internal view returns (uint256 v) {
        (v,,) = cash.look();
    }

    function seen(uint256 index) internal view returns (VaultLook memory) {
        (,, VaultLook[] memory list) = cash.look();
        return list[index];
    }

    function sharesFor(uint256 assets) internal pure returns (uint256) {
        return assets * ONE / RATE;
    }

    function lossLevel() internal view returns (uint256) {
        return cash.budgets().lossLevelE18;
    }

    function setGuard(CashGuard memory g) internal {
        vm.prank(owner);
        cash.setGuard(g);
    }
}
