// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { IBalancerTypes } from "./IBalancer.sol";

/// @title One read for a fleet
/// @notice Has no state and no constructor: `eth_call` may put its runtime code at any address by state override.
/// What fails, fails alone: a portfolio that reverts answers `ok = false`, a token or feed that reverts is flagged.
interface IBalancerLens is IBalancerTypes {
    /// @notice One asset, its balance and its feed's last answer.
    /// @param symbol empty when the token has none that can be read
    /// @param lopAllowance what LOP may take now, in units (0 when it can't be read)
    /// @param answer as the feed gave it, with `feedDecimals`; 0 when there is none
    /// @param balanceOk false when `balanceOf` failed; then `balance` is 0 and means nothing
    /// @param tokenState what is wrong with the token since it was listed. `Twin` can only be told once somebody holds it: the
    /// portfolio, its owner or LOP
    /// @param feedState as a NAV input: `Stale` means older than `navMaxAge`; older than `heartbeat` can be told by
    /// `updatedAt + heartbeat < blockTimestamp`
    /// @param feedOk the answer could be traded on (younger than `heartbeat` and nothing else wrong) from the second after
    /// `updatedAt` on, see {IBalancer-answerAgeMin}
    struct AssetState {
        address token;
        uint8 decimals;
        TokenState tokenState;
        string symbol;
        uint16 targetBps;
        bool balanceOk;
        uint256 balance;
        uint256 lopAllowance;
        uint256 allowanceCeiling;
        address feed;
        uint8 feedDecimals;
        int256 answer;
        uint256 updatedAt;
        FeedState feedState;
        bool feedOk;
        uint256 heartbeat;
        uint256 navMaxAge;
        uint256 minAnswer;
        uint256 maxAnswer;
        uint256 lastBoughtAt;
        uint256 lastSoldAt;
    }

    /// @notice What a portfolio stores, in the units of {IBalancer}'s views.
    /// @param ok false when the portfolio, or LOP, reverted or used up its gas; then only `portfolio` means anything
    /// @param epoch LOP's current epoch of this maker and `series`: orders that may be filled in parts must carry it
    /// @param nonceWord0 used bits of proposal nonces 0–255; other words by {IBalancer-nonceWord}
    struct PortfolioState {
        bool ok;
        address portfolio;
        address owner;
        address pendingOwner;
        address signer;
        address executor;
        address factory;
        address limitOrderProtocol;
        address feeTaker;
        bool paused;
        bool locked;
        uint40 generation;
        uint256 series;
        uint256 epoch;
        Guard guard;
        Budgets budgets;
        uint256 nonceWord0;
        address[] routers;
        AssetState[] assets;
    }

    /// @notice An order and the blob that its portfolio would be asked about, see {IBalancer-isValidSignature}.
    struct OrderQuery {
        address portfolio;
        IOrderMixin.Order order;
        bytes blob;
    }

    /// @notice What portfolio and LOP say about an order, now.
    /// @param ok false when the portfolio could not be asked
    /// @param state of {IBalancer-orderState}; `Malformed` also for a blob that can't be decoded
    /// @param remaining making amount that LOP still has open (0 once filled or cancelled)
    /// @param fillable of {IBalancer-maxFill}, and `limit` what bounds it
    /// @param signatureValid the portfolio answered {IBalancer-isValidSignature} for `orderHash` with EIP-1271's magic value: exactly
    /// what LOP asks in a fill
    struct OrderAnswer {
        bool ok;
        bytes32 orderHash;
        OrderState state;
        uint256 remaining;
        uint256 fillable;
        FillLimit limit;
        bool signatureValid;
    }

    /// @notice All portfolios as of one block, in the order asked. Anyone may; an account that is no portfolio answers `ok = false`.
    /// @dev Reverts only for want of gas for the first. Each may use 1,400,000 gas (an order 4,000,000), whatever the others used; the list ends, short of
    /// what was asked, when less than that is left. So a token that eats all it gets makes the list shorter, and silences nobody: who is
    /// missing is asked for again. Whoever asks sets the call's gas, and a node may give less.
    function read(address[] calldata portfolios)
        external
        view
        returns (uint256 blockNumber, uint256 blockTimestamp, PortfolioState[] memory states);

    /// @notice All orders as of one block, in the order asked; {read}'s rules.
    function orderStates(OrderQuery[] calldata queries)
        external
        view
        returns (uint256 blockNumber, uint256 blockTimestamp, OrderAnswer[] memory answers);

    /// @notice The part of {read} for one portfolio; public so that it can fail alone. Reverts when anything but a token or feed
    /// does.
    function readOne(address portfolio) external view returns (PortfolioState memory);

    /// @notice The part of {orderStates} for one order; public so that it can fail alone. Reverts when the portfolio or LOP does.
    function orderStateOne(OrderQuery calldata query) external view returns (OrderAnswer memory);
}
