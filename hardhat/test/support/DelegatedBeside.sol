// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { TakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/TakerTraitsLib.sol";
import { DelegatedBooks } from "./DelegatedBooks.sol";
import { ScriptedTaker } from "./ScriptedTaker.sol";

/// @title What the thief does with the Balancer of the same owner: orders of his own, on the public book too, rests, proposals
abstract contract DelegatedBeside is DelegatedBooks {
    ScriptedTaker internal hand;
    Signed private rest;

    constructor() {
        hand = new ScriptedTaker();
        for (uint256 i; i < 3; ++i) {
            uint256 much = 1e9 * 1e8 * 10 ** decimalsOf[tokens[i]] / priceOf(tokens[i]);
            give(tokens[i], taker, much);
            give(tokens[i], address(hand), much);
            approveLop(tokens[i], taker);
            hand.approve(tokens[i]);
            allow(tokens[i]);
        }
    }

    /// @dev As the contract says it may be now, or a wild one.
    function besideOrder(uint256 seed, uint256 share) internal returns (Signed memory x) {
        (uint256 out, uint256 into, uint256 most) = pairOf(BESIDE);
        if (seed % 13 == 0) (out, into) = (into, out);
        uint256 making = max(1, most * clamp(share, 1, 10_000) / 10_000);
        uint256 taking = max(1, worth(tokens[out], making, tokens[into], greed(seed)));
        x.order = orderOf(tokens[out], making, tokens[into], taking);
        x.order.makerTraits = MakerTraits.wrap(multiTraits(block.timestamp + 20 hours));
        x.blob = blobOf(x.order, seed % 17 == 0 ? SECOND_KEY : signerKey, "");
    }

    /// @dev The whole, or a part that leaves a rest behind.
    function fillOrder(uint256 seed, uint256 share) internal {
        Signed memory x = besideOrder(seed, share);
        uint256 making = seed % 2 == 0 ? x.order.makingAmount : max(1, x.order.makingAmount / 3);
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(x, making);
        settle("fillOrder", ok, answer, before, 1 << BESIDE);
        if (ok && making < x.order.makingAmount) (rest.order, rest.blob) = (x.order, "");
    }

    /// @dev Without a signature: LOP doesn't ask again.
    function fillRest(uint256 seed) internal {
        if (rest.order.makingAmount == 0) return fillOrder(seed | 1, 5_000);
        Signed memory x = rest;
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(x, max(1, x.order.makingAmount / 3));
        settle("fillRest", ok, answer, before, 1 << BESIDE);
        if (!ok || seed % 2 == 0) delete rest;
    }

    /// @dev Through FeeTaker, the fees being the thief's own.
    function fillPublic(uint256 seed, uint256 share) internal {
        Signed memory x = besideOrder(seed, share);
        uint8 share8 = uint8((seed >> 16) % 101);
        Fees memory fees = Fees(uint16((seed >> 24) % 300), share8, uint16((seed >> 40) % 201), share8);
        x = publicOrder(x.order, extensionOf(feeData(fees), address(balancer)));
        x.blob = blobOf(x.order, signerKey, x.extension);
        Sight memory before = look();
        (bool ok, bytes memory answer) = tryFill(x, x.order.makingAmount);
        settle("fillPublic", ok, answer, before, 1 << BESIDE);
    }

    function tryFill(Signed memory x, uint256 making) private returns (bool, bytes memory) {
        uint256 traits = (1 << 255) | (x.extension.length << 224);
        bytes memory call = abi.encodeCall(
            lop.fillContractOrderArgs, (x.order, x.blob, making, TakerTraits.wrap(traits), x.extension)
        );
        vm.prank(taker);
        return LOP.call(call);
    }

    /// @dev A proposal of the Balancer's own, as a call that anybody can make.
    function besideProposal(uint256 seed, uint256 share) internal returns (bytes memory) {
        (uint256 out, uint256 into, uint256 most) = pairOf(BESIDE);
        uint256 amount = max(1, most * clamp(share, 1, 10_000) / 10_000);
        return besideCall(one(besideSwap(tokens[out], amount, tokens[into], greed(seed))));
    }

    function besideSwap(address out, uint256 amount, address into, uint256 lossBps) private view returns (Swap memory) {
        uint256 paid = worth(out, amount, into, lossBps);
        bytes memory data = abi.encodeCall(
            open.route, (out, amount, into, paid, balancer.executor(), new address[](0), new bytes[](0))
        );
        return Swap(address(open), out, amount, into, 0, data);
    }

    function besideCall(Swap[] memory swaps) private returns (bytes memory) {
        (uint256 nonce, uint40 generation, uint40 deadline) =
            (nextNonce++, balancer.generation(), uint40(block.timestamp + 600));
        bytes memory signature = signBy(signerKey, balancer.proposalHash(swaps, nonce, generation, deadline));
        return abi.encodeCall(balancer.executeSignedRebalance, (swaps, nonce, generation, deadline, signature));
    }

    function proposeBeside(uint256 seed, uint256 share) internal {
        bytes memory call = besideProposal(seed, share);
        Sight memory before = look();
        (bool ok, bytes memory answer) = address(balancer).call(call);
        settle("proposeBeside", ok, answer, before, 1 << BESIDE);
    }

    /// @dev A fill of the Balancer's order by a taker who, in its middle, makes one more call.
    function fillWith(uint256 seed, address target, bytes memory call, Sight memory before, uint256 alsoTrades) internal {
        Signed memory x = besideOrder(seed, 3_000);
        hand.forget();
        hand.script(target, call, 0);
        (bool ok, bytes memory answer) =
            address(hand).call(abi.encodeCall(hand.fill, (x.order, x.blob, "", x.order.makingAmount)));
        settle("fillAround", ok, answer, before, alsoTrades | (1 << BESIDE));
    }
}
