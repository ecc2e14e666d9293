// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { Fixture, IEpochs } from "./support/Fixture.sol";
import { SmartWallet } from "./support/SmartWallet.sol";
import { TestToken } from "../contracts/local/TestToken.sol";

/// @title Each rule of isValidSignature: an otherwise good order that breaks just it can't be filled, and is told why
contract OrderSignatureTest is Fixture {
    bytes4 private constant MAGIC = 0x1626ba7e;

    function refused(IOrderMixin.Order memory o, OrderState why) private {
        refused(signed(o), why);
    }

    function refused(Signed memory x, OrderState why) private {
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(why), "order state");
        assertTrue(balancer.isValidSignature(x.hash, x.blob) != MAGIC, "must not be valid");
        fillFails(x, x.order.makingAmount, IOrderMixin.BadSignature.selector);
    }

    function accepted(Signed memory x) private {
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Ok), "order state");
        assertTrue(balancer.isValidSignature(x.hash, x.blob) == MAGIC, "must be valid");
        fillAs(taker, x, x.order.makingAmount);
    }

    function traits(IOrderMixin.Order memory o, uint256 value) private pure returns (IOrderMixin.Order memory) {
        o.makerTraits = MakerTraits.wrap(value);
        return o;
    }

    function whole() private returns (IOrderMixin.Order memory) {
        return traits(goodOrder(), wholeTraits(block.timestamp + 600, 7));
    }

    // ── accepted ────────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aPartiallyFillableOrderUnderOurEpochIsValid() external {
        accepted(signed(goodOrder()));
    }

    function test_aFillOrKillOrderIsValid() external {
        accepted(signed(whole()));
    }

    function test_theOwnersKeyMaySignToo() external {
        Signed memory x = signed(goodOrder());
        x.blob = blobOf(x.order, OWNER_KEY, "");
        accepted(x);
    }

    function test_aContractOwnerMaySignThroughItsOwnEip1271() external {
        SmartWallet wallet = new SmartWallet(owner);
        vm.prank(owner);
        balancer.transferOwnership(address(wallet));
        wallet.call(address(balancer), abi.encodeCall(balancer.acceptOwnership, ()));
        Signed memory x = signed(goodOrder());
        x.blob = blobOf(x.order, OWNER_KEY, "");
        accepted(x);
        x = signed(goodOrder());
        x.blob = blobOf(x.order, 0xBAD, "");
        refused(x, OrderState.BadSignature);
    }

    function test_theReceiverMayBeThePortfolioItself() external {
        IOrderMixin.Order memory o = goodOrder();
        o.receiver = word(address(balancer));
        accepted(signed(o));
    }

    function test_anOrderMayLiveExactlyAsLongAsAllowed() external {
        accepted(signed(traits(goodOrder(), multiTraits(block.timestamp + 1 days))));
    }

    function test_anOrderIsValidInItsLastSecond() external {
        accepted(signed(traits(goodOrder(), multiTraits(block.timestamp))));
    }

    // ── hash, blob, maker ───────────────────────────────────────────────────────────────────────────────────────────

    function test_aHashThatIsNotTheOrdersIsRefused() external {
        Signed memory x = signed(goodOrder());
        bytes32 other = keccak256("something else the key once signed");
        assertTrue(balancer.isValidSignature(other, x.blob) == 0xffffffff, "another hash");
        x.blob = abi.encode(x.order, signBy(BOT_KEY, other), "");
        assertTrue(balancer.isValidSignature(other, x.blob) == 0xffffffff, "another hash, signed");
    }

    function test_aPersonalSignatureOfTheKeyIsNeverValid() external {
        bytes32 message = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", keccak256("log me in")));
        vm.expectRevert();
        balancer.isValidSignature(message, signBy(BOT_KEY, message));
    }

    function test_aBlobOfAnotherOrderIsMalformed() external {
        Signed memory x = signed(goodOrder());
        Signed memory y = signed(goodOrder());
        x.blob = y.blob;
        refused(x, OrderState.Malformed);
    }

    function test_anotherMakerIsRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        o.maker = word(taker);
        Signed memory x = signed(o);
        assertEq(uint256(balancer.orderState(o, x.blob)), uint256(OrderState.WrongMaker), "order state");
        assertTrue(balancer.isValidSignature(x.hash, x.blob) == 0xffffffff, "another maker");
    }

    function test_dirtyUpperBitsOfTheMakerAreRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        o.maker = Address.wrap(uint160(address(balancer)) | (1 << 200));
        refused(o, OrderState.WrongMaker);
    }

    // ── traits ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev All of them: 256 bits less expiry and nonce, for both kinds of order. HAS_EXTENSION has its own reason.
    function test_everyOtherTraitBitIsRefused() external {
        Signed memory multi = signed(goodOrder());
        Signed memory kill = signed(whole());
        for (uint256 bit; bit < 256; ++bit) {
            if ((bit >= 80 && bit < 160) || bit == 249) continue;
            flipped(multi, bit);
            flipped(kill, bit);
        }
    }

    function flipped(Signed memory x, uint256 bit) private view {
        uint256 before = MakerTraits.unwrap(x.order.makerTraits);
        x.order.makerTraits = MakerTraits.wrap(before ^ (1 << bit));
        Signed memory y = signed(x.order);
        assertEq(uint256(balancer.orderState(y.order, y.blob)), uint256(OrderState.BadTraits), vm.toString(bit));
        assertTrue(balancer.isValidSignature(y.hash, y.blob) == 0xffffffff, vm.toString(bit));
        x.order.makerTraits = MakerTraits.wrap(before);
    }

    function test_anOrderWithoutPreIsRefused() external {
        refused(traits(goodOrder(), multiTraits(block.timestamp + 600) & ~PRE), OrderState.BadTraits);
    }

    function test_anOrderWithoutPostIsRefused() external {
        refused(traits(goodOrder(), multiTraits(block.timestamp + 600) & ~POST), OrderState.BadTraits);
    }

    function test_anOrderWithoutTheEpochFlagIsRefused() external {
        refused(traits(goodOrder(), multiTraits(block.timestamp + 600) & ~EPOCH), OrderState.BadTraits);
    }

    function test_onePartialFillOnlyIsRefusedForItCanBeGriefed() external {
        uint256 value = PRE | POST | (7 << 120) | ((block.timestamp + 600) << 80);
        refused(traits(goodOrder(), value), OrderState.BadTraits);
    }

    function test_aFillOrKillOrderWithTheEpochFlagIsRefused() external {
        refused(traits(goodOrder(), wholeTraits(block.timestamp + 600, 7) | EPOCH), OrderState.BadTraits);
    }

    function test_aPrivateOrderIsRefused() external {
        uint256 value = multiTraits(block.timestamp + 600) | uint80(uint160(taker));
        refused(traits(goodOrder(), value), OrderState.BadTraits);
    }

    function test_anotherSeriesIsRefused() external {
        uint256 value = multiTraits(block.timestamp + 600) ^ (3 << 160);
        refused(traits(goodOrder(), value), OrderState.BadTraits);
    }

    function test_anotherEpochIsRefusedByLopItself() external {
        Signed memory x = signed(traits(goodOrder(), multiTraits(block.timestamp + 600) + (1 << 120)));
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.WrongEpoch), "order state");
        fillFails(x, x.order.makingAmount, IOrderMixin.WrongSeriesNonce.selector);
    }

    function test_anExtensionIsRefusedWhileThePublicBookIsOff() external {
        uint256 value = multiTraits(block.timestamp + 600) | HAS_EXTENSION;
        refused(traits(goodOrder(), value), OrderState.BadExtension);
    }

    function test_anExtensionInTheBlobOfAnOrderWithoutOneIsRefused() external {
        Signed memory x = signed(goodOrder());
        x.blob = blobOf(x.order, BOT_KEY, hex"01");
        refused(x, OrderState.BadExtension);
    }

    // ── time, generation, tokens, receiver ──────────────────────────────────────────────────────────────────────────

    function test_anOrderWithoutExpiryIsRefused() external {
        refused(traits(goodOrder(), multiTraits(0)), OrderState.Expired);
    }

    function test_anExpiredOrderIsRefused() external {
        refused(traits(goodOrder(), multiTraits(block.timestamp - 1)), OrderState.Expired);
    }

    function test_anOrderThatLivesTooLongIsRefused() external {
        refused(traits(goodOrder(), multiTraits(block.timestamp + 1 days + 1)), OrderState.LifeTooLong);
    }

    function test_anOrderOfAnEarlierOrLaterGenerationIsRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        uint256 generation = balancer.generation();
        o.salt = uint160(o.salt) | ((generation - 1) << 160);
        refused(o, OrderState.WrongGeneration);
        o.salt = uint160(o.salt) | ((generation + 1) << 160);
        refused(o, OrderState.WrongGeneration);
        // bits above 199 belong to the bookkeeping of the 1inch SDK and are free
        o.salt = uint160(o.salt) | (generation << 160) | (uint256(0xdeadbeef) << 224);
        accepted(signed(o));
    }

    function test_unlistedEqualAndDirtyTokensAreRefused() external {
        TestToken other = new TestToken("Other", "OTH", 18);
        IOrderMixin.Order memory o = goodOrder();
        o.makerAsset = word(address(other));
        refused(o, OrderState.UnknownToken);
        o = goodOrder();
        o.takerAsset = word(address(other));
        refused(o, OrderState.UnknownToken);
        o = goodOrder();
        o.takerAsset = o.makerAsset;
        refused(o, OrderState.UnknownToken);
        o = goodOrder();
        o.makerAsset = Address.wrap(uint160(address(usdc)) | (1 << 160));
        refused(o, OrderState.UnknownToken);
        o = goodOrder();
        o.takerAsset = Address.wrap(uint160(address(weth)) | (1 << 255));
        refused(o, OrderState.UnknownToken);
    }

    function test_anotherOrDirtyReceiverIsRefused() external {
        IOrderMixin.Order memory o = goodOrder();
        o.receiver = word(taker);
        refused(o, OrderState.BadReceiver);
        o.receiver = word(feeTaker);
        refused(o, OrderState.BadReceiver);
        o.receiver = Address.wrap(uint160(address(balancer)) | (1 << 160));
        refused(o, OrderState.BadReceiver);
    }

    // ── who signed ──────────────────────────────────────────────────────────────────────────────────────────────────

    function test_aStrangersSignatureIsRefused() external {
        Signed memory x = signed(goodOrder());
        x.blob = blobOf(x.order, 0xBAD, "");
        refused(x, OrderState.BadSignature);
    }

    function test_signaturesOfWrongLengthAndGarbageAreRefused() external {
        Signed memory x = signed(goodOrder());
        bytes[4] memory garbage = [bytes(""), hex"00", bytes(new bytes(65)), bytes(new bytes(64))];
        for (uint256 i; i < garbage.length; ++i) {
            x.blob = abi.encode(x.order, garbage[i], "");
            refused(x, OrderState.BadSignature);
        }
    }

    function test_aMalleableCopyOfTheSignatureIsRefused() external {
        Signed memory x = signed(goodOrder());
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BOT_KEY, x.hash);
        uint256 n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        x.blob = abi.encode(x.order, abi.encodePacked(r, bytes32(n - uint256(s)), v == 27 ? uint8(28) : uint8(27)), "");
        refused(x, OrderState.BadSignature);
    }

    function test_aSignerOfZeroMeansThatNoBotMaySign() external {
        vm.prank(owner);
        balancer.setSigner(address(0));
        refused(goodOrder(), OrderState.BadSignature);
        Signed memory x = signed(goodOrder());
        x.blob = abi.encode(x.order, new bytes(65), "");
        refused(x, OrderState.BadSignature);
        x.blob = blobOf(x.order, OWNER_KEY, "");
        accepted(x);
    }

    function test_aPausedPortfolioStandsBehindNothing() external {
        vm.prank(bot);
        balancer.pause();
        refused(goodOrder(), OrderState.Paused);
    }

    function test_aFilledAndACancelledOrderAreClosed() external {
        Signed memory x = fill(goodOrder());
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Closed), "filled");
        x = signed(whole());
        fillAs(taker, x, x.order.makingAmount);
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Closed), "filled whole");
        x = signed(goodOrder());
        IOrderMixin.Order[] memory orders = new IOrderMixin.Order[](1);
        orders[0] = x.order;
        vm.prank(bot);
        balancer.cancel(orders);
        assertEq(uint256(balancer.orderState(x.order, x.blob)), uint256(OrderState.Closed), "cancelled");
        fillFails(x, 1e6, IOrderMixin.InvalidatedOrder.selector);
    }

    /// @dev LOP's epoch moves with the generation, so that books see the orders die too.
    function test_everyBumpMovesLopsEpochWithTheGeneration() external {
        uint256 generation = balancer.generation();
        uint256 epoch = IEpochs(LOP).epoch(address(balancer), uint96(balancer.series()));
        vm.prank(bot);
        balancer.bumpGeneration();
        assertEq(balancer.generation(), generation + 1, "generation");
        assertEq(IEpochs(LOP).epoch(address(balancer), uint96(balancer.series())), epoch + 1, "epoch");
    }
}
