// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICashTypes } from "../interfaces/ICashPortfolio.sol";

/// @dev One slot. The guard's fields come first.
struct CashRules {
    uint16 maxLossBps;
    uint16 lossBpsPerDay;
    uint32 turnoverBpsPerDay;
    uint16 bridgeBpsPerDay;
    uint16 minMoveBps;
    uint32 cooldown;
    uint32 deadlineMax;
    uint40 generation;
    bool paused;
    uint8 vaultCount;
}

/// @dev One slot. Levels are what has been used, as fractions of value in 1e-18.
struct CashLevels {
    uint64 lossE18;
    uint64 turnoverE18;
    uint64 bridgeE18;
    uint32 settledAt;
    uint32 bridgedAt;
}

/// @dev Two slots.
struct StoredVault {
    // slot 1
    address vault;
    uint16 capBps;
    uint8 decimals;
    uint32 depositedAt;
    uint32 redeemedAt;
    // slot 2
    uint96 mark; // USDC units a whole share, the highest that has counted
    uint96 given; // USDC paid in less USDC paid back
    uint64 spentUntil;
}

/// @dev All storage of a cash portfolio but its ownership.
struct CashState {
    CashRules rules;
    CashLevels levels;
    address signer;
    address factory;
    StoredVault[8] vaults;
    ICashTypes.Sibling[] siblings;
    mapping(uint256 word => uint256 bits) nonces;
}

/// @dev What an implementation is built with, handed to the libraries.
struct CashEnv {
    address usdc;
    address messenger;
    address transmitter;
    uint32 localDomain;
}

uint256 constant MAX_VAULTS = 8;
uint256 constant MAX_SIBLINGS = 8;
/// @dev 10 USDC: what is less floods whoever watches transfers.
uint256 constant LEAST_BRIDGED = 10e6;
uint256 constant TEST_AMOUNT = 1e6;
