// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

// The invariant campaign: a thief with the signer's key who is also the taker. (Being written.)
