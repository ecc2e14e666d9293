// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BalancerLens } from "./BalancerLens.sol";
import { IDelegatedBalancer } from "./interfaces/IDelegatedBalancer.sol";
import { Twins } from "./libraries/Twins.sol";

/// @title DelegatedLens: one read for the contracts that serve accounts by their delegations
/// @notice Answers as {BalancerLens} does, so that both are read alike. Of such a contract `owner` is the account whose tokens it
/// trades, and the balances are the account's; `pendingOwner` is its guardian, the other who has a say. What it hasn't is 0: fee
/// taker, series, epoch, allowances. It makes no orders, so {orderStates} answers `ok = false` for each.
contract DelegatedLens is BalancerLens {
    /// @inheritdoc BalancerLens
    function readOne(address clone) external view override returns (PortfolioState memory state) {
        IDelegatedBalancer b = IDelegatedBalancer(clone);
        (state.ok, state.portfolio) = (true, clone);
        (state.owner, state.pendingOwner, state.signer) = (b.account(), b.guardian(), b.authorizedSigner());
        (state.executor, state.factory) = (b.executor(), b.factory());
        state.limitOrderProtocol = b.limitOrderProtocol();
        (state.paused, state.locked, state.generation) = (b.paused(), b.locked(), b.generation());
        (state.guard, state.budgets) = (b.guard(), b.budgets());
        (state.nonceWord0, state.routers) = (b.nonceWord(0), b.routers());
        Asset[] memory list = b.assets();
        state.assets = new AssetState[](list.length);
        address[] memory tokens = new address[](list.length);
        for (uint256 i; i < list.length; ++i) {
            tokens[i] = list[i].token;
            state.assets[i] = _asset(state.owner, state.limitOrderProtocol, list[i]);
            // An account's own allowances are none that a leg is traded by.
            state.assets[i].lopAllowance = 0;
        }
        uint256 twins = Twins.find(tokens, [clone, state.owner, state.limitOrderProtocol]).mask;
        for (uint256 i; i < list.length; ++i) {
            if (twins & (1 << i) != 0) state.assets[i].tokenState = TokenState.Twin;
        }
    }
}
