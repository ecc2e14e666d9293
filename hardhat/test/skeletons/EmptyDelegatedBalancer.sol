// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IBalancerErrors, IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { Administration } from "../../contracts/libraries/Administration.sol";
import { OpenFill } from "../../contracts/libraries/OpenFill.sol";
import { Proposals } from "../../contracts/libraries/Proposals.sol";
import { Signatures } from "../../contracts/libraries/Signatures.sol";
import { Env, Rules, State } from "../../contracts/libraries/State.sol";
import { Sums, SwapSums } from "../../contracts/libraries/SwapSums.sol";
import { Portfolio, Valuation } from "../../contracts/libraries/Valuation.sol";
import { Views } from "../../contracts/libraries/Views.sol";

/// @dev What a contract that trades for an account would take from the libraries, whose holder the account is, and nothing
/// else: it redeems nothing and swaps nothing, so that every proposal fails. It exists so that the libraries stay cut for it.
contract EmptyDelegatedBalancer is IBalancerTypes, EIP712("1Balancer Delegated", "1") {
    State private s;
    address private immutable ACCOUNT;
    address private immutable LOP;

    constructor(address account, address lop, bytes memory config) {
        (ACCOUNT, LOP) = (account, lop);
        s.executor = msg.sender; // its own, later
        Administration.initialize(s, _env(), account, config);
    }

    function executeSignedRebalance(
        Swap[] calldata swaps,
        uint256 nonce,
        uint40 generation,
        uint40 deadline,
        bytes calldata signature
    ) external {
        require(OpenFill.lock() == 0, IBalancerErrors.IsLocked());
        bytes32 digest = proposalHash(swaps, nonce, generation, deadline);
        OpenFill.setLock(digest);
        Rules memory r = s.rules;
        require(!r.paused, IBalancerErrors.IsPaused());
        Signatures.requireCurrent(r.generation, r.orderTtlMax, generation, deadline);
        require(Signatures.isSignedByKey(s.signer, digest, signature), IBalancerErrors.BadProposalSignature());
        Signatures.useNonce(s.nonces, nonce);
        Sums memory sums = SwapSums.plan(s, r, swaps);
        Portfolio memory seen = Valuation.read(s, _env(), r.assetCount, sums.soldMask | sums.boughtMask, true);
        for (uint256 i; i < swaps.length; ++i) {
            sums.sent[SwapSums.indexIn(seen, swaps[i].tokenIn)] += swaps[i].amountIn;
        }
        SwapSums.judge(s, _env(), r, digest, seen, sums);
        OpenFill.setLock(0);
    }

    function proposalHash(Swap[] calldata swaps, uint256 nonce, uint40 generation, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(Proposals.structHash(swaps, nonce, generation, deadline));
    }

    /// @return what the account holds of the listed assets, in USD with 32 decimals
    function navE32() external view returns (uint256) {
        return Valuation.read(s, _env(), s.rules.assetCount, 0, true).navE32;
    }

    function budgets() external view returns (Budgets memory) {
        return Views.budgets(s);
    }

    function _env() private view returns (Env memory) {
        return Env(LOP, address(0), address(0), address(0), 1, ACCOUNT);
    }
}
