// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a campaign tried, how often it succeeded, and what it was refused with
abstract contract CampaignCounts {
    struct Counter {
        uint256 calls;
        uint256 successes;
    }

    string[] public actions;
    mapping(string action => Counter) public counters;
    bytes4[] public reasons;
    mapping(bytes4 reason => uint256) public reverts;

    function count(string memory action, bool ok, bytes memory answer) internal {
        Counter storage c = counters[action];
        if (c.calls == 0) actions.push(action);
        ++c.calls;
        if (ok) {
            ++c.successes;
            return;
        }
        bytes4 reason = bytes4(answer);
        if (reverts[reason] == 0) reasons.push(reason);
        ++reverts[reason];
    }

    function actionCount() external view returns (uint256) {
        return actions.length;
    }

    function reasonCount() external view returns (uint256) {
        return reasons.length;
    }
}
