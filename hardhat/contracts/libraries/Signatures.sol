// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { IBalancerErrors } from "../interfaces/IBalancer.sol";

/// @title Who signed what may be done, for which generation, until when, and that it is done once
library Signatures {
    /// @dev By the signer's key, or by the owner: a key first, then a contract's own word. A failed recovery is address 0
    /// with an error and never matches, so a signer of 0 means that no bot may sign.
    function isSigned(address signer, address owner, bytes32 hash, bytes memory signature)
        internal
        view
        returns (bool)
    {
        if (isSignedByKey(signer, hash, signature) || isSignedByKey(owner, hash, signature)) return true;
        return owner.code.length != 0 && SignatureChecker.isValidERC1271SignatureNow(owner, hash, signature);
    }

    /// @dev By this key alone; never by 0.
    function isSignedByKey(address key, bytes32 hash, bytes memory signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecover(hash, signature);
        return failure == ECDSA.RecoverError.NoError && recovered == key;
    }

    /// @param current generation that what was signed must carry
    /// @param longest it may have to live, in seconds
    function requireCurrent(uint256 current, uint256 longest, uint256 generation, uint256 deadline) internal view {
        require(generation == current, IBalancerErrors.WrongGeneration(generation, current));
        require(block.timestamp <= deadline, IBalancerErrors.ProposalExpired(deadline));
        uint256 latest = block.timestamp + longest;
        require(deadline <= latest, IBalancerErrors.DeadlineTooFar(deadline, latest));
    }

    function useNonce(mapping(uint256 word => uint256 bits) storage nonces, uint256 nonce) internal {
        uint256 bit = 1 << (nonce & 0xff);
        require(nonces[nonce >> 8] & bit == 0, IBalancerErrors.NonceUsed(nonce));
        nonces[nonce >> 8] |= bit;
    }
}
