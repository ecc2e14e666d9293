// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { IBalancer, IBalancerErrors } from "../../contracts/interfaces/IBalancer.sol";
import { CampaignCounts } from "./CampaignCounts.sol";
import { OpenRouter } from "./OpenRouter.sol";
import { PublicBookFixture } from "./PublicBook.sol";
import { ScriptedTaker } from "./ScriptedTaker.sol";
import { Stream, TracingToken } from "./TracingToken.sol";

/// @title The attacker: holds the bot's key, is every taker, triggers income, chooses the moment; the owner and the market
/// act at random around it
/// @dev Keeps its own books of what the portfolio lost, reckoned from balances and not from the contract's events.
contract Campaign is PublicBookFixture, CampaignCounts {
    uint256 public constant LOSS_BPS = 60;
    uint256 public constant TURNOVER_BPS = 8_000;
    uint256 public constant SLIPPAGE_BPS = 100;

    struct Loss {
        uint256 at;
        uint256 lossE18;
        uint256 turnoverE18;
    }

    /// @dev A one-off turnover allowance, and when it ended: by its expiry or by the next one.
    struct Grant {
        uint256 e18;
        uint256 until;
    }

    struct Sight {
        uint256[] balances;
        uint256[] prices;
        uint256 navE32;
        uint256 income; // arrived by itself
    }

    address[] public tokens;
    uint256[] internal prices8;
    OpenRouter internal open;
    Stream internal stream;
    ScriptedTaker[] private takers;
    Signed[] private rests;
    Loss[] private losses;
    Grant[] private grants;
    uint256 private nonces;
    uint256 private fillNonces;

    uint256 public trades;
    uint256 public worstDayLossE18;
    /// @dev Of each day, what exceeds the one-off allowances that were alive in it.
    uint256 public worstDayTurnoverE18;
    /// @dev The most that one-off allowances let through beyond the daily limit, and what they allowed on that day.
    uint256 public mostOneOffE18;
    uint256 public mostOneOffBoundE18;
    /// @dev What must never happen, in words; empty while it hasn't.
    string public violation;

    // ── the world ───────────────────────────────────────────────────────────────────────────────────────────────────

    constructor() {
        deployWorld(address(0));
        list("USD", 6, 1e8);
        list("ETH", 18, 2_000e8);
        list("RAY", 27, 0.02e8);
        list("OLD", 0, 100e8);
        Config memory c;
        c.signer = bot;
        c.assets = new AssetConfig[](4);
        uint16[4] memory targets = [2_500, 2_500, 2_500, 2_500];
        for (uint256 i; i < 4; ++i) c.assets[i] = listing(tokens[i], targets[i]);
        c.guard = campaignGuard(true);
        open = new OpenRouter();
        stream = new Stream();
        c.routers = new address[](2);
        (c.routers[0], c.routers[1]) = (address(open), LOP);
        balancer = createPortfolio(c);
        uint256[4] memory held = [uint256(4_000_000e6), 1_500e18, 100_000_000e27, 10_000];
        for (uint256 i; i < 4; ++i) give(tokens[i], address(balancer), held[i]);
        for (uint256 i; i < 4; ++i) supply(taker, tokens[i], held[i]);
        for (uint256 i; i < 4; ++i) supply(address(open), tokens[i], held[i]);
        allowAll();
    }

    function setUp() public override { }

    function list(string memory symbol, uint8 decimals, int256 price) private {
        address token = address(new TracingToken(symbol, decimals));
        tokens.push(token);
        addFeed(token, decimals, price);
        vm.label(token, symbol);
    }

    function supply(address who, address token, uint256 amount) private {
        give(token, who, amount * 1e6);
        approveLop(token, who);
    }

    function allowAll() private {
        for (uint256 i; i < 4; ++i) {
            vm.prank(owner);
            balancer.setAllowanceCeiling(tokens[i], 1e40);
            vm.prank(bot);
            balancer.setAllowance(tokens[i], 1e40);
        }
    }

    function campaignGuard(bool publicBook) internal pure returns (Guard memory g) {
        g = defaultGuard();
        (g.maxSlippageBps, g.lossBpsPerDay) = (uint16(SLIPPAGE_BPS), uint16(LOSS_BPS));
        (g.turnoverBpsPerDay, g.cooldown, g.minFillBps) = (uint32(TURNOVER_BPS), 10 minutes, 5);
        g.publicBook = publicBook;
    }

    function refresh() internal override {
        for (uint256 i; i < 4; ++i) setPrice(tokens[i], int256(priceOf(tokens[i])));
    }

    // ── books ───────────────────────────────────────────────────────────────────────────────────────────────────────

    function look() private view returns (Sight memory s) {
        (s.balances, s.prices) = (new uint256[](4), new uint256[](4));
        for (uint256 i; i < 4; ++i) {
            s.balances[i] = IERC20(tokens[i]).balanceOf(address(balancer));
            s.prices[i] = priceOf(tokens[i]);
            s.navE32 += value(s, i, s.balances[i]);
        }
    }

    /// @dev Exact for every token here: 35 decimals of USD.
    function value(Sight memory s, uint256 i, uint256 amount) private view returns (uint256) {
        return amount * s.prices[i] * 10 ** (27 - decimalsOf[tokens[i]]);
    }

    /// @dev Compares what is there with what was: only the two tokens traded may have changed, against value.
    function book(Sight memory before, uint256 incomeIndex) private {
        uint256 out;
        uint256 into;
        for (uint256 i; i < 4; ++i) {
            uint256 now_ = IERC20(tokens[i]).balanceOf(address(balancer));
            uint256 was = before.balances[i] + (i == incomeIndex ? before.income : 0);
            if (now_ < was) out += value(before, i, was - now_);
            else into += value(before, i, now_ - was);
        }
        uint256 loss = out > into ? out - into : 0;
        // one raw unit of the coarsest asset is 100 USD, but no trade gives one away: rounding is the owner's
        if (loss * 10_000 > out * SLIPPAGE_BPS) violation = "a trade lost more than the slippage limit";
        losses.push(Loss(block.timestamp, loss * 1e18 / before.navE32, out * 1e18 / before.navE32));
        ++trades;
        uint256 lossSum;
        uint256 turnoverSum;
        for (uint256 i = losses.length; i != 0 && losses[i - 1].at + 1 days >= block.timestamp; --i) {
            lossSum += losses[i - 1].lossE18;
            turnoverSum += losses[i - 1].turnoverE18;
        }
        worstDayLossE18 = max(worstDayLossE18, lossSum);
        uint256 oneOffs = oneOffsInADay();
        worstDayTurnoverE18 = max(worstDayTurnoverE18, turnoverSum > oneOffs ? turnoverSum - oneOffs : 0);
        uint256 limit = TURNOVER_BPS * 1e14;
        uint256 beyond = turnoverSum > limit ? turnoverSum - limit : 0;
        if (beyond > mostOneOffE18) (mostOneOffE18, mostOneOffBoundE18) = (beyond, oneOffs);
    }

    /// @dev All that could be spent at some time of the last day.
    function oneOffsInADay() private view returns (uint256 sum) {
        for (uint256 i; i < grants.length; ++i) if (grants[i].until + 1 days >= block.timestamp) sum += grants[i].e18;
    }

    function unchanged(Sight memory before, uint256 incomeIndex) private {
        for (uint256 i; i < 4; ++i) {
            uint256 now_ = IERC20(tokens[i]).balanceOf(address(balancer));
            uint256 was = before.balances[i] + (i == incomeIndex ? before.income : 0);
            if (now_ != was) violation = "a failed trade moved something";
        }
    }

    function settle(string memory action, bool ok, bytes memory answer, Sight memory before, uint256 incomeIndex)
        private
    {
        count(action, ok, answer);
        if (ok) {
            book(before, incomeIndex);
        } else {
            before.income = 0;
            unchanged(before, incomeIndex);
        }
    }

    // ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One asset above its target and one below, where there are such.
    function pair(uint256 seed) private view returns (uint256 out, uint256 into) {
        Sight memory s = look();
        Asset[] memory a = balancer.assets();
        seed %= 256;
        (out, into) = (seed % 4, (seed / 4) % 4);
        for (uint256 i; i < 4; ++i) {
            uint256 o = (seed + i) % 4;
            if (value(s, o, s.balances[o]) * 10_000 > a[o].targetBps * s.navE32) out = o;
            uint256 n = (seed / 16 + i) % 4;
            if (value(s, n, s.balances[n]) * 10_000 < a[n].targetBps * s.navE32) into = n;
        }
    }

    /// @dev The thief chooses his moment: some time and a small move of every price after the last one.
    modifier moment(uint256 seed) {
        if (seed % 3 != 0) {
            vm.warp(block.timestamp + (seed >> 8) % 40 minutes);
            for (uint256 i; i < 4; ++i) {
                uint256 move = uint256(keccak256(abi.encode(seed, i))) % 101;
                setPrice(tokens[i], int256(clamp(priceOf(tokens[i]) * (9_950 + move) / 10_000, 0.0001e8, 1e14)));
            }
        }
        _;
    }

    /// @dev As much as the slippage limit lets through, or anything up to `most`: a day of cheaper trades turns over more.
    function greed(uint256 lossBps, uint256 most) private pure returns (uint256) {
        return lossBps % 2 == 0 ? clamp(lossBps, 0, most) : 99;
    }

    function thiefOrder(uint256 out, uint256 into, uint256 share, uint256 lossBps)
        private
        returns (IOrderMixin.Order memory o)
    {
        uint256 making = IERC20(tokens[out]).balanceOf(address(balancer)) * clamp(share, 1, 10_000) / 10_000;
        if (making == 0) making = 1;
        o = orderOf(tokens[out], making, tokens[into], worth(tokens[out], making, tokens[into], lossBps));
        if (o.takingAmount == 0) o.takingAmount = 1;
        o.makerTraits = MakerTraits.wrap(multiTraits(block.timestamp + 20 hours));
    }

    function tryFill(address who, Signed memory x, uint256 making, bytes memory interaction)
        private
        returns (bool, bytes memory)
    {
        uint256 traits = (1 << 255) | (x.extension.length << 224) | (interaction.length << 200);
        bytes memory call = abi.encodeCall(
            lop.fillContractOrderArgs,
            (x.order, x.blob, making, TakerTraits.wrap(traits), abi.encodePacked(x.extension, interaction))
        );
        vm.prank(who);
        return LOP.call(call);
    }

    // ── what the thief does ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev As much as maxFill says, at any loss within the limit. It must never be wrong.
    function fillMost(uint256 seed, uint256 share, uint256 lossBps) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o = thiefOrder(out, into, clamp(share, 100, 10_000), greed(lossBps, 99));
        (uint256 most,) = balancer.maxFill(o);
        if (most == 0) return count("fillMost", false, abi.encodeWithSelector(bytes4("hold")));
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(taker, signed(o), most, "");
        if (!ok) violation = "maxFill promised too much";
        settle("fillMost", ok, answer, before, 9);
    }

    /// @dev Half of the time leaves a rest behind.
    function fillPart(uint256 seed, uint256 share, uint256 part, uint256 lossBps) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o = thiefOrder(out, into, clamp(share, 10, 2_000), greed(lossBps, 101));
        uint256 making = o.makingAmount * clamp(part, 1, 10_000) / 10_000;
        Signed memory x = signed(o);
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(taker, x, making, "");
        settle("fillPart", ok, answer, before, 9);
        if (ok && making < o.makingAmount) keep(x);
    }

    function keep(Signed memory x) private {
        Signed storage to = rests.push();
        (to.order, to.blob, to.extension, to.hash) = (x.order, "", x.extension, x.hash);
    }

    /// @dev Without a signature. Opens an order first if the last one is dead, and at times fills a dead one all the same.
    function fillRest(uint256 seed, uint256 making) external moment(seed) {
        if (seed % 8 != 0 && !restIsAlive()) openRest(seed);
        if (rests.length == 0) return count("fillRest", false, abi.encodeWithSelector(bytes4("none")));
        Signed memory x = rests[rests.length - 1];
        (uint256 most,) = balancer.maxFill(x.order);
        if (most == 0 || making % 4 == 0) most = clamp(making, 1, x.order.makingAmount);
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(taker, x, most, "");
        settle("fillRest", ok, answer, before, 9);
    }

    function restIsAlive() private view returns (bool) {
        if (rests.length == 0) return false;
        (uint256 most,) = balancer.maxFill(rests[rests.length - 1].order);
        return most != 0;
    }

    /// @dev A first fill of a half or less, so that nobody asks for the signature again.
    function openRest(uint256 seed) private {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o = thiefOrder(out, into, 50 + seed % 2_000, 90);
        (uint256 most,) = balancer.maxFill(o);
        if (most < 2) return count("fillFirst", false, abi.encodeWithSelector(bytes4("hold")));
        Signed memory x = signed(o);
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(taker, x, most / 2, "");
        settle("fillFirst", ok, answer, before, 9);
        if (ok) keep(x);
    }

    /// @dev Anything: any pair, any amounts, whole or not. Half of the time a pair that may trade, at a price that may pass.
    function fillWild(uint256 seed, uint256 making, uint256 taking, uint256 traits) external moment(seed) {
        bool tame = seed % 2 == 0;
        IOrderMixin.Order memory o = wildOrder(seed, making, taking, tame);
        if (traits % 2 == 0) {
            o.makerTraits = MakerTraits.wrap(wholeTraits(block.timestamp + 600, ++fillNonces));
        } else if (!tame && traits % 3 == 0) {
            o.makerTraits = MakerTraits.wrap(traits);
        }
        Sight memory before = look();
        uint256 part = tame ? o.makingAmount : clamp(traits, 1, o.makingAmount);
        (bool ok, bytes memory answer) = tryFill(taker, signed(o), part, "");
        settle("fillWild", ok, answer, before, 9);
    }

    function wildOrder(uint256 seed, uint256 making, uint256 taking, bool tame)
        private
        returns (IOrderMixin.Order memory)
    {
        (uint256 out, uint256 into) = tame ? pair(seed) : (seed % 4, (seed / 4) % 4);
        making = clamp(making, 1, IERC20(tokens[out]).balanceOf(address(balancer)) / 10 + 1);
        uint256 fair = worth(tokens[out], making, tokens[into], 0) + 1;
        taking = clamp(taking, fair * (tame ? 995 : 900) / 1_000, fair * 11 / 10) + 1;
        return orderOf(tokens[out], making, tokens[into], taking);
    }

    /// @dev Through FeeTaker, the fees being the thief's own.
    function fillPublic(uint256 seed, uint256 share, uint256 lossBps, uint256 fee) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o = thiefOrder(out, into, clamp(share, 10, 2_000), greed(lossBps, 100));
        Fees memory fees = Fees(uint16(fee % 300), uint8(fee % 101), uint16((fee / 300) % 201), uint8(fee % 101));
        Signed memory x = publicOrder(o, extensionOf(feeData(fees), address(balancer)));
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(taker, x, o.makingAmount, "");
        settle("fillPublic", ok, answer, before, 9);
    }

    /// @dev Income of either token arrives while the fill is under way; the order's price is the thief's.
    function fillWithIncome(uint256 seed, uint256 share, uint256 lossBps, uint256 income) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o =
            thiefOrder(out, into, clamp(share, 10, 2_000), seed % 3 == 0 ? 9_000 : greed(lossBps, 100));
        uint256 index = seed % 2 == 0 ? out : into;
        Sight memory before = look();
        before.income = IERC20(tokens[index]).balanceOf(address(balancer)) * clamp(income, 0, 2_000) / 10_000;
        ScriptedTaker t = hired(into);
        t.script(address(stream), abi.encodeCall(stream.release, (tokens[index], address(balancer), before.income)), 0);
        bytes memory call = abi.encodeCall(t.fill, (o, blobOf(o, BOT_KEY, ""), "", o.makingAmount));
        (bool ok, bytes memory answer) = address(t).call(call);
        settle("fillWithIncome", ok, answer, before, index);
    }

    /// @dev Inside the fill, another fill and a proposal are tried, and the generation bumped.
    function fillNested(uint256 seed, uint256 share, uint256 lossBps) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        IOrderMixin.Order memory o = thiefOrder(out, into, clamp(share, 10, 2_000), greed(lossBps, 100));
        IOrderMixin.Order memory inner = thiefOrder(out, into, clamp(share, 10, 1_000), 0);
        ScriptedTaker t = hired(into);
        ScriptedTaker second = hired(into);
        bytes4 no = seed % 5 == 0 ? IOrderMixin.BadSignature.selector : IBalancerErrors.IsLocked.selector;
        bytes memory blob = seed % 5 == 0 ? bytes("") : blobOf(inner, BOT_KEY, "");
        if (seed % 5 != 0) {
            t.script(address(second), abi.encodeCall(second.fill, (inner, blob, "", inner.makingAmount)), no);
        }
        t.script(
            address(balancer),
            abi.encodeCall(balancer.executeSignedRebalance, (new Swap[](0), 0, 0, 0, "")),
            IBalancerErrors.IsLocked.selector
        );
        Sight memory before = look();
        (bool ok, bytes memory answer) =
            address(t).call(abi.encodeCall(t.fill, (o, blobOf(o, BOT_KEY, ""), "", o.makingAmount)));
        settle("fillNested", ok, answer, before, 9);
    }

    function hired(uint256 into) private returns (ScriptedTaker t) {
        t = new ScriptedTaker();
        give(tokens[into], address(t), 1e40);
        t.approve(tokens[into]);
    }

    /// @dev One or two swaps over a router that pays what the thief likes, where he likes, with income on the way.
    function propose(uint256 seed, uint256 share, uint256 lossBps, uint256 income) external moment(seed) {
        (uint256 out, uint256 into) = pair(seed);
        Sight memory before = look();
        before.income = seed % 4 == 0 ? before.balances[into] * clamp(income, 0, 2_000) / 10_000 : 0;
        Swap[] memory swaps = new Swap[](1 + seed % 2);
        for (uint256 i; i < swaps.length; ++i) {
            uint256 loss = greed(lossBps, seed % 9 == 0 ? 300 : 100);
            swaps[i] = openSwap(out, into, clamp(share, 10, 1_500), loss, i == 0 ? before.income : 0);
        }
        uint40 deadline = uint40(block.timestamp + 60);
        uint256 nonce = seed % 50 == 0 ? 0 : ++nonces;
        uint40 generation = balancer.generation();
        bytes memory signature = signBy(BOT_KEY, balancer.proposalHash(swaps, nonce, generation, deadline));
        (bool ok, bytes memory answer) = address(balancer).call(
            abi.encodeCall(balancer.executeSignedRebalance, (swaps, nonce, generation, deadline, signature))
        );
        settle("propose", ok, answer, before, into);
    }

    function openSwap(uint256 out, uint256 into, uint256 share, uint256 lossBps, uint256 income)
        private
        view
        returns (Swap memory)
    {
        (address tokenOut, address tokenIn) = (tokens[out], tokens[into]);
        uint256 amount = IERC20(tokenOut).balanceOf(address(balancer)) * share / 10_000;
        uint256 paid = worth(tokenOut, amount, tokenIn, lossBps);
        address[] memory targets = new address[](income == 0 ? 0 : 1);
        bytes[] memory calls = new bytes[](targets.length);
        if (income != 0) {
            targets[0] = address(stream);
            calls[0] = abi.encodeCall(stream.release, (tokenIn, address(balancer), income));
        }
        bytes memory call =
            abi.encodeCall(open.route, (tokenOut, amount, tokenIn, paid, balancer.executor(), targets, calls));
        return Swap(address(open), tokenOut, amount, tokenIn, 0, call);
    }

    function stop(uint256 seed) private {
        vm.prank(bot);
        if (seed % 2 == 0) balancer.pause();
        else balancer.bumpGeneration();
        if (seed % 2 != 0) return;
        vm.prank(owner);
        balancer.unpause();
    }

    // ── what everybody else does ────────────────────────────────────────────────────────────────────────────────────

    function pass(uint256 time) external {
        vm.warp(block.timestamp + clamp(time, 1, 8 hours));
        refresh();
        count("pass", true, "");
    }

    function movePrice(uint256 seed, uint256 bps) external {
        address token = tokens[seed % 4];
        uint256 most = seed % 7 == 0 ? 3_000 : 200;
        uint256 price = priceOf(token) * (10_000 - most + clamp(bps, 0, 2 * most)) / 10_000;
        setPrice(token, int256(clamp(price, 0.0001e8, 1e14)));
        count("movePrice", true, "");
    }

    function owned(uint256 seed, uint256 a, uint256 b, uint256 c) external {
        uint256 what = seed % 18;
        if (what < 3) deposit(a, b);
        else if (what < 6) withdraw(a, b);
        else if (what < 13) retarget(a, b, c);
        else if (what < 15) setLimits(a);
        else if (what < 16) stop(a);
        else grant(a, b);
        count("owned", true, "");
    }

    function deposit(uint256 seed, uint256 bps) private {
        address token = tokens[seed % 4];
        give(token, address(balancer), IERC20(token).balanceOf(address(balancer)) * clamp(bps, 0, 1_000) / 10_000 + 1);
    }

    function withdraw(uint256 seed, uint256 bps) private {
        address token = tokens[seed % 4];
        uint256 amount = IERC20(token).balanceOf(address(balancer)) * clamp(bps, 0, 1_000) / 10_000;
        uint256 had = IERC20(token).balanceOf(owner);
        vm.prank(owner);
        balancer.withdraw(token, amount, owner);
        if (IERC20(token).balanceOf(owner) != had + amount) violation = "a withdrawal went astray";
    }

    function retarget(uint256 a, uint256 b, uint256 c) private {
        uint16[] memory targets = new uint16[](4);
        targets[0] = uint16(clamp(a, 0, 4_000));
        targets[1] = uint16(clamp(b, 0, 3_000));
        targets[2] = uint16(clamp(c, 0, 3_000));
        targets[3] = 10_000 - targets[0] - targets[1] - targets[2];
        vm.prank(owner);
        balancer.setTargets(tokens, targets, OneOffTurnover(0, 0));
    }

    /// @dev A new one-off allowance takes the place of what was left of the last.
    function grant(uint256 bps, uint256 life) private {
        bps = clamp(bps, 0, 1_000);
        uint256 expiry = block.timestamp + clamp(life, 1 hours, 2 days);
        vm.prank(owner);
        balancer.grantTurnover(OneOffTurnover(uint32(bps), uint40(expiry)));
        if (grants.length != 0) {
            Grant storage last = grants[grants.length - 1];
            last.until = min(last.until, block.timestamp);
        }
        grants.push(Grant(bps * 1e14, expiry));
        count("grantTurnover", true, "");
    }

    /// @dev The loss limit is only ever lowered and raised back: in any day the highest of it bounds.
    function setLimits(uint256 seed) private {
        Guard memory g = campaignGuard(seed % 3 != 0);
        if (seed % 5 == 0) g.lossBpsPerDay = 40;
        if (seed % 7 == 0) (g.minDriftBps, g.overshootBps) = (500, 499);
        if (seed % 4 == 0) g.turnoverBpsPerDay = 3_000;
        setGuard(g);
        if (g.publicBook) allowAll();
    }

    // ── what must always hold ───────────────────────────────────────────────────────────────────────────────────────

    function check() external view {
        assertEq(violation, "", "violation");
        assertLe(worstDayLossE18, LOSS_BPS * 1e14 + trades, "loss of the worst day");
        assertLe(worstDayTurnoverE18, TURNOVER_BPS * 1e14 + trades, "turnover of the worst day, less one-offs");
        address executor = balancer.executor();
        bool publicBook = balancer.guard().publicBook;
        for (uint256 i; i < 4; ++i) {
            TracingToken token = TracingToken(tokens[i]);
            assertEq(token.allowedExcept(address(balancer), LOP), 0, "an allowance to somebody else than LOP");
            assertEq(token.allowedExcept(executor, address(0)), 0, "an allowance of the executor");
            assertEq(token.balanceOf(executor), 0, "something lies at the executor");
            if (!publicBook) assertEq(token.allowance(address(balancer), LOP), 0, "an allowance to LOP");
        }
        assertFalse(balancer.locked(), "locked");
    }
}
