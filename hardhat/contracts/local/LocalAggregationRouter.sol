// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IWETH } from "@1inch/solidity-utils/contracts/interfaces/IWETH.sol";
import { OrderMixin } from "@1inch/limit-order-protocol-contract/contracts/OrderMixin.sol";

/// @title Limit Order Protocol v4 with the EIP-712 domain it has on main networks, for local chains
/// @notice Its runtime code is put at 0x111111125421ca6dc452d289314280a0f8842a65, so that addresses, typed data and
/// hashes equal those of the 1inch SDK on chain 31337. Only the order protocol: the swap router's part is absent.
contract LocalAggregationRouter is EIP712("1inch Aggregation Router", "6"), Ownable, OrderMixin {
    constructor(IWETH weth) OrderMixin(weth) Ownable(msg.sender) { }

    function pause() external onlyOwner {
        _pause();
    }

    function unpause() external onlyOwner {
        _unpause();
    }
}
