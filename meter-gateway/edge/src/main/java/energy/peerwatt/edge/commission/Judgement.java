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
                .filter(finding -> !finding.passes() && !accepted.contains(finding.check()))
                .forEach(finding -> open.add(finding.check()));
        return open;
    }

    /** Whether a check was made and is good. */
    boolean isGood(Check check) {
        return findings.stream().anyMatch(finding -> finding.check() == check)
                && findings.stream()
                        .filter(finding -> finding.check() == check)
                        .allMatch(finding -> finding.verdict() == Verdict.GOOD);
    }

    /** A row for each finding. */
    List<List<String>> rows() {
        return findings.stream()
                .map(finding -> List.of(mark(finding), finding.check().label(), finding.text()))
                .toList();
    }

    private String mark(Finding finding) {
        if (!finding.passes() && accepted.contains(finding.check())) {
            return "ACCEPTED";
        }
        return switch (finding.verdict()) {
            case GOOD -> "ok";
            case NOT_MEASURED -> "-";
            case UNDECIDED -> "OPEN";
            case BAD -> "WRONG";
        };
    }
}
