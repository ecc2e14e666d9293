// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDelegatedBalancer } from "../../contracts/interfaces/IDelegatedBalancer.sol";
import { Delegation } from "../../contracts/interfaces/IDelegationManager.sol";
import { DelegatedFixture } from "./DelegatedFixture.sol";

/// @title The thief of the signer's key against two accounts of one owner, an upgraded key and a Hybrid account
/// @dev He writes the routes, has each account do what it signed for somebody else in the middle of them, picks delegations and
/// moments, and keeps what he signed before. The owner pauses, revokes, renews, pays in and out. The books are kept by balances.
contract DelegatedCampaign is DelegatedFixture {
    uint256 public constant LOSS_BPS = 60;
    uint256 public constant TURNOVER_BPS = 8_000;
    uint256 public constant SLIPPAGE_BPS = 100;
    uint256 private constant SECOND_KEY = 0x5ec;

    struct Loss {
        uint256 at;
        uint256 lossE18;
        uint256 turnoverE18;
    }

    struct Counter {
        uint256 calls;
        uint256 successes;
    }

    address[2] private accounts;
    IDelegatedBalancer[2] private served;
    address[3] private tokens;
    mapping(uint256 who => mapping(address token => bytes)) private grants;
    mapping(uint256 who => Loss[]) private losses;
    uint256 private signerKey = BOT_KEY;
    uint256 private me;

    uint256 public worstDayLossE18;
    uint256 public worstDayTurnoverE18;
    string public violation;
    string[] public actions;
    mapping(string action => Counter) public counters;
    bytes4[] public reasons;
    mapping(bytes4 reason => uint256) public reverts;

    // ── the world ───────────────────────────────────────────────────────────────────────────────────────────────────

    constructor() {
        super.setUp();
        tokens = [address(usdc), address(weth), address(wbtc)];
        accounts = [owner, newHybrid(owner)];
        for (uint256 i; i < 3; ++i) give(tokens[i], address(open), 1e9 * 1e8 * 10 ** decimalsOf[tokens[i]] / priceOf(tokens[i]));
        give(address(usdc), accounts[1], USDC_HELD);
        give(address(weth), accounts[1], WETH_HELD);
        give(address(wbtc), accounts[1], WBTC_HELD);
        for (me = 0; me < 2; ++me) renewNow();
        warpFresh(1 days);
    }

    function setUp() public override { }

    function campaignConfig() private view returns (Config memory c) {
        c = delegatedConfig();
        c.signer = vm.addr(signerKey);
        (c.guard.lossBpsPerDay, c.guard.turnoverBpsPerDay) = (uint16(LOSS_BPS), uint32(TURNOVER_BPS));
        (c.guard.cooldown, c.guard.maxSlippageBps) = (10 minutes, uint16(SLIPPAGE_BPS));
    }

    /// @dev What {DelegatedFixture} works on from here.
    modifier as_(uint256 who) {
        me = who % 2;
        (account, clone) = (accounts[me], served[me]);
        _;
    }

    function renewNow() private {
        account = accounts[me];
        clone = newClone(campaignConfig());
        served[me] = clone;
        grantNow();
        unpauseNow();
    }

    function grantNow() private {
        for (uint256 i; i < 3; ++i) grants[me][tokens[i]] = granted(account, OWNER_KEY, address(clone), tokens[i]);
    }

    function unpauseNow() private {
        if (!clone.paused()) return;
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.unpause(generation);
    }

    // ── books ───────────────────────────────────────────────────────────────────────────────────────────────────────

    struct Sight {
        uint256[3] balances;
        uint256 valueE32;
    }

    function look() private view returns (Sight memory s) {
        for (uint256 i; i < 3; ++i) s.balances[i] = held(tokens[i]);
        s.valueE32 = navE32();
    }

    function value(uint256 i, uint256 amount) private view returns (uint256) {
        return amount * priceOf(tokens[i]) * 10 ** (24 - decimalsOf[tokens[i]]);
    }

    function count(string memory action, bool ok, bytes memory answer) private {
        Counter storage c = counters[action];
        if (c.calls == 0) actions.push(action);
        ++c.calls;
        if (ok) {
            ++c.successes;
            return;
        }
        bytes4 reason = bytes4(answer);
        if (reverts[reason] == 0) reasons.push(reason);
        ++reverts[reason];
    }

    function book(Sight memory before) private {
        uint256 out;
        uint256 into;
        for (uint256 i; i < 3; ++i) {
            uint256 now_ = held(tokens[i]);
            if (now_ < before.balances[i]) out += value(i, before.balances[i] - now_);
            else into += value(i, now_ - before.balances[i]);
        }
        uint256 loss = out > into ? out - into : 0;
        losses[me].push(Loss(block.timestamp, loss * 1e18 / before.valueE32, out * 1e18 / before.valueE32));
        uint256 lossSum;
        uint256 turnoverSum;
        for (uint256 i = losses[me].length; i != 0 && losses[me][i - 1].at + 1 days >= block.timestamp; --i) {
            lossSum += losses[me][i - 1].lossE18;
            turnoverSum += losses[me][i - 1].turnoverE18;
        }
        worstDayLossE18 = max(worstDayLossE18, lossSum);
        worstDayTurnoverE18 = max(worstDayTurnoverE18, turnoverSum);
    }

    function settle(string memory action, Proposal memory p) private {
        Sight memory before = look();
        (bool ok, bytes memory answer) = trySend(p);
        count(action, ok, answer);
        if (ok) return book(before);
        for (uint256 i; i < 3; ++i) {
            if (held(tokens[i]) != before.balances[i]) violation = "a failed proposal moved something";
        }
    }

    function trySend(Proposal memory p) private returns (bool, bytes memory) {
        vm.prank(stranger);
        return address(clone).call(
            abi.encodeCall(
                clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
            )
        );
    }

    // ── what the thief does ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One asset above its target and one below, and what may go of it at most.
    function pair() private view returns (uint256 out, uint256 into, uint256 most) {
        Asset[] memory list = clone.assets();
        uint256 nav = navE32();
        int256 widest = type(int256).min;
        int256 narrowest = type(int256).max;
        for (uint256 i; i < 3; ++i) {
            int256 over = int256(value(i, held(tokens[i])) * 10_000 / nav) - int256(uint256(list[i].targetBps));
            if (over > widest) (widest, out) = (over, i);
            if (over < narrowest) (narrowest, into) = (over, i);
        }
        uint256 bps = min(uint256(max(0, widest > 0 ? uint256(widest) : 0)), narrowest < 0 ? uint256(-narrowest) : 0);
        most = held(tokens[out]) * bps * nav / 10_000 / max(1, value(out, held(tokens[out])));
    }

    function signedSwap(uint256 out, uint256 amount, uint256 into, uint256 lossBps, address target, bytes memory call)
        private
        returns (Proposal memory p)
    {
        uint256 paid = worth(tokens[out], amount, tokens[into], lossBps);
        (address[] memory targets, bytes[] memory calls) =
            (new address[](target == address(0) ? 0 : 1), new bytes[](target == address(0) ? 0 : 1));
        if (target != address(0)) (targets[0], calls[0]) = (target, call);
        bytes memory data =
            abi.encodeCall(open.route, (tokens[out], amount, tokens[into], paid, clone.executor(), targets, calls));
        Swap[] memory swaps = one(Swap(address(open), tokens[out], amount, tokens[into], 0, data));
        p = Proposal(swaps, new bytes[](1), nextNonce++, clone.generation(), uint40(block.timestamp + 600), "");
        p.contexts[0] = grants[me][tokens[out]];
        signProposal(p, signerKey);
    }

    /// @dev As good a trade as he needs, for as much loss as the slippage limit lets through.
    function propose(uint256 who, uint256 share, uint256 lossBps) external as_(who) {
        (uint256 out, uint256 into, uint256 most) = pair();
        uint256 amount = max(1, most * clamp(share, 1, 10_000) / 10_000);
        settle("propose", signedSwap(out, amount, into, lossBps % 3 == 0 ? 99 : lossBps % 40, address(0), ""));
    }

    /// @dev Any tokens, amounts, delegations and signers.
    function proposeWild(uint256 who, uint256 seed, uint256 amount) external as_(who) {
        uint256 out = seed % 3;
        uint256 into = (seed / 3) % 3;
        Proposal memory p =
            signedSwap(out, clamp(amount, 1, held(tokens[out]) + 1), into, seed % 150, address(0), "");
        if (seed % 5 == 0) p.contexts[0] = grants[1 - me][tokens[out]];
        if (seed % 7 == 0) signProposal(p, SECOND_KEY);
        if (seed % 11 == 0) p.contexts[0] = grants[me][tokens[into]];
        settle("proposeWild", p);
    }

    /// @dev In the middle of the route the account itself pays some token to somebody: a permit or a user operation that lay about.
    function proposeWithDoor(uint256 who, uint256 seed, uint256 share) external as_(who) {
        (uint256 out, uint256 into, uint256 most) = pair();
        uint256 amount = max(1, most * clamp(share, 1, 10_000) / 20_000);
        settle("proposeWithDoor", signedSwap(out, amount, into, seed % 60, address(manager), doorOf(seed)));
    }

    function doorOf(uint256 seed) private returns (bytes memory) {
        address token = tokens[seed % 3];
        uint256 less = seed % 4 == 0 ? seed % 1_000 : held(token) * (seed % 100) / 100_000;
        address to = seed % 5 == 0 ? clone.executor() : stranger;
        return doorCall(token, abi.encodeCall(IERC20.transfer, (to, less)));
    }

    /// @dev What was signed for one account, sent to the other.
    function proposeElsewhere(uint256 who, uint256 share) external as_(who) {
        (uint256 out, uint256 into, uint256 most) = pair();
        Proposal memory p = signedSwap(out, max(1, most * clamp(share, 1, 10_000) / 10_000), into, 50, address(0), "");
        me = 1 - me;
        (account, clone) = (accounts[me], served[me]);
        p.contexts[0] = grants[me][tokens[out]];
        (bool ok, bytes memory answer) = trySend(p);
        count("elsewhere", ok, answer);
        if (ok) violation = "a proposal was good for another account";
    }

    // ── what the owner and the market do ────────────────────────────────────────────────────────────────────────────

    function pass(uint256 seed) external {
        vm.warp(block.timestamp + (seed % 4 == 0 ? seed % 1 days : seed % 3 hours));
        for (uint256 i; i < 3; ++i) {
            uint256 move = uint256(keccak256(abi.encode(seed, i))) % 401;
            setPrice(tokens[i], int256(clamp(priceOf(tokens[i]) * (9_800 + move) / 10_000, 0.5e8, 1e13)));
        }
        count("pass", true, "");
    }

    function owned(uint256 who, uint256 seed) external as_(who) {
        uint256 kind = seed % 5;
        if (kind == 0) {
            give(tokens[seed % 3], account, held(tokens[seed % 3]) / 50);
        } else if (kind == 1) {
            uint256 amount = held(tokens[seed % 3]) / 50;
            vm.prank(account);
            IERC20(tokens[seed % 3]).transfer(stranger, amount);
        } else if (kind == 2) {
            setTargetsNow(seed);
        } else if (kind == 3) {
            signerKey = signerKey == BOT_KEY ? SECOND_KEY : BOT_KEY;
            for (me = 0; me < 2; ++me) {
                (account, clone) = (accounts[me], served[me]);
                uint40 generation = clone.generation();
                vm.prank(account);
                clone.setSigner(vm.addr(signerKey), generation);
            }
        } else {
            renewNow();
        }
        count("owned", true, "");
    }

    function setTargetsNow(uint256 seed) private {
        (address[] memory list, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (list[0], list[1], list[2]) = (tokens[0], tokens[1], tokens[2]);
        targets[0] = uint16(2_000 + (seed >> 8) % 3_000);
        targets[1] = uint16(2_000 + (seed >> 40) % 3_000);
        targets[2] = 10_000 - targets[0] - targets[1];
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.setTargets(list, targets, generation);
    }

    /// @dev He signs, the owner stops it in one of seven ways, and what he signed is sent in a later block.
    function race(uint256 who, uint256 seed) external as_(who) {
        (uint256 out, uint256 into, uint256 most) = pair();
        Proposal memory p = signedSwap(out, max(1, most / 4), into, 20, address(0), "");
        bool good = isGood(p);
        stopNow(seed % 7, out);
        vm.roll(block.number + 1 + seed % 3);
        (bool ok, bytes memory answer) = trySend(p);
        count(good ? "race with a good one" : "race", !ok, answer);
        if (ok) violation = "a trade after it was stopped";
        if (clones.currentOf(account) != address(clone)) return renewNow();
        unpauseNow();
        grantNow();
    }

    error Tried(bool ok);

    /// @dev What would come of it now.
    function isGood(Proposal memory p) private returns (bool) {
        try this.tryAndUndo(p) { }
        catch (bytes memory answer) {
            return keccak256(answer) == keccak256(abi.encodeWithSelector(Tried.selector, true));
        }
        return false;
    }

    function tryAndUndo(Proposal calldata p) external {
        (bool ok,) = trySend(p);
        revert Tried(ok);
    }

    function stopNow(uint256 kind, uint256 out) private {
        if (kind == 6) {
            uint256 last = clones.countOf(account) - 1;
            vm.prank(account);
            clones.retire(last);
        } else if (kind == 5) {
            renewNow();
            clone = IDelegatedBalancer(address(served[me]));
        } else if (kind == 4) {
            Delegation memory d = abi.decode(grants[me][tokens[out]], (Delegation[]))[0];
            vm.prank(account);
            manager.disableDelegation(d);
        } else if (kind == 3) {
            vm.prank(guardian);
            clone.bumpGeneration();
        } else {
            vm.prank(kind == 0 ? account : kind == 1 ? guardian : clone.authorizedSigner());
            clone.pause();
        }
    }

    // ── what is asked after every call ──────────────────────────────────────────────────────────────────────────────

    function check() external view {
        assertEq(violation, "", "never");
        assertLe(worstDayLossE18, LOSS_BPS * 1e14 + 1e6, "loss of a day");
        assertLe(worstDayTurnoverE18, TURNOVER_BPS * 1e14 + 1e6, "turnover of a day");
        for (uint256 i; i < 2; ++i) {
            for (uint256 j; j < 3; ++j) {
                assertEq(IERC20(tokens[j]).balanceOf(address(served[i])), 0, "a clone holds nothing");
                assertEq(IERC20(tokens[j]).balanceOf(served[i].executor()), 0, "nor do its hands");
                assertEq(IERC20(tokens[j]).allowance(served[i].executor(), address(open)), 0, "nor is anything allowed");
            }
        }
    }

    function actionCount() external view returns (uint256) {
        return actions.length;
    }

    function reasonCount() external view returns (uint256) {
        return reasons.length;
    }
}
