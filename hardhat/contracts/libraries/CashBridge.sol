// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IBalancerErrors } from "../interfaces/IBalancer.sol";
import { ICctpMessengerV2 } from "../interfaces/ICctpMessengerV2.sol";
import { ICashErrors, ICashEvents, ICashTypes } from "../interfaces/ICashPortfolio.sol";
import { BPS } from "./State.sol";
import { TradeRules } from "./TradeRules.sol";
import { CashCharges, Cost } from "../cash/CashCharges.sol";
import { CashEnv, CashRules, CashState, LEAST_BRIDGED, MAX_SIBLINGS, TEST_AMOUNT } from "../cash/CashState.sol";
import { CashValue } from "../cash/CashValue.sol";

/// @title Siblings, and USDC that is burnt for them
/// @dev Linked: what is bridged is bridged seldom, and the portfolio has no room for it.
library CashBridge {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_FEE_BPS = 10;
    uint256 private constant MAX_OPEN = 90 days;
    uint256 private constant TEST_AGE = 1 hours;
    /// @dev Circle's standard finality: a faster one would need a number for what a reorganised burn costs.
    uint32 private constant FINALITY = 2000;

    // ── moves ───────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev What is signed in a bridging.
    struct Wanted {
        uint32 domain;
        address sibling;
        uint256 amount;
        uint256 maxFee;
    }

    /// @dev Called with the lock held.
    function bridge(CashState storage s, CashEnv memory env, bytes32 id, Wanted memory w) external {
        ICashTypes.Sibling memory sibling = s.siblings[_requireIndex(s, w.domain)];
        require(sibling.account == w.sibling, ICashErrors.WrongSibling(w.domain, w.sibling));
        require(block.timestamp < sibling.openUntil, ICashErrors.SiblingNotOpen(w.domain, sibling.openUntil));
        CashRules memory r = s.rules;
        uint256 until = TradeRules.coolUntil(r.cooldown, s.levels.bridgedAt);
        require(until <= block.timestamp, ICashErrors.BridgeCoolingDown(until));
        (uint256 value,,) = CashValue.read(s, env.usdc, CashValue.NOT_FOUND);
        require(value != 0, ICashErrors.EmptyValue());
        uint256 least = Math.max(LEAST_BRIDGED, Math.ceilDiv(r.minMoveBps * value, BPS));
        require(w.amount >= least, ICashErrors.MoveTooSmall(w.amount, least));
        _requireFee(w);
        // Whole, whatever Circle takes of it.
        CashCharges.charge(s, r, id, value, Cost(w.maxFee, 0, w.amount));
        _burn(s, env, id, w);
    }

    /// @dev By the owner: once a naming, of an amount that nobody minds to lose.
    function test(CashState storage s, CashEnv memory env, uint32 domain, uint256 maxFee) external {
        ICashTypes.Sibling storage sibling = s.siblings[_requireIndex(s, domain)];
        require(sibling.testedAt == 0, ICashErrors.AlreadyTested(domain));
        sibling.testedAt = uint32(block.timestamp);
        Wanted memory w = Wanted(domain, sibling.account, TEST_AMOUNT, maxFee);
        _requireFee(w);
        _burn(s, env, 0, w);
    }

    function _requireFee(Wanted memory w) private pure {
        uint256 most = w.amount * MAX_FEE_BPS / BPS;
        require(w.maxFee <= most, ICashErrors.FeeTooHigh(w.maxFee, most));
    }

    /// @dev Never two in a second: a burn is found by its portfolio's event, block by block.
    function _burn(CashState storage s, CashEnv memory env, bytes32 id, Wanted memory w) private {
        require(s.levels.bridgedAt != block.timestamp, ICashErrors.BridgeCoolingDown(block.timestamp + 1));
        s.levels.bridgedAt = uint32(block.timestamp);
        uint256 held = IERC20(env.usdc).balanceOf(address(this));
        IERC20(env.usdc).forceApprove(env.messenger, w.amount);
        // Anybody may hand the message in over there: caller 0.
        ICctpMessengerV2(env.messenger).depositForBurn(
            w.amount, w.domain, bytes32(uint256(uint160(w.sibling))), env.usdc, 0, w.maxFee, FINALITY
        );
        uint256 left = IERC20(env.usdc).allowance(address(this), env.messenger);
        require(left == 0, ICashErrors.AllowanceLeft(env.messenger, left));
        uint256 balance = IERC20(env.usdc).balanceOf(address(this));
        uint256 burnt = balance < held ? held - balance : 0;
        require(burnt == w.amount, ICashErrors.BurntOtherAmount(burnt, w.amount));
        emit ICashEvents.Bridged(id, w.domain, w.sibling, w.amount, w.maxFee);
    }

    // ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────

    function name(CashState storage s, CashEnv memory env, uint32 domain, address account) external {
        require(account != address(0), IBalancerErrors.ZeroAddress());
        require(domain != env.localDomain, ICashErrors.ForbiddenDomain(domain));
        ICashTypes.Sibling memory named = ICashTypes.Sibling(account, domain, 0, 0);
        uint256 index = _indexOf(s, domain);
        if (index == CashValue.NOT_FOUND) {
            require(s.siblings.length < MAX_SIBLINGS, ICashErrors.TooManySiblings(MAX_SIBLINGS));
            s.siblings.push(named);
        } else {
            emit ICashEvents.SiblingClosed(domain, s.siblings[index].account);
            s.siblings[index] = named;
        }
        emit ICashEvents.SiblingSet(domain, account);
    }

    function open(CashState storage s, uint32 domain, uint256 until) external {
        ICashTypes.Sibling storage sibling = s.siblings[_requireIndex(s, domain)];
        uint256 from = sibling.testedAt == 0 ? 0 : sibling.testedAt + TEST_AGE;
        require(from != 0 && block.timestamp >= from, ICashErrors.TestTooYoung(domain, from));
        require(
            until > block.timestamp && until <= block.timestamp + MAX_OPEN, IBalancerErrors.BadExpiry(until)
        );
        sibling.openUntil = uint32(until);
        emit ICashEvents.SiblingOpened(domain, sibling.account, until);
    }

    function close(CashState storage s, uint32 domain) public {
        uint256 index = _requireIndex(s, domain);
        emit ICashEvents.SiblingClosed(domain, s.siblings[index].account);
        s.siblings[index] = s.siblings[s.siblings.length - 1];
        s.siblings.pop();
    }

    function closeAll(CashState storage s) external {
        for (uint256 i = s.siblings.length; i != 0; --i) close(s, s.siblings[i - 1].domain);
    }

    function _requireIndex(CashState storage s, uint32 domain) private view returns (uint256 index) {
        index = _indexOf(s, domain);
        require(index != CashValue.NOT_FOUND, ICashErrors.UnknownSibling(domain));
    }

    function _indexOf(CashState storage s, uint32 domain) private view returns (uint256) {
        for (uint256 i; i < s.siblings.length; ++i) if (s.siblings[i].domain == domain) return i;
        return CashValue.NOT_FOUND;
    }
}
