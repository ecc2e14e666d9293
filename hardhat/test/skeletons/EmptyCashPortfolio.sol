// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IBalancerErrors, IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { Administration } from "../../contracts/libraries/Administration.sol";
import { Custody } from "../../contracts/libraries/Custody.sol";
import { OpenFill } from "../../contracts/libraries/OpenFill.sol";
import { Signatures } from "../../contracts/libraries/Signatures.sol";
import { Env, Rules, State } from "../../contracts/libraries/State.sol";
import { TradeRules } from "../../contracts/libraries/TradeRules.sol";
import { Views } from "../../contracts/libraries/Views.sol";

/// @dev What a portfolio of one currency in yield vaults would take from the libraries, and nothing else: it moves nothing.
/// It exists so that the libraries stay cut for it.
contract EmptyCashPortfolio is IBalancerTypes, EIP712("1Balancer Cash", "1") {
    bytes32 private constant MOVE_TYPEHASH =
        keccak256("Move(address vault,uint256 amount,uint256 nonce,uint40 generation,uint40 deadline)");

    State private s;
    address private immutable owner = msg.sender;

    constructor(address signer, Guard memory limits) {
        s.rules.generation = 1;
        Administration.setSigner(s, signer);
        Administration.setGuard(s, _env(), limits);
    }

    /// @dev All of a signed move but the vault's own call: who, when, once, the lock, and the budgets for what it cost.
    function chargeMove(
        address vault,
        uint256 amount,
        uint256 nonce,
        uint40 generation,
        uint40 deadline,
        bytes calldata signature,
        uint256[3] calldata navOutInE32
    ) external {
        require(OpenFill.lock() == 0, IBalancerErrors.IsLocked());
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(MOVE_TYPEHASH, vault, amount, nonce, generation, deadline)));
        OpenFill.setLock(digest);
        Rules memory r = s.rules;
        Signatures.requireCurrent(r, generation, deadline);
        require(Signatures.isSigned(s.signer, owner, digest, signature), IBalancerErrors.BadProposalSignature());
        Signatures.useNonce(s, nonce);
        TradeRules.charge(s, r, digest, navOutInE32[0], navOutInE32[1], navOutInE32[2], true);
        OpenFill.setLock(0);
    }

    function withdrawAll(address[] calldata tokens, address to) external {
        require(msg.sender == owner, IBalancerErrors.NotOwnerOrSigner(msg.sender));
        Custody.withdrawAll(s, tokens, to);
    }

    function budgets() external view returns (Budgets memory) {
        return Views.budgets(s);
    }

    function moveHash(address vault, uint256 amount, uint256 nonce, uint40 generation, uint40 deadline)
        external
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(MOVE_TYPEHASH, vault, amount, nonce, generation, deadline)));
    }

    function _env() private view returns (Env memory env) {
        env.holder = address(this);
    }
}
