package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.commission.Finding.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All findings about a device, and what of them the installer takes upon himself. */
final class Judgement {

    private final List<Finding> findings = new ArrayList<>();
    private final Set<Check> accepted = EnumSet.noneOf(Check.class);

    void add(Finding finding) {
        findings.add(finding);
    }

    void accept(Collection<Check> checks) {
        accepted.addAll(checks);
    }

    /** Checks that stand in the way. */
    Set<Check> open() {
        Set<Check> open = EnumSet.noneOf(Check.class);
        findings.stream()
                .filter(finding -> !passes(finding) && !accepted.contains(finding.check()))
                .forEach(finding -> open.add(finding.check()));
        return open;
    }

    /** A display that agrees tells devices apart that no probe does. */
    private boolean passes(Finding finding) {
        return finding.passes()
                || (finding.check() == Check.IDENTITY
                        && finding.verdict() == Verdict.UNDECIDED
                        && isGood(Check.DISPLAY));
    }

    private boolean isGood(Check check) {
        List<Finding> made = findings.stream().filter(finding -> finding.check() == check).toList();
        return !made.isEmpty()
                && made.stream().allMatch(finding -> finding.verdict() == Verdict.GOOD);
    }

    /** A row for each finding. */
    List<List<String>> rows() {
        return findings.stream()
                .map(finding -> List.of(mark(finding), finding.check().label(), finding.text()))
                .toList();
    }

    private String mark(Finding finding) {
        if (!passes(finding) && accepted.contains(finding.check())) {
            return "ACCEPTED";
        }
        if (passes(finding) && !finding.passes()) {
            return "ok";
        }
        return switch (finding.verdict()) {
            case GOOD -> "ok";
            case NOT_MEASURED -> "-";
            case UNDECIDED -> "OPEN";
            case BAD -> "WRONG";
        };
    }
}
