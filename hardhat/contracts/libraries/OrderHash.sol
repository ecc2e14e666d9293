// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Address } from "@1inch/solidity-utils/contracts/libraries/AddressLib.sol";
import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { IBalancerErrors } from "../interfaces/IBalancer.sol";

/// @title LOP's hash of an order, reckoned here instead of asked for
/// @dev Cheaper than a call. {requireSame} compares it with LOP's own once, when an implementation is made: neither LOP's code
/// nor its domain can change afterwards but by its chain id, which is read each time, as LOP does.
library OrderHash {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant NAME_HASH = keccak256("1inch Aggregation Router");
    bytes32 private constant VERSION_HASH = keccak256("6");
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(uint256 salt,address maker,address receiver,address makerAsset,address takerAsset,uint256 makingAmount,uint256 takingAmount,uint256 makerTraits)"
    );

    /// @dev Whole words are hashed, dirty upper bits of addresses included, as LOP does.
    function hashOf(address lop, IOrderMixin.Order memory order) internal view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, lop));
        return MessageHashUtils.toTypedDataHash(domain, keccak256(abi.encode(ORDER_TYPEHASH, order)));
    }

    /// @dev Every field differs, and every bit of an address word is used.
    function requireSame(address lop) internal view {
        uint256 word = type(uint256).max;
        IOrderMixin.Order memory order = IOrderMixin.Order(
            word,
            Address.wrap(word - 1),
            Address.wrap(word - 2),
            Address.wrap(word - 3),
            Address.wrap(word - 4),
            word - 5,
            word - 6,
            MakerTraits.wrap(word - 7)
        );
        require(IOrderMixin(lop).hashOrder(order) == hashOf(lop, order), IBalancerErrors.OrderHashDiffers(lop));
    }
}
