// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title One member, one vote
/// @notice A vote cannot be bought or passed on, only delegated. Time is counted in seconds since 1970.
contract MemberVotes is Votes, Ownable {
    /// @notice Whether an account is a member.
    mapping(address account => bool) public isMember;

    /// @notice A member came or went.
    event MembershipChanged(address indexed account, bool member);

    /// @notice The account is a member already, or is none.
    error MembershipUnchanged(address account);

    /// @param owner Admits and dismisses members: the registrar at first, then the community's timelock.
    constructor(address owner) EIP712("Peerwatt MemberVotes", "1") Ownable(owner) {}

    /// @notice Admits a member, who votes for itself until it delegates. Owner only.
    function admit(address account) external onlyOwner {
        if (isMember[account]) revert MembershipUnchanged(account);
        isMember[account] = true;
        emit MembershipChanged(account, true);
        _transferVotingUnits(address(0), account, 1);
        if (delegates(account) == address(0)) _delegate(account, account);
    }

    /// @notice Dismisses a member. Owner only.
    function dismiss(address account) external onlyOwner {
        if (!isMember[account]) revert MembershipUnchanged(account);
        isMember[account] = false;
        emit MembershipChanged(account, false);
        _transferVotingUnits(account, address(0), 1);
    }

    /// @inheritdoc Votes
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc Votes
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return isMember[account] ? 1 : 0;
    }
}
