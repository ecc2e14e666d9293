// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Caveat, Delegation } from "../contracts/interfaces/IDelegationManager.sol";
import { DelegatedFixture } from "./support/DelegatedFixture.sol";
import { INonces } from "./support/Framework.sol";

/// @title Whoever holds the signer's key signs ahead; once the account or its guardian stops it, nothing trades in any later block
/// @dev In the stop's own block what is sent before it may trade, and what is sent after it may not.
/// forge-config: default.evm_version = "prague"
/// forge-config: deep.evm_version = "prague"
contract DelegatedRacesInvariantTest is DelegatedFixture {
    uint256 private constant MOST_AHEAD = 5;
    uint256 private constant MOST_BLOCKS = 6;
    uint256 private constant WAYS = 9;
    uint256 private constant RETIRED = 3;
    uint256 private constant FRAMEWORK = 7;
    uint256 private constant PAUSED_INSIDE = 8;

    bytes[2] private given;
    uint256 private nonceOfGrants;

    function setUp() public override {
        super.setUp();
        give(address(weth), address(open), 10_000e18);
        grantNow();
    }

    /// @dev One for the clone's tokens as we ask for it, and one as wallets grant it: with a nonce that ends it.
    function grantNow() private {
        given[0] = granted(account, OWNER_KEY, address(clone), address(usdc));
        Delegation memory d = delegationOf(account, address(clone), address(usdc), 1e30);
        Caveat[] memory caveats = new Caveat[](3);
        (caveats[0], caveats[1]) = (d.caveats[0], d.caveats[1]);
        caveats[2] = Caveat(nonceEnforcer, abi.encode(nonceOfGrants), "");
        d.caveats = caveats;
        given[1] = contextOf(signDelegation(d, OWNER_KEY));
    }

    /// forge-config: default.fuzz.runs = 60
    /// forge-config: deep.fuzz.runs = 20000
    function test_nothingTradesInAnyBlockAfterAStop(bytes32 a, bytes32 b) external {
        uint256 seed = uint256(keccak256(abi.encode(a, b)));
        uint256 way = seed % WAYS;
        warpFresh(1 hours + (seed >> 8) % 2 days);
        Proposal[] memory ahead = signedAhead(seed >> 32);
        uint256 before = (seed >> 64) % (ahead.length + 1);
        for (uint256 i; i < before; ++i) assertTrue(sends(ahead[i]), "before the stop it trades");
        if (way == PAUSED_INSIDE) pauseInside(seed >> 72);
        stop(way);
        uint256 blocks = 1 + (seed >> 80) % MOST_BLOCKS;
        for (uint256 i; i <= blocks; ++i) {
            allIsRefused(ahead, uint256(keccak256(abi.encode(seed, i))), way);
            vm.roll(block.number + 1);
            warpFresh(12 + (seed >> (96 + i)) % 10 minutes);
        }
        if (way != RETIRED) onlyTheStopWasIt(way, seed);
    }

    // ── signing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function signedAhead(uint256 seed) private returns (Proposal[] memory ahead) {
        ahead = new Proposal[](1 + seed % MOST_AHEAD);
        for (uint256 i; i < ahead.length; ++i) {
            ahead[i] = signedNow(uint256(keccak256(abi.encode(seed, i))), address(0), "");
        }
    }

    /// @dev A good one, of 0.5 to 2 % of what is held of USDC for WETH, by either delegation.
    function signedNow(uint256 seed, address target, bytes memory call) private returns (Proposal memory p) {
        uint256 amount = held(address(usdc)) * (5 + (seed >> 8) % 16) / 1_000;
        uint256 paid = worth(address(usdc), amount, address(weth), (seed >> 16) % 50);
        p = propose(one(openSwap(address(usdc), amount, address(weth), paid, target, call)));
        p.contexts[0] = given[(seed >> 24) % 2];
        p.deadline = uint40(block.timestamp + 20 hours);
        signProposal(p, BOT_KEY);
    }

    function sends(Proposal memory p) private returns (bool ok) {
        vm.prank(stranger);
        (ok,) = address(clone).call(
            abi.encodeCall(
                clone.executeSignedRebalance, (p.swaps, p.contexts, p.nonce, p.generation, p.deadline, p.signature)
            )
        );
    }

    // ── stopping ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The account's own pause lies about as a permit, and is used in the middle of a leg, which trades.
    function pauseInside(uint256 seed) private {
        warpFresh(2 hours);
        assertTrue(
            sends(signedNow(seed, address(manager), doorCall(address(clone), abi.encodeCall(clone.pause, ())))),
            "a leg that is paused in its middle goes through"
        );
        assertTrue(clone.paused(), "and the pause stays");
    }

    /// @dev By the account, its guardian or the signer: paused or retired; or every delegation revoked, ended by its nonce or over,
    /// or the framework stopped by its owner.
    function stop(uint256 way) private {
        if (way == PAUSED_INSIDE) return;
        if (way == 0) pauseAs(account);
        else if (way == 1) pauseAs(guardian);
        else if (way == 2) pauseAs(bot);
        else if (way == RETIRED) retireNow();
        else if (way == 4) revokeAll(true);
        else if (way == 5) revokeAll(false);
        else if (way == 6) warpFresh(91 days);
        else manager.pause();
    }

    function pauseAs(address who) private {
        vm.prank(who);
        clone.pause();
    }

    function retireNow() private {
        uint256 last = clones.countOf(account) - 1;
        vm.prank(account);
        clones.retire(last);
    }

    /// @dev With `byNonce` the wallet's by its nonce, the other by name.
    function revokeAll(bool byNonce) private {
        revoke(given[0]);
        if (!byNonce) return revoke(given[1]);
        ++nonceOfGrants;
        vm.prank(account);
        INonces(nonceEnforcer).incrementNonce(address(manager));
    }

    function revoke(bytes memory context) private {
        Delegation memory d = abi.decode(context, (Delegation[]))[0];
        vm.prank(account);
        manager.disableDelegation(d);
    }

    // ── and then ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev All that was signed ahead, and what the key signs now, by any delegation.
    function allIsRefused(Proposal[] memory ahead, uint256 seed, uint256 way) private {
        (uint256 usdcHeld, uint256 wethHeld) = (held(address(usdc)), held(address(weth)));
        for (uint256 i; i < ahead.length; ++i) mustFail(ahead[i], way);
        for (uint256 i; i < 2; ++i) mustFail(signedNow(seed >> (32 * i), address(0), ""), way);
        assertEq(held(address(usdc)), usdcHeld, "nothing was sold");
        assertEq(held(address(weth)), wethHeld, "nor bought");
    }

    function mustFail(Proposal memory p, uint256 way) private {
        assertFalse(sends(p), string.concat("a trade after it was stopped, by way ", vm.toString(way)));
    }

    /// @dev Once the owner wants it again, it trades: nothing else had stood in the way.
    function onlyTheStopWasIt(uint256 way, uint256 seed) private {
        warpFresh(2 hours);
        if (way == FRAMEWORK) manager.unpause();
        else if (clone.paused()) unpauseNow();
        else grantNow();
        assertTrue(sends(signedNow(seed, address(0), "")), "it trades again");
    }

    function unpauseNow() private {
        uint40 generation = clone.generation();
        vm.prank(account);
        clone.unpause(generation);
    }
}
