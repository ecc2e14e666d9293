// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Caveat, Delegation, IDelegationManager } from "../../contracts/interfaces/IDelegationManager.sol";
import { Fixture } from "./Fixture.sol";

interface IManager is IDelegationManager {
    function getDelegationHash(Delegation calldata delegation) external pure returns (bytes32);
    function getDomainHash() external view returns (bytes32);
    function disableDelegation(Delegation calldata delegation) external;
    function enableDelegation(Delegation calldata delegation) external;
    function disabledDelegations(bytes32 hash) external view returns (bool);
    function pause() external;
    function unpause() external;

    error CannotUseADisabledDelegation();
    error EnforcedPause();
    error InvalidDelegate();
}

interface IHybrid {
    struct Execution {
        address target;
        uint256 value;
        bytes callData;
    }

    function initialize(address owner, string[] calldata keys, uint256[] calldata x, uint256[] calldata y) external;
    function execute(Execution calldata execution) external;
    function executeFromExecutor(bytes32 mode, bytes calldata execution) external returns (bytes[] memory);
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4);
}

interface INonces {
    function incrementNonce(address manager) external;
}

/// @title The delegation framework as its makers publish it: manager, enforcers, EntryPoint, and accounts of both kinds
abstract contract Framework is Fixture {
    string private constant CODE = "hardhat/cache-forge/delegation-framework.json";
    bytes32 internal constant ROOT = bytes32(type(uint256).max);
    uint256 internal constant PERIOD = 1 days;
    uint256 internal constant PERIOD_USD = 60_000;

    IManager internal manager;
    address internal entryPoint;
    address internal periodEnforcer;
    address internal timestampEnforcer;
    address internal nonceEnforcer;
    address internal valueEnforcer;
    address internal redeemerEnforcer;
    address internal stateless;
    address internal hybridLogic;
    uint256 private salts;

    function deployFramework() internal {
        manager = IManager(made("DelegationManager", abi.encode(address(this))));
        entryPoint = made("EntryPoint", "");
        periodEnforcer = made("ERC20PeriodTransferEnforcer", "");
        timestampEnforcer = made("TimestampEnforcer", "");
        nonceEnforcer = made("NonceEnforcer", "");
        valueEnforcer = made("ValueLteEnforcer", "");
        redeemerEnforcer = made("RedeemerEnforcer", "");
        stateless = made("EIP7702StatelessDeleGator", abi.encode(manager, entryPoint));
        hybridLogic = made("HybridDeleGator", abi.encode(manager, entryPoint));
        vm.label(address(manager), "DelegationManager");
    }

    function made(string memory name, bytes memory arguments) private returns (address) {
        string memory json = vm.readFile(CODE);
        string memory code = vm.parseJsonString(json, string.concat(".", name));
        string memory hole = vm.parseJsonString(json, ".libraryHole");
        if (vm.contains(code, hole)) {
            bytes memory library_ = abi.encodePacked(made("SCL_RIP7212", ""));
            code = vm.replace(code, hole, vm.replace(vm.toString(library_), "0x", ""));
        }
        return create(abi.encodePacked(vm.parseBytes(code), arguments));
    }

    /// @dev What a type-4 transaction leaves at the key's address.
    function upgrade(address key) internal {
        vm.etch(key, abi.encodePacked(hex"ef0100", stateless));
    }

    function newHybrid(address key) internal returns (address) {
        bytes memory call = abi.encodeCall(IHybrid.initialize, (key, new string[](0), new uint256[](0), new uint256[](0)));
        return address(new ERC1967Proxy(hybridLogic, call));
    }

    // ── delegations ─────────────────────────────────────────────────────────────────────────────────────────────────

    /// @dev Of `amount` a day for 90 days, with both caveats; not signed yet.
    function delegationOf(address from, address to, address token, uint256 amount)
        internal
        returns (Delegation memory d)
    {
        (d.delegate, d.delegator, d.authority, d.salt) = (to, from, ROOT, uint256(keccak256(abi.encode(++salts))));
        d.caveats = new Caveat[](2);
        d.caveats[0] = Caveat(periodEnforcer, abi.encodePacked(token, amount, PERIOD, block.timestamp), "");
        d.caveats[1] = Caveat(timestampEnforcer, abi.encodePacked(uint128(0), uint128(block.timestamp + 90 days)), "");
    }

    function signDelegation(Delegation memory d, uint256 key) internal view returns (Delegation memory) {
        bytes32 hash = manager.getDelegationHash(d);
        d.signature = signBy(key, keccak256(abi.encodePacked(hex"1901", manager.getDomainHash(), hash)));
        return d;
    }

    function contextOf(Delegation memory d) internal pure returns (bytes memory) {
        Delegation[] memory links = new Delegation[](1);
        links[0] = d;
        return abi.encode(links);
    }

    function chainOf(Delegation memory leaf, Delegation memory root) internal pure returns (bytes memory) {
        Delegation[] memory links = new Delegation[](2);
        (links[0], links[1]) = (leaf, root);
        return abi.encode(links);
    }

    /// @dev As much as a day may want of it.
    function granted(address from, uint256 key, address to, address token) internal returns (bytes memory) {
        uint256 amount = PERIOD_USD * 1e8 * 10 ** decimalsOf[token] / priceOf(token);
        return contextOf(signDelegation(delegationOf(from, to, token, amount), key));
    }
}
