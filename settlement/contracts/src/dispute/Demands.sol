// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the operator was asked to show, and until when
abstract contract Demands {
    /// @notice Seconds in which a demand must be answered.
    uint64 public immutable answerWindow;

    /// @dev Answered; no time comes close to it.
    uint64 private constant ANSWERED = type(uint64).max;

    mapping(bytes32 subject => uint64) private _dueAt;

    /// @notice It was demanded before.
    error AlreadyDemanded(bytes32 subject);

    /// @notice It was not demanded, was answered, or may still be.
    error NotOverdue(bytes32 subject);

    constructor(uint64 answerWindow_) {
        answerWindow = answerWindow_;
    }

    function _demand(bytes32 subject) internal returns (uint64 dueAt) {
        if (_dueAt[subject] != 0) revert AlreadyDemanded(subject);
        dueAt = uint64(block.timestamp) + answerWindow;
        _dueAt[subject] = dueAt;
    }

    function _answer(bytes32 subject) internal {
        _dueAt[subject] = ANSWERED;
    }

    function _requireOverdue(bytes32 subject) internal view {
        if (_dueAt[subject] == 0 || block.timestamp < _dueAt[subject]) revert NotOverdue(subject);
    }
}
