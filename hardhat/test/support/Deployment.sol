// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TestBase } from "./TestBase.sol";

/// @title Deploys our contracts as they are deployed anywhere: Hardhat's artifacts, linked
/// @dev With CONTRACTS=editing it takes forge's own build instead, which has no IR and is there in seconds: for editing, for
/// mutants and for coverage.
abstract contract Deployment is TestBase {
    string internal constant HARDHAT = "hardhat/artifacts/";
    /// @dev In the order in which they are deployed: each may be linked to those before it.
    string[7] private libraries =
        ["Administration", "Custody", "OrderRules", "Proposals", "Views", "CashBridge", "CashRulebook"];
    mapping(string name => address) private libraryAt;

    /// @param name of a contract of ours, in a file of its own name
    function deployOurs(string memory name, bytes memory arguments) internal returns (address) {
        return deployOurs("", name, arguments);
    }

    function deployOurs(string memory folder, string memory name, bytes memory arguments) internal returns (address) {
        if (isEditing()) return vm.deployCode(string.concat(name, ".sol:", name), arguments);
        string memory code = linked(folder, name);
        return create(abi.encodePacked(vm.parseBytes(code), arguments));
    }

    function isEditing() internal view returns (bool) {
        return keccak256(bytes(vm.envOr("CONTRACTS", string("")))) == keccak256("editing");
    }

    /// @dev Creation code of Hardhat's artifact, with the addresses of the libraries it needs.
    function linked(string memory folder, string memory name) private returns (string memory code) {
        code = vm.parseJsonString(
            vm.readFile(string.concat(HARDHAT, "contracts/", folder, name, ".sol/", name, ".json")), ".bytecode"
        );
        for (uint256 i; i < libraries.length; ++i) {
            string memory hole = placeholder(libraries[i]);
            if (!vm.contains(code, hole)) continue;
            code = vm.replace(code, hole, hexOf(libraryOf(libraries[i])));
        }
    }

    function libraryOf(string memory name) private returns (address) {
        if (libraryAt[name] == address(0)) libraryAt[name] = create(vm.parseBytes(linked("libraries/", name)));
        return libraryAt[name];
    }

    /// @dev What the compiler leaves for a library's address: 34 digits of the hash of its full name.
    function placeholder(string memory name) private pure returns (string memory) {
        bytes32 hash = keccak256(bytes(string.concat("contracts/libraries/", name, ".sol:", name)));
        return string.concat("__$", part(vm.toString(hash), 2, 34), "$__");
    }

    function hexOf(address account) private pure returns (string memory) {
        return part(vm.toString(abi.encodePacked(account)), 2, 40);
    }

    function part(string memory text, uint256 start, uint256 length) private pure returns (string memory) {
        bytes memory out = new bytes(length);
        for (uint256 i; i < length; ++i) out[i] = bytes(text)[start + i];
        return string(out);
    }

    /// @dev Reverts with what the constructor reverts with.
    function create(bytes memory code) internal returns (address at) {
        assembly ("memory-safe") {
            at := create(0, add(code, 0x20), mload(code))
            if iszero(at) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
        }
    }
}
