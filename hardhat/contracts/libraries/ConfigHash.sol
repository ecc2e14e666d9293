// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "../interfaces/IBalancer.sol";

/// @title EIP-712 hash of a whole configuration, for the signatures that ask for a contract's creation
library ConfigHash {
    bytes32 private constant ASSET_TYPEHASH = keccak256(
        "AssetConfig(address token,uint16 targetBps,address feed,uint24 heartbeat,uint24 navMaxAge,uint128 minAnswer,uint128 maxAnswer)"
    );
    bytes32 private constant GUARD_TYPEHASH = keccak256(
        "Guard(uint16 maxSlippageBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint32 orderTtlMax,uint32 cooldown,uint16 minDriftBps,uint16 overshootBps,uint16 minFillBps,uint16 maxFeeBps,bool publicBook)"
    );
    bytes32 private constant ONE_OFF_TYPEHASH = keccak256("OneOffTurnover(uint32 bps,uint40 expiresAt)");
    bytes32 private constant CONFIG_TYPEHASH = keccak256(
        "Config(address signer,AssetConfig[] assets,Guard guard,address[] routers,OneOffTurnover oneOff)"
        "AssetConfig(address token,uint16 targetBps,address feed,uint24 heartbeat,uint24 navMaxAge,uint128 minAnswer,uint128 maxAnswer)"
        "Guard(uint16 maxSlippageBps,uint16 lossBpsPerDay,uint32 turnoverBpsPerDay,uint32 orderTtlMax,uint32 cooldown,uint16 minDriftBps,uint16 overshootBps,uint16 minFillBps,uint16 maxFeeBps,bool publicBook)"
        "OneOffTurnover(uint32 bps,uint40 expiresAt)"
    );

    function hash(IBalancerTypes.Config calldata config) internal pure returns (bytes32) {
        bytes32[] memory assets = new bytes32[](config.assets.length);
        for (uint256 i; i < assets.length; ++i) assets[i] = keccak256(abi.encode(ASSET_TYPEHASH, config.assets[i]));
        return keccak256(
            abi.encode(
                CONFIG_TYPEHASH,
                config.signer,
                keccak256(abi.encodePacked(assets)),
                keccak256(abi.encode(GUARD_TYPEHASH, config.guard)),
                keccak256(abi.encodePacked(config.routers)),
                keccak256(abi.encode(ONE_OFF_TYPEHASH, config.oneOff))
            )
        );
    }
}
