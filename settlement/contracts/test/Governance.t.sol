// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {CommunityGovernor} from "../src/governance/CommunityGovernor.sol";
import {CommunityRules} from "../src/governance/CommunityRules.sol";
import {CommunityTimelock} from "../src/governance/CommunityTimelock.sol";
import {ISettlementKeys} from "../src/governance/ISettlementKeys.sol";
import {MemberVotes} from "../src/governance/MemberVotes.sol";
import {vm} from "./Vm.sol";

/// @dev Whose keys count in these tests.
contract Keys is ISettlementKeys {
    uint256 public constant AUDITOR_KEY = 0xA0D1;

    address public operator;
    address public auditor = vm.addr(AUDITOR_KEY);

    constructor(address operator_) {
        operator = operator_;
    }

    function setAuditor(address account) external {
        auditor = account;
    }
}

/// @dev Five members; three must take part.
contract GovernanceTest {
    uint32 private constant AREA = 7;
    uint64 private constant NOW = 1_781_766_000;
    uint48 private constant VOTE_NOTICE = 2 days;
    uint32 private constant VOTE_PERIOD = 7 days;
    uint256 private constant DELAY = 3 days;
    uint64 private constant RULES_NOTICE = 1 days;

    bytes32 private constant MEMBERSHIP_TYPE =
        keccak256("Membership(address account,bool member,uint256 change)");
    address private constant OPERATOR = address(0x0BE1);

    Keys private keys;
    MemberVotes private votes;
    CommunityTimelock private timelock;
    CommunityGovernor private governor;
    CommunityRules private rules;
    uint256 private now_ = NOW;

    function setUp() public {
        vm.warp(NOW);
        keys = new Keys(OPERATOR);
        votes = new MemberVotes(address(this), keys);
        for (uint160 member = 1; member <= 5; ++member) {
            votes.admit(address(member));
        }
        timelock = new CommunityTimelock(DELAY, address(this));
        governor = new CommunityGovernor(votes, timelock, VOTE_NOTICE, VOTE_PERIOD, 60);
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), address(this));
        rules = new CommunityRules(address(timelock), RULES_NOTICE, keys);
        _elapse(1);
    }

    function test_MembersChangeTheRulesForLater() public {
        uint64 from = NOW + 30 days;
        uint256 id = _propose(from);
        _vote(id, 3);
        _queue(from);
        _elapse(DELAY);
        _execute(from);

        assert(rules.rulesAt(AREA, from).feeMicro == 5_000);
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.NoRules.selector, AREA, from - 1));
        rules.rulesAt(AREA, from - 1);
    }

    function test_ADecisionWaitsInTheTimelock() public {
        uint64 from = NOW + 30 days;
        _vote(_propose(from), 3);
        _queue(from);
        _elapse(DELAY - 1);
        (bool early,) = _tryExecute(from);
        assert(!early);
        _elapse(1);
        (bool due,) = _tryExecute(from);
        assert(due);
    }

    function test_TooFewVotesDecideNothing() public {
        uint256 id = _propose(NOW + 30 days);
        _vote(id, 2);
        assert(governor.state(id) == IGovernor.ProposalState.Defeated);
    }

    function test_StrangersHaveNoSay() public {
        vm.prank(address(9));
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, address(9), 0, 1)
        );
        governor.propose(_targets(), new uint256[](1), _calls(NOW + 30 days), "fee");
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this)));
        rules.schedule(AREA, NOW + 30 days, _rules(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        votes.dismiss(address(2));
        vm.prank(address(9));
        votes.delegate(address(9));
        assert(votes.getVotes(address(9)) == 0);
    }

    function test_AVoteWaitsForItsNoticeAndLasts() public {
        uint256 id = _propose(NOW + 30 days);
        _elapse(VOTE_NOTICE);
        assert(governor.state(id) == IGovernor.ProposalState.Pending);
        _elapse(1);
        assert(governor.state(id) == IGovernor.ProposalState.Active);
        _elapse(VOTE_PERIOD - 1);
        assert(governor.state(id) == IGovernor.ProposalState.Active);
        _elapse(1);
        assert(governor.state(id) == IGovernor.ProposalState.Defeated);
    }

    /// @dev Five of ten are fewer than three fifths.
    function test_WhoJoinsCountsForTheQuorum() public {
        for (uint160 member = 11; member <= 15; ++member) {
            votes.admit(address(member));
        }
        _elapse(1);
        uint256 id = _propose(NOW + 30 days);
        _vote(id, 5);
        assert(governor.state(id) == IGovernor.ProposalState.Defeated);
    }

    function test_RulesAreNeverRetroactive() public {
        rules = new CommunityRules(address(this), RULES_NOTICE, keys);
        uint64 earliest = uint64(now_) + RULES_NOTICE;
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.TooSoon.selector, earliest - 1, earliest));
        rules.schedule(AREA, earliest - 1, _rules(1));
        rules.schedule(AREA, earliest, _rules(1));
        rules.schedule(AREA, earliest + 100, _rules(2));

        assert(rules.rulesAt(AREA, earliest + 99).allocationKey == 1);
        assert(rules.rulesAt(AREA, earliest + 100).allocationKey == 2);
        assert(rules.hasRules(AREA, earliest) && !rules.hasRules(AREA, earliest - 1));
        assert(!rules.hasRules(AREA + 1, earliest));
    }

    function test_RulesThatHaveNotBegunCanBeReplacedWithNotice() public {
        rules = new CommunityRules(address(this), RULES_NOTICE, keys);
        uint64 first = uint64(now_) + RULES_NOTICE;
        rules.schedule(AREA, first, _rules(1));
        rules.schedule(AREA, first + 3000 days, _rules(2));
        rules.schedule(AREA, first + 3001 days, _rules(3));
        rules.schedule(AREA + 1, first + 3000 days, _rules(2));
        vm.warp(first);
        rules.schedule(AREA, first + RULES_NOTICE, _rules(4));
        rules.schedule(AREA + 1, first + RULES_NOTICE, _rules(4));

        assert(rules.rulesAt(AREA, first + RULES_NOTICE - 1).allocationKey == 1);
        assert(rules.rulesAt(AREA, first + RULES_NOTICE).allocationKey == 4);
        assert(rules.rulesAt(AREA, first + 3002 days).allocationKey == 4);
        assert(rules.hasRules(AREA + 1, first + RULES_NOTICE));
    }

    function test_RulesCannotBeginInTheFarFuture() public {
        rules = new CommunityRules(address(this), RULES_NOTICE, keys);
        uint64 latest = uint64(now_) + rules.MAX_AHEAD();
        rules.schedule(AREA, latest, _rules(1));
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.TooLate.selector, latest + 1, latest));
        rules.schedule(AREA, latest + 1, _rules(2));
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.TooLate.selector, type(uint64).max, latest));
        rules.schedule(AREA, type(uint64).max, _rules(2));
    }

    function test_AMemberHasOneVoteAndCanOnlyDelegateIt() public {
        vm.expectRevert(abi.encodeWithSelector(MemberVotes.MembershipUnchanged.selector, address(1)));
        votes.admit(address(1));
        vm.prank(address(1));
        votes.delegate(address(2));
        assert(votes.getVotes(address(1)) == 0 && votes.getVotes(address(2)) == 2);
        votes.dismiss(address(1));
        assert(votes.getVotes(address(2)) == 1);
        vm.expectRevert(abi.encodeWithSelector(MemberVotes.MembershipUnchanged.selector, address(1)));
        votes.dismiss(address(1));
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(1)));
        votes.admit(address(1));
    }

    function test_TheOperatorFoundsAnAreaOnceAndMembersDecideFromThenOn() public {
        rules = new CommunityRules(address(this), RULES_NOTICE, keys);
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.NotOperator.selector, address(this)));
        rules.found(AREA, _rules(1));
        vm.prank(OPERATOR);
        rules.found(AREA, _rules(1));
        assert(rules.hasRules(AREA, 0));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.FoundedBefore.selector, AREA));
        rules.found(AREA, _rules(2));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, OPERATOR));
        rules.schedule(AREA, uint64(now_) + 30 days, _rules(2));

        uint64 later = uint64(now_) + RULES_NOTICE;
        rules.schedule(AREA, later, _rules(3));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.FoundedBefore.selector, AREA));
        rules.found(AREA, _rules(2));
        assert(rules.rulesAt(AREA, 0).allocationKey == 1);
        assert(rules.rulesAt(AREA, later - 1).allocationKey == 1);
        assert(rules.rulesAt(AREA, later).allocationKey == 3);

        vm.prank(OPERATOR);
        rules.found(AREA + 1, _rules(2));
        assert(rules.rulesAt(AREA + 1, 0).allocationKey == 2 && !rules.hasRules(AREA + 2, later));
    }

    function test_WhereMembersHaveDecidedNobodyFounds() public {
        rules = new CommunityRules(address(this), RULES_NOTICE, keys);
        rules.schedule(AREA, uint64(now_) + 30 days, _rules(3));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(CommunityRules.FoundedBefore.selector, AREA));
        rules.found(AREA, _rules(1));
    }

    function test_OperatorAndAuditorTogetherEnrol() public {
        bytes memory signed = _membership(address(7), true, 0);
        vm.expectRevert(abi.encodeWithSelector(MemberVotes.NotOperator.selector, address(this)));
        votes.enrol(address(7), true, signed);
        _enrolFails(address(7), false, signed, MemberVotes.NotSignedByAuditor.selector);
        _enrolFails(address(8), true, signed, MemberVotes.NotSignedByAuditor.selector);

        vm.prank(OPERATOR);
        votes.enrol(address(7), true, signed);
        assert(votes.isMember(address(7)) && votes.getVotes(address(7)) == 1);

        bytes memory out = _membership(address(7), false, 1);
        vm.prank(OPERATOR);
        votes.enrol(address(7), false, out);
        assert(!votes.isMember(address(7)) && votes.getVotes(address(7)) == 0);
        _enrolFails(address(7), true, signed, MemberVotes.NotSignedByAuditor.selector);
    }

    function test_AMembershipThatWasSignedIsGoodOnce() public {
        bytes memory signed = _membership(address(7), true, 0);
        vm.prank(OPERATOR);
        votes.enrol(address(7), true, signed);
        bytes memory out = _membership(address(7), false, votes.changes(address(7)));
        vm.prank(OPERATOR);
        votes.enrol(address(7), false, out);
        _enrolFails(address(7), true, signed, MemberVotes.NotSignedByAuditor.selector);
    }

    function test_WhoComesBackKeepsItsDelegate() public {
        vm.prank(address(1));
        votes.delegate(address(2));
        votes.dismiss(address(1));
        votes.admit(address(1));
        assert(votes.getVotes(address(2)) == 2);
    }

    function test_AnAuditorThatWasReplacedEnrolsNobody() public {
        bytes memory signed = _membership(address(7), true, 0);
        keys.setAuditor(vm.addr(0xB0B));
        _enrolFails(address(7), true, signed, MemberVotes.NotSignedByAuditor.selector);
    }

    function test_WhatMembersDecidedIsNotUndoneByOperatorAndAuditor() public {
        votes.dismiss(address(1));
        bytes memory back = _membership(address(1), true, 2);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(MemberVotes.DecidedByMembers.selector, address(1)));
        votes.enrol(address(1), true, back);
        votes.admit(address(1));
        assert(votes.isMember(address(1)));
    }

    function test_WhomMembersDismissedOperatorAndAuditorCannotEnrol() public {
        bytes memory signed = _membership(address(7), true, 0);
        vm.prank(OPERATOR);
        votes.enrol(address(7), true, signed);
        votes.dismiss(address(7));
        bytes memory back = _membership(address(7), true, 2);
        _enrolFails(
            address(7), true, back, abi.encodeWithSelector(MemberVotes.DecidedByMembers.selector, address(7))
        );
        assert(!votes.isMember(address(7)));
    }

    function test_WhomMembersAdmittedOperatorAndAuditorCannotDismiss() public {
        bytes memory out = _membership(address(2), false, 1);
        _enrolFails(
            address(2), false, out, abi.encodeWithSelector(MemberVotes.DecidedByMembers.selector, address(2))
        );
        assert(votes.isMember(address(2)));
    }

    function _enrolFails(address account, bool member, bytes memory signed, bytes4 reason) private {
        vm.prank(OPERATOR);
        vm.expectRevert(reason);
        votes.enrol(account, member, signed);
    }

    function _enrolFails(address account, bool member, bytes memory signed, bytes memory reason) private {
        vm.prank(OPERATOR);
        vm.expectRevert(reason);
        votes.enrol(account, member, signed);
    }

    function _membership(address account, bool member, uint256 change) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Peerwatt MemberVotes"),
                keccak256("1"),
                block.chainid,
                address(votes)
            )
        );
        bytes32 struct_ = keccak256(abi.encode(MEMBERSHIP_TYPE, account, member, change));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(keys.AUDITOR_KEY(), keccak256(abi.encodePacked(hex"1901", domain, struct_)));
        return abi.encodePacked(r, s, v);
    }

    function _propose(uint64 from) private returns (uint256) {
        vm.prank(address(1));
        return governor.propose(_targets(), new uint256[](1), _calls(from), "fee");
    }

    function _vote(uint256 id, uint160 members) private {
        _elapse(VOTE_NOTICE + 1);
        for (uint160 member = 1; member <= members; ++member) {
            vm.prank(address(member));
            governor.castVote(id, 1);
        }
        _elapse(VOTE_PERIOD);
    }

    function _queue(uint64 from) private {
        governor.queue(_targets(), new uint256[](1), _calls(from), keccak256("fee"));
    }

    function _execute(uint64 from) private {
        governor.execute(_targets(), new uint256[](1), _calls(from), keccak256("fee"));
    }

    function _tryExecute(uint64 from) private returns (bool, bytes memory) {
        return address(governor)
            .call(
                abi.encodeCall(
                    governor.execute, (_targets(), new uint256[](1), _calls(from), keccak256("fee"))
                )
            );
    }

    function _targets() private view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(rules);
    }

    function _calls(uint64 from) private view returns (bytes[] memory calls) {
        calls = new bytes[](1);
        calls[0] = abi.encodeCall(rules.schedule, (AREA, from, _rules(1)));
    }

    function _rules(uint16 allocationKey) private pure returns (CommunityRules.Rules memory made) {
        made.allocationKey = allocationKey;
        made.feeMicro = 5_000;
        made.documentHash = "doc";
    }

    function _elapse(uint256 duration) private {
        now_ += duration;
        vm.warp(now_);
    }
}
