// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IBalancer, IBalancerEvents, IBalancerTypes } from "../../contracts/interfaces/IBalancer.sol";
import { TestBase } from "./TestBase.sol";
import { Vm } from "./Vm.sol";

/// @title An indexer that knows a portfolio by its events alone
/// @dev Reads nothing from the portfolio, except in {check}, which compares all that it stores.
contract Mirror is TestBase, IBalancerTypes {
    bytes32 private constant TRANSFER_STARTED = keccak256("OwnershipTransferStarted(address,address)");
    bytes32 private constant TRANSFERRED = keccak256("OwnershipTransferred(address,address)");

    /// @dev What {AssetSet} carries besides index and token.
    struct Terms {
        uint16 targetBps;
        uint8 decimals;
        address feed;
        uint8 feedDecimals;
        uint24 heartbeat;
        uint24 navMaxAge;
        uint128 minAnswer;
        uint128 maxAnswer;
    }

    uint256 private generation;
    bool private paused;
    address private owner;
    address private pendingOwner;
    address private signer;
    address private executor;
    address private factory;
    Guard private guard;
    Asset[] private assets;
    address[] private routers;
    mapping(address token => uint256) private boughtAt;
    mapping(address token => uint256) private soldAt;
    mapping(address token => uint256) private ceiling;
    mapping(address token => uint256) private lopAllowance;
    mapping(uint256 word => uint256) private nonces;

    uint256 private lossE18;
    uint256 private turnoverE18;
    uint256 private oneOffE18;
    uint256 private oneOffExpiresAt;
    uint256 private settledAt;

    /// @dev Of the fill or proposal whose events are being read.
    bool private cooldownStarted;
    address[2][] private swapped;

    // ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Takes in the logs of one block, in their order.
    function take(Vm.Log[] calldata logs, address portfolio) external {
        for (uint256 i; i < logs.length; ++i) if (logs[i].emitter == portfolio) _take(logs[i].topics, logs[i].data);
    }

    function _take(bytes32[] calldata topics, bytes calldata data) private {
        bytes32 kind = topics[0];
        if (kind == IBalancerEvents.GenerationBumped.selector) generation = abi.decode(data, (uint40));
        else if (kind == IBalancerEvents.PausedSet.selector) paused = abi.decode(data, (bool));
        else if (kind == IBalancerEvents.SignerSet.selector) signer = _address(topics[1]);
        else if (kind == IBalancerEvents.Initialized1Balancer.selector) {
            (executor, factory) = abi.decode(data, (address, address));
        } else if (kind == TRANSFER_STARTED) pendingOwner = _address(topics[2]);
        else if (kind == TRANSFERRED) (owner, pendingOwner) = (_address(topics[2]), address(0));
        else if (kind == IBalancerEvents.GuardSet.selector) guard = abi.decode(data, (Guard));
        else if (kind == IBalancerEvents.RouterSet.selector) _router(_address(topics[1]), abi.decode(data, (bool)));
        else if (kind == IBalancerEvents.AllowanceCeilingSet.selector) {
            ceiling[_address(topics[1])] = abi.decode(data, (uint256));
        } else if (kind == IBalancerEvents.AllowanceSet.selector) {
            (uint256 amount, bool done) = abi.decode(data, (uint256, bool));
            if (done) lopAllowance[_address(topics[1])] = amount;
        } else _takeAssets(kind, topics, data);
    }

    function _takeAssets(bytes32 kind, bytes32[] calldata topics, bytes calldata data) private {
        if (kind == IBalancerEvents.AssetSet.selector) _asset(uint256(topics[1]), _address(topics[2]), data);
        else if (kind == IBalancerEvents.AssetRemoved.selector) _removed(_address(topics[1]));
        else if (kind == IBalancerEvents.AssetCountSet.selector) {
            uint256 count = abi.decode(data, (uint256));
            while (assets.length > count) assets.pop();
        } else if (kind == IBalancerEvents.TargetsSet.selector) {
            uint16[] memory targets = abi.decode(data, (uint16[]));
            for (uint256 i; i < targets.length; ++i) assets[i].targetBps = targets[i];
        } else _takeTrades(kind, topics, data);
    }

    function _takeTrades(bytes32 kind, bytes32[] calldata topics, bytes calldata data) private {
        if (kind == IBalancerEvents.BudgetsSettled.selector) {
            (lossE18, turnoverE18, oneOffE18, oneOffExpiresAt) = abi.decode(data, (uint256, uint256, uint256, uint256));
            settledAt = block.timestamp;
        } else if (kind == IBalancerEvents.Charged.selector) {
            (,,, lossE18, turnoverE18, oneOffE18, cooldownStarted) =
                abi.decode(data, (uint256, uint256, uint256, uint256, uint256, uint256, bool));
            settledAt = block.timestamp;
        } else if (kind == IBalancerEvents.Filled.selector) {
            if (cooldownStarted) _traded(_address(topics[2]), _address(topics[3]));
            // Otherwise LOP is lent the amount for the fill only.
            if (guard.publicBook) _spent(_address(topics[2]), data);
        } else if (kind == IBalancerEvents.Swapped.selector) {
            swapped.push([_address(topics[2]), _address(topics[3])]);
        } else if (kind == IBalancerEvents.Rebalanced.selector) {
            (uint256 nonce,) = abi.decode(data, (uint256, address));
            nonces[nonce >> 8] |= 1 << (nonce & 0xff);
            for (uint256 i; i < swapped.length; ++i) _traded(swapped[i][0], swapped[i][1]);
            delete swapped;
        }
    }

    function _spent(address token, bytes calldata data) private {
        (uint256 amount,,) = abi.decode(data, (uint256, uint256, address));
        if (lopAllowance[token] != type(uint256).max) lopAllowance[token] -= amount;
    }

    function _traded(address sold, address bought) private {
        (soldAt[sold], boughtAt[bought]) = (block.timestamp, block.timestamp);
    }

    function _asset(uint256 index, address token, bytes calldata data) private {
        if (index == assets.length) assets.push();
        Terms memory t = abi.decode(data, (Terms));
        Asset storage a = assets[index];
        (a.token, a.targetBps, a.decimals) = (token, t.targetBps, t.decimals);
        (a.feed, a.feedDecimals, a.heartbeat, a.navMaxAge) = (t.feed, t.feedDecimals, t.heartbeat, t.navMaxAge);
        (a.minAnswer, a.maxAnswer) = (t.minAnswer, t.maxAnswer);
    }

    /// @dev The ones behind it move up; its stamps and its ceiling are gone with it.
    function _removed(address token) private {
        for (uint256 i; i < assets.length; ++i) {
            if (assets[i].token != token) continue;
            for (; i + 1 < assets.length; ++i) assets[i] = assets[i + 1];
            assets.pop();
        }
        delete boughtAt[token];
        delete soldAt[token];
        delete ceiling[token];
    }

    function _router(address router, bool allowed) private {
        for (uint256 i; i < routers.length; ++i) {
            if (routers[i] != router) continue;
            if (!allowed) {
                routers[i] = routers[routers.length - 1];
                routers.pop();
            }
            return;
        }
        routers.push(router);
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    // ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────────

    function check(IBalancer b, string calldata when) external view {
        assertEq(b.generation(), generation, string.concat("generation ", when));
        assertTrue(b.paused() == paused, string.concat("paused ", when));
        assertEq(b.owner(), owner, string.concat("owner ", when));
        assertEq(b.pendingOwner(), pendingOwner, string.concat("pending owner ", when));
        assertEq(b.authorizedSigner(), signer, string.concat("signer ", when));
        assertEq(b.executor(), executor, string.concat("executor ", when));
        assertEq(b.factory(), factory, string.concat("factory ", when));
        _same(abi.encode(b.guard()), abi.encode(guard), string.concat("guard ", when));
        _same(abi.encode(b.routers()), abi.encode(routers), string.concat("routers ", when));
        _same(abi.encode(b.assets()), abi.encode(_assets()), string.concat("assets ", when));
        for (uint256 word; word < 4; ++word) assertEq(b.nonceWord(word), nonces[word], string.concat("nonces ", when));
        for (uint256 i; i < assets.length; ++i) {
            address token = assets[i].token;
            assertEq(b.allowanceCeiling(token), ceiling[token], string.concat("ceiling ", when));
            uint256 left = IERC20(token).allowance(address(b), b.limitOrderProtocol());
            assertEq(left, lopAllowance[token], string.concat("allowance ", when));
        }
        _checkBudgets(b.budgets(), when);
    }

    function _same(bytes memory stored, bytes memory told, string memory what) private pure {
        assertEq(keccak256(stored), keccak256(told), what);
    }

    function checkDropped(IBalancer b, address token) external view {
        assertEq(b.allowanceCeiling(token), ceiling[token], "ceiling of a dropped token");
    }

    function _assets() private view returns (Asset[] memory list) {
        list = assets;
        for (uint256 i; i < list.length; ++i) {
            list[i].lastBoughtAt = uint32(boughtAt[list[i].token]);
            list[i].lastSoldAt = uint32(soldAt[list[i].token]);
        }
    }

    function _checkBudgets(Budgets memory now_, string calldata when) private view {
        assertEq(now_.lossLevelE18, _drained(lossE18, guard.lossBpsPerDay), string.concat("loss ", when));
        assertEq(now_.turnoverLevelE18, _drained(turnoverE18, guard.turnoverBpsPerDay), string.concat("turnover ", when));
        bool alive = block.timestamp < oneOffExpiresAt;
        assertEq(now_.oneOffE18, alive ? oneOffE18 : 0, string.concat("one-off ", when));
        assertEq(now_.oneOffExpiresAt, alive ? oneOffExpiresAt : 0, string.concat("its expiry ", when));
    }

    /// @dev Half of the daily limit comes back a day, rounded down.
    function _drained(uint256 level, uint256 bpsPerDay) private view returns (uint256) {
        uint256 back = bpsPerDay * 5e13 * (block.timestamp - settledAt) / 1 days;
        return back < level ? level - back : 0;
    }
}
