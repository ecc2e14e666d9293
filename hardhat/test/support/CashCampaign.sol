// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { ICashFactory } from "../../contracts/interfaces/ICashFactory.sol";
import { ICashPortfolio, ICashTypes } from "../../contracts/interfaces/ICashPortfolio.sol";
import { TestToken } from "../../contracts/local/TestToken.sol";
import { CampaignCounts } from "./CampaignCounts.sol";
import { Deployment } from "./Deployment.sol";
import { ScriptedTransmitter } from "./ScriptedMessenger.sol";
import { ScriptedVault } from "./ScriptedVault.sol";

/// @title Holds what is in flight between the campaign's chains, all of which are one here
contract CampaignMessenger {
    address public immutable localMessageTransmitter;
    CashCampaign private immutable CAMPAIGN;

    constructor(uint32 domain) {
        localMessageTransmitter = address(new ScriptedTransmitter(domain));
        CAMPAIGN = CashCampaign(msg.sender);
    }

    function depositForBurn(uint256 amount, uint32, bytes32 recipient, address token, bytes32, uint256 maxFee, uint32)
        external
    {
        TestToken(token).transferFrom(msg.sender, address(CAMPAIGN), amount);
        CAMPAIGN.burnt(address(uint160(uint256(recipient))), amount, maxFee);
    }
}

/// @title The thief holds the signer's key of three siblings; vaults take fees, dip and slip as it likes; transfers arrive in any order,
/// in the middle of a move too, or never; the owner acts at random around it
/// @dev Keeps its own books, reckoned from balances and true rates and not from the contracts' events. What a vault is worth grows
/// slowly, and falls for those who stay only by what a move takes from them.
contract CashCampaign is Deployment, CampaignCounts, ICashTypes {
    uint256 public constant LOSS_BPS = 60;
    uint256 public constant BRIDGE_BPS = 3_300;
    uint256 private constant N = 3;
    uint256 private constant V = 2;
    uint256 private constant OWNER_KEY = 0xA11CE;
    uint256 private constant BOT_KEY = 0xB07;
    uint256 private constant ONE = 1e18;
    address private constant CIRCLE = address(0xC12C1E);

    struct Transfer {
        address to;
        uint256 amount;
        uint256 maxFee;
    }

    /// @dev One loss, what there was before it, and what had been added until then.
    struct Loss {
        uint256 at;
        uint256 amount;
        uint256 whole;
        uint256 added;
        uint256 who;
        uint256 partE18; // of the one portfolio's value
    }

    address private owner = vm.addr(OWNER_KEY);
    TestToken private usdc = new TestToken("USD Coin", "USDC", 6);
    ICashPortfolio[N] private cash;
    ScriptedVault[V][N] private vaults;
    uint256[V][N] private rates;
    Transfer[] private flying;
    Loss[] private losses;
    uint256 private added;
    uint256 private nonces;
    uint256 private taken; // by Circle
    uint256 private arriving; // what the next hook lets in

    uint256 public moves;
    uint256 public worstDayE18;
    uint256 public worstOneE18;
    string public violation;

    // ── the world ───────────────────────────────────────────────────────────────────────────────────────────────────

    constructor() {
        vm.warp(1_800_000_000);
        for (uint256 i; i < N; ++i) {
            address messenger = address(new CampaignMessenger(uint32(i)));
            address made = deployOurs("CashPortfolio", abi.encode(usdc, messenger));
            CashConfig memory c;
            c.signer = vm.addr(BOT_KEY);
            c.guard = CashGuard(100, uint16(LOSS_BPS), 40_000, uint16(BRIDGE_BPS), 5, 10 minutes, 1 days);
            c.vaults = new VaultConfig[](V);
            for (uint256 j; j < V; ++j) {
                rates[i][j] = 1_000_000 + 70_001 * j;
                vaults[i][j] = new ScriptedVault(address(usdc), 18, rates[i][j]);
                usdc.mint(address(vaults[i][j]), 1e15);
                c.vaults[j] = VaultConfig(address(vaults[i][j]), 8_000, 0, type(uint96).max);
            }
            ICashFactory factory = ICashFactory(deployOurs("CashFactory", abi.encode(made)));
            vm.prank(owner);
            cash[i] = ICashPortfolio(factory.create(c, 0, new IBalancerTypes.Deposit[](0)));
            usdc.mint(address(cash[i]), 1_000_000e6 * (i + 1));
        }
    }

    /// @dev Not in the constructor: the messengers call back.
    function start() external {
        for (uint256 i; i < N; ++i) _openSiblings(i);
    }

    function _openSiblings(uint256 i) private {
        vm.startPrank(owner);
        for (uint256 j; j < N; ++j) {
            if (i == j) continue;
            cash[i].setSibling(uint32(j), address(cash[j]));
            cash[i].testSibling(uint32(j), 0);
            vm.warp(block.timestamp + 1);
        }
        vm.warp(block.timestamp + 1 hours);
        for (uint256 j; j < N; ++j) if (i != j) cash[i].openSibling(uint32(j), block.timestamp + 90 days);
        vm.stopPrank();
    }

    function burnt(address to, uint256 amount, uint256 maxFee) external {
        flying.push(Transfer(to, amount, maxFee));
    }

    /// @dev Called by vaults in the middle of a move: what is in flight comes in, and value goes up under their hands.
    function arriveNow() external {
        if (arriving != 0) _arrive(arriving - 1, 0);
        arriving = 0;
    }

    function _arrive(uint256 index, uint256 fee) private {
        Transfer memory t = flying[index];
        flying[index] = flying[flying.length - 1];
        flying.pop();
        usdc.transfer(t.to, t.amount - fee);
        if (fee != 0) usdc.transfer(CIRCLE, fee);
        taken += fee;
        added += t.maxFee - fee; // was counted as lost
    }

    // ── books ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function worthOf(uint256 i) private view returns (uint256 sum) {
        sum = usdc.balanceOf(address(cash[i]));
        for (uint256 j; j < V; ++j) sum += vaults[i][j].balanceOf(address(cash[i])) * rates[i][j] / ONE;
    }

    /// @dev All siblings, and what is in flight at its destination, once.
    function whole() private view returns (uint256 sum) {
        for (uint256 i; i < N; ++i) sum += worthOf(i);
        for (uint256 i; i < flying.length; ++i) sum += flying[i].amount - flying[i].maxFee;
    }

    function book(uint256 who, uint256 before, uint256 addedBefore, uint256 valueBefore) private {
        ++moves;
        uint256 now_ = whole() - (added - addedBefore);
        if (now_ >= before) return;
        losses.push(
            Loss(block.timestamp, before - now_, before, addedBefore, who, (before - now_) * 1e18 / valueBefore)
        );
        uint256 sum;
        uint256[N] memory each;
        for (uint256 k = losses.length; k != 0 && losses[k - 1].at + 1 days >= block.timestamp; --k) {
            Loss memory l = losses[k - 1];
            sum += l.amount;
            each[l.who] += l.partE18;
            worstDayE18 = max(worstDayE18, sum * 1e18 / (l.whole + addedBefore - l.added));
        }
        for (uint256 i; i < N; ++i) worstOneE18 = max(worstOneE18, each[i]);
    }

    function run(string memory action, uint256 who, bytes memory move) private returns (bool ok) {
        (uint256 before, uint256 addedBefore, uint256 flyingBefore) = (whole(), added, flying.length);
        (uint256 value,,) = cash[who].look();
        bytes memory answer;
        (ok, answer) = address(cash[who]).call(move);
        count(action, ok, answer);
        if (ok) return _bookMove(who, before, addedBefore, value);
        arriving = 0;
        if (whole() != before || flying.length != flyingBefore) violation = "a refused move moved something";
    }

    function _bookMove(uint256 who, uint256 before, uint256 addedBefore, uint256 value) private returns (bool) {
        for (uint256 j; j < V; ++j) rates[who][j] = min(rates[who][j], vaults[who][j].rate());
        book(who, before, addedBefore, value);
        return true;
    }

    // ── what the thief does ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One of eight, with numbers of its own.
    function act(uint256 seed) external {
        (uint256 kind, uint256 more) = (seed % 8, uint256(keccak256(abi.encode(seed))));
        seed >>= 8;
        if (kind < 2) enter(seed, more);
        else if (kind == 2) leave(seed, more);
        else if (kind < 5) bridge(seed, more, more >> 16);
        else if (kind == 5) arrive(seed, more);
        else if (kind == 6) pass(more, seed);
        else owned(seed, more);
    }

    modifier moment(uint256 seed) {
        if (seed % 3 != 0) _pass((seed >> 8) % 40 minutes);
        _;
    }

    function terms(uint256 i) private returns (Terms memory) {
        return Terms(++nonces, cash[i].generation(), uint40(block.timestamp + 1 hours));
    }

    function sign(bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BOT_KEY, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Fees, what those who stay bear, and what arrives in the middle: as the thief likes.
    function prepare(uint256 i, uint256 j, uint256 seed) private {
        ScriptedVault v = vaults[i][j];
        uint256 fee = seed % 4 == 0 ? 0 : (seed >> 16) % 105;
        v.setFees(fee, fee);
        if (seed % 5 == 0) v.setRateAfter(rates[i][j] * (10_000 - (seed >> 32) % 30) / 10_000);
        if (seed % 2 == 0 && flying.length != 0) {
            arriving = 1 + (seed >> 64) % flying.length;
            v.setHook(address(this), abi.encodeCall(this.arriveNow, ()));
        }
    }

    function calm(uint256 i, uint256 j) private {
        ScriptedVault v = vaults[i][j];
        v.setFees(0, 0);
        v.setRateAfter(0);
        v.setHook(address(0), "");
        v.setRate(rates[i][j]);
    }

    function enter(uint256 seed, uint256 share) private moment(seed) {
        (uint256 i, uint256 j) = (seed % N, (seed >> 4) % V);
        uint256 assets = usdc.balanceOf(address(cash[i])) * clamp(share, 1, 6_000) / 10_000;
        prepare(i, j, seed >> 8);
        address v = address(vaults[i][j]);
        Terms memory t = terms(i);
        bytes memory signature = sign(cash[i].depositHash(v, assets, 0, t));
        run("moveDeposit", i, abi.encodeCall(ICashPortfolio.depositSigned, (v, assets, 0, t, signature)));
        calm(i, j);
    }

    /// @dev Sometimes while the rate is dipped, from a mark that was raised right before.
    function leave(uint256 seed, uint256 share) private moment(seed) {
        (uint256 i, uint256 j) = (seed % N, (seed >> 4) % V);
        ScriptedVault v = vaults[i][j];
        uint256 shares = v.balanceOf(address(cash[i])) * clamp(share, 1, 10_000) / 10_000;
        prepare(i, j, seed >> 8);
        cash[i].poke(address(v));
        (,, VaultLook[] memory list) = cash[i].look();
        bool dips = seed % 3 == 0 && list[j].mark >= rates[i][j];
        if (dips) v.setRate(rates[i][j] * (10_000 - (seed >> 80) % 26) / 10_000);
        Terms memory t = terms(i);
        bytes memory signature = sign(cash[i].redeemHash(address(v), shares, 0, t));
        bytes memory move = abi.encodeCall(ICashPortfolio.redeemSigned, (address(v), shares, 0, t, signature));
        if (dips) _runDipped(i, j, move);
        else run("moveRedeem", i, move);
        calm(i, j);
    }

    /// @dev What those who stay lost for the moment comes back with the rate.
    function _runDipped(uint256 i, uint256 j, bytes memory move) private {
        vaults[i][j].setRateAfter(0);
        (uint256 before, uint256 addedBefore) = (whole(), added);
        (uint256 value,,) = cash[i].look();
        (bool ok, bytes memory answer) = address(cash[i]).call(move);
        count("moveRedeemDipped", ok, answer);
        arriving = 0;
        if (ok) book(i, before, addedBefore, value);
    }

    function bridge(uint256 seed, uint256 share, uint256 fee) private moment(seed) {
        uint256 i = seed % N;
        uint256 j = (i + 1 + (seed >> 4) % (N - 1)) % N;
        (uint256 value, uint256 held,) = cash[i].look();
        CashBudgets memory b = cash[i].budgets();
        uint256 room = b.bridgeCapacityE18 > b.bridgeLevelE18 ? b.bridgeCapacityE18 - b.bridgeLevelE18 : 0;
        uint256 most = seed % 7 == 0 ? held : min(held, value * room / 1e18);
        uint256 amount = most * clamp(share, 1, 10_000) / 10_000;
        uint256 maxFee = amount * clamp(fee, 0, 11) / 10_000;
        Terms memory t = terms(i);
        bytes memory signature = sign(cash[i].bridgeHash(uint32(j), address(cash[j]), amount, maxFee, t));
        run(
            "moveBridge",
            i,
            abi.encodeCall(ICashPortfolio.bridgeSigned, (uint32(j), address(cash[j]), amount, maxFee, t, signature))
        );
    }

    /// @dev Any that is in flight, for any fee up to its most.
    function arrive(uint256 seed, uint256 fee) private {
        if (flying.length == 0) return count("arrive", false, abi.encodeWithSelector(bytes4("none")));
        uint256 index = seed % flying.length;
        uint256 before = whole();
        uint256 addedBefore = added;
        _arrive(index, clamp(fee, 0, flying[index].maxFee));
        if (whole() != before + added - addedBefore) violation = "a transfer's arrival changed the total";
        count("arrive", true, "");
    }

    // ── the world and the owner around it ───────────────────────────────────────────────────────────────────────────

    function pass(uint256 span, uint256 seed) private {
        _pass(clamp(span, 1, 30 hours));
        uint256 i = seed % N;
        cash[i].poke(address(vaults[i][(seed >> 4) % V]));
        count("pass", true, "");
    }

    /// @dev Vaults grow by up to 8 basis points a day.
    function _pass(uint256 span) private {
        vm.warp(block.timestamp + span);
        uint256 before = whole();
        for (uint256 i; i < N; ++i) {
            for (uint256 j; j < V; ++j) {
                rates[i][j] += rates[i][j] * 8 * span / (10_000 * 1 days);
                vaults[i][j].setRate(rates[i][j]);
            }
        }
        added += whole() - before;
    }

    function owned(uint256 seed, uint256 amount) private {
        uint256 i = seed % N;
        uint256 what = (seed >> 8) % 8;
        if (what == 0) {
            amount = clamp(amount, 0, 500_000e6);
            usdc.mint(address(cash[i]), amount);
            added += amount;
        } else if (what < 3) {
            uint256 most = usdc.balanceOf(address(cash[i])) / 10;
            vm.prank(owner);
            cash[i].withdraw(address(usdc), clamp(amount, 0, most), owner);
        } else if (what == 3) {
            CashGuard memory g = cash[i].guard();
            // only ever lowered and raised back: in any day the highest bounds
            g.lossBpsPerDay = uint16(seed % 2 == 0 ? LOSS_BPS : LOSS_BPS / 2);
            g.bridgeBpsPerDay = uint16(seed % 3 == 0 ? BRIDGE_BPS / 3 : BRIDGE_BPS);
            vm.prank(owner);
            cash[i].setGuard(g);
        } else if (what == 4) {
            vm.prank(owner);
            cash[i].acceptRate(address(vaults[i][(seed >> 4) % V]), 0, type(uint96).max, type(uint256).max);
        } else if (what == 5) {
            vm.startPrank(owner);
            cash[i].pause();
            cash[i].unpause();
            vm.stopPrank();
        } else if (what == 6) {
            _reopen(i);
        } else {
            ScriptedVault v = vaults[i][(seed >> 4) % V];
            uint256 shares = v.balanceOf(address(cash[i])) / 4;
            vm.prank(owner);
            cash[i].exit(address(v), shares, 0, owner);
        }
        count("owned", true, "");
    }

    function _reopen(uint256 i) private {
        vm.startPrank(owner);
        for (uint256 j; j < N; ++j) if (i != j) cash[i].openSibling(uint32(j), block.timestamp + 90 days);
        vm.stopPrank();
    }

    // ── what must always hold ───────────────────────────────────────────────────────────────────────────────────────

    function boundE18() public pure returns (uint256) {
        return LOSS_BPS * 1e18 / (10_000 - BRIDGE_BPS);
    }

    function check() external view {
        assertEq(violation, "", "violation");
        uint256 sum = taken + usdc.balanceOf(owner);
        uint256 inFlight;
        for (uint256 i; i < flying.length; ++i) inFlight += flying[i].amount;
        assertEq(usdc.balanceOf(address(this)), inFlight, "in flight");
        sum += inFlight;
        for (uint256 i; i < N; ++i) {
            address at = address(cash[i]);
            sum += usdc.balanceOf(at);
            (uint256 value,,) = cash[i].look();
            assertLe(value, worthOf(i), "counts no more than there is");
            assertFalse(cash[i].locked(), "locked");
            assertEq(usdc.allowance(at, cash[i].messenger()), 0, "an allowance to the messenger");
            for (uint256 j; j < V; ++j) {
                sum += usdc.balanceOf(address(vaults[i][j]));
                assertEq(usdc.allowance(at, address(vaults[i][j])), 0, "an allowance to a vault");
            }
        }
        assertEq(sum, usdc.totalSupply(), "all of it is with the owner, his siblings, their vaults or in flight");
        // a unit of each move may be rounding
        uint256 rounding = moves * 1e6;
        assertLe(worstOneE18, LOSS_BPS * 1e14 + rounding, "one portfolio's worst day");
        assertLe(worstDayE18, boundE18() + rounding, "all portfolios' worst day");
    }
}
