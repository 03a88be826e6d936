// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title Rules a community trades by, each from a date in the future
/// @notice Rules are only ever added, with notice, and later than those before: what held for an interval
/// can never change afterwards.
contract CommunityRules is Ownable {
    /// @notice What members vote on.
    /// @param allocationKey Code of the allocation key, as in the settlement's rules.
    /// @param feeMicro Community fee in 1e-6 of the currency per kWh shared.
    /// @param gateSeconds How long before an interval its orders close.
    /// @param documentHash SHA-256 of the rules in words.
    struct Rules {
        uint16 allocationKey;
        uint64 feeMicro;
        uint32 gateSeconds;
        bytes32 documentHash;
    }

    /// @dev Rules and the first second at which they hold.
    struct Dated {
        uint64 from;
        Rules rules;
    }

    /// @notice Seconds between adding rules and the first interval they hold for.
    uint64 public immutable notice;

    mapping(uint32 area => Dated[]) private _history;

    /// @notice An area has new rules from a date on.
    event RulesScheduled(uint32 indexed area, uint64 from, Rules rules);

    /// @notice The rules would hold too soon, or not later than those scheduled last.
    error TooSoon(uint64 from, uint64 earliest);

    /// @notice The area has no rules at that time.
    error NoRules(uint32 area, uint64 time);

    /// @param owner The community's timelock.
    constructor(address owner, uint64 notice_) Ownable(owner) {
        notice = notice_;
    }

    /// @notice Adds rules. Owner only.
    /// @param from First second since 1970 at which they hold.
    function schedule(uint32 area, uint64 from, Rules calldata rules) external onlyOwner {
        Dated[] storage history = _history[area];
        uint64 earliest = uint64(block.timestamp) + notice;
        if (history.length != 0 && history[history.length - 1].from >= earliest) {
            earliest = history[history.length - 1].from + 1;
        }
        if (from < earliest) revert TooSoon(from, earliest);
        history.push(Dated(from, rules));
        emit RulesScheduled(area, from, rules);
    }

    /// @notice Rules of an area for an interval that starts at `time`.
    function rulesAt(uint32 area, uint64 time) external view returns (Rules memory) {
        Dated[] storage history = _history[area];
        for (uint256 i = history.length; i > 0; --i) {
            if (history[i - 1].from <= time) return history[i - 1].rules;
        }
        revert NoRules(area, time);
    }
}
