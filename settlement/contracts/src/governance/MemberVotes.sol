// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ISettlementKeys} from "./ISettlementKeys.sol";

/// @title One member, one vote
/// @notice A vote cannot be bought or passed on, only delegated. Time is counted in seconds since 1970.
/// Members decide who is one; day by day the vault's operator enrols who joins and leaves, with the
/// signature of the vault's auditor, never against what members have decided.
contract MemberVotes is Votes, Ownable {
    bytes32 private constant MEMBERSHIP_TYPE =
        keccak256("Membership(address account,bool member,uint256 change)");

    /// @notice Says whose operator and auditor enrol members: the settlement vault.
    ISettlementKeys public immutable keys;

    /// @notice Whether an account is a member.
    mapping(address account => bool) public isMember;

    /// @notice How often an account came or went: what the auditor signs is good once.
    mapping(address account => uint256) public changes;

    /// @notice Whether the members themselves have admitted or dismissed an account.
    mapping(address account => bool) public isDecided;

    /// @notice A member came or went.
    event MembershipChanged(address indexed account, bool member);

    /// @notice The account is a member already, or is none.
    error MembershipUnchanged(address account);

    /// @notice Only the vault's operator enrols.
    error NotOperator(address account);

    /// @notice The vault's auditor has not signed this change.
    error NotSignedByAuditor();

    /// @notice Only another decision of the members changes this.
    error DecidedByMembers(address account);

    /// @param owner Decides beyond operator and auditor: the community's timelock.
    /// @param keys_ The settlement vault.
    constructor(address owner, ISettlementKeys keys_) EIP712("Peerwatt MemberVotes", "1") Ownable(owner) {
        keys = keys_;
    }

    /// @notice Admits a member, who votes for itself until it delegates. Owner only.
    function admit(address account) external onlyOwner {
        isDecided[account] = true;
        _set(account, true);
    }

    /// @notice Dismisses a member. Owner only.
    function dismiss(address account) external onlyOwner {
        isDecided[account] = true;
        _set(account, false);
    }

    /// @notice Admits or dismisses whoever joined or left. The vault's operator only.
    /// @param auditorSignature Over the EIP-712 `Membership` with the account's number of changes so far.
    function enrol(address account, bool member, bytes calldata auditorSignature) external {
        if (msg.sender != keys.operator()) revert NotOperator(msg.sender);
        if (isDecided[account]) revert DecidedByMembers(account);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(MEMBERSHIP_TYPE, account, member, changes[account])));
        if (!SignatureChecker.isValidSignatureNowCalldata(keys.auditor(), digest, auditorSignature)) {
            revert NotSignedByAuditor();
        }
        _set(account, member);
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

    function _set(address account, bool member) private {
        if (isMember[account] == member) revert MembershipUnchanged(account);
        isMember[account] = member;
        ++changes[account];
        emit MembershipChanged(account, member);
        if (member) {
            _transferVotingUnits(address(0), account, 1);
            if (delegates(account) == address(0)) _delegate(account, account);
        } else {
            _transferVotingUnits(account, address(0), 1);
        }
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return isMember[account] ? 1 : 0;
    }
}
