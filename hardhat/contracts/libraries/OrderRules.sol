// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancerErrors, IBalancerEvents, IBalancerTypes } from "../interfaces/IBalancer.sol";
import { OrderHash } from "./OrderHash.sol";
import { Signatures } from "./Signatures.sol";
import { Env, Rules, SERIES, State } from "./State.sol";
import { Valuation } from "./Valuation.sol";

interface ISeriesEpoch {
    function epoch(address maker, uint96 series) external view returns (uint256);
    function increaseEpoch(uint96 series) external;
}

/// @title Which orders this portfolio stands behind
library OrderRules {
    uint256 private constant NO_PARTIAL = 1 << 255;
    uint256 private constant ALLOW_MULTIPLE = 1 << 254;
    uint256 private constant PRE = 1 << 252;
    uint256 private constant POST = 1 << 251;
    uint256 private constant EPOCH = 1 << 250;
    uint256 private constant HAS_EXTENSION = 1 << 249;
    uint256 private constant EXPIRY_SHIFT = 80;
    uint256 private constant NONCE_SHIFT = 120;
    uint256 private constant SERIES_SHIFT = 160;
    uint256 private constant GENERATION_SHIFT = 160;
    uint256 private constant MASK40 = type(uint40).max;

    /// @dev Fee rates in an extension are in 1e-5.
    uint256 private constant FEE_UNITS_PER_BPS = 10;
    uint256 private constant FEE_HEAD = 7; // integrator fee 2, share 1, resolver fee 2, discount 1, whitelist size 1
    uint256 private constant WHITELIST_ENTRY = 10;

    // ── the order ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice The first rule that the order in `blob` breaks, or Ok. Reverts on a blob that isn't one.
    function check(State storage s, Env memory env, address owner, bytes32 hash, bytes calldata blob)
        external
        view
        returns (IBalancerTypes.OrderState)
    {
        (IOrderMixin.Order memory order, bytes memory signature, bytes memory extension) = _decode(blob);
        if (OrderHash.hashOf(env.lop, order) != hash) return IBalancerTypes.OrderState.WrongHash;
        return _check(s, env, owner, hash, order, signature, extension);
    }

    /// @notice The same for the hash of `order`, which must be the one in `blob`, and what LOP itself looks at: whether its
    /// epoch is the current one, and whether it is still open.
    function state(
        State storage s,
        Env memory env,
        address owner,
        IOrderMixin.Order calldata given,
        bytes calldata blob
    ) external view returns (IBalancerTypes.OrderState result) {
        (IOrderMixin.Order memory order, bytes memory signature, bytes memory extension) = _decode(blob);
        if (keccak256(abi.encode(given)) != keccak256(abi.encode(order))) return IBalancerTypes.OrderState.Malformed;
        result = _check(s, env, owner, OrderHash.hashOf(env.lop, order), order, signature, extension);
        if (result != IBalancerTypes.OrderState.Ok) return result;
        if (!_epochIsCurrent(env, order.makerTraits)) return IBalancerTypes.OrderState.WrongEpoch;
        if (remainingOf(env, order) == 0) return IBalancerTypes.OrderState.Closed;
    }

    /// @dev What LOP still has open of an order of ours.
    function remainingOf(Env memory env, IOrderMixin.Order memory order) internal view returns (uint256) {
        IOrderMixin lop = IOrderMixin(env.lop);
        if (usesBits(order.makerTraits)) {
            uint256 nonce = nonceOf(order.makerTraits);
            bool used = lop.bitInvalidatorForOrder(address(this), nonce) & (1 << (nonce & 0xff)) != 0;
            return used ? 0 : order.makingAmount;
        }
        uint256 raw = lop.rawRemainingInvalidatorForOrder(address(this), OrderHash.hashOf(env.lop, order));
        return raw == 0 ? order.makingAmount : ~raw;
    }

    /// @notice Asks LOP to forget orders, best effort.
    function cancel(Env memory env, IOrderMixin.Order[] calldata orders) external {
        for (uint256 i; i < orders.length; ++i) {
            bytes32 hash = OrderHash.hashOf(env.lop, orders[i]);
            // With other traits than the order's own, LOP would silently cancel nothing.
            (bool done,) = env.lop.call(abi.encodeCall(IOrderMixin.cancelOrder, (orders[i].makerTraits, hash)));
            emit IBalancerEvents.CancelSent(hash, done);
        }
    }

    function _decode(bytes calldata blob)
        private
        pure
        returns (IOrderMixin.Order memory order, bytes memory signature, bytes memory extension)
    {
        return abi.decode(blob, (IOrderMixin.Order, bytes, bytes));
    }

    function _check(
        State storage s,
        Env memory env,
        address owner,
        bytes32 hash,
        IOrderMixin.Order memory order,
        bytes memory signature,
        bytes memory extension
    ) private view returns (IBalancerTypes.OrderState) {
        if (Address.unwrap(order.maker) != uint160(address(this))) return IBalancerTypes.OrderState.WrongMaker;
        Rules memory r = s.rules;
        if (r.paused) return IBalancerTypes.OrderState.Paused;
        if (generationOf(order.salt) != r.generation) return IBalancerTypes.OrderState.WrongGeneration;
        IBalancerTypes.OrderState broken = _checkTraits(r, MakerTraits.unwrap(order.makerTraits));
        if (broken != IBalancerTypes.OrderState.Ok) return broken;
        if (!_tokensListed(s, r.assetCount, order)) return IBalancerTypes.OrderState.UnknownToken;
        broken = _checkExtension(env, r, order, extension);
        if (broken != IBalancerTypes.OrderState.Ok) return broken;
        if (!Signatures.isSigned(s.signer, owner, hash, signature)) return IBalancerTypes.OrderState.BadSignature;
        return IBalancerTypes.OrderState.Ok;
    }

    function generationOf(uint256 salt) internal pure returns (uint256) {
        return (salt >> GENERATION_SHIFT) & MASK40;
    }

    function hasExtension(MakerTraits traits) internal pure returns (bool) {
        return MakerTraits.unwrap(traits) & HAS_EXTENSION != 0;
    }

    function usesBits(MakerTraits traits) internal pure returns (bool) {
        return MakerTraits.unwrap(traits) & (NO_PARTIAL | ALLOW_MULTIPLE) != ALLOW_MULTIPLE;
    }

    function nonceOf(MakerTraits traits) internal pure returns (uint256) {
        return (MakerTraits.unwrap(traits) >> NONCE_SHIFT) & MASK40;
    }

    function expiryOf(MakerTraits traits) internal pure returns (uint256) {
        return (MakerTraits.unwrap(traits) >> EXPIRY_SHIFT) & MASK40;
    }

    function _epochIsCurrent(Env memory env, MakerTraits traits) private view returns (bool) {
        return usesBits(traits) || ISeriesEpoch(env.lop).epoch(address(this), uint96(SERIES)) == nonceOf(traits);
    }

    /// @dev Either many partial fills under an epoch of ours, or one whole fill: a single partial fill could be used up with
    /// 1 wei. Whether the epoch is the current one LOP looks at on every fill.
    function _checkTraits(Rules memory r, uint256 traits)
        private
        view
        returns (IBalancerTypes.OrderState)
    {
        uint256 expiry = (traits >> EXPIRY_SHIFT) & MASK40;
        uint256 rest = traits & ~((MASK40 << EXPIRY_SHIFT) | (MASK40 << NONCE_SHIFT) | HAS_EXTENSION);
        if (rest != ALLOW_MULTIPLE | EPOCH | PRE | POST | (SERIES << SERIES_SHIFT) && rest != NO_PARTIAL | PRE | POST) {
            return IBalancerTypes.OrderState.BadTraits;
        }
        if (expiry < block.timestamp) return IBalancerTypes.OrderState.Expired;
        if (expiry > block.timestamp + r.orderTtlMax) return IBalancerTypes.OrderState.LifeTooLong;
        return IBalancerTypes.OrderState.Ok;
    }

    /// @dev Whole words are compared: LOP ignores an address's upper bits but hashes them.
    function _tokensListed(State storage s, uint256 count, IOrderMixin.Order memory order) private view returns (bool) {
        uint256 maker = Address.unwrap(order.makerAsset);
        uint256 taker = Address.unwrap(order.takerAsset);
        if (maker == taker || maker >> 160 != 0 || taker >> 160 != 0) return false;
        return Valuation.indexOf(s, count, address(uint160(maker))) != Valuation.NOT_FOUND
            && Valuation.indexOf(s, count, address(uint160(taker))) != Valuation.NOT_FOUND;
    }

    // ── the extension ───────────────────────────────────────────────────────────────────────────────────────────────

    function _checkExtension(Env memory env, Rules memory r, IOrderMixin.Order memory order, bytes memory extension)
        private
        view
        returns (IBalancerTypes.OrderState)
    {
        uint256 receiver = Address.unwrap(order.receiver);
        if (!hasExtension(order.makerTraits)) {
            if (extension.length != 0) return IBalancerTypes.OrderState.BadExtension;
            if (receiver != 0 && receiver != uint160(address(this))) return IBalancerTypes.OrderState.BadReceiver;
            return IBalancerTypes.OrderState.Ok;
        }
        if (!isCanonical(env, r, extension)) return IBalancerTypes.OrderState.BadExtension;
        if (uint160(uint256(keccak256(extension))) != uint160(order.salt)) return IBalancerTypes.OrderState.BadExtension;
        if (receiver != uint160(env.feeTaker)) return IBalancerTypes.OrderState.BadReceiver;
        return IBalancerTypes.OrderState.Ok;
    }

    function requireCanonical(State storage s, Env memory env, bytes memory extension) external view {
        require(isCanonical(env, s.rules, extension), IBalancerErrors.ExtensionNotCanonical());
    }

    /// @notice Whether `extension` is, byte for byte, what we would build from its own fee data and recipients: both amount
    /// getters and POST at FeeTaker with the same fee data, no custom receiver, this portfolio as POST's tail, nothing else.
    /// @dev The tail is what makes FeeTaker call our postInteraction: without it a fill would stand unchecked.
    function isCanonical(Env memory env, Rules memory r, bytes memory extension) internal view returns (bool) {
        if (!r.publicBook || env.feeTaker == address(0)) return false;
        // offsets 32 · two getters of 20 + fee data · POST of 20 + flags 1 + recipients 40 + fee data + tail 20
        uint256 fixedLength = 32 + 2 * (20 + FEE_HEAD) + (20 + 1 + 40 + FEE_HEAD + 20);
        if (extension.length < fixedLength) return false;
        uint256 whitelist = (extension.length - fixedLength) / (3 * WHITELIST_ENTRY);
        if (extension.length != fixedLength + whitelist * 3 * WHITELIST_ENTRY) return false;

        uint256 feeLength = FEE_HEAD + whitelist * WHITELIST_ENTRY;
        bytes memory fee = _slice(extension, 32 + 20, feeLength);
        if (uint8(fee[6]) != whitelist || !_feesAllowed(r, fee)) return false;
        bytes memory recipients = _slice(extension, 32 + 2 * (20 + feeLength) + 21, 40);
        return keccak256(extension) == keccak256(_build(env.feeTaker, fee, recipients));
    }

    function _feesAllowed(Rules memory r, bytes memory fee) private pure returns (bool) {
        uint256 integrator = (uint256(uint8(fee[0])) << 8) | uint8(fee[1]);
        uint256 resolver = (uint256(uint8(fee[3])) << 8) | uint8(fee[4]);
        // Share and discount above 100 would make every fill revert.
        return integrator + resolver <= r.maxFeeBps * FEE_UNITS_PER_BPS && uint8(fee[2]) <= 100 && uint8(fee[5]) <= 100;
    }

    /// @dev The first word holds the end of each of the eight fields, 32 bits each, the first field lowest: both suffixes are
    /// empty, then the two getters; predicate, permit and PRE are empty; then POST. Custom data after it is empty.
    function _build(address feeTaker, bytes memory fee, bytes memory recipients) private view returns (bytes memory) {
        uint256 getter = 20 + fee.length;
        uint256 both = 2 * getter;
        uint256 post = both + 20 + 1 + 40 + fee.length + 20;
        uint256 offsets = (getter << 64) | (both << 96) | (both << 128) | (both << 160) | (both << 192) | (post << 224);
        return abi.encodePacked(
            abi.encodePacked(offsets, feeTaker, fee, feeTaker, fee),
            abi.encodePacked(feeTaker, bytes1(0), recipients, fee, address(this))
        );
    }

    function _slice(bytes memory source, uint256 start, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) part[i] = source[start + i];
    }
}
