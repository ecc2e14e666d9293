// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IBalancerTypes } from "../interfaces/IBalancer.sol";

/// @dev One slot, exactly full: all that every fill must read besides the assets. The guard's fields come first.
struct Rules {
    uint16 maxSlippageBps;
    uint16 lossBpsPerDay;
    uint32 turnoverBpsPerDay;
    uint32 orderTtlMax;
    uint32 cooldown;
    uint16 minDriftBps;
    uint16 overshootBps;
    uint16 minFillBps;
    uint16 maxFeeBps;
    bool publicBook;
    uint40 generation;
    bool paused;
    uint8 assetCount;
}

/// @dev One slot. Levels are what has been used, as fractions of NAV in 1e-18.
struct Levels {
    uint64 lossE18;
    uint64 turnoverE18;
    uint64 oneOffE18;
    uint32 settledAt;
    uint32 oneOffExpiresAt;
}

/// @dev Three slots, the third read only if `bounded`: a fill reads two per asset and writes the first of two of them.
struct StoredAsset {
    // slot 1: what a fill compares, and the only part that a fill writes
    address token;
    uint16 targetBps;
    uint8 decimals;
    uint8 feedDecimals;
    uint32 lastBoughtAt;
    uint32 lastSoldAt;
    // slot 2
    address feed;
    uint24 heartbeat;
    uint24 navMaxAge;
    bool bounded;
    // slot 3
    uint128 minAnswer;
    uint128 maxAnswer;
}

/// @dev All storage of a Balancer but its ownership.
struct State {
    Rules rules;
    Levels levels;
    address signer;
    address executor;
    address factory;
    StoredAsset[16] assets;
    address[] routers;
    mapping(address router => bool) isRouter;
    mapping(address token => uint256) allowanceCeiling;
    mapping(uint256 word => uint256 bits) nonces;
}

/// @dev What an implementation is built with, handed to the libraries, and whose balances they judge.
struct Env {
    address lop;
    address feeTaker;
    address weth;
    address sequencerFeed;
    uint256 answerAgeMin; // seconds that an answer must have aged before it is traded on
    address holder;
}

uint256 constant BPS = 10_000;
uint256 constant E18 = 1e18;
uint256 constant MAX_ASSETS = 16;
uint256 constant MAX_ROUTERS = 16;
/// @dev The LOP series of our epoch. Epochs are keyed by maker and series, so any constant does.
uint256 constant SERIES = 1;
address constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
