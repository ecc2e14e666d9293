// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDelegatedBalancer } from "../../contracts/interfaces/IDelegatedBalancer.sol";
import { Delegation } from "../../contracts/interfaces/IDelegationManager.sol";
import { CampaignCounts } from "./CampaignCounts.sol";
import { DelegatedFixture } from "./DelegatedFixture.sol";
import { Fixture } from "./Fixture.sol";
import { PublicBookFixture } from "./PublicBook.sol";

/// @title One owner's two accounts (an upgraded key and a Hybrid account) and his Balancer, all on the public feeds with one signer,
/// and the books of what each lost
/// @dev Reckoned from balances alone, and not from the contracts' events.
abstract contract DelegatedBooks is DelegatedFixture, PublicBookFixture, CampaignCounts {
    uint256 public constant LOSS_BPS = 60;
    uint256 public constant TURNOVER_BPS = 8_000;
    uint256 public constant SLIPPAGE_BPS = 100;
    uint256 internal constant SECOND_KEY = 0x5ec;
    /// @dev The third holder, after the two accounts.
    uint256 internal constant BESIDE = 2;

    /// @dev Of a sequence: anything; as much loss as he can; as much turnover as he can.
    enum Mood {
        Unknown,
        Any,
        Greedy,
        Busy
    }

    struct Trade {
        uint64 at;
        uint96 lossE18;
        uint96 turnoverE18;
    }

    /// @dev The trades of a holder's last day, and their sums.
    struct Day {
        Trade[] trades;
        uint256 first;
        uint256 lossE18;
        uint256 turnoverE18;
    }

    /// @dev What a holder had before an action, and what others paid in during it.
    struct Sight {
        uint256[3][3] balances;
        uint256[3] valueE32;
        uint256[3][3] paidIn;
        uint256[3][3] paidOut;
        bool stopped;
    }

    struct Grant {
        bytes context;
        uint256 expiry;
        bool revoked;
    }

    address[2] internal accounts;
    IDelegatedBalancer[2] internal served;
    address[3] internal holders;
    address[3] internal tokens;
    uint256[3] internal priceE; // USD with 32 decimals, of one raw unit
    mapping(uint256 who => mapping(uint256 token => Grant)) internal grants;
    mapping(uint256 who => Day) private days_;
    Mood internal mood;
    uint256 internal signerKey = BOT_KEY;
    uint256 internal me;

    uint256 public worstDayLossE18;
    uint256 public worstDayTurnoverE18;
    uint256 public worstBesideLossE18;
    uint256 public worstBesideTurnoverE18;
    string public violation;

    // ── the world ───────────────────────────────────────────────────────────────────────────────────────────────────

    constructor() {
        DelegatedFixture.setUp();
        tokens = [address(usdc), address(weth), address(wbtc)];
        accounts = [owner, newHybrid(owner)];
        balancer = createPortfolio(besideConfig());
        holders = [accounts[0], accounts[1], address(balancer)];
        for (uint256 i; i < 3; ++i) {
            give(tokens[i], address(open), 1e9 * 1e8 * 10 ** decimalsOf[tokens[i]] / priceOf(tokens[i]));
            remember(i);
        }
        for (uint256 i = 1; i < 3; ++i) {
            give(address(usdc), holders[i], USDC_HELD);
            give(address(weth), holders[i], WETH_HELD);
            give(address(wbtc), holders[i], WBTC_HELD);
        }
        for (me = 0; me < 2; ++me) renewNow();
        warpFresh(1 days);
    }

    function setUp() public override(DelegatedFixture, PublicBookFixture) { }

    function navE32() internal view override(DelegatedFixture, Fixture) returns (uint256) {
        return DelegatedFixture.navE32();
    }

    function campaignGuard(Guard memory g) private pure returns (Guard memory) {
        (g.lossBpsPerDay, g.turnoverBpsPerDay) = (uint16(LOSS_BPS), uint32(TURNOVER_BPS));
        (g.cooldown, g.maxSlippageBps) = (10 minutes, uint16(SLIPPAGE_BPS));
        return g;
    }

    function campaignConfig() private view returns (Config memory c) {
        c = delegatedConfig();
        c.signer = vm.addr(signerKey);
        c.guard = campaignGuard(c.guard);
    }

    function besideConfig() private view returns (Config memory c) {
        c = delegatedConfig();
        (c.guard, c.guard.publicBook) = (campaignGuard(c.guard), true);
        (c.routers[0], c.routers[1]) = (address(open), LOP);
    }

    /// @dev What {DelegatedFixture} works on from here.
    function serveAs(uint256 who) internal {
        me = who % 2;
        (account, clone) = (accounts[me], served[me]);
    }

    function renewNow() internal {
        account = accounts[me];
        clone = newClone(campaignConfig());
        served[me] = clone;
        grantNow(90 days);
        unpauseNow();
    }

    function grantNow(uint256 life) internal {
        for (uint256 i; i < 3; ++i) {
            uint256 amount = PERIOD_USD * 1e8 * 10 ** decimalsOf[tokens[i]] / priceOf(tokens[i]);
            Delegation memory d = delegationOf(account, address(clone), tokens[i], amount);
            uint256 expiry = block.timestamp + life;
            d.caveats[1].terms = abi.encodePacked(uint128(0), uint128(expiry));
            grants[me][i] = Grant(contextOf(signDelegation(d, OWNER_KEY)), expiry, false);
        }
    }

    function revokeNow(uint256 token) internal {
        grants[me][token].revoked = true;
        Delegation memory d = abi.decode(grants[me][token].context, (Delegation[]))[0];
        if (manager.disabledDelegations(manager.getDelegationHash(d))) return;
        vm.prank(account);
        manager.disableDelegation(d);
    }

    function unpauseNow() internal {
        if (!clone.paused()) return;
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.unpause(generation);
    }

    function remember(uint256 i) internal {
        priceE[i] = priceOf(tokens[i]) * 10 ** (24 - decimalsOf[tokens[i]]);
    }

    // ── books ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function value(uint256 i, uint256 amount) internal view returns (uint256) {
        return amount * priceE[i];
    }

    function balanceOf(uint256 who, uint256 i) internal view returns (uint256) {
        return IERC20(tokens[i]).balanceOf(holders[who]);
    }

    function look() internal view returns (Sight memory s) {
        for (uint256 who; who < 3; ++who) {
            for (uint256 i; i < 3; ++i) {
                s.balances[who][i] = balanceOf(who, i);
                s.valueE32[who] += value(i, s.balances[who][i]);
            }
        }
    }

    /// @dev An allowed action may trade for the holders in `mayTrade` (a bit each); a refused one moves nothing.
    function settle(string memory action, bool ok, bytes memory answer, Sight memory before, uint256 mayTrade) internal {
        count(action, ok, answer);
        for (uint256 who; who < 3; ++who) {
            (uint256 out, uint256 into, bool moved) = moves(before, who, ok);
            if (!moved) continue;
            if (!ok) violation = "a refused one moved something";
            else if (mayTrade & (1 << who) == 0) violation = "somebody else's tokens moved";
            else book(who, before, out, into);
        }
        if (ok && before.stopped) violation = "a trade after it was stopped";
    }

    function moves(Sight memory before, uint256 who, bool ok) private view returns (uint256 out, uint256 into, bool moved) {
        for (uint256 i; i < 3; ++i) {
            uint256 now_ = balanceOf(who, i);
            uint256 was = before.balances[who][i];
            if (ok) was = was + before.paidIn[who][i] - before.paidOut[who][i];
            if (now_ == was) continue;
            moved = true;
            if (now_ < was) out += value(i, was - now_);
            else into += value(i, now_ - was);
        }
    }

    function book(uint256 who, Sight memory before, uint256 out, uint256 into) private {
        uint256 loss = out > into ? out - into : 0;
        Day storage day = days_[who];
        Trade memory t = Trade(
            uint64(block.timestamp),
            uint96(loss * 1e18 / before.valueE32[who]),
            uint96(out * 1e18 / before.valueE32[who])
        );
        day.trades.push(t);
        (uint256 lossSum, uint256 turnoverSum) = (day.lossE18 + t.lossE18, day.turnoverE18 + t.turnoverE18);
        uint256 first = day.first;
        for (; day.trades[first].at + 1 days < block.timestamp; ++first) {
            lossSum -= day.trades[first].lossE18;
            turnoverSum -= day.trades[first].turnoverE18;
        }
        (day.first, day.lossE18, day.turnoverE18) = (first, lossSum, turnoverSum);
        if (who == BESIDE) {
            if (lossSum > worstBesideLossE18) worstBesideLossE18 = lossSum;
            if (turnoverSum > worstBesideTurnoverE18) worstBesideTurnoverE18 = turnoverSum;
        } else {
            if (lossSum > worstDayLossE18) worstDayLossE18 = lossSum;
            if (turnoverSum > worstDayTurnoverE18) worstDayTurnoverE18 = turnoverSum;
        }
    }

    // ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One asset above its target and one below, and what may go of it at most.
    function pairOf(uint256 who) internal view returns (uint256 out, uint256 into, uint256 most) {
        Asset[] memory list = who == BESIDE ? balancer.assets() : served[who].assets();
        uint256[3] memory worths;
        uint256 nav;
        for (uint256 i; i < 3; ++i) nav += worths[i] = value(i, balanceOf(who, i));
        int256 widest = type(int256).min;
        int256 narrowest = type(int256).max;
        for (uint256 i; i < 3; ++i) {
            int256 over = int256(worths[i] * 10_000 / nav) - int256(uint256(list[i].targetBps));
            if (over > widest) (widest, out) = (over, i);
            if (over < narrowest) (narrowest, into) = (over, i);
        }
        uint256 bps = min(widest > 0 ? uint256(widest) : 0, narrowest < 0 ? uint256(-narrowest) : 0);
        most = balanceOf(who, out) * bps * nav / 10_000 / max(1, worths[out]);
    }

    /// @dev As much as the slippage limit lets through, or less: a day of cheaper trades turns over more.
    function greed(uint256 seed) internal view returns (uint256) {
        if (mood == Mood.Greedy) return 99;
        if (mood == Mood.Busy) return seed % 8;
        return seed % 3 == 0 ? 99 : seed % 40;
    }
}
