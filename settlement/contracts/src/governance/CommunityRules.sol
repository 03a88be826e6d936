// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ISettlementKeys} from "./ISettlementKeys.sol";

/// @title Rules a community trades by, each from a date in the future
/// @notice Rules are only ever added with notice, and replace only what has not begun and was to begin no
/// sooner: what held for an interval can never change afterwards. They bind what may be proved before
/// the challenge game; the market settles by rules whose document is the one that is agreed here. The vault's
/// operator founds an area with its first rules, whoever joins knows them; from then on members decide.
contract CommunityRules is Ownable {
    /// @notice What members vote on.
    /// @param allocationKey Code of the allocation key, as in the settlement's rules.
    /// @param gateSeconds How long before an interval its orders close.
    /// @param communityAccount Account in the vault that community fees go to.
    /// @param gridAccount Account in the vault that grid fees go to.
    /// @param rewardAccount Account in the vault that rewards are paid into and out of; it keeps nothing.
    /// @param balanceAccount Account in the vault of the balance group, which deviations are paid to and by;
    /// not zero where contracts are paid in full, and only there.
    /// @param feeMicro Community fee at most, in 1e-6 of the currency per kWh.
    /// @param gridFeeMicro Grid fee at most, in 1e-6 of the currency per kWh.
    /// @param gainMicro What a member can gain, in 1e-6 of the currency per kWh: it gives no more than that for
    /// others' rewards and in indemnities.
    /// @param rewardMicro Reward at most, in 1e-6 of the currency per kWh that the member bought or exported.
    /// @param minImbalanceMicro Least price of a deviation, in 1e-6 of the currency per kWh; it may be free besides.
    /// @param maxImbalanceMicro Highest price of a deviation.
    /// @param minPoolMicro Least price of the pool, in 1e-6 of the currency per kWh.
    /// @param maxPoolMicro Highest price of the pool.
    /// @param documentHash SHA-256 of the rules in words.
    struct Rules {
        uint16 allocationKey;
        uint32 gateSeconds;
        uint32 communityAccount;
        uint32 gridAccount;
        uint32 rewardAccount;
        uint32 balanceAccount;
        uint64 feeMicro;
        uint64 gridFeeMicro;
        uint64 gainMicro;
        uint64 rewardMicro;
        int64 minImbalanceMicro;
        int64 maxImbalanceMicro;
        int64 minPoolMicro;
        int64 maxPoolMicro;
        bytes32 documentHash;
    }

    /// @dev Rules and the first second at which they hold.
    struct Dated {
        uint64 from;
        Rules rules;
    }

    /// @notice How many seconds ahead rules may begin at most.
    uint64 public constant MAX_AHEAD = 3650 days;

    /// @notice Says who founds areas: the settlement vault.
    ISettlementKeys public immutable keys;

    /// @notice Seconds between adding rules and the first interval they hold for.
    uint64 public immutable notice;

    mapping(uint32 area => Dated[]) private _history;

    /// @notice An area has new rules from a date on.
    event RulesScheduled(uint32 indexed area, uint64 from, Rules rules);

    /// @notice Rules that had not begun were replaced.
    event RulesDropped(uint32 indexed area, uint64 from);

    /// @notice The rules would hold too soon.
    error TooSoon(uint64 from, uint64 earliest);

    /// @notice The rules would hold too late.
    error TooLate(uint64 from, uint64 latest);

    /// @notice Only the vault's operator founds an area.
    error NotOperator(address account);

    /// @notice The area was founded before: its members decide.
    error FoundedBefore(uint32 area);

    /// @notice The area has no rules at that time.
    error NoRules(uint32 area, uint64 time);

    /// @param owner The community's timelock.
    /// @param notice_ Seconds between adding rules and the first interval they hold for.
    /// @param keys_ The settlement vault.
    constructor(address owner, uint64 notice_, ISettlementKeys keys_) Ownable(owner) {
        notice = notice_;
        keys = keys_;
    }

    /// @notice Gives an area that has no rules its first ones, which hold until others begin. The vault's
    /// operator only, once per area.
    function found(uint32 area, Rules calldata rules) external {
        if (msg.sender != keys.operator()) revert NotOperator(msg.sender);
        if (_history[area].length != 0) revert FoundedBefore(area);
        _history[area].push(Dated(0, rules));
        emit RulesScheduled(area, 0, rules);
    }

    /// @notice Adds rules in place of all that were to begin then or later. Owner only.
    /// @param from First second since 1970 at which they hold: `notice` to `MAX_AHEAD` from now.
    function schedule(uint32 area, uint64 from, Rules calldata rules) external onlyOwner {
        Dated[] storage history = _history[area];
        uint64 earliest = uint64(block.timestamp) + notice;
        uint64 latest = uint64(block.timestamp) + MAX_AHEAD;
        if (from < earliest) revert TooSoon(from, earliest);
        if (from > latest) revert TooLate(from, latest);
        while (history.length != 0 && history[history.length - 1].from >= from) {
            emit RulesDropped(area, history[history.length - 1].from);
            history.pop();
        }
        history.push(Dated(from, rules));
        emit RulesScheduled(area, from, rules);
    }

    /// @notice Whether an area has rules for an interval that starts at `time`.
    function hasRules(uint32 area, uint64 time) external view returns (bool) {
        Dated[] storage history = _history[area];
        return history.length != 0 && history[0].from <= time;
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
