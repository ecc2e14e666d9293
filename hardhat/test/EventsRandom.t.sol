// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancer, IBalancerEvents } from "../contracts/interfaces/IBalancer.sol";
import { TestFeed } from "../contracts/local/TestFeed.sol";
import { TestToken } from "../contracts/local/TestToken.sol";
import { Mirror } from "./support/Mirror.sol";
import { Proposing } from "./support/Proposing.sol";
import { Vm } from "./support/Vm.sol";

/// @title An indexer that reads only events knows the portfolio after any sequence of calls
/// @dev Calls are drawn at random, most of them sensible; one that is refused must have told nothing that counts.
contract EventsRandomTest is Proposing {
    uint256 private constant HEIR_KEY = 0x4e14;

    Mirror private mirror;
    address[5] private tokens;
    mapping(address token => TestFeed) private otherFeedOf;
    mapping(bytes32 kind => uint256) private told;
    uint256 private ownerKey = OWNER_KEY;
    uint256 private state;
    uint256 private done;

    function setUp() public override {
        mirror = new Mirror();
        deployWorld(address(0));
        deployAssets();
        tokens = [address(usdc), address(weth), address(wbtc), _another("FOUR", 4), _another("FIVE", 18)];
        for (uint256 i; i < 5; ++i) {
            otherFeedOf[tokens[i]] = new TestFeed(8, "other", int256(priceOf(tokens[i])), address(this));
        }
        vm.recordLogs();
        balancer = createPortfolio(defaultConfig());
        fundDefault();
        openUniswap();
        fundTokens();
        same("after its creation");
    }

    function _another(string memory name, uint8 decimals) private returns (address token) {
        token = address(new TestToken(name, name, decimals));
        addFeed(token, decimals, 3e8);
    }

    function fundTokens() private {
        for (uint256 i = 3; i < 5; ++i) {
            give(tokens[i], taker, 1e6 * 10 ** decimalsOf[tokens[i]]);
            approveLop(tokens[i], taker);
        }
    }

    function refresh() internal override {
        for (uint256 i; i < 5; ++i) {
            setPrice(tokens[i], int256(priceOf(tokens[i])));
            otherFeedOf[tokens[i]].set(int256(priceOf(tokens[i])), block.timestamp - answerAgeMin);
        }
    }

    function navE32() internal view override returns (uint256 sum) {
        for (uint256 i; i < 5; ++i) sum += valueE32(tokens[i]);
    }

    // ── the tests ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// forge-config: default.fuzz.runs = 16
    function testFuzz_anySequenceOfCallsCanBeFollowed(uint256 seed) external {
        walk(seed, 60);
    }

    function test_aLongSequenceTellsEveryKindOfChangeAndCanBeFollowed() external {
        walk(1, 900);
        assertGe(done, 500, "calls that went through");
        bytes32[17] memory kinds = [
            IBalancerEvents.Filled.selector,
            IBalancerEvents.Swapped.selector,
            IBalancerEvents.Rebalanced.selector,
            IBalancerEvents.Charged.selector,
            IBalancerEvents.BudgetsSettled.selector,
            IBalancerEvents.GenerationBumped.selector,
            IBalancerEvents.PausedSet.selector,
            IBalancerEvents.SignerSet.selector,
            IBalancerEvents.AssetSet.selector,
            IBalancerEvents.AssetCountSet.selector,
            IBalancerEvents.AssetRemoved.selector,
            IBalancerEvents.TargetsSet.selector,
            IBalancerEvents.GuardSet.selector,
            IBalancerEvents.RouterSet.selector,
            IBalancerEvents.AllowanceCeilingSet.selector,
            IBalancerEvents.AllowanceSet.selector,
            IBalancerEvents.Withdrawn.selector
        ];
        for (uint256 i; i < kinds.length; ++i) assertGe(told[kinds[i]], 5, vm.toString(i));
    }

    // ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function draw(uint256 below) private returns (uint256) {
        state = uint256(keccak256(abi.encode(state)));
        return state % below;
    }

    function same(string memory when) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) if (logs[i].emitter == address(balancer)) ++told[logs[i].topics[0]];
        mirror.take(logs, address(balancer));
        mirror.check(balancer, when);
    }

    function walk(uint256 seed, uint256 steps) private {
        state = seed;
        for (uint256 i; i < steps; ++i) {
            if (draw(3) == 0) warpFresh(1 + draw(draw(4) == 0 ? 1 days : 2 hours));
            uint256 kind = draw(20);
            string memory when = string.concat("at step ", vm.toString(i), ", kind ", vm.toString(kind));
            bool went = kind < 12 ? _set(kind) : kind < 15 ? _tradeOrMove(kind) : _fill();
            if (went) ++done;
            // What was undone told nothing.
            else vm.getRecordedLogs();
            same(when);
        }
    }

    function _asOwner(bytes memory call) private returns (bool ok) {
        vm.prank(vm.addr(ownerKey));
        (ok,) = address(balancer).call(call);
    }

    // ── settings ────────────────────────────────────────────────────────────────────────────────────────────────────

    function _set(uint256 kind) private returns (bool) {
        if (kind == 0) return _setTargets();
        if (kind == 1) return _setAssets();
        if (kind == 2) return _removeOne();
        if (kind == 3) return _setFeed();
        if (kind == 4) return _setGuard();
        if (kind == 5) return _asOwner(abi.encodeCall(balancer.setRouter, (_router(), draw(3) != 0)));
        if (kind == 6) return _asOwner(abi.encodeCall(balancer.setSignerAndUnpause, (_signer())));
        if (kind == 7) return _stopOrGo();
        if (kind == 8) return _asOwner(abi.encodeCall(balancer.setAllowanceCeiling, (_token(), draw(1e24))));
        if (kind == 9) return _asOwner(abi.encodeCall(balancer.setAllowance, (_token(), draw(3) == 0 ? 0 : draw(1e22))));
        if (kind == 10) return _grant();
        return _handOver();
    }

    function _token() private returns (address) {
        return tokens[draw(5)];
    }

    function _router() private returns (address) {
        return [address(lens), implementation, LOP, address(uniswap)][draw(4)];
    }

    function _signer() private returns (address) {
        return [bot, bot, stranger, address(0)][draw(4)];
    }

    /// @dev Parts that sum to all; about every third is 0.
    function _parts(uint256 count) private returns (uint16[] memory parts) {
        parts = new uint16[](count);
        uint256 left = 10_000;
        for (uint256 i; i + 1 < count; ++i) {
            uint256 part = draw(3) == 0 ? 0 : draw(left + 1);
            parts[i] = uint16(part);
            left -= part;
        }
        parts[count - 1] = uint16(left);
    }

    function _oneOff(uint256 bps) private returns (OneOffTurnover memory) {
        return OneOffTurnover(uint32(bps), uint40(block.timestamp + 1 + draw(3 days)));
    }

    function _setTargets() private returns (bool) {
        Asset[] memory list = balancer.assets();
        address[] memory named = new address[](list.length);
        for (uint256 i; i < list.length; ++i) named[i] = list[i].token;
        uint16[] memory parts = _parts(list.length);
        OneOffTurnover memory oneOff = _oneOff(draw(2) == 0 ? 0 : draw(10_000));
        return _asOwner(abi.encodeCall(balancer.setTargets, (named, parts, oneOff)));
    }

    /// @dev What has a target must stay in the list; the rest comes and goes, in any order.
    function _setAssets() private returns (bool) {
        AssetConfig[] memory all = new AssetConfig[](5);
        uint256 count;
        uint256 first = draw(5);
        for (uint256 i; i < 5; ++i) {
            address token = tokens[(first + i) % 5];
            if (draw(3) == 0 && _targetOf(token) == 0) continue;
            all[count] = _terms(token);
            ++count;
        }
        if (count == 0) return false;
        AssetConfig[] memory list = new AssetConfig[](count);
        uint16[] memory parts = _parts(count);
        for (uint256 i; i < count; ++i) {
            list[i] = all[i];
            list[i].targetBps = parts[i];
        }
        return _asOwner(abi.encodeCall(balancer.setAssets, (list)));
    }

    function _terms(address token) private returns (AssetConfig memory c) {
        c = listing(token, 0);
        if (draw(2) == 0) c.feed = address(otherFeedOf[token]);
        (c.heartbeat, c.navMaxAge) = (uint24(1 + draw(7 days)), uint24(7 days + draw(7 days)));
        if (draw(2) == 0) (c.minAnswer, c.maxAnswer) = (uint128(1 + draw(3e8)), uint128(50_000e8 + draw(1e18)));
    }

    function _targetOf(address token) private view returns (uint256) {
        Asset[] memory list = balancer.assets();
        for (uint256 i; i < list.length; ++i) if (list[i].token == token) return list[i].targetBps;
        return 0;
    }

    function _removeOne() private returns (bool) {
        address token = _token();
        if (_targetOf(token) != 0) return false;
        return _asOwner(abi.encodeCall(balancer.removeAsset, (token)));
    }

    function _setFeed() private returns (bool) {
        AssetConfig memory c = _terms(_token());
        return _asOwner(
            abi.encodeCall(balancer.setFeed, (c.token, c.feed, c.heartbeat, c.navMaxAge, c.minAnswer, c.maxAnswer))
        );
    }

    function _setGuard() private returns (bool) {
        Guard memory g = defaultGuard();
        (g.maxSlippageBps, g.lossBpsPerDay) = (uint16(draw(1_000)), uint16(1 + draw(500)));
        g.turnoverBpsPerDay = uint32(1 + draw(20_000));
        (g.orderTtlMax, g.cooldown) = (uint32(600 + draw(1 days)), uint32(draw(3 hours)));
        (g.minDriftBps, g.minFillBps) = (uint16(draw(300)), uint16(1 + draw(30)));
        g.overshootBps = g.minDriftBps == 0 ? 0 : uint16(draw(g.minDriftBps));
        (g.maxFeeBps, g.publicBook) = (uint16(draw(200)), draw(2) == 0);
        return _asOwner(abi.encodeCall(balancer.setGuard, (g)));
    }

    function _grant() private returns (bool) {
        return _asOwner(abi.encodeCall(balancer.grantTurnover, (_oneOff(draw(4) == 0 ? 0 : draw(20_000)))));
    }

    function _stopOrGo() private returns (bool) {
        uint256 which = draw(4);
        if (which == 0) return _asOwner(abi.encodeCall(balancer.pause, ()));
        if (which == 1) return _asOwner(abi.encodeCall(balancer.setSigner, (bot)));
        if (which == 2) return _asOwner(abi.encodeCall(balancer.bumpGeneration, ()));
        return _asOwner(abi.encodeCall(balancer.unpause, ()));
    }

    function _handOver() private returns (bool) {
        uint256 next = ownerKey == OWNER_KEY ? HEIR_KEY : OWNER_KEY;
        if (!_asOwner(abi.encodeCall(balancer.transferOwnership, (draw(4) == 0 ? address(0) : vm.addr(next))))) return false;
        if (draw(2) == 0 || balancer.pendingOwner() == address(0)) return true;
        same("an heir is named");
        ownerKey = next;
        return _asOwner(abi.encodeCall(balancer.acceptOwnership, ()));
    }

    // ── money ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function _tradeOrMove(uint256 kind) private returns (bool) {
        if (kind == 12) return _propose();
        if (kind == 13) {
            give(_token(), address(balancer), draw(1e9));
            return _asOwner(abi.encodeCall(balancer.withdrawShare, (1 + draw(100), stranger)));
        }
        address token = _token();
        uint256 some = IERC20(token).balanceOf(address(balancer)) / (20 + draw(100));
        return _asOwner(abi.encodeCall(balancer.withdraw, (token, some, stranger)));
    }

    /// @dev The two assets that are furthest above and below their targets, and a part of what may move; 0 when nothing may.
    function _drifted() private returns (address out, address into, uint256 e32) {
        uint256 nav = navE32();
        uint256 above;
        uint256 below;
        Asset[] memory list = balancer.assets();
        for (uint256 i; i < list.length; ++i) {
            uint256 value = valueE32(list[i].token);
            uint256 wanted = nav * list[i].targetBps / 10_000;
            if (value > wanted + above) (out, above) = (list[i].token, value - wanted);
            if (wanted > value + below) (into, below) = (list[i].token, wanted - value);
        }
        e32 = min(above, below) / (2 + draw(3));
    }

    function _units(address token, uint256 e32) private view returns (uint256) {
        return e32 / (priceOf(token) * 10 ** (24 - decimalsOf[token]));
    }

    function _fill() private returns (bool) {
        (address out, address into, uint256 e32) = _drifted();
        uint256 making = e32 == 0 ? 0 : _units(out, e32);
        if (making == 0) return false;
        IOrderMixin.Order memory order = orderOf(out, making, into, worth(out, making, into, draw(40)));
        (uint256 amount,) = balancer.maxFill(order);
        if (amount == 0) return false;
        Signed memory x = signed(order);
        x.blob = blobOf(order, ownerKey, "");
        try this.fillIt(x, draw(2) == 0 ? amount : amount / 2 + 1) {
            return true;
        } catch {
            return false;
        }
    }

    function fillIt(Signed calldata x, uint256 amount) external {
        fillAs(taker, x, amount);
    }

    function _propose() private returns (bool) {
        (address out, address into, uint256 e32) = _drifted();
        bool pooled = (out == tokens[0] || out == tokens[1] || out == tokens[2])
            && (into == tokens[0] || into == tokens[1] || into == tokens[2]);
        if (!pooled || e32 == 0 || _units(out, e32) == 0) return false;
        _asOwner(abi.encodeCall(balancer.setRouter, (address(uniswap), true)));
        same("before a proposal");
        nextNonce = draw(1_000);
        Proposal memory p = propose(one(swapOf(out, _units(out, e32), into, 1)));
        signProposal(p, ownerKey);
        try this.sendIt(p) {
            return true;
        } catch {
            return false;
        }
    }

    function sendIt(Proposal calldata p) external {
        send(p);
    }
}
