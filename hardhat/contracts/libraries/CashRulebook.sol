// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { IBalancerErrors, IBalancerEvents } from "../interfaces/IBalancer.sol";
import { ICashErrors, ICashEvents, ICashTypes } from "../interfaces/ICashPortfolio.sol";
import { Caps } from "./Caps.sol";
import { Feeds } from "./Feeds.sol";
import { BPS } from "./State.sol";
import { CashCharges } from "../cash/CashCharges.sol";
import { CashEnv, CashRules, CashState, MAX_VAULTS, StoredVault } from "../cash/CashState.sol";
import { CashValue, Reading } from "../cash/CashValue.sol";

/// @title What the owner of a cash portfolio may set, and what no owner may
/// @dev Linked, for the portfolio has no room for it: no signed move passes here.
library CashRulebook {
    uint256 private constant MAX_MOVE_LOSS_BPS = 100;
    uint256 private constant MAX_LOSS_BPS = 1_000;
    uint256 private constant MAX_TURNOVER_BPS = 100_000;
    uint256 private constant MAX_BRIDGE_BPS = 5_000;
    uint256 private constant MAX_MIN_MOVE_BPS = 1_000;
    uint256 private constant MAX_COOLDOWN = 7 days;
    uint256 private constant MIN_DEADLINE = 60;
    uint256 private constant MAX_DEADLINE = 1 days;
    uint256 private constant MAX_DECIMALS = 27;
    /// @dev A unit of a rate is then a tenth of a basis point of it, or less.
    uint256 private constant LEAST_RATE = 100_000;

    function initialize(CashState storage s, CashEnv memory env, bytes calldata encoded) external {
        ICashTypes.CashConfig memory config = abi.decode(encoded, (ICashTypes.CashConfig));
        s.rules.generation = 1;
        setGuard(s, config.guard);
        for (uint256 i; i < config.vaults.length; ++i) setVault(s, env, config.vaults[i]);
        setSigner(s, config.signer);
        emit IBalancerEvents.GenerationBumped(1);
    }

    function setGuard(CashState storage s, ICashTypes.CashGuard memory g) public {
        Caps.atLeast("maxLossBps", g.maxLossBps, 1);
        Caps.atMost("maxLossBps", g.maxLossBps, MAX_MOVE_LOSS_BPS);
        Caps.atLeast("lossBpsPerDay", g.lossBpsPerDay, 1);
        Caps.atMost("lossBpsPerDay", g.lossBpsPerDay, MAX_LOSS_BPS);
        Caps.atLeast("turnoverBpsPerDay", g.turnoverBpsPerDay, 1);
        Caps.atMost("turnoverBpsPerDay", g.turnoverBpsPerDay, MAX_TURNOVER_BPS);
        Caps.atMost("bridgeBpsPerDay", g.bridgeBpsPerDay, MAX_BRIDGE_BPS);
        Caps.atLeast("minMoveBps", g.minMoveBps, 1);
        Caps.atMost("minMoveBps", g.minMoveBps, MAX_MIN_MOVE_BPS);
        Caps.atMost("cooldown", g.cooldown, MAX_COOLDOWN);
        Caps.atLeast("deadlineMax", g.deadlineMax, MIN_DEADLINE);
        Caps.atMost("deadlineMax", g.deadlineMax, MAX_DEADLINE);
        CashCharges.settle(s);
        CashRules storage r = s.rules;
        (r.maxLossBps, r.lossBpsPerDay, r.turnoverBpsPerDay) = (g.maxLossBps, g.lossBpsPerDay, g.turnoverBpsPerDay);
        (r.bridgeBpsPerDay, r.minMoveBps) = (g.bridgeBpsPerDay, g.minMoveBps);
        (r.cooldown, r.deadlineMax) = (g.cooldown, g.deadlineMax);
        emit ICashEvents.CashGuardSet(g);
    }

    function guard(CashState storage s) external view returns (ICashTypes.CashGuard memory) {
        CashRules memory r = s.rules;
        return ICashTypes.CashGuard(
            r.maxLossBps, r.lossBpsPerDay, r.turnoverBpsPerDay, r.bridgeBpsPerDay, r.minMoveBps, r.cooldown, r.deadlineMax
        );
    }

    function setSigner(CashState storage s, address signer) public {
        require(signer != address(this), IBalancerErrors.ForbiddenSigner(signer));
        s.signer = signer;
        emit IBalancerEvents.SignerSet(signer);
    }

    // ── vaults ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev A listed vault's mark, stamps and what it was given stay as they are.
    function setVault(CashState storage s, CashEnv memory env, ICashTypes.VaultConfig memory config) public {
        Caps.atMost("capBps", config.capBps, BPS);
        uint256 index = CashValue.indexOf(s, config.vault);
        if (index == CashValue.NOT_FOUND) index = _list(s, env, config);
        StoredVault storage v = s.vaults[index];
        v.capBps = config.capBps;
        emit ICashEvents.VaultSet(config.vault, config.capBps, v.decimals);
    }

    function _list(CashState storage s, CashEnv memory env, ICashTypes.VaultConfig memory config)
        private
        returns (uint256 index)
    {
        address vault = config.vault;
        index = s.rules.vaultCount;
        require(index < MAX_VAULTS, ICashErrors.TooManyVaults(MAX_VAULTS));
        bool ours = vault == address(this) || vault == s.factory || vault == env.messenger || vault == env.transmitter;
        require(!ours && vault != env.usdc, ICashErrors.ForbiddenVault(vault));
        require(vault.code.length != 0, IBalancerErrors.NoCode(vault));
        address asset = IERC4626(vault).asset();
        require(asset == env.usdc, ICashErrors.AssetNotUsdc(vault, asset));
        (bool known, uint256 decimals) = Feeds.tryDecimals(vault);
        require(known && decimals <= MAX_DECIMALS, IBalancerErrors.DecimalsTooHigh(decimals, MAX_DECIMALS));
        s.rules.vaultCount = uint8(index + 1);
        StoredVault storage v = s.vaults[index];
        (v.vault, v.decimals) = (vault, uint8(decimals));
        CashValue.store(v, _requireRate(v, config.rateMin, config.rateMax, CashValue.READ_GAS / 2).live, 0, block.timestamp);
    }

    function removeVault(CashState storage s, address vault) external {
        uint256 index = CashValue.requireIndex(s, vault);
        uint256 last = s.rules.vaultCount - 1;
        s.vaults[index] = s.vaults[last];
        delete s.vaults[last];
        s.rules.vaultCount = uint8(last);
        emit ICashEvents.VaultRemoved(vault);
    }

    function acceptRate(CashState storage s, address vault, uint256 rateMin, uint256 rateMax, uint256 sharesMax) external {
        StoredVault storage v = s.vaults[CashValue.requireIndex(s, vault)];
        Reading memory r = _requireRate(v, rateMin, rateMax, CashValue.READ_GAS);
        uint256 worth = CashValue.worthDown(Math.min(r.shares, sharesMax), r.live, v.decimals);
        CashValue.store(v, r.live, Math.min(worth, type(uint96).max), block.timestamp);
    }

    /// @dev The rate between its owner's bounds, who may not choose the moment; whatever the mark is.
    function _requireRate(StoredVault memory v, uint256 rateMin, uint256 rateMax, uint256 gasGiven)
        private
        view
        returns (Reading memory r)
    {
        v.mark = 0;
        r = CashValue.readVault(v, gasGiven);
        require(r.state == ICashTypes.VaultState.Ok, ICashErrors.VaultRefused(v.vault, r.state));
        uint256 least = Math.max(rateMin, LEAST_RATE);
        require(r.live >= least && r.live <= rateMax, ICashErrors.RateOutOfBounds(r.live, least, rateMax));
    }

    function look(CashState storage s, address usdc)
        external
        view
        returns (uint256 value, uint256 held, ICashTypes.VaultLook[] memory vaults)
    {
        Reading[] memory readings;
        (value, held, readings) = CashValue.read(s, usdc, CashValue.NOT_FOUND);
        vaults = new ICashTypes.VaultLook[](readings.length);
        for (uint256 i; i < vaults.length; ++i) {
            StoredVault memory v = s.vaults[i];
            // What was given nothing isn't needed for the value, but whoever looks wants to see it.
            Reading memory r = v.given == 0 ? CashValue.readVault(v, CashValue.READ_GAS) : readings[i];
            ICashTypes.VaultLook memory seen = vaults[i];
            (seen.vault, seen.capBps, seen.decimals) = (v.vault, v.capBps, v.decimals);
            (seen.depositedAt, seen.redeemedAt) = (v.depositedAt, v.redeemedAt);
            (seen.mark, seen.given, seen.spentUntil) = (v.mark, v.given, v.spentUntil);
            (seen.state, seen.shares, seen.live, seen.worth) = (r.state, r.shares, r.live, r.worth);
        }
    }
}
