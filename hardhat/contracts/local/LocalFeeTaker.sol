// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

// Makes the compiler emit an artifact for 1inch's own FeeTaker.
import { FeeTaker } from "@1inch/limit-order-protocol-contract/contracts/extensions/FeeTaker.sol";
