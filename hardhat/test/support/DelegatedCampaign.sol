// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IDelegatedBalancer } from "../../contracts/interfaces/IDelegatedBalancer.sol";
import { DelegatedBeside } from "./DelegatedBeside.sol";

/// @title The thief of the signer's key against two accounts of one owner and the Balancer beside them
/// @dev He writes the routes, has each account do what it signed for somebody else in the middle of them, has one holder trade inside
/// another's trade, picks delegations and moments, and keeps what he signed before. The owner pauses, revokes, lets expire, renews,
/// moves tokens between his holders, in and out.
contract DelegatedCampaign is DelegatedBeside {
    /// @dev What runs in the middle of another trade, and for whom it may trade.
    struct Inner {
        address target;
        bytes call;
        uint256 mayTrade;
    }

    // ── what the thief does ─────────────────────────────────────────────────────────────────────────────────────────

    /// @dev One of sixteen, with numbers of its own. The first one decides what he is after in this sequence.
    function act(uint256 seed) external {
        (uint256 kind, uint256 more, uint256 share) =
            (seed % 16, seed >> 8, 1 + uint256(keccak256(abi.encode(seed))) % 10_000);
        if (mood == Mood.Unknown) mood = Mood(1 + (seed >> 200) % 3);
        if (mood != Mood.Any) (kind, share) = aim(kind, more, share);
        serveAs(seed >> 4);
        if (kind < 4) propose(more, share);
        else if (kind == 4) proposeWild(more, share);
        else if (kind == 5) proposeWithDoor(more, share);
        else if (kind == 6) proposeElsewhere(share);
        else if (kind == 7) proposeAround(more);
        else if (kind == 8) fillOrder(more, share);
        else if (kind == 9) fillRest(more);
        else if (kind == 10) fillPublic(more, share);
        else if (kind == 11) proposeBeside(more, share);
        else if (kind == 12) fillAround(more);
        else if (kind == 13) pass(more);
        else if (kind == 14) owned(more);
        else if (kind == 15) race(more);
        else setTargetsNow(more);
    }

    /// @dev He waits until assets may trade again and trades all he may, while the owner is of many minds and stops nothing much.
    function aim(uint256 kind, uint256 more, uint256 share) private returns (uint256, uint256) {
        if (more % 4 != 0) passBy(10 minutes + (more >> 16) % 40 minutes, more, 100);
        if (more % 8 == 1) mend();
        if (kind >= 13 || kind == 6) kind = more % 8 == 0 ? kind : more % 2 == 0 ? 16 : 11;
        return (kind, more % 5 == 0 ? share : 10_000);
    }

    function trySend(Proposal memory p) private returns (bool, bytes memory) {
        vm.prank(stranger);
        return address(clone).call(callOf(p));
    }

    function callOf(Proposal memory p) private view returns (bytes memory) {
        return abi.encodeCall(
            clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
        );
    }

    /// @dev By the account that is served, which may be stopped: paused, or the delegation revoked or over.
    function sendNow(string memory action, Proposal memory p, uint256 sold, Sight memory before, uint256 mayTrade) private {
        before.stopped = before.stopped || isStopped(sold);
        (bool ok, bytes memory answer) = trySend(p);
        settle(action, ok, answer, before, mayTrade | (1 << me));
        if (ok) holdsNothing();
    }

    function isStopped(uint256 sold) private view returns (bool) {
        return grants[me][sold].revoked || block.timestamp >= grants[me][sold].expiry || clone.paused();
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
        p.contexts[0] = grants[me][out].context;
        signProposal(p, signerKey);
    }

    /// @dev As good a trade as he needs, for as much loss as the slippage limit lets through.
    function propose(uint256 seed, uint256 share) private {
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        Proposal memory p = signedSwap(out, max(1, most * share / 10_000), into, greed(seed), address(0), "");
        sendNow("propose", p, out, look(), 0);
    }

    /// @dev Any tokens, amounts, delegations and signers.
    function proposeWild(uint256 seed, uint256 share) private {
        (uint256 out, uint256 into) = (seed % 3, (seed / 3) % 3);
        uint256 amount = 1 + balanceOf(me, out) * share / 30_000;
        Proposal memory p = signedSwap(out, amount, into, seed % 150, address(0), "");
        if (seed % 5 == 0) p.contexts[0] = grants[1 - me][out].context;
        if (seed % 7 == 0) signProposal(p, SECOND_KEY);
        if (seed % 11 == 0) p.contexts[0] = grants[me][into].context;
        sendNow("proposeWild", p, out, look(), 0);
    }

    /// @dev In the middle of the route the account itself does what lay about as a permit or a user operation: pays some token to
    /// somebody, or (the Balancer's owner) takes some out of his Balancer.
    function proposeWithDoor(uint256 seed, uint256 share) private {
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        Sight memory before = look();
        bytes memory call = seed % 3 == 0 && me == 0 ? incomeOf(seed, before) : doorOf(seed);
        Proposal memory p = signedSwap(out, max(1, most * share / 20_000), into, seed % 60, address(manager), call);
        sendNow("proposeWithDoor", p, out, before, 0);
    }

    /// @dev It isn't what the trade brought in.
    function incomeOf(uint256 seed, Sight memory before) private returns (bytes memory) {
        uint256 i = (seed >> 4) % 3;
        uint256 amount = before.balances[BESIDE][i] / 50;
        (before.paidIn[me][i], before.paidOut[BESIDE][i]) = (amount, amount);
        return doorCall(address(balancer), abi.encodeCall(balancer.withdraw, (tokens[i], amount, account)));
    }

    function doorOf(uint256 seed) private returns (bytes memory) {
        uint256 i = (seed >> 4) % 3;
        uint256 less = seed % 4 == 0 ? seed % 1_000 : balanceOf(me, i) * (seed % 100) / 100_000;
        address to = seed % 5 == 0 ? clone.executor() : stranger;
        return doorCall(tokens[i], abi.encodeCall(IERC20.transfer, (to, less)));
    }

    /// @dev What was signed for one account, sent to the other.
    function proposeElsewhere(uint256 share) private {
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        Proposal memory p = signedSwap(out, max(1, most * share / 10_000), into, 50, address(0), "");
        serveAs(1 - me);
        p.contexts[0] = grants[me][out].context;
        (bool ok, bytes memory answer) = trySend(p);
        count("elsewhere", ok, answer);
        if (ok) violation = "a proposal was good for another account";
    }

    /// @dev Inside the account's trade: the Balancer's order is filled, its proposal run, or the other account's.
    function proposeAround(uint256 seed) private {
        Sight memory before = look();
        Inner memory inner = innerOf(seed, before);
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        Proposal memory p = signedSwap(out, max(1, most / 4), into, greed(seed), inner.target, inner.call);
        sendNow("proposeAround", p, out, before, inner.mayTrade);
    }

    function innerOf(uint256 seed, Sight memory before) private returns (Inner memory) {
        if (seed % 3 == 0) {
            Signed memory x = besideOrder(seed >> 8, 2_500);
            hand.forget();
            bytes memory call = abi.encodeCall(hand.fill, (x.order, x.blob, "", x.order.makingAmount));
            return Inner(address(hand), call, 1 << BESIDE);
        }
        if (seed % 3 == 1) return Inner(address(balancer), besideProposal(seed >> 8, 2_500), 1 << BESIDE);
        serveAs(1 - me);
        Proposal memory p = quarter(greed(seed >> 8), before);
        Inner memory inner = Inner(address(clone), callOf(p), 1 << me);
        serveAs(1 - me);
        return inner;
    }

    /// @dev A trade to be run inside another one.
    function quarter(uint256 lossBps, Sight memory before) private returns (Proposal memory) {
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        before.stopped = isStopped(out);
        return signedSwap(out, max(1, most / 4), into, lossBps, address(0), "");
    }

    /// @dev Inside a fill of the Balancer's order: a proposal of the account.
    function fillAround(uint256 seed) private {
        Sight memory before = look();
        Proposal memory p = quarter(greed(seed), before);
        fillWith(seed >> 8, address(clone), callOf(p), before, 1 << me);
        holdsNothing();
    }

    // ── what the owner and the market do ────────────────────────────────────────────────────────────────────────────

    function pass(uint256 seed) private {
        passBy(seed % 4 == 0 ? seed % 1 days : seed % 3 hours, seed, 200);
        count("pass", true, "");
        if (seed % 3 == 0) mend();
    }

    function passBy(uint256 time, uint256 seed, uint256 most) private {
        vm.warp(block.timestamp + time);
        vm.roll(block.number + 1);
        for (uint256 i; i < 3; ++i) {
            uint256 move = uint256(keccak256(abi.encode(seed, i))) % (2 * most + 1);
            setPrice(tokens[i], int256(clamp(priceOf(tokens[i]) * (10_000 - most + move) / 10_000, 0.5e8, 1e13)));
            remember(i);
        }
    }

    /// @dev Whatever stands still trades again.
    function mend() private {
        for (uint256 who; who < 2; ++who) {
            serveAs(who);
            if (clones.currentOf(account) != address(clone)) renewNow();
            unpauseNow();
            bool dead;
            for (uint256 i; i < 3; ++i) dead = dead || grants[who][i].revoked || block.timestamp >= grants[who][i].expiry;
            if (dead) grantNow(block.timestamp % 5 == 0 ? 1 days : 90 days);
        }
    }

    function owned(uint256 seed) private {
        uint256 kind = seed % 8;
        uint256 more = seed >> 8;
        if (clones.currentOf(account) != address(clone)) renewNow();
        if (kind < 3) moveTokens(more);
        else if (kind == 3) setTargetsNow(more);
        else if (kind == 4) changeSigner();
        else if (kind == 5) renewNow();
        else if (kind == 6) grantNow(more % 2 days);
        else stopNow(more % 8);
        count("owned", true, "");
    }

    /// @dev From any holder, or from outside, to any other, or out.
    function moveTokens(uint256 seed) private {
        (uint256 from, uint256 i) = (seed % 4, (seed >> 16) % 3);
        uint256 to = (from + 1 + (seed >> 8) % 3) % 4;
        uint256 amount = balanceOf(from % 3, i) / 50;
        address receiver = to == 3 ? stranger : holders[to];
        if (from == 3) return give(tokens[i], receiver, amount);
        vm.prank(from == BESIDE ? owner : holders[from]);
        if (from == BESIDE) balancer.withdraw(tokens[i], amount, receiver);
        else IERC20(tokens[i]).transfer(receiver, amount);
    }

    function changeSigner() private {
        signerKey = signerKey == BOT_KEY ? SECOND_KEY : BOT_KEY;
        for (uint256 who; who < 2; ++who) {
            serveAs(who);
            uint40 generation = clone.generation();
            if (clones.currentOf(account) != address(clone)) continue;
            vm.prank(account);
            clone.setSigner(vm.addr(signerKey), generation);
        }
        vm.prank(owner);
        balancer.setSigner(vm.addr(signerKey));
    }

    function setTargetsNow(uint256 seed) private {
        (address[] memory list, uint16[] memory targets) = (new address[](3), new uint16[](3));
        (list[0], list[1], list[2]) = (tokens[0], tokens[1], tokens[2]);
        targets[0] = uint16(2_000 + (seed >> 8) % 3_000);
        targets[1] = uint16(2_000 + (seed >> 40) % 3_000);
        targets[2] = 10_000 - targets[0] - targets[1];
        count("setTargets", true, "");
        if (seed % 3 == 0) {
            vm.prank(owner);
            return balancer.setTargets(list, targets, OneOffTurnover(0, 0));
        }
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.setTargets(list, targets, generation);
    }

    /// @dev He signs, the owner stops it in one of eight ways, and what he signed is sent in a later block.
    function race(uint256 seed) private {
        (uint256 out, uint256 into, uint256 most) = pairOf(me);
        Proposal memory p = signedSwap(out, max(1, most / 4), into, 20, address(0), "");
        bool good = isGood(p);
        address stopped = address(clone);
        if (!stopNow(seed % 8)) return count("race", true, "");
        vm.roll(block.number + 1 + seed % 3);
        (bool ok, bytes memory answer) = stopped.call(callOf(p));
        count(good ? "race with a good one" : "race", !ok, answer);
        if (ok) violation = "a trade after it was stopped";
        if (seed % 4 != 0) mend();
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

    /// @return done false if there is nothing left to stop
    function stopNow(uint256 kind) private returns (bool done) {
        if (clones.currentOf(account) != address(clone)) return false;
        if (kind == 7) {
            for (uint256 i; i < 3; ++i) revokeNow(i);
            grantNow(0);
        } else if (kind == 6) {
            uint256 last = clones.countOf(account) - 1;
            vm.prank(account);
            clones.retire(last);
        } else if (kind == 5) {
            renewNow();
        } else if (kind == 4) {
            for (uint256 i; i < 3; ++i) revokeNow(i);
        } else if (kind == 3) {
            vm.prank(guardian);
            clone.bumpGeneration();
        } else {
            if (kind == 2 && clone.paused()) return false;
            vm.prank(kind == 0 ? account : kind == 1 ? guardian : clone.authorizedSigner());
            clone.pause();
        }
        return true;
    }

    // ── what is asked after every call ──────────────────────────────────────────────────────────────────────────────

    /// @dev By the one that traded: nobody else's hands can have held anything.
    function holdsNothing() private {
        address hands = clone.executor();
        for (uint256 i; i < 3; ++i) {
            IERC20 token = IERC20(tokens[i]);
            if (token.balanceOf(address(clone)) != 0) violation = "a clone holds something";
            if (token.balanceOf(hands) != 0) violation = "its hands hold something";
            if (token.allowance(hands, address(open)) != 0) violation = "something is allowed";
        }
        if (clone.locked()) violation = "locked";
    }

    function check() external view {
        assertEq(violation, "", "never");
        assertLe(worstDayLossE18, LOSS_BPS * 1e14 + 1e6, "loss of a day");
        assertLe(worstDayTurnoverE18, TURNOVER_BPS * 1e14 + 1e6, "turnover of a day");
        assertLe(worstBesideLossE18, LOSS_BPS * 1e14 + 1e6, "loss of a day beside");
        assertLe(worstBesideTurnoverE18, TURNOVER_BPS * 1e14 + 1e6, "turnover of a day beside");
    }
}
